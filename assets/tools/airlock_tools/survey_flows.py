"""What connection tracking knows. A packet that was dropped on its way never confirms its connection."""

import ipaddress

from airlock_tools.programs import run

FAMILY_NAMES = {4: "ipv4", 6: "ipv6"}


def flows_from(sources: list[str]) -> list[dict]:
    """Connections opened by these addresses, both families."""
    wanted = {ipaddress.ip_address(source) for source in sources}
    families = {source.version for source in wanted}
    lines = [line for family in families for line in run(["conntrack", "-L", "-f", FAMILY_NAMES[family]]).splitlines()]
    flows = [parse_flow(line) for line in lines]
    return [flow for flow in flows if flow and ipaddress.ip_address(flow["source"]) in wanted]


def parse_flow(line: str) -> dict | None:
    """One line of `conntrack -L`; its first src and dst are those of the side that opened it."""
    words = line.split()
    if not words:
        return None
    fields: dict[str, str] = {}
    for word in words:
        key, equals, value = word.partition("=")
        if equals:
            fields.setdefault(key, value)
    if "src" not in fields or "dst" not in fields:
        return None
    port = fields.get("dport")
    protocol = "icmp" if words[0] in ("icmp", "icmpv6") else words[0]
    return {
        "source": fields["src"],
        "protocol": protocol,
        "destination": fields["dst"],
        "port": int(port) if port else None,
    }
