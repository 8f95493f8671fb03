"""ComfyUI's pages, as far as Airlock and its tests use them: HTTP/1.1 with keep-alive, and one WebSocket."""

import argparse
import asyncio
import json
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from nodes import NODE_CLASS_MAPPINGS
from websocket import WebSocket, accept_key
from workflow import Workflows

PAGE = b"<!doctype html><title>ComfyUI (stand-in)</title><h1>ComfyUI (stand-in)</h1>"
CHUNK = bytes(256 * 1024)


class Server:
    def __init__(self, root: Path, flags: argparse.Namespace) -> None:
        self.root = root
        self.flags = flags
        self.sockets: set[WebSocket] = set()
        self.workflows = Workflows(root / "output", self.broadcast)

    async def start(self) -> None:
        await asyncio.start_server(self.connected, self.flags.listen, self.flags.port)

    def broadcast(self, kind: str, data: dict) -> None:
        for websocket in list(self.sockets):
            websocket.send_json({"type": kind, "data": data})

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                if not await self.serve_one(head.decode("latin-1"), reader, writer):
                    break
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()

    async def serve_one(self, head: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Serves one request; False when the connection ends with it."""
        request, *lines = head.split("\r\n")
        method, target, _ = request.split(" ", 2)
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines) if name}
        url = urlsplit(target)
        path = url.path.removeprefix("/api") or "/"
        if path == "/ws" and "sec-websocket-key" in headers:
            await self.serve_websocket(headers["sec-websocket-key"], reader, writer)
            return False
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        if path == "/stress":
            await self.stress(int(query.get("bytes", "0")), writer)
        else:
            status, kind, payload = self.answer(method, path, query, body)
            self.write_head(writer, status, kind, len(payload))
            writer.write(payload)
            await writer.drain()
        return headers.get("connection", "").lower() != "close"

    def answer(self, method: str, path: str, query: dict[str, str], body: bytes) -> tuple[int, str, bytes]:
        if path == "/":
            return 200, "text/html", PAGE
        if path == "/view":
            return self.view(query.get("filename", ""))
        if path == "/prompt" and method == "POST":
            return 200, "application/json", encode(self.workflows.queue(json.loads(body)))
        pages = {
            "/system_stats": self.system_stats,
            "/queue": self.workflows.queued,
            "/prompt": lambda: {"exec_info": {"queue_remaining": self.workflows.remaining()}},
            "/history": lambda: self.workflows.history,
            "/object_info": object_info,
        }
        page = pages.get(path)
        if page is None:
            return 404, "text/plain", b"not found"
        return 200, "application/json", encode(page())

    def view(self, filename: str) -> tuple[int, str, bytes]:
        path = self.root / "output" / Path(filename).name
        return (200, "image/png", path.read_bytes()) if path.is_file() else (404, "text/plain", b"not found")

    def system_stats(self) -> dict:
        return {
            "system": {
                "os": "posix",
                "comfyui_version": "0.46.0",
                "python_version": sys.version,
                "pytorch_version": "2.9.1+cpu",
                "argv": sys.argv,
            },
            "devices": [{"name": "cpu", "type": "cpu", "index": None, "vram_total": 0, "vram_free": 0}],
        }

    async def stress(self, size: int, writer: asyncio.StreamWriter) -> None:
        self.write_head(writer, 200, "application/octet-stream", size)
        while size > 0:
            part = CHUNK[: min(size, len(CHUNK))]
            writer.write(part)
            await writer.drain()
            size -= len(part)

    def write_head(self, writer: asyncio.StreamWriter, status: int, kind: str, size: int) -> None:
        policy = "Content-Security-Policy: default-src 'self'\r\n" if self.flags.offline else ""
        writer.write(
            f"HTTP/1.1 {status} -\r\nContent-Type: {kind}\r\nContent-Length: {size}\r\n{policy}\r\n".encode()
        )

    async def serve_websocket(self, key: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Accept: {accept_key(key)}\r\n\r\n".encode()
        )
        websocket = WebSocket(reader, writer)
        self.sockets.add(websocket)
        status = {"status": {"exec_info": {"queue_remaining": self.workflows.remaining()}}}
        websocket.send_json({"type": "status", "data": status})
        try:
            await websocket.until_closed()
        finally:
            self.sockets.discard(websocket)


def object_info() -> dict:
    own = {"EmptyImage": "nodes", "SaveImage": "nodes"}
    custom = {name: module for name, (_, module) in NODE_CLASS_MAPPINGS.items()}
    return {name: {"name": name, "python_module": module} for name, module in {**own, **custom}.items()}


def encode(value: object) -> bytes:
    return json.dumps(value).encode()
