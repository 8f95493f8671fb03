"""The server's side of RFC 6455, text messages only."""

import asyncio
import base64
import hashlib
import json
import struct

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


def accept_key(key: str) -> str:
    return base64.b64encode(hashlib.sha1((key + GUID).encode()).digest()).decode()


def frame(kind: int, payload: bytes) -> bytes:
    size = len(payload)
    if size < 126:
        head = struct.pack("!BB", 0x80 | kind, size)
    elif size < 65536:
        head = struct.pack("!BBH", 0x80 | kind, 126, size)
    else:
        head = struct.pack("!BBQ", 0x80 | kind, 127, size)
    return head + payload


class WebSocket:
    """One page that listens."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    def send(self, kind: str, data: dict) -> None:
        if not self.writer.is_closing():
            self.writer.write(frame(TEXT, json.dumps({"type": kind, "data": data}).encode()))

    async def serve(self) -> None:
        """Reads until the other side closes."""
        try:
            while True:
                kind, payload = await self._read()
                if kind == CLOSE:
                    self.writer.write(frame(CLOSE, payload[:2]))
                    return
                if kind == PING:
                    self.writer.write(frame(PONG, payload))
        except (asyncio.IncompleteReadError, ConnectionError):
            return

    async def _read(self) -> tuple[int, bytes]:
        first, second = await self.reader.readexactly(2)
        size = second & 127
        if size == 126:
            (size,) = struct.unpack("!H", await self.reader.readexactly(2))
        elif size == 127:
            (size,) = struct.unpack("!Q", await self.reader.readexactly(8))
        mask = await self.reader.readexactly(4) if second & 128 else bytes(4)
        data = await self.reader.readexactly(size)
        return first & 15, bytes(byte ^ mask[index % 4] for index, byte in enumerate(data))
