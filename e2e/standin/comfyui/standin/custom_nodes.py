"""Loads custom nodes the way ComfyUI does: import whatever lies there, note what fails, go on."""

import importlib.util
import os
import sys
import time
import traceback

from standin.say import say

Nodes = dict[str, tuple[type, str]]


def load_custom_nodes(folder: str) -> Nodes:
    """Node name → class and its python_module."""
    nodes: Nodes = {}
    times: list[tuple[float, str, bool]] = []
    for path in sorted(candidates(folder)):
        started = time.perf_counter()
        found = import_pack(path)
        times.append((time.perf_counter() - started, path, found is not None))
        nodes.update(found or {})
    if times:
        say("\nImport times for custom nodes:")
        for seconds, path, is_good in sorted(times):
            say(f"{seconds:6.1f} seconds{'' if is_good else ' (IMPORT FAILED)'}: {path}")
        say("")
    return nodes


def candidates(folder: str) -> list[str]:
    try:
        entries = os.listdir(folder)
    except OSError:
        return []
    paths = [os.path.join(folder, entry) for entry in entries if entry != "__pycache__"]
    return [path for path in paths if not path.endswith(".disabled") and (os.path.isdir(path) or path.endswith(".py"))]


def import_pack(path: str) -> Nodes | None:
    """None when it could not be imported."""
    name = os.path.splitext(os.path.basename(path))[0]
    is_folder = os.path.isdir(path)
    source = os.path.join(path, "__init__.py") if is_folder else path
    try:
        search = [path] if is_folder else None
        spec = importlib.util.spec_from_file_location(f"custom_nodes_{name}", source, submodule_search_locations=search)
        if spec is None or spec.loader is None:
            raise ImportError(f"no module at {source}")
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
    except BaseException:  # As ComfyUI: whatever a pack does at import, the others still load.
        say(traceback.format_exc())
        say(f"Cannot import {path} module for custom nodes")
        return None
    mappings = getattr(module, "NODE_CLASS_MAPPINGS", None)
    if mappings is None:
        say(f"Skip {path} module for custom nodes due to the lack of NODE_CLASS_MAPPINGS or NODES_LIST (need one).")
        return {}
    return {node: (made, f"custom_nodes.{name}") for node, made in mappings.items()}
