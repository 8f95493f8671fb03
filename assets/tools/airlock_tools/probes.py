"""Probes over TCP, UDP, DNS and ICMP. Any answer at all counts as reached: also a refusal came from the other side."""

import errno
import os
import selectors
import socket
import struct
import time
from dataclasses import dataclass, field
from pathlib import Path

ANSWERED = (errno.ECONNREFUSED, errno.ECONNRESET)
"""A reset or "port unreachable" was sent by whoever was reached. Unreachable hosts and networks were not reached."""


@dataclass
class Attempt:
    """One probe under way: its open sockets, and how an answer is told from noise."""

    id: str
    kind: str
    sockets: list[socket.socket] = field(default_factory=list)
    reached: bool = False
    sent: bool = False
    detail: str = "no answer"
    ms: int = 0
    token: bytes = b""


def try_all(probes: list[dict], timeout_s: float) -> dict:
    started = time.monotonic()
    attempts = [begin(probe) for probe in probes]
    with selectors.DefaultSelector() as selector:
        for attempt in attempts:
            for sock in attempt.sockets:
                wanted = selectors.EVENT_WRITE if attempt.kind == "tcp" else selectors.EVENT_READ
                selector.register(sock, wanted, attempt)
        collect(selector, started, timeout_s)
    for attempt in attempts:
        for sock in attempt.sockets:
            sock.close()
    results = [
        {"id": a.id, "reached": a.reached, "sent": a.sent, "detail": a.detail, "ms": a.ms} for a in attempts
    ]
    return {"interfaces": interfaces(), "results": results}


def collect(selector: selectors.BaseSelector, started: float, timeout_s: float) -> None:
    while selector.get_map():
        left = started + timeout_s - time.monotonic()
        if left <= 0:
            return
        for key, _ in selector.select(left):
            attempt: Attempt = key.data
            if not finish(attempt, key.fileobj):
                continue
            attempt.ms = round((time.monotonic() - started) * 1000)
            selector.unregister(key.fileobj)


def begin(probe: dict) -> Attempt:
    attempt = Attempt(probe["id"], probe["kind"])
    starters = {"tcp": begin_tcp, "udp": begin_udp, "dns": begin_dns, "icmp": begin_icmp}
    try:
        starters[attempt.kind](attempt, probe)
    except OSError as error:
        note_error(attempt, error)
    return attempt


def begin_tcp(attempt: Attempt, probe: dict) -> None:
    sock, address = open_socket(probe["address"], probe["port"], socket.SOCK_STREAM)
    attempt.sockets.append(sock)
    code = sock.connect_ex(address)
    attempt.sent = code in (0, errno.EINPROGRESS) or code in ANSWERED
    if code not in (0, errno.EINPROGRESS):
        attempt.sockets.remove(sock)
        sock.close()
        raise OSError(code, os.strerror(code))


def begin_udp(attempt: Attempt, probe: dict) -> None:
    payload = dns_query("airlock.invalid", b"\x00\x01") if probe["port"] == 53 else ntp_or_marker(probe["port"])
    send_datagram(attempt, probe["address"], probe["port"], payload)


def begin_dns(attempt: Attempt, probe: dict) -> None:
    attempt.token = os.urandom(2)
    servers = [probe["server"]] if probe["server"] else resolvers()
    if not servers:
        attempt.detail = "no resolver is configured"
    for server in servers:
        try:
            send_datagram(attempt, server, 53, dns_query(probe["name"], attempt.token))
        except OSError as error:
            note_error(attempt, error)


def begin_icmp(attempt: Attempt, probe: dict) -> None:
    six = ":" in probe["address"]
    family = socket.AF_INET6 if six else socket.AF_INET
    protocol = socket.IPPROTO_ICMPV6 if six else socket.IPPROTO_ICMP
    attempt.token = os.urandom(8)
    sock, raw = open_icmp(family, protocol)
    sock.setblocking(False)
    sock.connect((probe["address"], 0))
    body = struct.pack("!BBHHH", 128 if six else 8, 0, 0, os.getpid() & 0xFFFF, 1) + attempt.token
    if raw and not six:
        body = body[:2] + struct.pack("!H", checksum(body)) + body[4:]
    sock.send(body)
    attempt.sent = True
    attempt.sockets.append(sock)


def open_icmp(family: int, protocol: int) -> tuple[socket.socket, bool]:
    """A datagram socket needs no capability; where the kernel does not allow it, a raw one may."""
    try:
        return socket.socket(family, socket.SOCK_DGRAM, protocol), False
    except PermissionError:
        return socket.socket(family, socket.SOCK_RAW, protocol), True


def open_socket(address: str, port: int, kind: int) -> tuple[socket.socket, tuple]:
    family, _, _, _, target = socket.getaddrinfo(address, port, 0, kind, 0, socket.AI_NUMERICHOST)[0]
    sock = socket.socket(family, kind)
    sock.setblocking(False)
    return sock, target


def send_datagram(attempt: Attempt, address: str, port: int, payload: bytes) -> None:
    sock, target = open_socket(address, port, socket.SOCK_DGRAM)
    sock.connect(target)
    sock.send(payload)
    attempt.sent = True
    attempt.sockets.append(sock)


def finish(attempt: Attempt, sock: socket.socket) -> bool:
    """Takes what a ready socket has to say. True when there is nothing more to wait for on it."""
    try:
        if attempt.kind == "tcp":
            code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if code:
                raise OSError(code, os.strerror(code))
            attempt.reached, attempt.detail = True, "connected"
            return True
        answer = sock.recv(4096)
    except BlockingIOError:
        return False
    except OSError as error:
        note_error(attempt, error)
        return True
    if attempt.token and attempt.token not in answer:
        return False
    attempt.reached, attempt.detail = True, f"answered with {len(answer)} bytes"
    return True


def note_error(attempt: Attempt, error: OSError) -> None:
    if error.errno in ANSWERED:
        attempt.reached, attempt.detail = True, "refused by the other side"
    elif not attempt.reached:
        attempt.detail = errno.errorcode.get(error.errno or 0, str(error))


def dns_query(name: str, token: bytes) -> bytes:
    labels = b"".join(bytes([len(part)]) + part.encode("idna") for part in name.split("."))
    return token + b"\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00" + labels + b"\x00\x00\x01\x00\x01"


def ntp_or_marker(port: int) -> bytes:
    return b"\x1b" + 47 * b"\x00" if port == 123 else b"airlock wall test"


def resolvers() -> list[str]:
    try:
        lines = Path("/etc/resolv.conf").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    words = (line.split() for line in lines)
    return [parts[1] for parts in words if len(parts) > 1 and parts[0] == "nameserver"]


def interfaces() -> list[str]:
    return sorted(name for _, name in socket.if_nameindex())


def checksum(data: bytes) -> int:
    padded = data + b"\x00" * (len(data) % 2)
    total = sum(struct.unpack(f"!{len(padded) // 2}H", padded))
    total = (total >> 16) + (total & 0xFFFF)
    return ~(total + (total >> 16)) & 0xFFFF
