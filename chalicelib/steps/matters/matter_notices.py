"""Notices of a matter, made from its kind's table: who is notified of a step, and in which words.

A notice names the matter's number, the step, the unit and the due time; no word that a person wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from chalicelib.domain.accounts.roles import PROVINCE_UNIT, Role
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.ledger.matter_facts import MatterFact
from chalicelib.domain.matters.kind_table import find_kind
from chalicelib.domain.matters.matter import Matter, fold_matter
from chalicelib.domain.matters.matter_actors import MatterPlace
from chalicelib.domain.matters.matter_clocks import find_reporter_due
from chalicelib.domain.matters.matter_kind import MatterKind
from chalicelib.domain.notices.contacts import ContactReach
from chalicelib.domain.notices.notice_plan import PlannedDelivery, RenderedNotice
from chalicelib.domain.notices.notice_rules import LANGUAGES, Audience, Channel, Notice
from chalicelib.domain.notices.notice_text import write_sms
from chalicelib.domain.notices.notice_values import Named, write_moment
from chalicelib.domain.notices.recipients import (
    FORMER,
    Recipient,
    build_desk_recipients,
    build_officer_recipients,
)
from chalicelib.domain.shared.errors import BilingualWords
from chalicelib.steps.notices.notified_fact import NotifiedFact

REPORTER = "filer"
"""The reporter has an account, whose contacts are those of every party that filed something."""
DESKS = (Role.ONE_STOP_OFFICER, Role.CASE_OFFICER)
"""Desks of a unit that may be a one-stop unit or an agency: each reads the inbox of its role."""
OVERDUE = BilingualWords("Quá hạn", "Overdue")
DUE_SOON = BilingualWords("Sắp đến hạn", "Due soon")
ALERTS: Mapping[str, BilingualWords] = {"overdue": OVERDUE, "soon": DUE_SOON}

_BODY = {
    "vi": "{title} {number}: {event}.\nCơ quan: {unit}.{due}\nXem (cần đăng nhập): {link}",
    "en": "{title} {number}: {event}.\nUnit: {unit}.{due}\nOpen it (sign-in needed): {link}",
}
_INBOX = {"vi": "Cơ quan: {unit}.{due}", "en": "Unit: {unit}.{due}"}
"""An inbox shows the subject above and a link below."""
_FORMER = {
    "vi": (
        "Liên hệ này không còn là liên hệ của tài khoản tỉnh cấp: chủ tài khoản đến quầy đề nghị thay, hai công chức "
        "đã quyết định ({number}). Mật khẩu cũ và ứng dụng xác thực cũ không dùng được nữa.\n"
        "Nếu không phải ông/bà đề nghị, báo mất tài khoản ngay: {link}"
    ),
    "en": (
        "This is no longer a contact of your account of the province: it was replaced at a counter, where the holder "
        "asked for it, and two officers decided it ({number}). The password and the app of before open nothing.\n"
        "If it was not you, report the account at once: {link}"
    ),
}
_FORMER_SMS = "Mot Cua: da thay lien he cua tai khoan ({number}). Khong phai ong/ba yeu cau: bao mat ngay {link}"
_DUE = {"vi": "\nHạn: {due}.", "en": "\nDue: {due}."}
_SMS = "{title} {number}: {event}. {link}"


@dataclass(frozen=True, slots=True)
class MatterNotices:
    """Plans the notices of one deployment's matters. `unit` names a unit, `is_office` says whether it is the provincial
    office, whose officers act for the whole province; `origin` is the address of the site, `knows_task` says
    whether the rules of the day know a special task, `list_grantors` who grants rights by them."""

    unit: Callable[[str], Named]
    is_office: Callable[[str], bool]
    origin: str
    knows_task: Callable[[Role], bool] = lambda _: False
    list_grantors: Callable[[], tuple[Role, ...]] = tuple

    def read_fact(self, facts: tuple[Fact, ...], reach: Callable[[Recipient], ContactReach]) -> NotifiedFact:
        """Return the last fact of a matter's ledger with its notices."""
        matter, fact = fold_matter(facts), facts[-1]
        kind = find_kind(matter.kind)
        places = _list_notified(kind, matter, fact)
        planned = tuple(
            each
            for place in places
            for recipient in (
                *self._list_recipients(place, matter, fact),
                *self._list_helpers(kind.helper, place, matter),
            )
            for each in _plan_channels(kind, matter, fact, recipient, reach)
        )
        return NotifiedFact(
            id=matter.id,
            seq=fact.seq,
            at=fact.occurred_at,
            unit=matter.unit,
            number=matter.number,
            planned=tuple({(each.recipient.key, each.channel): each for each in planned}.values()),
            render=partial(self._render_notice, kind, matter, fact),
            about=kind.plural,
        )

    def _list_recipients(self, place: MatterPlace, matter: Matter, fact: Fact) -> Iterator[Recipient]:
        if place is MatterPlace.FORMER:
            yield Recipient(FORMER, party=FORMER)
        if place is MatterPlace.REPORTER and (person := matter.account or matter.reporter):
            yield Recipient(REPORTER, sub=person, party=REPORTER)
        if place is MatterPlace.OFFICER:
            yield from build_officer_recipients(matter.account)
        units = {
            MatterPlace.REPORTER: matter.sender_unit,
            MatterPlace.UNIT: matter.unit,
            MatterPlace.FIRST: matter.first_unit,
            MatterPlace.ASKED: str(fact.data.get("asks", "")),
            MatterPlace.PROVINCE: PROVINCE_UNIT,
        }
        unit = units.get(place, "")
        if unit != PROVINCE_UNIT:
            for role in DESKS:
                yield from build_desk_recipients(unit, role)
        if unit == PROVINCE_UNIT or (unit and self.is_office(unit)):
            yield from build_desk_recipients(PROVINCE_UNIT, Role.PROVINCIAL_OFFICE)
        if place is MatterPlace.GRANTER:
            for role in self.list_grantors():
                yield from build_desk_recipients(PROVINCE_UNIT, role)
        if place is MatterPlace.ABOVE:
            yield from build_desk_recipients(matter.unit, Role.HEAD_OF_ONE_STOP)
            yield from build_desk_recipients(matter.unit, Role.AGENCY_HEAD)
            if self.is_office(matter.unit):
                yield from build_desk_recipients(PROVINCE_UNIT, Role.PROVINCIAL_OFFICE)

    def _list_helpers(self, helper: Role | None, place: MatterPlace, matter: Matter) -> tuple[Recipient, ...]:
        if helper is None or place is not MatterPlace.REPORTER or not matter.sender_unit or not self.knows_task(helper):
            return ()
        return build_desk_recipients(matter.sender_unit, helper)

    def _render_notice(self, kind: MatterKind, matter: Matter, fact: Fact, planned: PlannedDelivery) -> RenderedNotice:
        former, reporter = planned.recipient.key == FORMER, planned.recipient.key in (FORMER, REPORTER)
        page = f"viec/{kind.plural}" if reporter else f"officer/matters/{kind.plural}"
        link, event = f"{self.origin}/{page}/{matter.id}", name_event(kind, fact, reporter)
        # Who has lost the account, or never had it, signs in to nothing.
        link = f"{self.origin}/bao-mat-tai-khoan" if former else link
        words, texts = dict[str, dict[str, str]](), dict[str, str]()
        ends = find_reporter_due(kind, matter) if planned.recipient.key == REPORTER else matter.due_at
        ends = None if matter.ended else ends
        for language in LANGUAGES:
            title, said = getattr(kind.words, language), getattr(event, language)
            due = _DUE[language].format(due=write_moment(ends)) if ends else ""
            named = self.unit(matter.unit)
            filled = {
                "title": title, "number": matter.number, "event": said, "link": link, "due": due,
                "unit": getattr(named, language) or named.vi,
            }  # fmt: skip
            texts[language] = (_FORMER if former else _BODY)[language].format_map(filled)
            inbox = _INBOX[language].format_map(filled)
            words[language] = {"subject": f"{title} {matter.number}: {said}", "body": inbox}
        short = ""
        if planned.channel is Channel.SMS:
            short = write_sms(
                _FORMER_SMS if former else _SMS,
                {"title": kind.words.vi, "number": matter.number, "event": event.vi, "link": link},
            )
        return RenderedNotice(words[planned.language]["subject"], texts[planned.language], short, words)


