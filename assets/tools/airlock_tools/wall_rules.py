"""The rules of the wall as data, and what to think of a chain in which they should stand."""

from typing import NamedTuple

CHAINS = ("FORWARD", "INPUT")
COMMENT_PREFIX = "airlock:"

Chains = dict[str, list["Rule"]]


class Rule(NamedTuple):
    """One rule as iptables-save prints it, with its counters."""

    spec: str
    packets: int
    bytes: int

    @property
    def is_ours(self) -> bool:
        """Whether its comment says that Airlock made it."""
        return f"--comment {COMMENT_PREFIX}" in plain(self.spec)


class Standing(NamedTuple):
    """Where one rule of the wall stands in its chain right now; position 0: nowhere."""

    chain: str
    position: int
    spec: str
    packets: int
    bytes: int


def plain(spec: str) -> str:
    """A rule's text without the quotes that iptables-save puts around comments as it likes."""
    return spec.replace('"', "")


def wanted_specs(bridge: str, session: str, chain: str) -> tuple[str, str]:
    """The two rules of one chain, first to last: replies pass, everything else that comes from the bridge drops."""
    comment = f"-m comment --comment {COMMENT_PREFIX}{session}"
    replies = f"-A {chain} -i {bridge} -m conntrack --ctstate ESTABLISHED --ctdir REPLY {comment} -j ACCEPT"
    return replies, f"-A {chain} -i {bridge} {comment} -j DROP"


def find_rules(chain: str, rules: list[Rule], wanted: tuple[str, str]) -> list[Standing]:
    """Where each wanted rule stands, by its first appearance."""
    texts = [plain(rule.spec) for rule in rules]
    standing = []
    for spec in wanted:
        if spec in texts:
            place = texts.index(spec)
            rule = rules[place]
            standing.append(Standing(chain, place + 1, rule.spec, rule.packets, rule.bytes))
        else:
            standing.append(Standing(chain, 0, spec, 0, 0))
    return standing


def judge_chain(rules: list[Rule], standing: list[Standing]) -> tuple[str, str] | None:
    """Reason and detail of a breach; None when the wall's rules are first and second."""
    positions = [one.position for one in standing]
    if positions == [1, 2]:
        return None
    chain = standing[0].chain
    if not rules:
        return "chain-flushed", f"{chain} is empty"
    missing = [one.spec for one in standing if one.position == 0]
    if missing:
        return "rule-removed", f"{chain} has lost: {missing[0]}"
    return "rule-reordered", f"{chain} has our rules at {positions[0]} and {positions[1]}, first rule: {rules[0].spec}"
