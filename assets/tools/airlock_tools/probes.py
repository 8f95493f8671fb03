"""One class a kind of probe: how it begins, and what an answer is."""

import errno
import os
import selectors
import socket
import struct

READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE
MARKER = b"airlock-probe"
DNS_PORT = 53
NTP_PORT = 123
# A version 3 client request: real time servers answer it.
NTP_REQUEST = b"\x1b" + bytes(47)
ANSWERED_ERRORS = frozenset({errno.ECONNREFUSED, errno.ECONNRESET})
ICMP_ECHO = {socket.AF_INET: 8, socket.AF_INET6: 128}
ICMP_REPLY = {socket.AF_INET: 0, socket.AF_INET6: 129}
ICMP_PROTOCOL = {socket.AF_INET: socket.IPPROTO_ICMP, socket.AF_INET6: socket.IPPROTO_ICMPV6}

Opened = list[tuple[socket.socket, int]]


class Probe:
    """What all probes have in common. `detail` says in a word or two what was seen."""

    def __init__(self, request: dict) -> None:
        self.id = str(request.get("id", ""))
        self.request = request
        self.sockets: list[socket.socket] = []
        self.reached = False
        self.sent = False
        self.done = False
        self.detail = "no answer"
        self.ms = 0

    def begin(self) -> Opened:
        """Opens its sockets and sends what can be sent at once."""
        raise NotImplementedError

    def on_ready(self, opened: socket.socket, events: int) -> None:
        """Something happened on one of its sockets."""
        raise NotImplementedError

    def answered(self, detail: str) -> None:
        self.reached, self.sent, self.done, self.detail = True, True, True, detail

    def fail(self, problem: OSError) -> None:
        """An error of the network; a refusal comes from the other side, so the way to it is open."""
        if problem.errno in ANSWERED_ERRORS:
            self.answered("refused")
        else:
            self.done, self.detail = True, errno.errorcode.get(problem.errno or 0, str(problem))

    def result(self) -> dict:
        """As the protocol wants it."""
        return {"id": self.id, "reached": self.reached, "sent": self.sent, "detail": self.detail, "ms": self.ms}

    def _open(self, family: int, kind: int, protocol: int = 0) -> socket.socket:
        opened = socket.socket(family, kind, protocol)
        opened.setblocking(False)
        self.sockets.append(opened)
        return opened


class TcpProbe(Probe):
    """Reached when the connection stands or is refused."""

    def begin(self) -> Opened:
        target = target_of(self.request)
        opened = self._open(target[0], socket.SOCK_STREAM)
        code = opened.connect_ex(target[1])
        if code not in (0, errno.EINPROGRESS):
            raise OSError(code, os.strerror(code))
        self.sent = True
        return [(opened, WRITE)]

    def on_ready(self, opened: socket.socket, events: int) -> None:
        code = opened.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code == 0:
            self.answered("connected")
        else:
            self.fail(OSError(code, os.strerror(code)))


class UdpProbe(Probe):
    """Reached by any answer, and by ICMP's port-unreachable, which only the other side sends."""

    def begin(self) -> Opened:
        target = target_of(self.request)
        opened = self._open(target[0], socket.SOCK_DGRAM)
        opened.connect(target[1])
        opened.send(payload_for(target[1][1]))
        self.sent = True
        return [(opened, READ)]

    def on_ready(self, opened: socket.socket, events: int) -> None:
        try:
            opened.recv(4096)
        except OSError as problem:
            self.fail(problem)
            return
        self.answered("answered")


class DnsProbe(Probe):
    """A query for a name, to one server or to each of resolv.conf; reached by any answer to it."""

    def begin(self) -> Opened:
        server = self.request.get("server")
        servers = [server] if server else nameservers()
        if not servers:
            self.done, self.detail = True, "no resolver is set"
            return []
        self.query = dns_query(str(self.request.get("name") or "example.com"))
        problems: list[OSError] = []
        opened = []
        for address in servers:
            try:
                opened.append((self._ask(address), READ))
            except OSError as problem:
                problems.append(problem)
        if not opened:
            raise problems[0]
        self.sent = True
        return opened

    def _ask(self, address: str) -> socket.socket:
        family, target = numeric(address, DNS_PORT)
        opened = self._open(family, socket.SOCK_DGRAM)
        opened.connect(target)
        opened.send(self.query)
        return opened

    def on_ready(self, opened: socket.socket, events: int) -> None:
        try:
            answer = opened.recv(4096)
        except OSError as problem:
            # One resolver of several may be closed; a refusal still comes from the other side.
            self.fail(problem)
            return
        if answer[:2] == self.query[:2]:
            self.answered(f"answered, code {answer[3] & 15 if len(answer) > 3 else '?'}")


