"""The machine that runs the engine, read from /proc and netlink's text tools; nothing is changed."""

import ipaddress
import re
import socket
import subprocess
from pathlib import Path

LISTENING = {"tcp": "0A", "udp": "07"}
"""Socket states in /proc/net: TCP LISTEN, and UDP unconnected."""


def survey() -> dict:
    return {
        "addresses": addresses(),
        "listeners": listeners(),
        "nameservers": nameservers(),
        "gateways": {"4": gateway4(), "6": gateway6()},
    }


def read_lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def addresses() -> list[dict]:
    return addresses4() + addresses6()


def addresses4() -> list[dict]:
    """Local IPv4 addresses. /proc/net/fib_trie lists them as /32 host LOCAL, without their interface."""
    found = []
    last = ""
    for line in read_lines("/proc/net/fib_trie"):
        if match := re.search(r"\|-- (\S+)", line):
            last = match.group(1)
        elif "/32 host LOCAL" in line and last not in found:
            found.append(last)
    return [{"family": 4, "address": address, "interface": ""} for address in found]


def addresses6() -> list[dict]:
    found = []
    for line in read_lines("/proc/net/if_inet6"):
        text, _, _, _, _, name = line.split()
        found.append({"family": 6, "address": str(ipaddress.IPv6Address(int(text, 16))), "interface": name})
    return found


def listeners() -> list[dict]:
    found = {}
    for protocol in ("tcp", "udp"):
        for family in (4, 6):
            for line in read_lines(f"/proc/net/{protocol}{'6' if family == 6 else ''}")[1:]:
                parts = line.split()
                if parts[3] != LISTENING[protocol]:
                    continue
                address, _, port = parts[1].partition(":")
                entry = (protocol, family, decode(address, family), int(port, 16))
                found[entry] = None
    return [dict(zip(("protocol", "family", "address", "port"), entry)) for entry in found]


def decode(text: str, family: int) -> str:
    """The kernel prints addresses as 32-bit words in the machine's byte order (little-endian everywhere we run)."""
    words = [bytes.fromhex(text[start : start + 8])[::-1] for start in range(0, len(text), 8)]
    return socket.inet_ntop(socket.AF_INET6 if family == 6 else socket.AF_INET, b"".join(words))


def nameservers() -> list[str]:
    words = (line.split() for line in read_lines("/etc/resolv.conf"))
    return [parts[1] for parts in words if len(parts) > 1 and parts[0] == "nameserver"]


def gateway4() -> str | None:
    for line in read_lines("/proc/net/route")[1:]:
        parts = line.split()
        if parts[1] == "00000000" and parts[7] == "00000000":
            return decode(parts[2], 4)
    return None


def gateway6() -> str | None:
    """The default route's next hop; "::" for a route on the link itself. Routes via lo reject and do not count."""
    for line in read_lines("/proc/net/ipv6_route"):
        parts = line.split()
        if parts[0] == "0" * 32 and parts[1] == "00" and parts[9] != "lo":
            return str(ipaddress.IPv6Address(int(parts[4], 16)))
    return None


def flows_from(sources: list[str]) -> list[dict]:
    found = []
    for family in ("ipv4", "ipv6"):
        done = subprocess.run(
            ["conntrack", "-L", "-f", family], capture_output=True, text=True, timeout=5, check=False
        )
        for line in done.stdout.splitlines():
            flow = parse_flow(line)
            if flow and flow["source"] in sources:
                found.append(flow)
    return found


def parse_flow(line: str) -> dict | None:
    """One line of conntrack -L; the first src and dst are those of the side that opened the connection."""
    source = re.search(r"src=(\S+)", line)
    destination = re.search(r"dst=(\S+)", line)
    if not source or not destination:
        return None
    port = re.search(r"dport=(\d+)", line)
    return {
        "source": source.group(1),
        "protocol": line.split()[0],
        "destination": destination.group(1),
        "port": int(port.group(1)) if port else None,
    }
