"""Runs other programs. Lighter than `subprocess`, whose import alone takes as long as raising the wall."""

import os
import signal
import select
import time

TIMEOUT_S = 5.0


class ProgramFailed(Exception):
    """A program could not be started, took too long, or ended with something else than 0."""


def run(arguments: list[str], standard_input: str = "") -> str:
    """What a program printed on standard output. Raises ProgramFailed with what it printed on standard error."""
    into, feed = os.pipe()
    out, printed = os.pipe()
    complaint, complained = os.pipe()
    actions = [
        (os.POSIX_SPAWN_DUP2, into, 0),
        (os.POSIX_SPAWN_DUP2, printed, 1),
        (os.POSIX_SPAWN_DUP2, complained, 2),
    ]
    try:
        pid = os.posix_spawnp(arguments[0], arguments, os.environ, file_actions=actions)
    except OSError as error:
        for end in (into, feed, out, printed, complaint, complained):
            os.close(end)
        raise ProgramFailed(f"{arguments[0]}: {error.strerror}") from error
    for end in (into, printed, complained):
        os.close(end)
    os.write(feed, standard_input.encode())
    os.close(feed)
    try:
        texts = _read_both(pid, out, complaint)
    finally:
        os.close(out)
        os.close(complaint)
        _, status = os.waitpid(pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise ProgramFailed(f"{' '.join(arguments)}: {texts[complaint].strip() or status}")
    return texts[out]


def _read_both(pid: int, out: int, complaint: int) -> dict[int, str]:
    """Reads until both are closed; ends the program when it takes too long."""
    deadline = time.monotonic() + TIMEOUT_S
    chunks: dict[int, list[bytes]] = {out: [], complaint: []}
    open_ends = {out, complaint}
    poll = select.poll()
    for end in open_ends:
        poll.register(end, select.POLLIN)
    while open_ends:
        ready = poll.poll(max(0.0, deadline - time.monotonic()) * 1000)
        if not ready:
            os.kill(pid, signal.SIGKILL)
            break
        for end, _ in ready:
            chunk = os.read(end, 65536)
            chunks[end].append(chunk)
            if not chunk:
                open_ends.discard(end)
                poll.unregister(end)
    return {end: b"".join(parts).decode("utf-8", "replace") for end, parts in chunks.items()}
