"""A stand-in for ComfyUI: same flags, routes, log lines and manners with custom nodes; no models, no torch."""

import argparse
import asyncio
import os
import signal
import sys
import time
from pathlib import Path

from manager import report_manager
from nodes import load_custom_nodes
from server import Server

ROOT = Path(__file__).resolve().parent


def parse_flags(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--listen", nargs="?", const="0.0.0.0", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8188)
    parser.add_argument("--disable-auto-launch", action="store_true")
    parser.add_argument("--offline", action="store_true")
    parser.add_argument("--cpu", action="store_true")
    parser.add_argument("--disable-metadata", action="store_true")
    parser.add_argument("--disable-all-custom-nodes", action="store_true")
    return parser.parse_known_args(argv)[0]


def check_folders() -> None:
    """Says what cannot be written to, as ComfyUI's own errors would later."""
    for name in ("output", "temp", "user"):
        if not os.access(ROOT / name, os.W_OK):
            print(f"[WARNING] {ROOT / name} is not writable")


async def serve(flags: argparse.Namespace) -> None:
    server = Server(ROOT, flags)
    await server.start()
    print("Starting server\n", flush=True)
    print(f"To see the GUI go to: http://{flags.listen}:{flags.port}", flush=True)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    await stopped.wait()
    print("Stopped server", flush=True)


def main() -> None:
    flags = parse_flags(sys.argv[1:])
    print(f"** Python version: {sys.version.split()[0]}", flush=True)
    print(f"** Torch lock: {os.environ.get('TORCH_LOCK', '(none)')}", flush=True)
    # As long as a real one takes, where a measurement asks for it.
    time.sleep(float(os.environ.get("AIRLOCK_STANDIN_BOOT_S", "0")))
    check_folders()
    report_manager(ROOT / "user")
    if not flags.disable_all_custom_nodes:
        load_custom_nodes(ROOT / "custom_nodes")
    asyncio.run(serve(flags))


if __name__ == "__main__":
    main()