def name_event(kind: MatterKind, fact: Fact, reporter: bool = False) -> BilingualWords:
    """Return the name of what happened: the state that the opening led to, a step, or an alert of a clock. The reporter
    reads what became of the matter where a step ended it or made it public."""
    if fact.kind == MatterFact.OPENED:
        return kind.find_state(fact.data.get("to", kind.opening.state)).name
    if fact.kind == MatterFact.ALERTED:
        alert, clock = ALERTS[fact.data["alert"]], kind.clocks[fact.data["clock"]]
        return BilingualWords(f"{alert.vi}: {clock.vi}", f"{alert.en}: {clock.en}")
    if reporter and "to" in fact.data and (fact.data.get("ended") or fact.data.get("public")):
        return kind.find_state(fact.data["to"]).name
    return kind.list_steps(fact.data["step"])[0].name


def _list_notified(kind: MatterKind, matter: Matter, fact: Fact) -> tuple[MatterPlace, ...]:
    if fact.kind == MatterFact.OPENED:
        # Of one kind, some cases concern others than the rest do.
        return tuple(map(MatterPlace, fact.data.get("notifies", kind.opening.notifies)))
    if fact.kind == MatterFact.ALERTED and fact.data["alert"] in kind.alerts:
        return kind.alerts[fact.data["alert"]]
    if fact.kind == MatterFact.ALERTED:
        return (MatterPlace.UNIT, MatterPlace.ABOVE) if fact.data["alert"] == "overdue" else (MatterPlace.UNIT,)
    rows = kind.list_steps(str(fact.data["step"]))
    return tuple(dict.fromkeys(place for row in rows for place in row.notifies))


def _plan_channels(
    kind: MatterKind, matter: Matter, fact: Fact, recipient: Recipient, reach: Callable[[Recipient], ContactReach]
) -> Iterator[PlannedDelivery]:
    notice = Notice(
        key=f"matter.{kind.name}.{fact.data.get('step') or fact.data.get('alert') or 'open'}",
        fact=fact.kind,
        audience=Audience.APPLICANT if recipient.party else Audience.RESPONSIBLE,
        channels=(Channel.INBOX, Channel.MAIL, Channel.SMS),
        article="; ".join(str(each.get("article", "")) for each in fact.law),
    )
    if recipient.inbox:
        yield PlannedDelivery(notice, recipient, Channel.INBOX)
    if recipient.unit:
        return
    known = reach(recipient)
    for channel in (Channel.MAIL, Channel.SMS):
        if (address := known.find_address(channel)) and known.has_opted_in(channel):
            yield PlannedDelivery(notice, recipient, channel, address, known.language)
