"""Answers on one TCP port for a while: a neighbour on another network that a wall test tries to reach.

    responder.py SECONDS
"""

import socket
import sys
import time

PORT = 8188

if __name__ == "__main__":
    deadline = time.monotonic() + float(sys.argv[1])
    with socket.create_server(("", PORT)) as server:
        while (left := deadline - time.monotonic()) > 0:
            server.settimeout(left)
            try:
                server.accept()[0].close()
            except TimeoutError:
                break
