"""The sentinel's own brake: stops every process of the guarded container, with nobody's help."""

import os
import signal
import time
from pathlib import Path

RELEASE = Path("/run/airlock-release")
"""Made by `--release`, seen by the running sentinel at its next look."""

ROUNDS = 50
PAUSE_S = 0.004


def processes_of(container: str) -> list[int]:
    """Process ids, in the machine's own numbering, whose control group names the container."""
    found = []
    for entry in os.scandir("/proc"):
        if not entry.name.isdigit():
            continue
        try:
            with open(f"/proc/{entry.name}/cgroup", encoding="ascii", errors="replace") as file:
                if container in file.read():
                    found.append(int(entry.name))
        except OSError:
            continue
    return found


def state_of(pid: int) -> str:
    """One letter as `ps` shows it: R, S, D, T, Z … ; empty when the process is gone."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    return stat.rpartition(") ")[2][:1]


def send_all(container: str, number: signal.Signals) -> list[int]:
    pids = processes_of(container)
    for pid in pids:
        try:
            os.kill(pid, number)
        except OSError:
            continue
    return pids


def freeze(container: str) -> bool:
    """Stops all of it, also what is forked meanwhile. True once nothing of it can run any more."""
    for _ in range(ROUNDS):
        pids = send_all(container, signal.SIGSTOP)
        time.sleep(PAUSE_S)
        if all(state_of(pid) in ("T", "t", "Z", "X", "D", "") for pid in processes_of(container)) and pids:
            return True
        if not pids:
            return True
    return False


def release(container: str) -> None:
    send_all(container, signal.SIGCONT)


def kill(container: str) -> None:
    """Ends all of it. Stopped and paused processes take the signal as soon as they could run."""
    for _ in range(ROUNDS):
        if not send_all(container, signal.SIGKILL):
            return
        time.sleep(PAUSE_S)


def ask_release() -> None:
    """Runs in a second process in the sentinel's container: asks the first one, and waits until it has done it."""
    RELEASE.touch()
    deadline = time.monotonic() + 3
    while RELEASE.exists() and time.monotonic() < deadline:
        time.sleep(0.01)


def interfaces_of(container: str) -> list[str] | None:
    """Names of the network interfaces the container sees; None when it has no process to ask."""
    for pid in processes_of(container):
        try:
            lines = Path(f"/proc/{pid}/net/dev").read_text(encoding="ascii", errors="replace").splitlines()
        except OSError:
            continue
        return sorted(line.split(":", 1)[0].strip() for line in lines if ":" in line)
    return None
