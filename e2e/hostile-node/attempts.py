"""All attempts of one round: a name, and something that returns a truthy value when it got through."""

import glob
import os
from functools import partial

from . import kernel_attempts, network_attempts
from .targets import addresses, datagram_targets, resolvers, stream_targets

ENGINE_SOCKETS = ("/var/run/docker.sock", "/run/docker.sock", "/run/containerd/containerd.sock", "/run/podman/podman.sock")
MUST_BE_READ_ONLY = ("/", "/comfyui", "/comfyui/models", "/comfyui/custom_nodes", "/usr", "/etc", "/airlock", "/proc/sys/net")


def attempts():
    """(name, callable) pairs; the targets are looked up anew each round, because routes may come and go."""
    for address, port in stream_targets():
        yield f"tcp {address} {port}", partial(network_attempts.say_over_tcp, address, port)
    for address, port in datagram_targets():
        yield f"udp {address} {port}", partial(network_attempts.say_over_udp, address, port)
    for address in resolvers():
        yield f"dns {address}", partial(network_attempts.ask_resolver, address)
    yield "dns system", network_attempts.ask_system_resolver
    for address in addresses():
        yield f"ping {address}", partial(network_attempts.ping, address)
        yield f"raw {address}", partial(network_attempts.send_raw, address)
    yield "packet socket", network_attempts.send_frame
    for name in ("http_proxy", "https_proxy", "all_proxy", "ftp_proxy"):
        yield f"proxy {name}", partial(network_attempts.use_proxy, name)
    yield from inside_attempts()


def inside_attempts():
    """What needs no packet at all."""
    for path in ENGINE_SOCKETS:
        yield f"engine socket {path}", partial(network_attempts.speak_to_socket, path)
    for path in glob.glob("/relay/*") + glob.glob("/run/**/*.sock", recursive=True):
        yield f"socket {path}", partial(network_attempts.speak_to_socket, path)
    yield "abstract sockets", network_attempts.find_abstract_sockets
    yield "new interface", kernel_attempts.make_interface
    yield "new network namespace", kernel_attempts.leave_network
    yield "other process's network", kernel_attempts.join_network
    yield "mount", kernel_attempts.mount_something
    yield "user namespace", kernel_attempts.make_user_namespace
    yield "become root", kernel_attempts.become_root
    yield "capabilities", kernel_attempts.own_capabilities
    yield "devices", kernel_attempts.open_devices
    yield "other processes", kernel_attempts.see_other_processes
    for folder in MUST_BE_READ_ONLY:
        if os.path.isdir(folder):
            yield f"write {folder}", partial(kernel_attempts.write_into, folder)
