"""Tries every way out at the same time and says which ones answered. See README.md for the protocol.

prober.py '{"timeoutMs": 1000, "probes": [{"id": "…", "kind": "tcp", "address": "…", "port": 443}, …]}'
"""

import json
import sys

from airlock_tools.probe_battery import run_probes
from airlock_tools.guarded_container import interfaces_of


def main(arguments: list[str]) -> int:
    """Exit codes: 0 all probes have a result, 64 the request is not understood."""
    try:
        request = json.loads(arguments[0])
        timeout_s = request["timeoutMs"] / 1000
        probes = request["probes"]
    except (IndexError, KeyError, TypeError, ValueError) as problem:
        print(f"prober.py: not a request: {problem!r}", file=sys.stderr)
        return 64
    results = run_probes(probes, timeout_s)
    print(json.dumps({"interfaces": interfaces_of_self(), "results": results}))
    return 0


def interfaces_of_self() -> list[str]:
    """What this process sees, and everything else in its network namespace."""
    with open("/proc/self/stat", encoding="utf-8") as stat:
        return interfaces_of(int(stat.read().split(" ")[0])) or []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
