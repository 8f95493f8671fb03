"""The filter table of one family in one backend of iptables: read it, change it, leave no trace in it."""

from airlock_tools.programs import ProgramFailed, run
from airlock_tools.wall_rules import CHAINS, Chains, Rule, wanted_specs

BACKENDS = ("nft", "legacy")
FAMILIES = (4, 6)
TRIES = 5
# Names of chains we made, kept in the kernel itself, so that whoever lowers the wall knows what to remove.
MEMORY = "inet airlock_made"


class FilterTable:
    """`filter` of iptables or ip6tables, nft or legacy."""

    def __init__(self, family: int, backend: str) -> None:
        self.family = family
        self.backend = backend
        self.tool = f"{'iptables' if family == 4 else 'ip6tables'}-{backend}"
        self.nft_family = "ip" if family == 4 else "ip6"

    def read(self) -> Chains:
        """All chains with their rules; empty when there is no such table."""
        if self.backend == "legacy" and "filter" not in legacy_tables(self.family):
            return {}
        return parse_saved(run([f"{self.tool}-save", "-c", "-t", "filter"]))

    def raise_rules(self, bridge: str, session: str) -> None:
        """Puts the wall's rules first and takes stale ones of ours away, in one step: there is never a gap."""
        for attempt in range(TRIES):
            before = self.read()
            there = self._nft_chains()
            if self._stands(before, bridge, session):
                return
            wanted = [f"-I{spec[2:]}" for chain in CHAINS for spec in reversed(wanted_specs(bridge, session, chain))]
            try:
                self._apply([*deletions(before), *wanted])
            except ProgramFailed:
                # Somebody changed the table between reading and writing.
                if attempt == TRIES - 1:
                    raise
                continue
            self._remember(there)
            return

    def lower_rules(self) -> None:
        """Takes every rule of ours away, and chains that only exist because of us."""
        for attempt in range(TRIES):
            ours = deletions(self.read())
            try:
                if ours:
                    self._apply(ours)
                break
            except ProgramFailed:
                if attempt == TRIES - 1:
                    raise
        if self.backend == "nft":
            self._forget()

    def _stands(self, chains: Chains, bridge: str, session: str) -> bool:
        wanted = [plain_first_two(chains.get(chain, [])) == wanted_specs(bridge, session, chain) for chain in CHAINS]
        return all(wanted) and len(deletions(chains)) == 2 * len(CHAINS)

    def _apply(self, lines: list[str]) -> None:
        text = "\n".join(["*filter", *lines, "COMMIT", ""])
        wait = ["-w", "2"] if self.backend == "legacy" else []
        run([f"{self.tool}-restore", "--noflush", *wait], text)

    def _nft_chains(self) -> set[str]:
        """Chains that are really in the kernel; iptables-nft-save also prints the built-in ones that are not."""
        if self.backend != "nft":
            return set()
        return nft_chain_names(self.nft_family, "filter")

    def _remember(self, before: set[str]) -> None:
        made = self._nft_chains() - before
        if made:
            chains = [f"add chain {MEMORY} {self.nft_family}-{chain}" for chain in sorted(made)]
            run(["nft", "-f", "-"], "\n".join([f"add table {MEMORY}", *chains, ""]))

    def _forget(self) -> None:
        """Removes the chains that were made for us, unless somebody uses them by now."""
        names = nft_chain_names(*MEMORY.split(" "))
        mine = {name for name in names if name.startswith(f"{self.nft_family}-")}
        if not mine:
            return
        rules = self.read()
        there = self._nft_chains()
        empty = {chain for chain in there if f"{self.nft_family}-{chain}" in mine and not rules.get(chain)}
        lines = [f"delete chain {self.nft_family} filter {chain}" for chain in sorted(empty)]
        if there and there == empty:
            lines.append(f"delete table {self.nft_family} filter")
        lines.extend(f"delete chain {MEMORY} {name}" for name in sorted(mine))
        if mine == names:
            lines.append(f"delete table {MEMORY}")
        run(["nft", "-f", "-"], "\n".join([*lines, ""]))


def nft_chain_names(family: str, table: str) -> set[str]:
    """Names of the chains of an nf_tables table; empty when it is not there."""
    try:
        listed = run(["nft", "list", "table", family, table])
    except ProgramFailed:
        return set()
    return {line.split()[1] for line in listed.splitlines() if line.strip().startswith("chain ")}


def parse_saved(text: str) -> Chains:
    """The chains in the output of `iptables-save -c -t filter`."""
    chains: Chains = {}
    for line in text.splitlines():
        if line.startswith(":"):
            chains[line[1:].split(" ")[0]] = []
        elif line.startswith("["):
            counters, spec = line.split(" ", 1)
            packets, count = counters.strip("[]").split(":")
            chains.setdefault(spec.split(" ")[1], []).append(Rule(spec, int(packets), int(count)))
    return chains


def deletions(chains: Chains) -> list[str]:
    """One line for iptables-restore for each rule of ours."""
    return [f"-D{rule.spec[2:]}" for rules in chains.values() for rule in rules if rule.is_ours]


def plain_first_two(rules: list[Rule]) -> tuple[str, ...]:
    """The texts of a chain's first two rules."""
    return tuple(rule.spec.replace('"', "") for rule in rules[:2])


def legacy_tables(family: int) -> list[str]:
    """Names of the legacy tables this network namespace has."""
    try:
        with open(f"/proc/net/{'ip' if family == 4 else 'ip6'}_tables_names", encoding="ascii") as names:
            return names.read().split()
    except OSError:
        return []


def choose_backend(wanted: str) -> str:
    """The backend that holds the engine's chains; if neither does, nft where it works, else legacy."""
    if wanted in BACKENDS:
        return wanted
    for backend in BACKENDS:
        try:
            if "DOCKER" in FilterTable(4, backend).read():
                return backend
        except ProgramFailed:
            continue
    try:
        FilterTable(4, "nft").read()
    except ProgramFailed:
        return "legacy"
    return "nft"


def table_for(family: int, backend: str) -> FilterTable:
    """
    The table to use. A legacy table, once there, cannot be removed again: for IPv6, of which the engine makes no use,
    rules go to nft instead when the legacy table is not there yet.
    """
    if backend == "legacy" and family == 6 and "filter" not in legacy_tables(6):
        nft = FilterTable(6, "nft")
        try:
            nft.read()
            return nft
        except ProgramFailed:
            pass
    return FilterTable(family, backend)


def has_ipv6() -> bool:
    """Whether the kernel speaks IPv6 in this network namespace."""
    try:
        with open("/proc/net/if_inet6", encoding="ascii"):
            return True
    except OSError:
        return False


def lower_everywhere() -> list[str]:
    """Takes our rules out of both backends and families. Returns what went wrong."""
    problems = []
    for backend in BACKENDS:
        for family in FAMILIES:
            if family == 6 and not has_ipv6():
                continue
            try:
                FilterTable(family, backend).lower_rules()
            except ProgramFailed as problem:
                problems.append(str(problem))
    return problems
