"""Looks around in the network namespace it runs in, and prints what is there as JSON.

    survey.py                 addresses, listeners, resolvers, gateways
    survey.py --flows IP …    connections that connection tracking has confirmed, opened by these addresses
"""

import json
import sys

from airlock_tools.surroundings import flows_from, survey

if __name__ == "__main__":
    answer = {"flows": flows_from(sys.argv[2:])} if sys.argv[1:2] == ["--flows"] else survey()
    print(json.dumps(answer, separators=(",", ":")))
