"""The whole wall: both families in the chosen backend."""

import hashlib
from typing import NamedTuple

from airlock_tools.filter_table import FAMILIES, FilterTable, choose_backend, has_ipv6, table_for
from airlock_tools.programs import ProgramFailed
from airlock_tools.wall_rules import CHAINS, Standing, find_rules, judge_chain, wanted_specs


class Reading(NamedTuple):
    """The wall as it was just read from the kernel."""

    rules: list[tuple[int, Standing]]
    breach: tuple[str, str] | None

    @property
    def fingerprint(self) -> str:
        """SHA-256 over family, chain, position and text of our rules."""
        lines = [f"{family} {rule.chain} {rule.position} {rule.spec}" for family, rule in self.rules]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


class Wall:
    """The rules of one session."""

    def __init__(self, bridge: str, session: str, wanted_backend: str) -> None:
        self.bridge = bridge
        self.session = session
        self.backend = choose_backend(wanted_backend)
        families = [family for family in FAMILIES if family == 4 or has_ipv6()]
        self.tables: list[FilterTable] = [table_for(family, self.backend) for family in families]

    @property
    def uses_nft(self) -> bool:
        return any(table.backend == "nft" for table in self.tables)

    def stand(self) -> None:
        """Raises the rules. Raises ProgramFailed when a table cannot be changed."""
        for table in self.tables:
            table.raise_rules(self.bridge, self.session)

    def read(self) -> Reading:
        """Reads our rules back and judges them."""
        rules: list[tuple[int, Standing]] = []
        breach = None
        for table in self.tables:
            try:
                chains = table.read()
            except ProgramFailed as problem:
                breach = breach or ("rules-unreadable", str(problem))
                continue
            for chain in CHAINS:
                wanted = wanted_specs(self.bridge, self.session, chain)
                standing = find_rules(chain, chains.get(chain, []), wanted)
                rules.extend((table.family, rule) for rule in standing)
                found = judge_chain(chains.get(chain, []), standing)
                if found and not breach:
                    breach = (found[0], f"IPv{table.family} {found[1]}")
        return Reading(rules, breach)
