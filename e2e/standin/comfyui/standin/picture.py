"""A PNG of one colour, with prompt and workflow as text chunks where they are wanted."""

import json
import struct
import zlib


def make_png(width: int, height: int, colour: int, texts: dict[str, object]) -> bytes:
    pixel = struct.pack("!I", colour & 0xFFFFFF)[1:]
    row = b"\0" + pixel * width
    parts = [chunk(b"IHDR", struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0))]
    parts += [chunk(b"tEXt", key.encode() + b"\0" + json.dumps(value).encode()) for key, value in texts.items()]
    parts += [chunk(b"IDAT", zlib.compress(row * height)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))
