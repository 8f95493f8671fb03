"""Tries ways out of the network it runs in, all side by side, and prints what got through as JSON.

    prober.py '{"timeoutMs":800,"probes":[{"id":"a","kind":"tcp","address":"192.0.2.1","port":443}, …]}'
"""

import json
import sys

from airlock_tools.probes import try_all

if __name__ == "__main__":
    request = json.loads(sys.argv[1])
    print(json.dumps(try_all(request["probes"], request["timeoutMs"] / 1000), separators=(",", ":")))
