"""What ComfyUI-Manager does at start, as far as a control looks at it: its config file, and whether it would fetch."""

import configparser
import os
from pathlib import Path


def report_manager(user: Path) -> None:
    mode = os.environ.get("NETWORK_MODE", "personal_cloud")
    write_config(user / "__manager" / "config.ini", mode)
    if mode == "offline":
        print("[ComfyUI-Manager] network_mode: offline", flush=True)
    else:
        print("FETCH ComfyRegistry Data: 5/57", flush=True)
    if os.environ.get("DISABLE_UPGRADES") == "true":
        print("== Upgrades are disabled", flush=True)
    else:
        print("== Upgrading packages", flush=True)
    print("[ComfyUI-Manager] All startup tasks have been completed.", flush=True)


def write_config(path: Path, mode: str) -> None:
    config = configparser.ConfigParser()
    try:
        config.read(path)
        if "default" not in config:
            config["default"] = {}
        config["default"]["network_mode"] = mode
        config["default"].setdefault("security_level", "normal")
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8") as file:
            config.write(file)
    except OSError as error:
        print(f"[ComfyUI-Manager] config.ini cannot be written: {error}", flush=True)
