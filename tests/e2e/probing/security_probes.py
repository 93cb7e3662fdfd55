"""Probe of the rights of what keeps the security log (see `probes`)."""

from __future__ import annotations

from tests.e2e.people import Cast
from tests.e2e.probing.probes import Probe
from tests.e2e.rights import Deployed
from tests.support.security_lines import batch, line


def keeps_lines(cast: Cast, deployed: Deployed) -> Probe:
    """New lines are locked away, indexed and counted."""

    def act() -> str:
        refused = line(status=403, outcome="forbidden", seen=False)
        return deployed.invoke("keep_security_log", batch([line(), refused]))[0]

    return act
