"""Looks around in the engine's network namespace. See README.md for the protocol.

survey.py                  addresses, listeners, resolvers and gateways of the machine that runs the engine
survey.py --flows IP…      confirmed connections that these sources have opened
"""

import json
import sys

from airlock_tools.programs import ProgramFailed
from airlock_tools.survey_flows import flows_from
from airlock_tools.survey_machine import survey_machine


def main(arguments: list[str]) -> int:
    """Exit codes: 0 done, 1 the kernel could not be read, 64 wrong usage."""
    try:
        if not arguments:
            print(json.dumps(survey_machine()))
        elif arguments[0] == "--flows":
            print(json.dumps({"flows": flows_from(arguments[1:])}))
        else:
            print(__doc__, file=sys.stderr)
            return 64
    except (OSError, ProgramFailed) as problem:
        print(f"survey.py: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
