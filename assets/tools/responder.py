"""A container that can be reached: answers TCP and UDP on port 8188 for so many seconds. Usage: responder.py [SECONDS]"""

import select
import socket
import sys
import time

PORT = 8188
DEFAULT_LIFE_S = 60.0
ANSWER = b"airlock-responder"


def main(arguments: list[str]) -> int:
    end = time.monotonic() + (float(arguments[0]) if arguments else DEFAULT_LIFE_S)
    tcp = open_socket(socket.SOCK_STREAM)
    tcp.listen(64)
    udp = open_socket(socket.SOCK_DGRAM)
    while (left := end - time.monotonic()) > 0:
        ready, _, _ = select.select([tcp, udp], [], [], left)
        if tcp in ready:
            connection, _ = tcp.accept()
            connection.close()
        if udp in ready:
            _, source = udp.recvfrom(2048)
            udp.sendto(ANSWER, source)
    return 0


def open_socket(kind: int) -> socket.socket:
    """IPv6 takes IPv4 as well; where the kernel has no IPv6, IPv4 alone."""
    try:
        opened = socket.socket(socket.AF_INET6, kind)
        opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        address = "::"
    except OSError:
        opened = socket.socket(socket.AF_INET, kind)
        address = "0.0.0.0"
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    opened.bind((address, PORT))
    return opened


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
