"""Just enough HTTP/1.1 for a page, a panel and a benchmark."""

import asyncio
import json
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

MAX_BODY = 64 * 1024 * 1024
REASONS = {101: "Switching Protocols", 200: "OK", 400: "Bad Request", 403: "Forbidden", 404: "Not Found"}


class Request(NamedTuple):
    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes

    def json(self) -> dict:
        """The body as an object; empty when it is something else."""
        try:
            value = json.loads(self.body or b"{}")
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}

    def first(self, name: str, default: str = "") -> str:
        return self.query.get(name, [default])[0]


class Response(NamedTuple):
    status: int
    content_type: str
    body: bytes


def as_json(value: object, status: int = 200) -> Response:
    return Response(status, "application/json; charset=utf-8", json.dumps(value).encode())


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """None when the other side has gone or does not speak HTTP."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ", 2)
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        length = int(headers.get("content-length", "0") or "0")
        body = await reader.readexactly(min(length, MAX_BODY)) if length else b""
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError, ValueError):
        return None
    parts = urlsplit(target)
    path = unquote(parts.path)
    return Request(method, path.removeprefix("/api") or "/", parse_qs(parts.query), headers, body)


def head_of(response: Response, extra: dict[str, str], length: int | None = None) -> bytes:
    headers = {
        "Content-Type": response.content_type,
        "Content-Length": str(len(response.body) if length is None else length),
        **extra,
    }
    lines = [f"HTTP/1.1 {response.status} {REASONS.get(response.status, 'Status')}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
