"""Listeners of one place in the lab's world: they answer what arrives and write every bit of it down.

Usage: world.py PLAN, with PLAN as JSON: {place, seen, tcp, udp, dns, sniff}. Prints one line once everything listens.
Each line of the file `seen` is {at, place, how, protocol, source, sourcePort, destination, port, payload}.
"""

import json
import selectors
import socket
import struct
import sys
import time
from collections.abc import Callable

Address = tuple[str, int]
MAX_PAYLOAD = 400
RESOLVER_PORT = 53
RESOLVER_TIMEOUT_S = 1.5
TYPE_A, TYPE_AAAA = 1, 28
ANSWERS = {
    TYPE_A: socket.inet_pton(socket.AF_INET, "203.0.113.10"),
    TYPE_AAAA: socket.inet_pton(socket.AF_INET6, "2001:db8:cafe::10"),
}
ETH_P_ALL = 0x0003
# linux/in.h and linux/in6.h; the socket module of Python 3.11 does not name the first.
IP_PKTINFO = 8
PACKET_INFO = {
    socket.AF_INET: (socket.IPPROTO_IP, IP_PKTINFO, IP_PKTINFO),
    socket.AF_INET6: (socket.IPPROTO_IPV6, socket.IPV6_RECVPKTINFO, socket.IPV6_PKTINFO),
}


class Seen:
    """The file in which a place writes down what it saw."""

    def __init__(self, path: str, place: str) -> None:
        self.file = open(path, "a", buffering=1, encoding="utf-8")  # noqa: SIM115 - open as long as the process
        self.place = place

    def write(self, how: str, protocol: str, source: Address, target: Address, payload: bytes = b"") -> None:
        """Adds one line. Ports are 0 where the protocol has none."""
        line = {
            "at": time.time(),
            "place": self.place,
            "how": how,
            "protocol": protocol,
            "source": plain(source[0]),
            "sourcePort": source[1],
            "destination": plain(target[0]),
            "port": target[1],
            "payload": payload[:MAX_PAYLOAD].decode("latin-1"),
        }
        self.file.write(json.dumps(line) + "\n")


def plain(address: str) -> str:
    """An address without its scope."""
    return address.split("%")[0]


def family_of(address: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def bind(kind: socket.SocketKind, address: str, port: int) -> socket.socket:
    """A socket that listens on one address; IPv6 ones do not take IPv4 as well."""
    listener = socket.socket(family_of(address), kind)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if listener.family == socket.AF_INET6:
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    listener.bind((address, port))
    listener.setblocking(False)
    return listener


class World:
    """One place: its sockets, and what to do when something arrives on them."""

    def __init__(self, plan: dict) -> None:
        self.plan = plan
        self.seen = Seen(plan["seen"], plan["place"])
        self.selector = selectors.DefaultSelector()

    def open(self) -> None:
        """Opens every socket of the plan."""
        for address, port in self.plan["tcp"]:
            listener = bind(socket.SOCK_STREAM, address, port)
            listener.listen(128)
            self.on(listener, lambda listener=listener: self.accept(listener))
        for address, port in self.plan["udp"]:
            self.serve_udp(bind(socket.SOCK_DGRAM, address, port), lambda data: b"lab:" + data[:64])
        for address, upstream in self.plan["dns"]:
            answer = resolve_here if upstream is None else lambda data, server=upstream: ask(server, data)
            self.serve_udp(bind(socket.SOCK_DGRAM, address, RESOLVER_PORT), answer)
        self.open_pings()
        if self.plan["sniff"] is not None:
            self.open_sniffer(self.plan["sniff"])

    def on(self, source: socket.socket, react: Callable[[], None]) -> None:
        self.selector.register(source, selectors.EVENT_READ, react)

    def run(self) -> None:
        """Never ends."""
        while True:
            for key, _ in self.selector.select():
                try:
                    key.data()
                except OSError as error:
                    print(error, file=sys.stderr, flush=True)

    def accept(self, listener: socket.socket) -> None:
        connection, source = listener.accept()
        connection.setblocking(False)
        self.seen.write("listener", "tcp", source[:2], connection.getsockname()[:2])
        self.on(connection, lambda: self.read(connection, source[:2]))

    def read(self, connection: socket.socket, source: Address) -> None:
        """Writes down what was said and answers as a web server would."""
        try:
            data = connection.recv(4096)
        except OSError:
            data = b""
        if data:
            self.seen.write("listener", "tcp", source, connection.getsockname()[:2], data)
            connection.send(b"HTTP/1.0 200 OK\r\nContent-Length: 4\r\n\r\nlab\n")
        self.selector.unregister(connection)
        connection.close()

    def serve_udp(self, listener: socket.socket, answer: Callable[[bytes], bytes | None]) -> None:
        level, wanted, kind = PACKET_INFO[listener.family]
        listener.setsockopt(level, wanted, 1)

        def react() -> None:
            data, extra, _, source = listener.recvmsg(4096, 256)
            info = next(value for _, what, value in extra if what == kind)
            target, reply_from = called_address(listener.family, info)
            self.seen.write("listener", "udp", source[:2], (target, listener.getsockname()[1]), data)
            reply = answer(data)
            if reply is not None:
                listener.sendmsg([reply], [(level, kind, reply_from)], 0, source)

        self.on(listener, react)

    def open_pings(self) -> None:
        """The kernel answers echo requests; these sockets only write down that they came in."""
        pings = ((socket.AF_INET, socket.IPPROTO_ICMP, 20, 8), (socket.AF_INET6, socket.IPPROTO_ICMPV6, 0, 128))
        for family, protocol, header, echo in pings:
            listener = socket.socket(family, socket.SOCK_RAW, protocol)
            self.on(listener, lambda listener=listener, header=header, echo=echo: self.ping(listener, header, echo))

    def ping(self, listener: socket.socket, header: int, echo: int) -> None:
        data, source = listener.recvfrom(4096)
        if len(data) > header and data[header] == echo:
            target = socket.inet_ntoa(data[16:20]) if header else ""
            self.seen.write("listener", "icmp", (source[0], 0), (target, 0), data[header + 8 :])

    def open_sniffer(self, interface: str) -> None:
        """Writes down every packet that arrives on the cable, whether anybody listens for it or not."""
        cable = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_ALL))
        cable.bind((interface, ETH_P_ALL))

        def react() -> None:
            data, address = cable.recvfrom(4096)
            packet = None if address[2] == socket.PACKET_OUTGOING else parse_packet(data)
            if packet is not None:
                self.seen.write("cable", *packet)

        self.on(cable, react)


