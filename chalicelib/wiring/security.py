"""Dependencies of the security log. Imports are inside, so that only used ones load."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from chalicelib.settings import SECURITY_NEEDS
from chalicelib.wiring import core as wiring

if TYPE_CHECKING:
    from collections.abc import Callable

    from chalicelib.domain.security.security_log import Alarm
    from chalicelib.repositories.security.security_log import SecurityTable
    from chalicelib.steps.security.keep_security_log import SecurityKeeper


@cache
def provide_keeper(tell: Callable[[Alarm], None]) -> SecurityKeeper:
    """Return the keeper that stores lines of this deployment, and sends alarms."""
    from chalicelib.repositories.security.security_bucket import LockedBucket
    from chalicelib.repositories.security.security_log import load_rules, read_line
    from chalicelib.steps.security.keep_security_log import SecurityKeeper

    settings = wiring.provide_settings(SECURITY_NEEDS)
    given = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    log = LockedBucket.connect_to(settings.security_bucket, path_style=bool(given))
    return SecurityKeeper(log, provide_security_table(), load_rules(settings.province), read_line, tell)


@cache
def provide_security_table() -> SecurityTable:
    """Return the auditors' index."""
    from chalicelib.repositories.security.security_log import SecurityTable

    return SecurityTable()
