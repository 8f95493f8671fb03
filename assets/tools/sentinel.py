"""Raises the wall in the engine's network namespace, watches it, and freezes ComfyUI when it opens.

    sentinel.py            raise, watch and report until SIGTERM, then lower
    sentinel.py --lower    remove every rule of Airlock's, in both backends and families
    sentinel.py --release  let the guarded container's processes go on

Protocol, environment and reasons: README.md beside this file.
"""

import sys

from airlock_tools.rules import lower_everything

if __name__ == "__main__":
    if "--lower" in sys.argv:
        lower_everything()
    elif "--release" in sys.argv:
        from airlock_tools.freeze import ask_release

        ask_release()
    else:
        from airlock_tools.watch import main

        sys.exit(main())
