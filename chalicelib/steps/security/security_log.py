"""Searching the security log: auditors search who did what, from where; operators also read the causes of alarms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.security.security_log import RaisedAlarm, SecurityRecord, Sought
from chalicelib.domain.shared.errors import Forbidden

SEARCHERS = frozenset({Role.AUDITOR})
ALARMED = frozenset({Role.AUDITOR, Role.OPERATOR})


class SecurityReads(Protocol):
    """The index of the security log."""

    def find(self, sought: Sought, limit: int, cursor: str | None) -> tuple[Sequence[SecurityRecord], str | None]:
        """Return matching records, newest first; a page may be short while more follow."""

    def list_alarms(self, limit: int, cursor: str | None) -> tuple[Sequence[RaisedAlarm], str | None]:
        """Return alarms, newest first."""


def search_log(
    log: SecurityReads, actor: Actor, now: datetime, sought: Sought, limit: int, cursor: str | None
) -> tuple[Sequence[SecurityRecord], str | None]:
    """Return records of a day, only for auditors. Raise Forbidden for others."""
    _require_role(actor, now, SEARCHERS)
    return log.find(sought, limit, cursor)


def list_alarms(
    log: SecurityReads, actor: Actor, now: datetime, limit: int, cursor: str | None
) -> tuple[Sequence[RaisedAlarm], str | None]:
    """Return the cause of an alarm, for auditors and operators. Raise Forbidden for others."""
    _require_role(actor, now, ALARMED)
    return log.list_alarms(limit, cursor)


def _require_role(actor: Actor, now: datetime, roles: frozenset[Role]) -> None:
    if not actor.list_roles(now) & roles:
        raise Forbidden()
