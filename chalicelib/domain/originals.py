"""Originals called for: the agency asks to see the paper behind a copy, and what came of the comparison (HUE-11.3)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.domain.errors import Kind, Refusal
from chalicelib.domain.intake import PAPER_CHANNELS
from chalicelib.domain.ledger import Fact
from chalicelib.domain.roles import Role

if TYPE_CHECKING:
    from chalicelib.domain.dossier import Dossier

CALLABLE = "original_presented"
"""The value of the rule `document.uncopyable` under which an applicant shows originals when asked."""


class OriginalNotCallable(Refusal):
    """No rule in force lets the agency ask an applicant to show originals."""

    code = "original_not_callable"
    kind = Kind.WRONG_MOMENT
    vi = "Quy định hiện hành không cho yêu cầu xuất trình bản gốc để đối chiếu."
    en = "The rules in force do not let an agency call for originals to compare."


class OriginalAwaited(Refusal):
    """Originals were called for and not compared yet."""

    code = "original_awaited"
    kind = Kind.WRONG_MOMENT
    vi = "Còn {count} giấy tờ đã yêu cầu xuất trình bản gốc mà chưa ghi kết quả đối chiếu."
    en = "{count} papers whose originals were called for have not been compared yet."


@dataclass(frozen=True, slots=True)
class OriginalCall:
    """The call that is open: components whose originals the applicant is to show, and since when."""

    components: tuple[str, ...]
    called_at: datetime


def require_none_awaited(call: OriginalCall | None) -> None:
    """Refuse while originals that were called for have not been compared."""
    if call is not None:
        raise OriginalAwaited(count=len(call.components))


def outcome(differing: Collection[str]) -> str:
    """What the comparison says in one word."""
    return "differs" if differing else "matches"


def called(d: Dossier, f: Fact) -> Dossier:
    """A call is open from now on."""
    return replace(d, original_call=OriginalCall(tuple(f.data["components"]), f.occurred_at))


def compared(d: Dossier, f: Fact) -> Dossier:
    """The call is answered: what matched needs no second look at the handover, and who showed paper of an
    electronic dossier at the desk has come once."""
    matching = set(f.data["components"]) - set(f.data["differing"])
    at_desk = f.actor.get("role") in (Role.ONE_STOP_OFFICER, Role.HEAD_OF_ONE_STOP)
    handover = d.handover.compared(matching)
    visits = handover.visits + (at_desk and d.channel not in PAPER_CHANNELS)
    return replace(d, original_call=None, handover=replace(handover, visits=visits))
