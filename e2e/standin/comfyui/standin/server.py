"""Listens, guards against other origins as ComfyUI does, and hands requests to their doors."""

import argparse
import asyncio
import ipaddress
import uuid
from urllib.parse import urlsplit

from standin.answers import Answers
from standin.custom_nodes import Nodes
from standin.http_message import Request, Response, as_json, head_of, read_request
from standin.prompt_worker import PromptWorker
from standin.say import say
from standin.web_socket import WebSocket, accept_key

STRESS_BLOCK = bytes(1024 * 1024)
OFFLINE_CSP = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self' data:; frame-src 'self'; object-src 'self';"
)


class Server:
    """One HTTP server on each address of --listen."""

    def __init__(self, arguments: argparse.Namespace, worker: PromptWorker, nodes: Nodes) -> None:
        self.arguments = arguments
        self.worker = worker
        self.answers = Answers(arguments, worker, nodes)
        self.pages: set[WebSocket] = set()
        self.servers: list[asyncio.Server] = []
        worker.send = self.broadcast

    async def start(self) -> None:
        say("Starting server\n")
        for address in self.arguments.listen.split(","):
            self.servers.append(await asyncio.start_server(self.serve, address, self.arguments.port))
            shown = f"[{address}]" if ":" in address else address
            say(f"To see the GUI go to: http://{shown}:{self.arguments.port}")

    async def stop(self) -> None:
        for server in self.servers:
            server.close()
        for page in self.pages:
            page.writer.close()

    def broadcast(self, kind: str, data: dict) -> None:
        for page in self.pages:
            page.send(kind, data)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, as many requests as it brings."""
        try:
            while (request := await read_request(reader)) is not None:
                if request.path == "/ws" and "sec-websocket-key" in request.headers and not is_foreign(request):
                    await self.serve_page(request, reader, writer)
                    return
                await self.reply(request, writer)
                if request.headers.get("connection", "").lower() == "close":
                    return
        except ConnectionError:
            return
        finally:
            writer.close()

    async def reply(self, request: Request, writer: asyncio.StreamWriter) -> None:
        extra = {"Content-Security-Policy": OFFLINE_CSP} if self.arguments.offline else {}
        if is_foreign(request):
            response = Response(403, "text/plain", b"")
        elif request.path == "/stress":
            await stress(request, writer)
            return
        else:
            response = self.answers.answer(request)
        writer.write(head_of(response, extra))
        if request.method != "HEAD":
            writer.write(response.body)
        await writer.drain()

    async def serve_page(self, request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        upgrade = {"Upgrade": "websocket", "Connection": "Upgrade"}
        lines = {**upgrade, "Sec-WebSocket-Accept": accept_key(request.headers["sec-websocket-key"])}
        head = "HTTP/1.1 101 Switching Protocols\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        writer.write((head + "\r\n").encode())
        page = WebSocket(reader, writer)
        self.pages.add(page)
        client = request.first("clientId") or uuid.uuid4().hex
        page.send("status", {"status": {"exec_info": {"queue_remaining": self.worker.remaining()}}, "sid": client})
        try:
            await page.serve()
        finally:
            self.pages.discard(page)


async def stress(request: Request, writer: asyncio.StreamWriter) -> None:
    """GET /stress?bytes=N: so many zero bytes, to measure throughput with."""
    try:
        left = max(0, int(request.first("bytes", "0")))
    except ValueError:
        writer.write(head_of(as_json({"error": "bytes is no number"}, 400), {}))
        return
    writer.write(head_of(Response(200, "application/octet-stream", b""), {}, left))
    while left > 0:
        writer.write(STRESS_BLOCK[:left])
        left -= len(STRESS_BLOCK)
        await writer.drain()


def is_foreign(request: Request) -> bool:
    """Other sites may not talk to a server on this machine through the user's browser."""
    if request.headers.get("sec-fetch-site") == "cross-site":
        return True
    origin = request.headers.get("origin")
    if origin is None:
        return False
    host = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    return is_loopback(host) and urlsplit(origin).netloc != request.headers.get("host", "")


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
