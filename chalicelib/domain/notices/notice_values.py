"""Values that a notice may contain: codes, states, dates and sums of one fact, in Vietnamese or English.

No name, address, answer or free text of a person is among them, and no procedure, since some reveal a person's private
life. The recipient signs in for details.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.ledger.fact_registry import FACTS
from chalicelib.domain.shared.timezone import VIETNAM, parse_optional_stamp, parse_stamp
from chalicelib.domain.shared.typed_numbers import write_whole

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.any_kind import AnyPayload


class Named(Protocol):
    """Something with its name in both languages."""

    @property
    def vi(self) -> str: ...

    @property
    def en(self) -> str: ...


@dataclass(frozen=True, slots=True)
class NoticeSource:
    """A fact, the dossier right after it, and the names of things.

    `words` are labels by group, code and language; `link` leads to the dossier, after sign-in; `principal` says whether
    a proxy filed.
    """

    fact: Fact
    dossier: Dossier
    unit: Callable[[str], Named]
    words: Mapping[str, Mapping[str, Mapping[str, str]]]
    link: str
    principal: bool = False

    @property
    def data(self) -> AnyPayload:
        """The fact's payload."""
        return payloads.read_any(self.fact)

    def find_word(self, group: str, code: str, language: str) -> str:
        """Return a code's label. Raise KeyError for a code without one."""
        return self.words[group][code][language]


Value = Callable[[NoticeSource, str], str]


def list_values(source: NoticeSource, language: str) -> dict[str, str]:
    """Return every value for a notice of this fact. Raise KeyError for an unknown kind of fact."""
    return {name: VALUES[name](source, language) for name in PROVIDED[source.fact.kind]}


def write_moment(at: datetime | None) -> str:
    """Return an instant in Vietnamese time; empty for None."""
    return at.astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y") if at else ""


def _name_in_language(named: Named, language: str) -> str:
    return str(getattr(named, language) or named.vi)


def _fill_number(source: NoticeSource, language: str) -> str:
    """Return the code once there is one: it is given at reception (QN-11.1, QN-11.3)."""
    return source.dossier.code or source.dossier.receipt_no


def _fill_agency(source: NoticeSource, language: str) -> str:
    return _name_in_language(source.unit(source.dossier.agency or source.dossier.one_stop), language)


def _fill_due_time(source: NoticeSource, language: str) -> str:
    return write_moment(source.dossier.clock.due_at) if source.dossier.clock else ""


def _fill_reply_time(source: NoticeSource, language: str) -> str:
    return write_moment(parse_stamp(payloads.CONSULTED.read(source.fact)["reply_due_at"]))


def _fill_stated_due_time(source: NoticeSource, language: str) -> str:
    """Return the due time that the fact itself states."""
    return write_moment(parse_optional_stamp(source.data.get("due_at")))


def _answer_by(source: NoticeSource, language: str) -> str:
    return write_moment(source.dossier.reception.due_at) if source.dossier.reception else ""


def _fill_official_time(source: NoticeSource, language: str) -> str:
    return write_moment(source.dossier.reception.started_at) if source.dossier.reception else ""


def _count_asked(source: NoticeSource, language: str) -> str:
    data = source.data
    return str(len(data.get("components", ())) + len(data.get("form_fields", ())) + bool(data.get("payment")))


def _fill_waiting_end(source: NoticeSource, language: str) -> str:
    """Return a whole sentence, because not every regime limits the wait."""
    until = write_moment(parse_optional_stamp(source.data.get("wait_until")))
    if not until:
        return ""
    return f"Hạn bổ sung: {until}." if language == "vi" else f"Add it by {until}."


def _fill_amount(source: NoticeSource, language: str) -> str:
    """Return the sum of the named obligations, or the amount that the fact itself states."""
    named = {*source.data.get("demanded", ()), *source.data.get("settles", ())}
    if named:
        return write_whole(sum(each.amount for each in source.dossier.obligations if each.id in named))
    return write_whole(source.data.get("amount", 0))


