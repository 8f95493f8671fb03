"""The flags that ComfyUI knows, as far as anybody here sets them; any other is named and refused, as there."""

import argparse

SWITCHES = (
    "--cpu",
    "--offline",
    "--disable-auto-launch",
    "--disable-metadata",
    "--disable-all-custom-nodes",
    "--disable-api-nodes",
    "--disable-partner-nodes",
    "--enable-manager",
    "--disable-manager-ui",
    "--enable-manager-legacy-ui",
    "--multi-user",
    "--log-stdout",
    "--disable-assets",
)


def parse_arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="main.py")
    parser.add_argument("--listen", nargs="?", const="0.0.0.0,::", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8188)
    parser.add_argument("--enable-cors-header", nargs="?", const="*", default=None)
    parser.add_argument("--preview-method", default="none")
    parser.add_argument("--verbose", nargs="*", default=[])
    parser.add_argument("--whitelist-custom-nodes", nargs="*", default=[])
    for switch in SWITCHES:
        parser.add_argument(switch, action="store_true")
    return parser.parse_args(arguments)
