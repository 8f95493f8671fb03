"""Loads custom nodes the way ComfyUI does: every package and module of custom_nodes, each survived if it fails."""

import importlib.util
import sys
import time
import traceback
from pathlib import Path

NODE_CLASS_MAPPINGS: dict[str, tuple[type, str]] = {}
"""Node name → its class, and the module it came from as /object_info names it."""


def load_custom_nodes(folder: Path) -> None:
    times = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.name.startswith((".", "__")) or path.name.endswith(".disabled"):
            continue
        if path.is_dir() and not (path / "__init__.py").exists():
            continue
        if path.is_file() and path.suffix != ".py":
            continue
        started = time.perf_counter()
        loaded = load_one(path)
        times.append((time.perf_counter() - started, path, loaded))
    if times:
        print("\nImport times for custom nodes:")
        for seconds, path, loaded in sorted(times, key=lambda entry: entry[0]):
            print(f"{seconds:7.1f} seconds{'' if loaded else ' (IMPORT FAILED)'}: {path}")
        print(flush=True)


def load_one(path: Path) -> bool:
    name = path.stem
    location = path / "__init__.py" if path.is_dir() else path
    try:
        spec = importlib.util.spec_from_file_location(name, location)
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    except Exception:
        print(traceback.format_exc())
        print(f"Cannot import {path} module for custom nodes", flush=True)
        return False
    mappings = getattr(module, "NODE_CLASS_MAPPINGS", None)
    if mappings is None:
        print(f"Skip {path} module for custom nodes due to the lack of NODE_CLASS_MAPPINGS.", flush=True)
        return False
    for node, cls in mappings.items():
        NODE_CLASS_MAPPINGS[node] = (cls, f"custom_nodes.{name}")
    return True