def _fill_refiled_money(source: NoticeSource, language: str) -> str:
    """Return whole sentences, because few online payments are for a wrong procedure."""
    into = source.dossier.refiled_into
    if into is None or not into.carried + into.owed_back:
        return ""
    vi = language == "vi"
    paid = f"Số tiền {write_whole(into.carried)} đồng đã nộp trực tuyến được tính cho thủ tục đúng." if vi else (
        f"The {write_whole(into.carried)} đồng that you paid online counts for the right procedure."
    )  # fmt: skip
    back = f"Số nộp thừa {write_whole(into.owed_back)} đồng được ghi nhận để hoàn trả ông/bà." if vi else (
        f"{write_whole(into.owed_back)} đồng more than it costs is recorded as owed back to you."
    )  # fmt: skip
    return " ".join(([paid] if into.carried else []) + ([back] if into.owed_back else []))


def _fill_outcome_of(group: str) -> Value:
    return lambda s, language: s.find_word(group, s.data["outcome"], language)


def _fill_ground(source: NoticeSource, language: str) -> str:
    ground = source.data.get("ground")
    return source.find_word("ground", ground, language) if ground else ""


def _fill_request_kind(source: NoticeSource, language: str) -> str:
    """Return the kind of request that the fact is about: its own, or that of the request it forwards."""
    kind = source.data.get("kind")
    if kind is None:
        found = source.dossier.find_request(source.data["request"])
        kind = found.kind.value if found else ""
    return source.find_word("request", kind, language) if kind else ""


VALUES: dict[str, Value] = {
    "number": _fill_number,
    "receipt_no": lambda s, language: s.dossier.receipt_no,
    "one_stop": lambda s, language: _name_in_language(s.unit(s.dossier.one_stop), language),
    "agency": _fill_agency,
    "state": lambda s, language: s.find_word("state", s.dossier.state.value, language),
    "at": lambda s, language: write_moment(s.fact.occurred_at),
    "link": lambda s, language: s.link,
    "rate_link": lambda s, language: f"{s.link}/rate?from=notice",
    "due": _fill_due_time,
    "due_was": lambda s, language: write_moment(s.dossier.clock.original_due_at) if s.dossier.clock else "",
    "official_at": _fill_official_time,
    "answer_by": _answer_by,
    "reply_by": _fill_reply_time,
    "by": _fill_stated_due_time,
    "deadline": lambda s, language: s.find_word("deadline", s.data["deadline"], language),
    "count": _count_asked,
    "papers": lambda s, language: str(len(s.data.get("to_compare", ()))),
    "until": _fill_waiting_end,
    "amount": _fill_amount,
    "to_pay": lambda s, language: write_whole(s.data.get("to_pay", 0)),
    "ground": _fill_ground,
    "outcome": _fill_outcome_of("outcome"),
    "exemption": _fill_outcome_of("exemption"),
    "way": lambda s, language: s.find_word("way", s.data["way"], language),
    "comparison": _fill_outcome_of("comparison"),
    "request": _fill_request_kind,
    "refiled_as": lambda s, language: s.dossier.refiled_into.receipt_no if s.dossier.refiled_into else "",
    "refiled_money": _fill_refiled_money,
}

COMMON = frozenset({"number", "receipt_no", "one_stop", "agency", "state", "at", "link"})
WIDEST: Mapping[str, int] = {
    "number": 27,
    "link": 68,
    "due": 16,
    "answer_by": 16,
    "by": 16,
    "count": 2,
    "papers": 2,
    "to_pay": 11,
    "amount": 11,
    "refiled_as": 16,
}
"""Values that an SMS may contain, with the greatest length of each in characters."""

PROVIDED: Mapping[str, frozenset[str]] = {
    kind: COMMON | set(row.notices) for kind, row in FACTS.items() if row.notices is not None
}
"""The values that each kind of fact provides."""
