"""What each door answers."""

import argparse
import os
import platform
import sys

from standin.custom_nodes import Nodes
from standin.environment import installed_version
from standin.http_message import Request, Response, as_json
from standin.prompt_worker import BUILT_IN, PromptWorker, Refused

VERSION = "0.33.0"
PAGE = b"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>ComfyUI</title></head>
<body><h1>ComfyUI</h1><p>A stand-in of the lab.</p></body></html>"""
IMAGE_INPUT = {"required": {"images": ["IMAGE", {}]}}
EMPTY_INPUT = {"required": {"width": ["INT", {"default": 512}], "height": ["INT", {"default": 512}]}}


class Answers:
    """All doors but the WebSocket."""

    def __init__(self, arguments: argparse.Namespace, worker: PromptWorker, nodes: Nodes) -> None:
        self.arguments = arguments
        self.worker = worker
        self.nodes = nodes
        self.doors = {
            ("GET", "/"): lambda request: Response(200, "text/html; charset=utf-8", PAGE),
            ("GET", "/system_stats"): lambda request: as_json(self.system_stats()),
            ("GET", "/queue"): lambda request: as_json(
                {"queue_running": self.worker.running, "queue_pending": self.worker.waiting}
            ),
            ("GET", "/prompt"): lambda request: as_json({"exec_info": {"queue_remaining": self.worker.remaining()}}),
            ("POST", "/prompt"): self.post_prompt,
            ("GET", "/object_info"): lambda request: as_json(self.object_info()),
            ("GET", "/history"): lambda request: as_json(self.worker.history),
            ("GET", "/view"): self.view,
            ("GET", "/features"): lambda request: as_json({"supports_preview_metadata": True}),
            ("POST", "/interrupt"): lambda request: as_json({}),
            ("POST", "/free"): lambda request: as_json({}),
        }

    def answer(self, request: Request) -> Response:
        door = self.doors.get((request.method, request.path))
        if door is not None:
            return door(request)
        parent, _, last = request.path.rpartition("/")
        if request.method == "GET" and parent == "/history":
            return as_json({last: self.worker.history[last]} if last in self.worker.history else {})
        if request.method == "GET" and parent == "/object_info":
            info = self.object_info()
            return as_json({last: info[last]} if last in info else {})
        return as_json({"error": "not found"}, 404)

    def system_stats(self) -> dict:
        total, free = memory()
        device = {"name": "cpu", "type": "cpu", "index": None, "vram_total": total, "vram_free": free}
        return {
            "system": {
                "os": sys.platform,
                "ram_total": total,
                "ram_free": free,
                "comfyui_version": VERSION,
                "required_frontend_version": "1.0.0",
                "installed_templates_version": "0.1.0",
                "python_version": platform.python_version(),
                "pytorch_version": installed_version("torch") or "",
                "embedded_python": False,
                "deploy_environment": "local-git",
                "argv": sys.argv,
            },
            "devices": [{**device, "torch_vram_total": total, "torch_vram_free": free}],
        }

    def object_info(self) -> dict:
        own = {
            name: describe(name, "nodes", EMPTY_INPUT if name == "EmptyImage" else IMAGE_INPUT) for name in BUILT_IN
        }
        custom = {name: describe(name, module, inputs_of(made)) for name, (made, module) in self.nodes.items()}
        return {**own, **custom}

    def post_prompt(self, request: Request) -> Response:
        try:
            return as_json(self.worker.queue(request.json()))
        except Refused as refused:
            return as_json(refused.body, 400)

    def view(self, request: Request) -> Response:
        kind, name = request.first("type", "output"), request.first("filename")
        if kind not in ("input", "output", "temp") or not name or os.path.basename(name) != name:
            return as_json({"error": "bad name"}, 400)
        try:
            with open(os.path.join(self.worker.root, kind, name), "rb") as file:
                return Response(200, "image/png", file.read())
        except OSError:
            return as_json({"error": "not found"}, 404)


def describe(name: str, module: str, inputs: dict) -> dict:
    return {
        "input": inputs,
        "name": name,
        "display_name": name,
        "python_module": module,
        "category": "image",
        "output_node": name in ("SaveImage", "PreviewImage"),
    }


def inputs_of(made: type) -> dict:
    """What a custom node says it takes; a node that fails at that takes nothing."""
    try:
        return made.INPUT_TYPES()
    except Exception:
        return {}


def memory() -> tuple[int, int]:
    """Total and available bytes."""
    with open("/proc/meminfo", encoding="ascii") as file:
        words = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in file}
    return words["MemTotal"], words.get("MemAvailable", 0)
