"""Probe of the rights of what keeps the security log (see `probes`)."""

from __future__ import annotations

from tests.e2e.people import Cast
from tests.e2e.probing.probes import Probe
from tests.e2e.rights import DeployedFunctions
from tests.support.security_lines import build_batch, build_line


def prepare_line_keeping(cast: Cast, deployed: DeployedFunctions) -> Probe:
    """New lines are locked away, indexed and counted."""

    def run_probe() -> str:
        refused = build_line(status=403, outcome="forbidden", seen=False)
        return deployed.invoke("keep_security_log", build_batch([build_line(), refused]))[0]

    return run_probe
