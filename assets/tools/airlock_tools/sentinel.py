"""The sentinel's loop: beats, pushes of the kernel, lines of the launcher, signals."""

import os
import select
import signal
import time
from collections.abc import Mapping

from airlock_tools.filter_table import lower_everywhere
from airlock_tools.guarded_container import GuardedContainer
from airlock_tools.nft_events import drain, open_push
from airlock_tools.programs import ProgramFailed
from airlock_tools.report import note, write_line
from airlock_tools.sentinel_state import publish
from airlock_tools.wall import Reading, Wall

BEAT_S = 0.4
# How long a lost launcher's container may still turn up: the engine may be about to start it.
LOST_QUIET_S = 1.5
EXIT_DONE, EXIT_FAILED, EXIT_LOST, EXIT_NOT_RAISED = 0, 1, 3, 4


class Sentinel:
    """Raises the wall, watches it and freezes the guarded container when it breaks."""

    def __init__(self, wall: Wall, kind: str, container_id: str, on_lost: str) -> None:
        self.wall = wall
        # More interfaces than this, `lo` included, are one too many.
        self.most_interfaces = 1 if kind == "sealed" else 2
        self.on_lost = on_lost
        self.guarded = GuardedContainer(container_id) if container_id else None
        self.proven = False
        self.frozen = False
        self.breached = False
        self.beats = 0
        self.exit_code: int | None = None
        self.release_asked = False
        self.lifeline_rest = b""
        self.wake, self.woken = os.pipe()

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Sentinel":
        """Reads AIRLOCK_BRIDGE, _SESSION, _WALL, _CONTAINER, _ON_LOST and _IPTABLES."""
        wall = Wall(
            environment.get("AIRLOCK_BRIDGE", "airlock0"),
            environment.get("AIRLOCK_SESSION", ""),
            environment.get("AIRLOCK_IPTABLES", "auto"),
        )
        kind = environment.get("AIRLOCK_WALL", "bridge")
        container = environment.get("AIRLOCK_CONTAINER", "")
        return cls(wall, kind, container, environment.get("AIRLOCK_ON_LOST", "kill"))

    def run(self) -> int:
        """Returns the exit code."""
        self._take_signals()
        try:
            self.wall.stand()
        except ProgramFailed as problem:
            note(f"the wall cannot be raised: {problem}")
            lower_everywhere()
            return EXIT_NOT_RAISED
        self._say_raised()
        self._publish()
        push = open_push() if self.wall.uses_nft else None
        poll = select.poll()
        for source in (0, self.wake, *([push] if push else [])):
            poll.register(source, select.POLLIN | select.POLLHUP)
        next_beat = time.monotonic()
        while self.exit_code is None:
            now = time.monotonic()
            if now >= next_beat:
                self._beat()
                next_beat = max(next_beat + BEAT_S, now + BEAT_S / 2)
            ready = {source for source, _ in poll.poll(max(0.0, next_beat - time.monotonic()) * 1000)}
            if push and push.fileno() in ready:
                drain(push)
                self._look()
            if self.wake in ready:
                os.read(self.wake, 64)
            if self.release_asked:
                self._release()
            if 0 in ready and not self._hear():
                poll.unregister(0)
        return self._end()

    def _say_raised(self) -> None:
        note("raised")
        families = " and ".join(f"IPv{table.family} in {table.backend}" for table in self.wall.tables)
        note(f"rules stand for {families}")
        if len(self.wall.tables) == 1:
            note("this kernel has IPv6 off; there are rules for IPv4 only")

    def _take_signals(self) -> None:
        os.set_blocking(self.woken, False)
        os.set_blocking(self.wake, False)
        signal.set_wakeup_fd(self.woken)
        signal.signal(signal.SIGTERM, lambda *_: self._finish(EXIT_DONE))
        signal.signal(signal.SIGINT, lambda *_: self._finish(EXIT_DONE))
        signal.signal(signal.SIGUSR1, lambda *_: self._ask_release())

    def _finish(self, exit_code: int) -> None:
        self.exit_code = exit_code

    def _beat(self) -> None:
        reading, interfaces = self._look()
        self.beats += 1
        rules = [{"family": family, **rule._asdict()} for family, rule in reading.rules]
        write_line(
            "beat",
            seq=self.beats,
            backend=self.wall.backend,
            intact=reading.breach is None and not self.breached,
            fingerprint=reading.fingerprint,
            rules=rules,
            interfaces=interfaces,
            guards=self.guarded.id if self.guarded else None,
            proven=self.proven,
            frozen=self.frozen,
        )

    def _look(self) -> tuple[Reading, list[str] | None]:
        """Reads rules and interfaces; says and does what has to be said and done when they are not as they should."""
        reading = self.wall.read()
        interfaces = self.guarded.interfaces() if self.guarded else None
        breach = reading.breach or self._too_many(interfaces)
        if breach and not self.breached:
            self.breached = True
            self._freeze()
            write_line("breach", reason=breach[0], detail=breach[1])
        elif self.breached:
            # Also what has been started in it since: an exec, or the whole container again.
            self._freeze()
        return reading, interfaces

    def _too_many(self, interfaces: list[str] | None) -> tuple[str, str] | None:
        if interfaces is None or len(interfaces) <= self.most_interfaces:
            return None
        reason = "interface-added" if self.most_interfaces == 1 else "network-attached"
        return reason, f"the container has the interfaces {', '.join(interfaces)}"

    def _freeze(self) -> None:
        if self.guarded is None:
            return
        still = self.guarded.freeze()
        if not self.frozen:
            self.frozen = True
            self._publish()
            if not still:
                note("not every process of the container stood still in time")

    def _ask_release(self) -> None:
        """A signal may come in the middle of a freeze, so the loop does it in its turn."""
        self.release_asked = True

    def _release(self) -> None:
        self.release_asked = False
        self.breached = False
        self.frozen = False
        if self.guarded:
            self.guarded.thaw()
        self._publish()
        note("released")

    def _publish(self) -> None:
        publish(self.guarded.id if self.guarded else "", self.frozen)

    def _hear(self) -> bool:
        """Lines of the launcher. False once there is nothing more to hear."""
        try:
            data = os.read(0, 4096)
        except OSError:
            data = b""
        *lines, self.lifeline_rest = (self.lifeline_rest + data).split(b"\n")
        for line in lines:
            self._obey(line.decode("utf-8", "replace").strip())
        if not data:
            self._lost()
        return bool(data)

    def _obey(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        if word == "guard" and rest:
            self.guarded = GuardedContainer(rest.strip())
            self._publish()
            note(f"guards {rest.strip()}")
        elif word == "proven":
            self.proven = True
            note("proven")
        elif line:
            note(f"not understood: {line[:80]}")

    def _lost(self) -> None:
        """The launcher is gone. After `proven` that is its right."""
        if self.proven:
            note("the launcher has let go; the session goes on")
        elif self.on_lost == "hold":
            note("the launcher was lost before the wall was proven again; the container stays frozen")
            self.breached = True
            self._freeze()
        else:
            note("the launcher was lost before the wall was proven; the container ends")
            if self.guarded:
                self.guarded.kill_until_quiet(LOST_QUIET_S)
            self.exit_code = EXIT_LOST

    def _end(self) -> int:
        problems = lower_everywhere()
        for problem in problems:
            note(f"not lowered: {problem}")
        note("lowered")
        return EXIT_FAILED if problems and self.exit_code == EXIT_DONE else self.exit_code or EXIT_DONE
