"""Raises the wall, watches it, freezes what is behind it when it breaks. See README.md for the protocol.

sentinel.py            raise and watch, until SIGTERM
sentinel.py --lower    take down every rule of ours and end
sentinel.py --release  let the running sentinel set free what it froze
"""

import sys

from airlock_tools.sentinel_commands import lower_all, release, watch


def main(arguments: list[str]) -> int:
    """Exit codes: 0 done, 1 failed, 3 the launcher was lost, 4 the wall could not be raised, 64 wrong usage."""
    commands = {(): watch, ("--lower",): lower_all, ("--release",): release}
    command = commands.get(tuple(arguments))
    if command is None:
        print(__doc__, file=sys.stderr)
        return 64
    return command()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
