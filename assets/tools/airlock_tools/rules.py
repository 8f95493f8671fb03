"""The wall's rules in the kernel: raise, read back, lower. Works on both iptables backends and both families."""

import hashlib
import subprocess
from dataclasses import dataclass
from pathlib import Path

CHAINS = ("FORWARD", "INPUT")
FAMILIES = (4, 6)
BACKENDS = ("nft", "legacy")
MARK = "airlock:"
"""Every rule of ours carries a comment that starts with this."""


@dataclass(frozen=True)
class StandingRule:
    """One of our rules as the kernel has it. `position` counts from 1; 0 means it is not there."""

    family: int
    chain: str
    position: int
    spec: str
    packets: int
    bytes: int


@dataclass(frozen=True)
class Reading:
    """What one look at the chains gave. `chains` maps (family, chain) to the number of rules in it."""

    rules: tuple[StandingRule, ...]
    lengths: dict[tuple[int, str], int]

    def fingerprint(self) -> str:
        text = "\n".join(f"{r.family} {r.chain} {r.position} {r.spec}" for r in self.rules)
        return hashlib.sha256(text.encode()).hexdigest()


class RulesError(Exception):
    """iptables could not do or say what was asked."""


def tool(family: int, backend: str, suffix: str = "") -> str:
    return f"{'ip6' if family == 6 else 'ip'}tables-{backend}{suffix}"


def run(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RulesError(f"{command[0]}: {error}") from error
    if done.returncode != 0:
        raise RulesError(f"{' '.join(command)}: {done.stderr.strip() or done.returncode}")
    return done.stdout


def choose_backend(wanted: str) -> str:
    """The backend the engine's own rules live in, so that positions in a chain mean something."""
    if wanted in BACKENDS:
        return wanted
    for backend in BACKENDS:
        try:
            if "DOCKER" in run(tool(4, backend, "-save"), "-t", "filter"):
                return backend
        except RulesError:
            continue
    return "nft"


def families_here() -> tuple[int, ...]:
    """IPv6 counts unless the kernel has it switched off altogether."""
    return FAMILIES if Path("/proc/net/if_inet6").exists() else (4,)


def wanted_rules(bridge: str, session: str) -> tuple[tuple[str, ...], ...]:
    """Only the reply direction of a connection passes: what the container itself opened never does."""
    comment = ("-m", "comment", "--comment", MARK + session)
    replies = ("-i", bridge, "-m", "conntrack", "--ctstate", "ESTABLISHED", "--ctdir", "REPLY")
    return (replies + comment + ("-j", "ACCEPT"), ("-i", bridge) + comment + ("-j", "DROP"))


def raise_rules(backend: str, bridge: str, session: str) -> None:
    """Puts our two rules first in every chain, then takes older ones of ours away: there is never a gap."""
    for family in families_here():
        for chain in CHAINS:
            for rule in reversed(wanted_rules(bridge, session)):
                run(tool(family, backend), "-w", "-I", chain, "1", *rule)
            remove_marked(family, backend, chain, skip=2)


def remove_marked(family: int, backend: str, chain: str, skip: int = 0) -> None:
    """Deletes rules of ours from a chain by number, last first, except the first `skip` of the chain."""
    listing = run(tool(family, backend, "-save"), "-t", "filter")
    numbered = enumerate(chain_rules(listing, chain), start=1)
    for number in sorted((n for n, line in numbered if is_ours(line) and n > skip), reverse=True):
        run(tool(family, backend), "-w", "-D", chain, str(number))


def is_ours(line: str) -> bool:
    return f'--comment {MARK}' in line or f'--comment "{MARK}' in line


def chain_rules(listing: str, chain: str) -> list[str]:
    """The rules of one chain in iptables-save's output, in order, with or without leading counters."""
    head = f"-A {chain} "
    return [line for line in listing.splitlines() if line.startswith(head) or f"] {head}" in line[:60]]


def read_rules(backend: str) -> Reading:
    """Reads all our rules back from the kernel with their positions and counters."""
    rules: list[StandingRule] = []
    lengths: dict[tuple[int, str], int] = {}
    for family in families_here():
        listing = run(tool(family, backend, "-save"), "-c", "-t", "filter")
        for chain in CHAINS:
            lines = chain_rules(listing, chain)
            lengths[(family, chain)] = len(lines)
            rules.extend(
                parse_rule(family, chain, number, line) for number, line in enumerate(lines, start=1) if is_ours(line)
            )
    return Reading(tuple(rules), lengths)


def parse_rule(family: int, chain: str, position: int, line: str) -> StandingRule:
    counters, _, spec = line.partition("] ")
    packets, _, size = counters.lstrip("[").partition(":")
    return StandingRule(family, chain, position, spec, int(packets), int(size))


def lower_everything() -> None:
    """Removes every rule of ours, wherever it stands; what a backend does not know is not there."""
    for backend in BACKENDS:
        for family in FAMILIES:
            for chain in CHAINS:
                try:
                    remove_marked(family, backend, chain)
                except RulesError:
                    continue
