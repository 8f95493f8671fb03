"""The queue, and what is done with a prompt: EmptyImage → SaveImage for real, custom nodes by calling them."""

import asyncio
import os
import time
import uuid
from collections.abc import Callable

from standin.custom_nodes import Nodes
from standin.picture import make_png
from standin.say import say

BUILT_IN = ("EmptyImage", "SaveImage", "PreviewImage")
Send = Callable[[str, dict], None]


class Refused(Exception):
    """A prompt that cannot be queued; carries ComfyUI's error body."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.body = {"error": {"type": kind, "message": message, "details": "", "extra_info": {}}, "node_errors": {}}


class PromptWorker:
    """Runs prompts one after the other and tells every page about it."""

    def __init__(self, root: str, nodes: Nodes) -> None:
        self.root = root
        self.nodes = nodes
        self.pending: asyncio.Queue = asyncio.Queue()
        self.waiting: list[tuple] = []
        self.running: list[tuple] = []
        self.history: dict[str, dict] = {}
        self.number = 0
        self.saved = 0
        self.send: Send = lambda kind, data: None

    def queue(self, body: dict) -> dict:
        """Takes a prompt as POST /prompt brings it. Raises Refused."""
        prompt = body.get("prompt")
        if not isinstance(prompt, dict) or not prompt:
            raise Refused("no_prompt", "No prompt provided")
        for node in prompt.values():
            kind = node.get("class_type") if isinstance(node, dict) else None
            if kind not in BUILT_IN and kind not in self.nodes:
                raise Refused("missing_node_type", f"Node '{kind}' not found. The custom node may not be installed.")
        if not any(node["class_type"] in ("SaveImage", "PreviewImage") for node in prompt.values()):
            raise Refused("prompt_no_outputs", "Prompt has no outputs")
        prompt_id = str(body.get("prompt_id") or uuid.uuid4())
        item = (self.number, prompt_id, prompt, body.get("extra_data") or {}, [])
        self.number += 1
        self.waiting.append(item)
        self.pending.put_nowait(item)
        self.tell_status()
        return {"prompt_id": prompt_id, "number": item[0], "node_errors": {}}

    def remaining(self) -> int:
        return len(self.waiting) + len(self.running)

    def tell_status(self) -> None:
        self.send("status", {"status": {"exec_info": {"queue_remaining": self.remaining()}}})

    async def run(self) -> None:
        """Never ends by itself."""
        while True:
            item = await self.pending.get()
            self.waiting.remove(item)
            self.running.append(item)
            try:
                await self._run_prompt(item)
            finally:
                self.running.remove(item)
                self.tell_status()

    async def _run_prompt(self, item: tuple) -> None:
        number, prompt_id, prompt, extra, _ = item
        say("got prompt")
        started = time.perf_counter()
        self.send("execution_start", {"prompt_id": prompt_id})
        self.send("execution_cached", {"nodes": [], "prompt_id": prompt_id})
        outputs: dict[str, dict] = {}
        for node_id in in_order(prompt):
            self.send("executing", {"node": node_id, "display_node": node_id, "prompt_id": prompt_id})
            await asyncio.sleep(0)
            made = self._run_node(prompt, node_id, extra)
            self.send("progress", {"value": 1, "max": 1, "prompt_id": prompt_id, "node": node_id})
            if made is not None:
                outputs[node_id] = made
                told = {"node": node_id, "display_node": node_id, "output": made, "prompt_id": prompt_id}
                self.send("executed", told)
        self.send("executing", {"node": None, "prompt_id": prompt_id})
        self.send("execution_success", {"prompt_id": prompt_id})
        status = {"status_str": "success", "completed": True, "messages": []}
        self.history[prompt_id] = {"prompt": item, "outputs": outputs, "status": status, "meta": {}}
        say(f"Prompt executed in {time.perf_counter() - started:.2f} seconds")

    def _run_node(self, prompt: dict, node_id: str, extra: dict) -> dict | None:
        node = prompt[node_id]
        inputs = node.get("inputs", {})
        if node["class_type"] in ("SaveImage", "PreviewImage"):
            return self._save(prompt, inputs, extra, node["class_type"] == "PreviewImage")
        if node["class_type"] in self.nodes:
            made = self.nodes[node["class_type"]][0]
            getattr(made(), made.FUNCTION)(**{k: v for k, v in inputs.items() if not isinstance(v, list)})
        return None

    def _save(self, prompt: dict, inputs: dict, extra: dict, is_preview: bool) -> dict:
        source = prompt.get(str((inputs.get("images") or [""])[0]), {}).get("inputs", {})
        texts = {"prompt": prompt, **extra.get("extra_pnginfo", {})}
        size = (min(int(source.get("width", 64)), 4096), min(int(source.get("height", 64)), 4096))
        picture = make_png(*size, int(source.get("color", 0)), texts)
        kind = "temp" if is_preview else "output"
        prefix = os.path.basename(str(inputs.get("filename_prefix", "ComfyUI")))
        self.saved += 1
        name = f"{prefix}_{self.saved:05d}_.png"
        with open(os.path.join(self.root, kind, name), "wb") as file:
            file.write(picture)
        return {"images": [{"filename": name, "subfolder": "", "type": kind}]}


def in_order(prompt: dict) -> list[str]:
    """Nodes after those they take their inputs from."""
    done: list[str] = []

    def visit(node_id: str, path: tuple[str, ...]) -> None:
        if node_id in done or node_id in path or node_id not in prompt:
            return
        for value in prompt[node_id].get("inputs", {}).values():
            if isinstance(value, list) and value:
                visit(str(value[0]), (*path, node_id))
        done.append(node_id)

    for node_id in prompt:
        visit(node_id, ())
    return done
