"""Where to: what the lab's world has, what Docker and WSL usually have, and what this machine's own files give away."""

import socket
import struct

INTERNET = ("203.0.113.10", "203.0.113.11", "2001:db8:cafe::10", "1.1.1.1", "2606:4700:4700::1111")
PC = ("10.255.255.254", "192.168.50.10", "192.168.77.2", "2001:db8:1::2", "fd00:a1:10c::1")
GATEWAYS = tuple(f"172.{number}.0.1" for number in range(17, 22))
NEIGHBOURS = tuple(f"172.{number}.0.{last}" for number in (17, 18, 19) for last in (2, 3, 4))
ELSEWHERE = ("169.254.169.254", "192.168.65.254", "192.168.65.1", "192.168.77.20", "192.168.50.1")
NAMES = ("host.docker.internal", "gateway.docker.internal", "metadata.google.internal")
STREAM_PORTS = (22, 53, 80, 443, 2222, 2375, 3128, 8188)
DATAGRAM_PORTS = (53, 123, 443, 2223)


def addresses():
    """Everything to try, without repetition, and without this container's own: answering oneself is no way out."""
    found = [*INTERNET, *PC, *GATEWAYS, *NEIGHBOURS, *ELSEWHERE, *routers(), *resolvers(), *named(), *same_network()]
    own = own_addresses()
    return [address for address in dict.fromkeys(found) if address not in own and not address.startswith("127.")]


def stream_targets():
    return [(address, port) for address in addresses() for port in STREAM_PORTS]


def datagram_targets():
    return [(address, port) for address in addresses() for port in DATAGRAM_PORTS]


def resolvers():
    """Those of resolv.conf, and those that listen in the lab and under WSL."""
    with open("/etc/resolv.conf", encoding="utf-8") as file:
        named_here = [line.split()[1] for line in file if line.startswith("nameserver") and len(line.split()) > 1]
    return list(dict.fromkeys([*named_here, "203.0.113.10", "2001:db8:cafe::10", "10.255.255.254", "192.168.77.20"]))


def routers():
    """Gateways in the routing table."""
    with open("/proc/net/route", encoding="ascii") as file:
        rows = [line.split() for line in file][1:]
    return [socket.inet_ntoa(struct.pack("=I", int(row[2], 16))) for row in rows if row[2] != "00000000"]


def same_network():
    """The first addresses of each network this container is in: its gateway and its neighbours."""
    found = []
    for address in own_addresses():
        if "." in address and not address.startswith("127."):
            found += [f"{address.rpartition('.')[0]}.{last}" for last in range(1, 5)]
    return found


def own_addresses():
    """This container's own."""
    found = {"127.0.0.1", "::1"}
    try:
        with open("/proc/net/fib_trie", encoding="ascii") as file:
            lines = file.read().splitlines()
    except OSError:
        return found
    for before, line in zip(lines, lines[1:]):
        if "/32 host LOCAL" in line:
            found.add(before.split()[-1])
    return found


def named():
    """Names that Docker Desktop and clouds give to what is outside."""
    found = []
    with open("/etc/hosts", encoding="utf-8") as file:
        lines = [line.split() for line in file if line.strip() and not line.startswith("#")]
    for words in lines:
        if set(words[1:]) & set(NAMES):
            found.append(words[0])
    return found
