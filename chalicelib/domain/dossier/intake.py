"""How a dossier came in: by which paper, to which unit, at which desk, and when it must be passed on.

The settlement time is not here: the rule `clock.moved_by_cut_off` says whether a cut-off moves it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from chalicelib.domain.dossier.code_words import CHANNEL_WORDS
from chalicelib.domain.shared.errors import BilingualWords, FieldError, Refusal, RefusalKind
from chalicelib.domain.time import deadlines, working_time
from chalicelib.domain.time.clocks import Clock
from chalicelib.domain.time.working_calendar import Calendar

PAPER_CHANNELS = frozenset({"desk", "post", "agent"})
"""Channels in which an officer types the filing for the applicant: on paper, or with the applicant at the desk."""

OWN_PORTAL = "own_portal"
TYPED_HERE = PAPER_CHANNELS | {OWN_PORTAL}
"""Channels whose filings are typed in this application: by an officer at the desk, or by the applicant online."""

OWN_INITIATIVE = "own_initiative"
"""One of the ways to amend (`supplement.ways`): without having been asked (HUE-12.1, LC-9.4)."""

STRUCTURED = "structured_file"
"""Another: with data produced elsewhere in the format of the procedure's form (HUE-12.2.b)."""

HANDED_ON = frozenset({"national_portal"})
"""Channels whose filings another system submits in a signed call."""

WITHIN_ANSWER_LIMIT, IMMEDIATE = "within_answer_limit", "immediate"


class FiledElsewhere(Refusal):
    """The filing is for another unit's agency: it is forwarded, and received there."""

    code = "filed_elsewhere"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Hồ sơ này nộp cho {unit}; hãy chuyển đến Bộ phận Một cửa đó."
    en = "This filing belongs to {unit}; forward it to that one-stop unit."


class ChannelOfAnotherRoute(Refusal):
    """A filing names a channel that does not match its route: each channel has one route, and its rules apply only to
    filings that came by it."""

    code = "channel_of_another_route"
    kind = RefusalKind.INVALID
    vi = "Hồ sơ gửi từ đây không thể ghi là nộp qua kênh “{channel}”: {route}"
    en = "A filing sent from here cannot be one of the channel “{channel}”: {route}"


_BY_OFFICERS = (
    "công chức được phân công tại Bộ phận Một cửa nhận giấy tờ và nhập hồ sơ.",
    "an officer who is assigned to it at the one-stop unit takes the papers and enters the dossier.",
)
_NOT_CONNECTED = (
    "hồ sơ phải do chính hệ thống đó chuyển đến, và hệ thống đó chưa được kết nối.",
    "that system itself must hand such a filing on, and it is not connected.",
)
_TRUE_ROUTE = {
    **dict.fromkeys(PAPER_CHANNELS, _BY_OFFICERS),
    "own_portal": ("người nộp tự gửi bằng tài khoản của mình.", "applicants send it themselves with their account."),
    "national_portal": (
        "Cổng Dịch vụ công quốc gia chuyển đến, có chữ ký.",
        "the national portal hands it on, signed.",
    ),
    "vneid": _NOT_CONNECTED,
    "kiosk": _NOT_CONNECTED,
}


def build_wrong_channel(channel: str) -> ChannelOfAnotherRoute:
    """Return the refusal of a channel, with the route that its filings really use."""
    vi, en = _TRUE_ROUTE[channel]
    field = FieldError("/channel", ChannelOfAnotherRoute.code, f"Kênh này: {vi}", f"This channel: {en}")
    return ChannelOfAnotherRoute(channel=CHANNEL_WORDS[channel], route=BilingualWords(vi, en), fields=(field,))


class TerritoryClosed(Refusal):
    """The law of the day accepts filings only at the unit whose agency settles them."""

    code = "territory_closed"
    kind = RefusalKind.INVALID
    vi = "Tại thời điểm này phải nộp tại Bộ phận Một cửa của nơi giải quyết."
    en = "At this time, file at the one-stop unit of the place that settles it."


@dataclass(frozen=True, slots=True)
class Intake:
    """Data of reception. `desk` is the unit that took the dossier in before another received it; `originals` are
    components left with the unit; `held` are components that a database already answers; `by_form` are components that
    the filled e-form itself is; `foreseen_due_at` is the provisional appointment until another unit receives it;
    `national` is the number that the national portal gave a filing made there."""

    for_unit: str = ""
    desk: str = ""
    desk_received_at: datetime | None = None
    transfer_due_at: datetime | None = None
    receipt: bool = False
    originals: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    by_form: tuple[str, ...] = ()
    foreseen_due_at: datetime | None = None
    outage: str = ""
    national: str = ""


def calculate_transfer_due(
    channel: str,
    received_at: datetime,
    calendar: Calendar,
    *,
    electronic: str,
    paper: str,
    cut_off: str,
    after: str,
    answer: Clock | None,
) -> datetime:
    """Return when a received dossier must have been passed on (NĐ 61/2018 18.1, 18.2; VL-15.2, LC-10.2.a, HUE-13.1).

    Paper follows the cut-off of the day and the rule `after`, or goes at once where the rule `paper` says so. An
    electronic dossier goes at once, or within the time to answer where the rule `electronic` says so. A dossier
    received outside working hours is due when the unit opens: nobody is late while nobody works.
    """
    if channel in PAPER_CHANNELS and paper != IMMEDIATE:
        return deadlines.calculate_paper_transfer_due(calendar, received_at, time.fromisoformat(cut_off), after)
    if channel not in PAPER_CHANNELS and electronic == WITHIN_ANSWER_LIMIT and answer is not None:
        return max(received_at, answer.due_at)
    return working_time.find_next_working_instant(calendar, received_at)


def count_late_minutes(calendar: Calendar, due_at: datetime | None, now: datetime) -> int:
    """Return the whole working minutes by which an act missed its due time; 0 when it was in time or had none."""
    if due_at is None or now <= due_at:
        return 0
    return working_time.count_working_minutes(calendar, due_at, now)
