"""How a result reaches the applicant: the way, the number of visits, the papers to compare.

Everything that differs by law is passed as a rule's value; None means that the law is silent.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from chalicelib.domain.dossier.code_words import WAY_WORDS
from chalicelib.domain.shared.errors import Refusal, RefusalKind
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time import working_time
from chalicelib.domain.time.working_calendar import Calendar

DELIVERY = {"online": "online", "counter": "direct", "post": "postal"}
"""A way of handing over in the vocabulary of the catalogue."""

CHANNEL = {"online": "system", "counter": "one_stop", "post": "post"}
"""The same in the vocabulary of the rule `return.channels`."""

AT_RETURN = "at_return"
BROUGHT, SENT = "brought", "sent"
"""How the paper behind an unsigned upload came to the desk."""

ADDRESS = "return_address"
"""The personal part with the postal address for the result, at filing or at the handover."""

LETTER = "apology"
"""The letter that is owed with a late result, among the letters a dossier owes."""


class WayNotOffered(Refusal):
    """The procedure, or the law for its level, does not return results this way (QN-13.2, QN-13.3)."""

    code = "way_not_offered"
    kind = RefusalKind.INVALID
    vi = "Thủ tục này không trả kết quả theo cách “{way}”, trừ khi người nộp chọn cách đó."
    en = "This procedure does not return results by “{way}” unless the applicant chose it."


class VisitNotNeeded(Refusal):
    """The applicant would have to come once more than the law allows (QN-7.2, QN-7.3)."""

    code = "visit_not_needed"
    kind = RefusalKind.INVALID
    vi = "Không được yêu cầu người nộp đến thêm (tối đa {limit} lần), trừ khi họ tự chọn đến."
    en = "The applicant must not be asked to come again (at most {limit} times) unless they choose to."


class PaperUncompared(Refusal):
    """The paper behind an unsigned upload was never compared: the dossier stays open (HUE-9.2, QN-7.2)."""

    code = "paper_uncompared"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Còn {count} giấy tờ nộp không ký số chưa đối chiếu bản giấy; chưa được kết thúc hồ sơ."
    en = "{count} papers uploaded without a signature were not compared yet; the dossier cannot be closed."


class OriginalsKept(Refusal):
    """The unit still holds originals of the applicant: the dossier stays open (NĐ 61/2018 20.2)."""

    code = "originals_kept"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Còn giữ {count} bản chính của người nộp; trả lại rồi mới kết thúc hồ sơ."
    en = "{count} originals of the applicant are still kept; give them back before closing the dossier."


class InvitedTooSoon(Refusal):
    """Two invitations must be some working days apart (TT 17/2017 5.2.h)."""

    code = "invited_too_soon"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Lần mời sau cách lần trước {days} ngày làm việc."
    en = "The next invitation can be sent {days} working days after the last."


class InvitationsMissing(Refusal):
    """Uncollected post may be returned only after enough invitations (TT 17/2017 5.2.h)."""

    code = "invitations_missing"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Mới mời nhận {made} lần; cần ít nhất {needed} lần trước khi chuyển hoàn."
    en = "Invited {made} times so far; at least {needed} are needed before the post goes back."


@dataclass(frozen=True, slots=True)
class Handover:
    """Data for the day of the result: the way the applicant chose, components uploaded unsigned and not compared with
    their paper yet, the number of visits with the day of the last, invitations to collect from the post, letters that
    go with it, trips that the applicant made to the desk to complete the dossier (NĐ 63/2010 20.4), and whether a
    postal address was stated (older filings for the post count as having one)."""

    way: str = ""
    unchecked: tuple[str, ...] = ()
    visits: int = 0
    invitations: tuple[datetime, ...] = ()
    last_visit: date | None = None
    letters: tuple[str, ...] = ()
    supplement_trips: int = 0
    addressed: bool = False

    @property
    def has_address(self) -> bool:
        """Return whether there is a postal address for the result."""
        return self.addressed or self.way == "post"

    def add_visit(self, at: datetime) -> Handover:
        """Add one visit, unless the applicant was there on that day already: paying and collecting on one day is one
        visit."""
        day = at.astimezone(VIETNAM).date()
        return self if day == self.last_visit else replace(self, visits=self.visits + 1, last_visit=day)

    def remove_checks(self, components: Collection[str]) -> Handover:
        """Remove the checks that were made."""
        return replace(self, unchecked=tuple(each for each in self.unchecked if each not in components))

    def add_checks(self, components: Sequence[str]) -> Handover:
        """Add further papers to check, each named once."""
        return replace(self, unchecked=tuple(dict.fromkeys((*self.unchecked, *components))))


def require_way(way: str, delivery: Sequence[str], channels: Sequence[str] | None, *, chosen: bool) -> None:
    """Refuse a way the procedure does not deliver by, or one outside the law's list for its level, unless the applicant
    chose it and the law allows other ways."""
    if DELIVERY[way] not in delivery:
        raise WayNotOffered(way=WAY_WORDS[way])
    listed = channels is None or CHANNEL[way] in channels
    if not listed and not (chosen and "other" in (channels or ())):
        raise WayNotOffered(way=WAY_WORDS[way])


def name_result_way(delivery: Sequence[str]) -> str:
    """Return how the result can travel, in the vocabulary of the rule `visits.max`."""
    return "online_or_post" if {"online", "postal"} & set(delivery) else "in_person"


def require_no_needless_visit(known: Handover, way: str, now: datetime, limit: int | None, *, chosen: bool) -> None:
    """Refuse a handover that needs one visit more than the limit; an applicant who chooses to come, or is already
    present today (to pay, to show a paper), is served."""
    visits = known.add_visit(now).visits
    if way == "counter" and limit is not None and visits > max(limit, known.visits) and not chosen:
        raise VisitNotNeeded(limit=limit)


def list_uncompared(rule: str | None, unchecked: Sequence[str], compared: Collection[str]) -> tuple[str, ...]:
    """Return the components whose paper must still be compared before the result is handed over in any way (HUE-9.2,
    QN-7.2)."""
    return tuple(each for each in unchecked if each not in compared) if rule == AT_RETURN else ()


def require_compared(rule: str | None, unchecked: Sequence[str]) -> None:
    """Refuse to close a dossier whose unsigned uploads nobody compared with their paper."""
    if missing := list_uncompared(rule, unchecked, ()):
        raise PaperUncompared(count=len(missing))


def is_early(due_at: datetime | None, now: datetime, *, immediate: bool) -> bool:
    """Return whether the result comes before its day: that must be announced (NĐ 61/2018 20.4). An immediate result is
    never early."""
    if due_at is None or immediate:
        return False
    return now.astimezone(VIETNAM).date() < due_at.astimezone(VIETNAM).date()


def require_gap(calendar: Calendar, invitations: Sequence[datetime], now: datetime, days: int) -> None:
    """Refuse an invitation less than so many working days after the last one."""
    if invitations and working_time.count_working_days(calendar, invitations[-1], now) < days:
        raise InvitedTooSoon(days=days)


def require_invitations(invitations: Sequence[datetime], needed: int) -> None:
    """Refuse to take post back before the applicant was invited often enough."""
    if len(invitations) < needed:
        raise InvitationsMissing(made=len(invitations), needed=needed)
