"""What the running sentinel tells other processes in its container, and how it is told to release."""

import json
import os

FOLDER = "/run"
PID_FILE = f"{FOLDER}/airlock-sentinel.pid"
STATE_FILE = f"{FOLDER}/airlock-sentinel.json"


def publish(container_id: str, frozen: bool) -> None:
    """Writes which container is guarded and whether it is frozen by us. Without a writable /run there is no release."""
    try:
        with open(f"{STATE_FILE}.new", "w", encoding="utf-8") as file:
            json.dump({"container": container_id, "frozen": frozen}, file)
        os.replace(f"{STATE_FILE}.new", STATE_FILE)
        with open(PID_FILE, "w", encoding="ascii") as file:
            file.write(str(os.getpid()))
    except OSError:
        pass


def published() -> tuple[int, str, bool] | None:
    """Pid of the running sentinel, the container it guards, whether it froze it; None when there is none."""
    try:
        with open(PID_FILE, encoding="ascii") as file:
            pid = int(file.read())
        with open(STATE_FILE, encoding="utf-8") as file:
            state = json.load(file)
        os.kill(pid, 0)
        return pid, state["container"], state["frozen"]
    except (OSError, ValueError, KeyError):
        return None
