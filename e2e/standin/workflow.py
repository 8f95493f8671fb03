"""Runs workflows one at a time: every SaveImage of a workflow becomes one small PNG in the output folder."""

import asyncio
import struct
import uuid
import zlib
from collections.abc import Callable
from pathlib import Path


class Workflows:
    def __init__(self, output: Path, tell: Callable[[str, dict], None]) -> None:
        self.output = output
        self.tell = tell
        self.waiting: list[tuple[str, dict]] = []
        self.running: list[tuple[str, dict]] = []
        self.history: dict[str, dict] = {}

    def remaining(self) -> int:
        return len(self.waiting) + len(self.running)

    def queued(self) -> dict:
        def shown(items: list[tuple[str, dict]]) -> list:
            return [[number, prompt_id, prompt] for number, (prompt_id, prompt) in enumerate(items)]

        return {"queue_running": shown(self.running), "queue_pending": shown(self.waiting)}

    def queue(self, request: dict) -> dict:
        prompt_id = request.get("prompt_id") or str(uuid.uuid4())
        self.waiting.append((prompt_id, request.get("prompt", {})))
        asyncio.get_running_loop().create_task(self.run_next())
        return {"prompt_id": prompt_id, "number": len(self.history), "node_errors": {}}

    async def run_next(self) -> None:
        if self.running or not self.waiting:
            return
        prompt_id, prompt = self.waiting.pop(0)
        self.running.append((prompt_id, prompt))
        self.tell("execution_start", {"prompt_id": prompt_id})
        outputs = {}
        for node_id, node in prompt.items():
            self.tell("executing", {"node": node_id, "prompt_id": prompt_id})
            await asyncio.sleep(0)
            if node.get("class_type") == "SaveImage":
                outputs[node_id] = {"images": [{"filename": self.save(), "subfolder": "", "type": "output"}]}
                self.tell("executed", {"node": node_id, "output": outputs[node_id], "prompt_id": prompt_id})
        self.running.clear()
        self.history[prompt_id] = {"outputs": outputs, "status": {"status_str": "success", "completed": True}}
        self.tell("execution_success", {"prompt_id": prompt_id})
        await self.run_next()

    def save(self) -> str:
        name = f"ComfyUI_{len(list(self.output.glob('ComfyUI_*.png'))) + 1:05d}_.png"
        (self.output / name).write_bytes(tiny_png())
        return name


def tiny_png() -> bytes:
    """One black pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))

    head = struct.pack("!IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\x00\x00\x00\x00")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
