"""Data the system already holds for a person: results that agencies issued here, which a later filing may require.

A result counts when it was granted to the person and handed over, and is still valid on the day. A person's own uploads
do not count: they have no legal value until they are compared or signed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chalicelib.domain.catalogue.procedures import Component, Procedure
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.shared.errors import Refusal, RefusalKind
from chalicelib.domain.shared.timezone import VIETNAM

HANDED_OVER = frozenset({State.RETURNED, State.CLOSED})


class NotHeld(Refusal):
    """The system holds no paper that answers this component."""

    code = "not_held"
    kind = RefusalKind.NOT_FOUND
    vi = "Hệ thống không có giấy tờ này của bạn, hoặc giấy tờ đã hết hiệu lực."
    en = "The system holds no such paper of yours, or it is no longer valid."


@dataclass(frozen=True, slots=True)
class Held:
    """A result that answers a component: its dossier, issue time and last valid day (None: no limit)."""

    component: str
    dossier: Dossier
    issued: date
    last_day: date | None

    @property
    def result(self) -> str:
        """Return the paper: the latest version of the result."""
        return self.dossier.results[-1]


def find_held_paper(component: Component, dossier: Dossier, procedure: Procedure, sub: str, today: date) -> Held | None:
    """Return the result that a person's own dossier gives for a component on a day, or None. `procedure` is the
    dossier's."""
    if procedure.id not in component.result_of or dossier.owner != sub:
        return None
    ended = dossier.clock.ended_at if dossier.clock else None
    if ended is None or not dossier.results or dossier.outcome != "granted" or dossier.state not in HANDED_OVER:
        return None
    if dossier.erasure is not None and dossier.erasure.ordered_at is not None:
        return None  # its file is to be erased, or is erased
    issued = ended.astimezone(VIETNAM).date()
    try:
        last_day = procedure.validity.calculate_last_day(issued) if procedure.validity else None
    except ValueError:
        return None  # an officer must judge a validity without a single figure
    return None if last_day is not None and last_day < today else Held(component.key, dossier, issued, last_day)
