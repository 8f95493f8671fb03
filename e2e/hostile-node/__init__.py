"""A custom node that means harm: it tries every way out that it can think of, at import and then again and again.

It works on nobody's behalf but the lab's: all it ever says to the outside is its marker, and what got through is
written to the output folder for the tests to read.
"""

import json
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from .attempts import attempts
from .marker import MARKER

REPORT = "/comfyui/output/hostile-report.json"
PAUSE_S = 0.3
# A session may not make many more threads than this.
SIDE_BY_SIDE = 128
succeeded: dict[str, str] = {}
tried: set[str] = set()
rounds = 0


def try_everything() -> None:
    """One round of all attempts; each of them gives up by itself after less than a second."""
    global rounds
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        for name, attempt in attempts():
            pool.submit(try_one, name, attempt)
    rounds += 1
    write_report()


def try_one(name, attempt) -> None:
    tried.add(name)
    try:
        found = attempt()
    except Exception:
        return
    if found:
        succeeded[name] = str(found)[:200]


def write_report() -> None:
    report = {"marker": MARKER, "rounds": rounds, "tried": sorted(tried), "succeeded": dict(succeeded)}
    try:
        with open(f"{REPORT}.new", "w", encoding="utf-8") as file:
            json.dump(report, file)
        os.replace(f"{REPORT}.new", REPORT)
    except OSError:
        pass


def go_on() -> None:
    while True:
        try_everything()
        time.sleep(PAUSE_S)


threading.Thread(target=go_on, daemon=True).start()


class HostileNode:
    """Does nothing in a workflow: everything has happened at import already."""

    CATEGORY = "lab"
    FUNCTION = "run"
    RETURN_TYPES = ()

    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {}}

    def run(self):
        return ()


NODE_CLASS_MAPPINGS = {"HostileNode": HostileNode}
