"""Originals called for and papers behind unsigned uploads: who is to show them, and what came of the comparison
(HUE-11.3, HUE-9.2)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.domain.errors import Kind, Refusal
from chalicelib.domain.flow import UNSIGNED
from chalicelib.domain.handover import BROUGHT
from chalicelib.domain.intake import PAPER_CHANNELS
from chalicelib.domain.ledger import Fact
from chalicelib.domain.roles import Role

if TYPE_CHECKING:
    from chalicelib.domain.dossier import Dossier


class OriginalNotCallable(Refusal):
    """No rule in force lets the agency ask an applicant to show originals."""

    code = "original_not_callable"
    kind = Kind.WRONG_MOMENT
    vi = "Quy định hiện hành không cho yêu cầu xuất trình bản chính để đối chiếu."
    en = "The rules in force do not let an agency call for originals to compare."


class OriginalAwaited(Refusal):
    """Originals were called for and not compared yet."""

    code = "original_awaited"
    kind = Kind.WRONG_MOMENT
    vi = "Còn {count} giấy tờ đã yêu cầu xuất trình bản chính mà chưa ghi kết quả đối chiếu."
    en = "{count} papers whose originals were called for have not been compared yet."


@dataclass(frozen=True, slots=True)
class OriginalCall:
    """The call that is open: components whose originals the applicant is to show, since when, by which law of the
    sector, and as what (an original, a principal or a certified copy). A call made before these were recorded has
    neither."""

    components: tuple[str, ...]
    called_at: datetime
    legal_basis: str = ""
    shown_as: str = ""


def require_none_awaited(call: OriginalCall | None) -> None:
    """Refuse while originals that were called for have not been compared."""
    if call is not None:
        raise OriginalAwaited(count=len(call.components))


def outcome(differing: Collection[str]) -> str:
    """What the comparison says in one word."""
    return "differs" if differing else "matches"


def called(d: Dossier, f: Fact) -> Dossier:
    """A call is open from now on."""
    call = OriginalCall(
        tuple(f.data["components"]), f.occurred_at, f.data.get("legal_basis", ""), f.data.get("shown_as", "")
    )
    return replace(d, original_call=call)


def compared(d: Dossier, f: Fact) -> Dossier:
    """What matched needs no second look at the handover, and who brought paper of an electronic dossier to the desk
    has come. A call is answered, unless the paper was compared without one."""
    matching = set(f.data["components"]) - set(f.data["differing"])
    at_desk = f.actor.get("role") in (Role.ONE_STOP_OFFICER, Role.HEAD_OF_ONE_STOP)
    came = at_desk and f.data.get("came", BROUGHT) == BROUGHT and d.channel not in PAPER_CHANNELS
    handover = d.handover.compared(matching)
    call = d.original_call if f.data.get("of") == UNSIGNED else None
    return replace(d, original_call=call, handover=handover.visited(f.occurred_at) if came else handover)
