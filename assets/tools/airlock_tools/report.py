"""The lines that the sentinel writes: one JSON object each, on standard output."""

import json
import os
import time


def write_line(kind: str, **fields: object) -> None:
    """Writes one line at once; a reader that has gone away is no reason to stop watching."""
    line = json.dumps({"type": kind, "at": now(), **fields}, separators=(",", ":")) + "\n"
    try:
        os.write(1, line.encode())
    except OSError:
        pass


def note(message: str) -> None:
    """Something worth knowing that is neither a beat nor a breach."""
    write_line("note", message=message)


def now() -> str:
    """ISO 8601 in UTC, to the millisecond."""
    seconds = time.time()
    stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
    return f"{stamp}.{int(seconds * 1000) % 1000:03d}Z"
