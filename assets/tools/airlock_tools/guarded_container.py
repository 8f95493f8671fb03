"""The container behind the wall, as /proc shows it: its processes, and the interfaces it sees."""

import os
import signal
import time

# A container's own network namespace may hold these from its birth: fall-back tunnels of the kernel that lead nowhere.
BORN_WITH = frozenset({"tunl0", "gre0", "gretap0", "erspan0", "ip_vti0", "ip6_vti0", "sit0", "ip6tnl0", "ip6gre0"})
QUIET_PASSES = 2
PASS_PAUSE_S = 0.004
FREEZE_LIMIT_S = 1.0
STILL = frozenset("TtZXx")
UNKILLABLE_LIMIT_S = 3.0
# A process that the engine is just bringing in (exec, restart) is still the engine's own program. To stop it there
# would hang the engine. It gets this long to become what was asked for; then it is stopped like all others.
ENTERING_NAME = "runc"
ENTERING_LIMIT_S = 1.5


class GuardedContainer:
    """One container by its full id."""

    def __init__(self, container_id: str) -> None:
        self.id = container_id
        self._known_pid = 0
        self._entering: dict[int, float] = {}

    def pids(self) -> list[int]:
        """All its processes, by their cgroup: those of `docker exec` as well."""
        return [pid for pid in all_pids() if self._holds(pid)]

    def interfaces(self) -> list[str] | None:
        """Names of its interfaces; None while it has no process that could show them."""
        pid = self._some_pid()
        return None if pid == 0 else interfaces_of(pid)

    def freeze(self) -> bool:
        """Stops every process, also those that are made meanwhile; False when some would not stand still in time."""
        deadline = time.monotonic() + FREEZE_LIMIT_S
        quiet = 0
        while quiet < QUIET_PASSES:
            moving = self._moving()
            for pid in moving:
                send(pid, signal.SIGSTOP)
            quiet = 0 if moving else quiet + 1
            if time.monotonic() > deadline:
                # Processes that the engine has paused as well show another state; the signal waits for them.
                return False
            if quiet < QUIET_PASSES:
                time.sleep(PASS_PAUSE_S)
        return True

    def thaw(self) -> None:
        """Lets every process go on."""
        for pid in self.pids():
            send(pid, signal.SIGCONT)

    def kill_until_quiet(self, quiet_s: float) -> None:
        """Kills every process, and goes on until none has been seen for so long."""
        quiet_since = time.monotonic()
        while time.monotonic() - quiet_since < quiet_s:
            alive = [pid for pid in self.pids() if state_of(pid) not in "ZXx"]
            for pid in alive:
                send(pid, signal.SIGKILL)
            if alive:
                quiet_since = time.monotonic()
            time.sleep(0.02)

    def _moving(self) -> list[int]:
        """Processes that still have to be stopped."""
        pids = self.pids()
        self._entering = {pid: since for pid, since in self._entering.items() if pid in pids}
        return [pid for pid in pids if state_of(pid) not in STILL and not self._is_entering(pid, pids)]

    def _is_entering(self, pid: int, pids: list[int]) -> bool:
        """The name alone could be borrowed by anybody; a parent outside the container cannot, and time runs out."""
        if not name_of(pid).startswith(ENTERING_NAME) or parent_of(pid) in pids:
            return False
        since = self._entering.setdefault(pid, time.monotonic())
        return time.monotonic() - since < ENTERING_LIMIT_S

    def _some_pid(self) -> int:
        if self._known_pid and self._holds(self._known_pid) and state_of(self._known_pid) not in "ZXx":
            return self._known_pid
        pids = self.pids()
        # The engine's own program still stands in the machine's network while it brings a process in.
        inside = (pid for pid in pids if state_of(pid) not in "ZXx" and not self._is_entering(pid, pids))
        self._known_pid = next(inside, 0)
        return self._known_pid

    def _holds(self, pid: int) -> bool:
        """Both generations of cgroups: the id is part of the path in each line, whatever driver made it."""
        return self.id in read_text(f"/proc/{pid}/cgroup")


def all_pids() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def state_of(pid: int) -> str:
    """One letter as in ps; X when the process is gone."""
    return read_text(f"/proc/{pid}/stat").rpartition(") ")[2][:1] or "X"


def name_of(pid: int) -> str:
    """The short name a process goes by; it can choose that itself."""
    return read_text(f"/proc/{pid}/comm").rstrip("\n")


def parent_of(pid: int) -> int:
    """Process id of its parent; 0 when it is gone or has none."""
    words = read_text(f"/proc/{pid}/stat").rpartition(") ")[2].split()
    return int(words[1]) if len(words) > 1 else 0


def interfaces_of(pid: int) -> list[str] | None:
    """Interfaces in the network namespace of a process; None when it is gone."""
    lines = read_text(f"/proc/{pid}/net/dev").splitlines()[2:]
    names = [line.split(":")[0].strip() for line in lines]
    return sorted(name for name in names if name not in BORN_WITH) if names else None


def read_text(path: str) -> str:
    """A file of /proc; empty when its process has gone."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def send(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass
