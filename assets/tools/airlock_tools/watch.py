"""The sentinel's main loop: one look at a time, pushed by nftables where it can be, by a clock otherwise."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from datetime import datetime, timezone

from airlock_tools import freeze
from airlock_tools.rules import (
    CHAINS,
    Reading,
    RulesError,
    choose_backend,
    families_here,
    lower_everything,
    raise_rules,
    read_rules,
)

BEAT_S = 0.4
LAUNCHER_LOST = 3
"""Exit code when the launcher died before the session was proven."""


def say(kind: str, **fields: object) -> None:
    at = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    sys.stdout.write(json.dumps({"type": kind, "at": at, **fields}, separators=(",", ":")) + "\n")
    sys.stdout.flush()


class Sentinel:
    """State of one sentinel: what it guards, and what it has seen."""

    def __init__(self, env: dict[str, str]) -> None:
        self.bridge = env.get("AIRLOCK_BRIDGE", "airlock0")
        self.session = env.get("AIRLOCK_SESSION", "")
        self.sealed = env.get("AIRLOCK_WALL") == "sealed"
        self.guards = env.get("AIRLOCK_CONTAINER", "")
        self.hold = env.get("AIRLOCK_ON_LOST") == "hold"
        self.backend = choose_backend(env.get("AIRLOCK_IPTABLES", "auto"))
        self.proven = False
        self.frozen = False
        self.open_reason = ""
        self.seq = 0
        self.standing: tuple[tuple[int, str, int, str], ...] = ()
        self.ending = False

    def raise_wall(self) -> None:
        raise_rules(self.backend, self.bridge, self.session)
        self.standing = places(read_rules(self.backend))
        missing = 2 * len(CHAINS) * len(families_here()) - len(self.standing)
        if missing:
            raise RulesError(f"{missing} rules do not stand after raising")
        say("note", message=f"raised with {self.backend}")

    def look(self) -> None:
        """Reads rules and interfaces, reports, and acts on what has changed."""
        reading, problem = self.read()
        interfaces = freeze.interfaces_of(self.guards) if self.guards else None
        problem = problem or self.interface_problem(interfaces)
        if problem and problem[0] != self.open_reason:
            self.open_reason = problem[0]
            self.stop_the_guarded()
            say("breach", reason=problem[0], detail=problem[1])
        elif not problem:
            self.open_reason = ""
        self.beat(reading, interfaces, intact=not problem)

    def read(self) -> tuple[Reading, tuple[str, str] | None]:
        try:
            reading = read_rules(self.backend)
        except RulesError as error:
            return Reading((), {}), ("rules-unreadable", str(error))
        return reading, self.rule_problem(reading)

    def rule_problem(self, reading: Reading) -> tuple[str, str] | None:
        if places(reading) == self.standing:
            return None
        now = {(family, chain, spec) for family, chain, _, spec in places(reading)}
        lost = [place for place in self.standing if (place[0], place[1], place[3]) not in now]
        for family, chain, _, spec in lost:
            if reading.lengths.get((family, chain)) == 0:
                return ("chain-flushed", f"the {chain} chain of IPv{family} was emptied")
        if lost:
            family, chain, _, spec = lost[0]
            rule = "DROP" if "-j DROP" in spec else "reply"
            return ("rule-removed", f"the {rule} rule left the {chain} chain of IPv{family}")
        return ("rule-reordered", "a rule was put before ours, or ours were moved")

    def interface_problem(self, interfaces: list[str] | None) -> tuple[str, str] | None:
        allowed = 1 if self.sealed else 2
        if interfaces is None or len(interfaces) <= allowed:
            return None
        names = ", ".join(interfaces)
        return ("interface-added", f"ComfyUI sees the interfaces {names}: one more than it may have")

    def stop_the_guarded(self) -> None:
        if not self.guards:
            return
        if self.proven or self.hold:
            self.frozen = True
            if not freeze.freeze(self.guards):
                freeze.kill(self.guards)
        else:
            freeze.kill(self.guards)

    def beat(self, reading: Reading, interfaces: list[str] | None, intact: bool) -> None:
        self.seq += 1
        say(
            "beat",
            seq=self.seq,
            backend=self.backend,
            intact=intact,
            fingerprint=reading.fingerprint(),
            rules=[vars(rule) for rule in reading.rules],
            interfaces=interfaces,
            guards=self.guards or None,
            proven=self.proven,
            frozen=self.frozen,
        )

    def obey(self, line: str) -> None:
        """One line of the lifeline."""
        word, _, rest = line.strip().partition(" ")
        if word == "guard":
            self.guards = rest
        elif word == "proven":
            self.proven = True

    def launcher_lost(self) -> int | None:
        """The lifeline ended. Before the proof nobody vouches for what runs: end it, or keep it frozen."""
        if self.proven:
            return None
        if self.hold:
            self.stop_the_guarded()
            say("note", message="the resume was interrupted; ComfyUI stays frozen")
            return None
        say("note", message="the launcher is gone before the wall was proven; ending what runs")
        if self.guards:
            freeze.kill(self.guards)
        lower_everything()
        return LAUNCHER_LOST


def places(reading: Reading) -> tuple[tuple[int, str, int, str], ...]:
    return tuple((rule.family, rule.chain, rule.position, rule.spec) for rule in reading.rules)


def rule_events(backend: str) -> subprocess.Popen[bytes] | None:
    """nftables says when a rule changes; the legacy backend says nothing, there the clock has to do."""
    if backend != "nft":
        return None
    try:
        return subprocess.Popen(["nft", "monitor"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0)
    except OSError:
        return None


def main() -> int:
    sentinel = Sentinel(dict(os.environ))
    # A handler that does nothing but remember: a look is never cut in half.
    wake_read, wake_write = os.pipe()
    signal.signal(signal.SIGTERM, lambda *_: os.write(wake_write, b"t"))
    try:
        sentinel.raise_wall()
        return watch(sentinel, wake_read)
    except RulesError as error:
        say("note", message=f"the wall could not be raised: {error}")
        if sentinel.guards:
            sentinel.stop_the_guarded()
        lower_everything()
        return 1


def watch(sentinel: Sentinel, wake: int) -> int:
    monitor = rule_events(sentinel.backend)
    sources = [wake, 0] + ([monitor.stdout.fileno()] if monitor and monitor.stdout else [])
    pending = ""
    next_beat = time.monotonic()
    while True:
        ready, _, _ = select.select(sources, [], [], max(0.0, next_beat - time.monotonic()))
        if wake in ready:
            break
        if 0 in ready:
            chunk = os.read(0, 4096)
            pending += chunk.decode("utf-8", "replace")
            *lines, pending = pending.split("\n")
            for line in lines:
                sentinel.obey(line)
            if not chunk:
                sources.remove(0)
                code = sentinel.launcher_lost()
                if code is not None:
                    return code
        if monitor and monitor.stdout and monitor.stdout.fileno() in ready and not os.read(monitor.stdout.fileno(), 65536):
            sources.remove(monitor.stdout.fileno())
        release_if_asked(sentinel)
        sentinel.look()
        next_beat = time.monotonic() + BEAT_S
    lower_everything()
    return 0


def release_if_asked(sentinel: Sentinel) -> None:
    if freeze.RELEASE.exists():
        freeze.release(sentinel.guards)
        sentinel.frozen = False
        freeze.RELEASE.unlink()
