"""Attempts to break out by asking the kernel: for interfaces, namespaces, mounts, rights, devices, files."""

import ctypes
import fcntl
import os
import struct

CLONE_NEWNET, CLONE_NEWUSER = 0x40000000, 0x10000000
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
MS_BIND = 4096
HARMLESS_DEVICES = {"null", "zero", "full", "random", "urandom", "tty", "ptmx", "console", "core", "fd"}
HARMLESS_FOLDERS = {"pts", "shm", "mqueue"}
libc = ctypes.CDLL(None, use_errno=True)


def make_interface():
    """A tunnel of our own."""
    with open("/dev/net/tun", "r+b", buffering=0) as tun:
        fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH", b"hostile0", IFF_TUN | IFF_NO_PI))
        return "tun interface"


def in_child(work):
    """Runs in a process of its own, because success would change the process that tries."""
    pid = os.fork()
    if pid == 0:
        try:
            os._exit(0 if work() else 1)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def leave_network():
    return in_child(lambda: libc.unshare(CLONE_NEWNET) == 0)


def join_network():
    """The namespace of any process that has another one than ours."""
    own = os.readlink("/proc/self/ns/net")
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.readlink(f"/proc/{pid}/ns/net") != own:
                with open(f"/proc/{pid}/ns/net", "rb") as other:
                    if libc.setns(other.fileno(), CLONE_NEWNET) == 0:
                        return f"joined the network of process {pid}"
        except OSError:
            continue
    return None


def mount_something():
    return in_child(lambda: libc.mount(b"/", b"/tmp", None, MS_BIND, None) == 0)


def make_user_namespace():
    """Unprivileged user namespaces are no way out by themselves; with a network of the outside in them they would be."""
    return in_child(lambda: libc.unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0)


def become_root():
    return os.geteuid() == 0 or in_child(lambda: os.setuid(0) is None and os.geteuid() == 0)


def own_capabilities():
    with open("/proc/self/status", encoding="ascii") as file:
        sets = dict(line.split(":\t") for line in file if line.startswith("Cap"))
    held = int(sets["CapEff"], 16) | int(sets["CapPrm"], 16) | int(sets["CapAmb"], 16)
    return hex(held) if held else None


def open_devices():
    found = []
    for name in set(os.listdir("/dev")) - HARMLESS_DEVICES - HARMLESS_FOLDERS:
        path = f"/dev/{name}"
        if name.startswith("std") or os.path.isdir(path):
            continue
        try:
            os.close(os.open(path, os.O_RDWR | os.O_NONBLOCK))
            found.append(path)
        except OSError:
            continue
    return found


def see_other_processes():
    """Processes that are not this container's: those whose parent is not in sight have another namespace's."""
    with open("/proc/1/cmdline", "rb") as file:
        first = file.read()
    return None if b"docker-init" in first or b"main.py" in first else first


def write_into(folder):
    path = os.path.join(folder, ".hostile")
    with open(path, "w", encoding="utf-8") as file:
        file.write("x")
    os.unlink(path)
    return path
