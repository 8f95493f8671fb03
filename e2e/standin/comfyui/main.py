"""Stands in for ComfyUI: the doors, log lines and habits that Airlock looks at, in plain Python."""

import asyncio
import os
import signal
import sys
import time

from standin.arguments import parse_arguments
from standin.custom_nodes import load_custom_nodes
from standin.environment import apply_environment
from standin.prompt_worker import PromptWorker
from standin.server import Server
from standin.say import say

ROOT = os.path.dirname(os.path.abspath(__file__))


async def main() -> None:
    arguments = parse_arguments(sys.argv[1:])
    say("** ComfyUI startup time: " + time.strftime("%Y-%m-%d %H:%M:%S"))
    say(f"** Python executable: {sys.executable}")
    say(f"** ComfyUI Path: {ROOT}")
    apply_environment(ROOT, os.environ)
    nodes = {} if arguments.disable_all_custom_nodes else load_custom_nodes(os.path.join(ROOT, "custom_nodes"))
    # As long as a real one takes, where a test wants that.
    await asyncio.sleep(float(os.environ.get("AIRLOCK_STANDIN_BOOT_S", "0")))
    worker = PromptWorker(ROOT, nodes)
    server = Server(arguments, worker, nodes)
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    await server.start()
    work = asyncio.create_task(worker.run())
    await ended.wait()
    say("Stopped server")
    work.cancel()
    await server.stop()


if __name__ == "__main__":
    asyncio.run(main())
