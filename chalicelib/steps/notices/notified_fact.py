"""A fact with its notices, of a dossier or of a matter, and the errand that is left when a notice reached nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.notices import deliveries as domain
from chalicelib.domain.notices.contacts import ContactReach
from chalicelib.domain.notices.deliveries import Delivery, Errand
from chalicelib.domain.notices.inbox import InboxMessage
from chalicelib.domain.notices.notice_plan import PlannedDelivery, RenderedNotice, render_notice
from chalicelib.domain.notices.notice_values import NoticeSource
from chalicelib.domain.notices.recipients import Recipient
from chalicelib.steps.notices.notice_ports import Errands


@dataclass(frozen=True, slots=True)
class NotifiedFact:
    """A fact with its notices: of a dossier or of a matter. `about` is the kind's address where it is of a matter;
    `unit` and `number` name it to the person who delivers by hand what reached nobody."""

    id: str
    seq: int
    at: datetime
    unit: str
    number: str
    planned: tuple[PlannedDelivery, ...]
    render: Callable[[PlannedDelivery], RenderedNotice]
    about: str = ""


MatterPlan = Callable[[tuple[Fact, ...], Callable[[Recipient], ContactReach]], NotifiedFact]
"""Returns the last fact of a matter's ledger with its notices."""


def refuse_matters(facts: tuple[Fact, ...], reach: Callable[[Recipient], ContactReach]) -> NotifiedFact:
    """Raise KeyError: a sender that was built without matters notifies of none."""
    raise KeyError(facts[-1].kind)


def render_for(source: NoticeSource, planned: PlannedDelivery) -> RenderedNotice:
    """Return the words of a planned notice of a dossier."""
    return render_notice(planned, source)


def build_message(planned: PlannedDelivery, source: NotifiedFact, delivery: Delivery) -> InboxMessage:
    """Return the message that a notice puts into an inbox."""
    return InboxMessage(
        id=f"{source.at.astimezone(UTC):%Y%m%dT%H%M%S%f}-{delivery.dossier_id}-{delivery.seq:08d}",
        dossier_id=delivery.dossier_id,
        seq=delivery.seq,
        notice=delivery.notice,
        official=delivery.official,
        at=source.at,
        about=source.about,
        words=source.render(planned).words,
    )


def open_errand(errands: Errands, to_one: list[Delivery], unit: str, number: str, real_now: datetime) -> bool:
    """Open an errand for an official notice that failed on every outer channel; return True when it was opened now."""
    if not domain.needs_person(to_one):
        return False
    lost = next(each for each in to_one if each.official and each.is_outer)
    return errands.add(
        Errand(
            dossier_id=lost.dossier_id,
            seq=lost.seq,
            to=lost.to,
            notice=lost.notice,
            unit=unit,
            opened_at=real_now,
            reason=lost.reason,
            number=number,
        )
    )
