"""What the image makes of its environment: NETWORK_MODE, DISABLE_UPGRADES, TORCH_LOCK."""

import configparser
import os
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version

from standin.say import say

TORCH_PACKAGES = ("torch", "torchvision", "torchaudio")


def apply_environment(root: str, environment: Mapping[str, str]) -> None:
    """Says what it found, and writes the Manager's settings where it may."""
    write_manager_config(os.path.join(root, "user"), environment.get("NETWORK_MODE", "public"))
    if environment.get("DISABLE_UPGRADES", "").lower() == "true":
        say("DISABLE_UPGRADES is set: no upgrade is tried")
    else:
        say("Upgrading pip and ComfyUI: skipped by the stand-in, which has nothing to upgrade")
    check_torch(environment.get("TORCH_LOCK", ""))


def write_manager_config(user_folder: str, network_mode: str) -> None:
    """The Manager reads `network_mode` from its own file, so that is where the variable has to end up."""
    folder = os.path.join(user_folder, "__manager")
    config = configparser.ConfigParser()
    config["default"] = {"network_mode": network_mode, "security_level": "normal"}
    try:
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "config.ini"), "w", encoding="utf-8") as file:
            config.write(file)
    except OSError as problem:
        say(f"[ComfyUI-Manager] config.ini was not written: {problem.strerror}")
    say(f"[ComfyUI-Manager] network_mode: {network_mode}")
    if network_mode != "offline":
        say("FETCH ComfyRegistry Data: would be fetched now")


def check_torch(lock: str) -> None:
    installed = {name: installed_version(name) for name in TORCH_PACKAGES}
    say("pytorch version: " + (installed["torch"] or "none"))
    for wanted in lock.replace(",", " ").split():
        name, _, number = wanted.partition("==")
        if number and installed.get(name) != number:
            say(f"TORCH_LOCK: {name} is {installed.get(name)}, not {number}")


def installed_version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
