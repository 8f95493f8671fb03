"""Addresses, listeners, resolvers and gateways of a network namespace, from /proc and `ip`'s own sources."""

import socket
import struct

from airlock_tools.probes import nameservers
from airlock_tools.survey_addresses import addresses

LISTENING = "0A"
UNCONNECTED = "07"
ROUTE_GATEWAY = 0x2
PROC_NET = (("tcp", 4, "tcp"), ("tcp", 6, "tcp6"), ("udp", 4, "udp"), ("udp", 6, "udp6"))


def survey_machine() -> dict:
    """As the protocol wants it."""
    return {
        "addresses": addresses(),
        "listeners": listeners(),
        "nameservers": host_nameservers(),
        "gateways": {"4": gateway4(), "6": gateway6()},
    }


def host_nameservers() -> list[str]:
    """The machine's own resolv.conf, through process 1, where its processes can be seen; else this container's."""
    return nameservers("/proc/1/root/etc/resolv.conf") or nameservers()


def listeners() -> list[dict]:
    """Sockets that take connections (TCP) or packets from anybody (UDP)."""
    found: dict[tuple, dict] = {}
    for protocol, family, name in PROC_NET:
        for words in proc_net(name):
            address, port = parse_endpoint(words[1], family)
            if words[3] != (LISTENING if protocol == "tcp" else UNCONNECTED):
                continue
            key = (protocol, family, address, port)
            found[key] = {"protocol": protocol, "family": family, "address": address, "port": port}
    return list(found.values())


def proc_net(name: str) -> list[list[str]]:
    """The lines of one file of /proc/net, split; none where the kernel has no such protocol."""
    try:
        with open(f"/proc/net/{name}", encoding="ascii") as file:
            return [line.split() for line in file][1:]
    except OSError:
        return []


def parse_endpoint(text: str, family: int) -> tuple[str, int]:
    """`0100007F:0016` → 127.0.0.1, 22. Addresses are in 32-bit words of this machine's byte order."""
    address, port = text.split(":")
    words = [int(address[start : start + 8], 16) for start in range(0, len(address), 8)]
    packed = struct.pack(f"={len(words)}I", *words)
    return socket.inet_ntop(socket.AF_INET if family == 4 else socket.AF_INET6, packed), int(port, 16)


def gateway4() -> str | None:
    """Where IPv4's default route leads."""
    for words in proc_net("route"):
        if words[1] == "00000000" and int(words[3], 16) & ROUTE_GATEWAY:
            return socket.inet_ntoa(struct.pack("=I", int(words[2], 16)))
    return None


def gateway6() -> str | None:
    """Where IPv6's default route leads."""
    try:
        with open("/proc/net/ipv6_route", encoding="ascii") as file:
            routes = [line.split() for line in file]
    except OSError:
        return None
    for words in routes:
        if words[0] == "0" * 32 and words[1] == "00" and int(words[8], 16) & ROUTE_GATEWAY:
            return socket.inet_ntop(socket.AF_INET6, bytes.fromhex(words[4]))
    return None