class IcmpProbe(Probe):
    """An echo request over a datagram socket, which needs no rights; raw where the kernel refuses that."""

    def begin(self) -> Opened:
        self.family, target = numeric(str(self.request["address"]), 0)
        protocol = ICMP_PROTOCOL[self.family]
        try:
            opened = self._open(self.family, socket.SOCK_DGRAM, protocol)
        except PermissionError:
            opened = self._open(self.family, socket.SOCK_RAW, protocol)
        self.is_raw = opened.type == socket.SOCK_RAW
        self.token = os.urandom(8)
        opened.connect(target)
        opened.send(echo_request(self.family, self.token))
        self.sent = True
        return [(opened, READ)]

    def on_ready(self, opened: socket.socket, events: int) -> None:
        try:
            packet = opened.recv(4096)
        except OSError as problem:
            self.fail(problem)
            return
        header = (packet[0] & 15) * 4 if self.is_raw and self.family == socket.AF_INET else 0
        message = packet[header:]
        if message[:1] == bytes([ICMP_REPLY[self.family]]) and self.token in message:
            self.answered("echo reply")


class UnknownProbe(Probe):
    """A kind this prober does not know: never sent, never reached, and its detail says so."""

    def begin(self) -> Opened:
        self.done, self.detail = True, f"unknown kind {self.request.get('kind')!r}"
        return []


KINDS: dict[str, type[Probe]] = {"tcp": TcpProbe, "udp": UdpProbe, "dns": DnsProbe, "icmp": IcmpProbe}


def make_probe(request: dict) -> Probe:
    return KINDS.get(str(request.get("kind")), UnknownProbe)(request)


def target_of(request: dict) -> tuple[int, tuple]:
    return numeric(str(request["address"]), int(request["port"]))


def numeric(address: str, port: int) -> tuple[int, tuple]:
    """Family and socket address; only numbers, so that a probe never waits for a resolver."""
    try:
        found = socket.getaddrinfo(address, port, flags=socket.AI_NUMERICHOST)[0]
    except socket.gaierror as problem:
        raise OSError(errno.EINVAL, f"{address} is no IP address") from problem
    return found[0], found[4]


def payload_for(port: int) -> bytes:
    """Something the usual service on a port answers."""
    if port == DNS_PORT:
        return dns_query("example.com")
    return NTP_REQUEST if port == NTP_PORT else MARKER


def dns_query(name: str) -> bytes:
    """A question for an IPv4 address."""
    labels = b"".join(bytes([len(part)]) + part.encode("ascii") for part in name.strip(".").split("."))
    return os.urandom(2) + struct.pack("!HHHHH", 0x0100, 1, 0, 0, 0) + labels + b"\0" + struct.pack("!HH", 1, 1)


def echo_request(family: int, token: bytes) -> bytes:
    """Sequence 1; the kernel fills in the identifier of datagram sockets and ICMPv6's checksum."""
    body = MARKER + token
    start = bytes([ICMP_ECHO[socket.AddressFamily(family)], 0])
    rest = struct.pack("!HH", os.getpid() & 0xFFFF, 1) + body
    return start + struct.pack("!H", checksum(start + b"\0\0" + rest)) + rest


def checksum(data: bytes) -> int:
    """The Internet's (RFC 1071)."""
    padded = data + b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f"!{len(padded) // 2}H", padded))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def nameservers(path: str = "/etc/resolv.conf") -> list[str]:
    """The resolvers this file system names."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            words = [line.split() for line in file]
    except OSError:
        return []
    return [parts[1] for parts in words if len(parts) > 1 and parts[0] == "nameserver"]