def called_address(family: int, info: bytes) -> tuple[str, bytes]:
    """The address a packet was sent to, and what makes the answer come from there and not from the cable's own."""
    if family == socket.AF_INET6:
        return socket.inet_ntop(socket.AF_INET6, info[:16]), info[:16] + bytes(4)
    return socket.inet_ntoa(info[8:12]), bytes(4) + info[8:12] + bytes(4)


def parse_packet(data: bytes) -> tuple[str, Address, Address, bytes] | None:
    """Protocol, source, destination and payload of an IP packet; None for what is not IP or only keeps house."""
    version = data[0] >> 4 if data else 0
    if version == 4 and len(data) >= 20:
        number, body = data[9], data[(data[0] & 15) * 4 :]
        source, target = socket.inet_ntoa(data[12:16]), socket.inet_ntoa(data[16:20])
    elif version == 6 and len(data) >= 40:
        number, body = data[6], data[40:]
        source = socket.inet_ntop(socket.AF_INET6, data[8:24])
        target = socket.inet_ntop(socket.AF_INET6, data[24:40])
    else:
        return None
    if number in (6, 17) and len(body) >= 8:
        ports = struct.unpack("!HH", body[:4])
        start = (body[12] >> 4) * 4 if number == 6 and len(body) > 12 else 8
        return ("tcp" if number == 6 else "udp", (source, ports[0]), (target, ports[1]), body[start:])
    # Neighbour discovery and multicast reports come from the machine itself, not from anybody who wants out.
    if number == 58 and body[:1] and 130 <= body[0] <= 143 or target.startswith("ff"):
        return None
    if number in (1, 58):
        return ("icmp", (source, 0), (target, 0), body[8:])
    return (f"ip-{number}", (source, 0), (target, 0), body)


def resolve_here(query: bytes) -> bytes | None:
    """Answers any name with the lab's internet."""
    if len(query) < 17:
        return None
    end = query.find(b"\0", 12) + 5
    kind = struct.unpack("!H", query[end - 4 : end - 2])[0]
    data = ANSWERS.get(kind)
    record = b"" if data is None else b"\xc0\x0c" + struct.pack("!HHIH", kind, 1, 60, len(data)) + data
    header = query[:2] + struct.pack("!HHHHH", 0x8180, 1, 1 if record else 0, 0, 0)
    return header + query[12:end] + record


def ask(server: str, query: bytes) -> bytes | None:
    """Asks another resolver, as a forwarder does."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as upstream:
        upstream.settimeout(RESOLVER_TIMEOUT_S)
        upstream.sendto(query, (server, RESOLVER_PORT))
        try:
            return upstream.recv(4096)
        except OSError:
            return None


def main() -> None:
    world = World(json.loads(sys.argv[1]))
    world.open()
    print("listening", flush=True)
    world.run()


if __name__ == "__main__":
    main()
