"""Runs probes side by side on non-blocking sockets: none waits for another, and all end by the same deadline."""

import selectors
import time

from airlock_tools.probes import Probe, make_probe


def run_probes(requests: list[dict], timeout_s: float) -> list[dict]:
    """One result per request, in the same order."""
    started = time.monotonic()
    deadline = started + timeout_s
    selector = selectors.DefaultSelector()
    probes = [_begin(request, selector) for request in requests]
    while selector.get_map() and time.monotonic() < deadline:
        for key, events in selector.select(max(0.0, deadline - time.monotonic())):
            probe: Probe = key.data
            if probe.done:
                # Two of its sockets were ready at once, and the first has closed both.
                continue
            probe.on_ready(key.fileobj, events)
            if probe.done:
                probe.ms = round((time.monotonic() - started) * 1000)
                _stop(probe, selector)
    for probe in probes:
        if not probe.done:
            probe.ms = round((time.monotonic() - started) * 1000)
            _stop(probe, selector)
    return [probe.result() for probe in probes]


def _begin(request: dict, selector: selectors.BaseSelector) -> Probe:
    probe = make_probe(request)
    try:
        for opened, events in probe.begin():
            selector.register(opened, events, probe)
    except OSError as problem:
        probe.fail(problem)
    if probe.done:
        _stop(probe, selector)
    return probe


def _stop(probe: Probe, selector: selectors.BaseSelector) -> None:
    for opened in probe.sockets:
        if opened in selector.get_map():
            selector.unregister(opened)
        opened.close()
    probe.sockets.clear()
