"""What the kernel says about nf_tables over netlink: that something has changed, and the counters of rules.

Numbers are those of linux/netfilter/nf_tables.h and linux/netfilter/nfnetlink.h.
"""

import socket

NETLINK_NETFILTER = 12
SOL_NETLINK = 270
ADD_MEMBERSHIP = 1
GROUP_NFTABLES = 7


def open_push() -> socket.socket | None:
    """A socket that becomes readable at every change of any nf_tables table; None where there is no nf_tables."""
    try:
        push = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_NETFILTER)
        push.bind((0, 0))
        push.setsockopt(SOL_NETLINK, ADD_MEMBERSHIP, GROUP_NFTABLES)
        push.setblocking(False)
        return push
    except OSError:
        return None


def drain(push: socket.socket) -> None:
    """Reads away what has come in; that something did is all we need."""
    while True:
        try:
            if not push.recv(65536):
                return
        except BlockingIOError:
            return
        except OSError:
            # The kernel had more to say than fitted: look again, too.
            return
