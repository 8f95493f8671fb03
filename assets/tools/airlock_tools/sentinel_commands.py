"""The three things `sentinel.py` can be asked to do."""

import os
import signal
import sys
import time

from airlock_tools.filter_table import lower_everywhere
from airlock_tools.guarded_container import GuardedContainer
from airlock_tools.sentinel import Sentinel
from airlock_tools.sentinel_state import published

RELEASE_LIMIT_S = 2.0


def watch() -> int:
    """Raises the wall and watches it until told to stop."""
    return Sentinel.from_environment(os.environ).run()


def lower_all() -> int:
    """Takes down every rule of ours, in both backends and families."""
    problems = lower_everywhere()
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def release() -> int:
    """Makes the running sentinel set its container free; without one, does it itself."""
    running = published()
    if running is None:
        container = os.environ.get("AIRLOCK_CONTAINER", "")
        if container:
            GuardedContainer(container).thaw()
        return 0
    pid, container, _ = running
    os.kill(pid, signal.SIGUSR1)
    if container:
        # Also what an earlier sentinel has frozen, of which this one knows nothing.
        GuardedContainer(container).thaw()
    deadline = time.monotonic() + RELEASE_LIMIT_S
    while time.monotonic() < deadline:
        time.sleep(0.02)
        state = published()
        if state is not None and not state[2]:
            return 0
    print("the sentinel does not answer", file=sys.stderr)
    return 1
