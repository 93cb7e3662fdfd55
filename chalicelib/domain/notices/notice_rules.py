"""The table of notices: fact, recipients, channels and the content that the law requires, read from data.

The table and its templates are checked as a whole when they are loaded. An incomplete notice is refused there, with
file and reason, and not when it must be sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from chalicelib.domain.notices.notice_text import SMS_LENGTH, count_septets, list_placeholders, strip_for_sms
from chalicelib.domain.notices.notice_values import PROVIDED, WIDEST

LANGUAGES = ("vi", "en")


class Channel(StrEnum):
    """A channel of notices."""

    MAIL = "mail"
    SMS = "sms"
    INBOX = "inbox"
    APP = "app"


OUTER = frozenset({Channel.MAIL, Channel.SMS})
"""Channels that reach the recipient outside this application; the arrival of a notice is judged by these."""

LAW_CHANNELS = {"email": Channel.MAIL, "sms": Channel.SMS}
"""Channel names in the law's own parameters; telephone and social networks are for people to use."""


class Audience(StrEnum):
    """Recipients of a notice. A desk is a role in a unit: any officer of the desk reads its notices. A fact may name
    desks itself, and the applicant too, where the law of its dossier says so (escalation)."""

    APPLICANT = "applicant"
    PROPOSER = "proposer"
    APPROVER = "approver"
    ASSIGNED = "assigned"
    ANSWERER = "answerer"
    RESPONSIBLE = "responsible"
    ONE_STOP = "one_stop"
    HEAD_OF_ONE_STOP = "head_of_one_stop"
    AGENCY = "agency"
    HEAD_OF_SECTION = "head_of_section"
    AGENCY_HEAD = "agency_head"
    CENTRE = "centre"
    PARTNERS = "partners"
    CONSULTED = "consulted"
    NAMED = "named"
    NAMED_APPLICANT = "named_applicant"


class NoticeDataError(ValueError):
    """The table of notices is invalid; the message names the notice and its fault."""


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """A notice in one language: subject and body of a mail, and the sentence of an SMS."""

    subject: str
    body: str
    sms: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """One row of the table.

    `official` notices are owed: nobody can switch them off, and an undelivered one becomes a person's task. `when` are
    conditions on the fact's data: an equal value, true for present, false for absent. `law` names parameters and the
    values under which the law owes the notice; `channels_from` the parameter that names channels. `owes` is the content
    that must be in every body.
    """

    key: str
    fact: str
    audience: Audience
    channels: tuple[Channel, ...]
    article: str
    official: bool = False
    owes: tuple[str, ...] = ()
    when: Mapping[str, Any] = field(default_factory=dict)
    law: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    channels_from: str = ""
    words: Mapping[str, NoticeWords] = field(default_factory=dict)

    def matches_fact(self, data: Mapping[str, Any]) -> bool:
        """Return whether the notice applies to a fact with this data."""
        return all(_matches_value(wanted, data.get(name)) for name, wanted in self.when.items())


@dataclass(frozen=True, slots=True)
class NoticeTable:
    """Every notice by fact kind, and the kinds that owe none, each with its reason."""

    notices: tuple[Notice, ...]
    none_owed: Mapping[str, str]
    words: Mapping[str, Mapping[str, Mapping[str, str]]]

    def list_notices(self, kind: str, data: Mapping[str, Any]) -> tuple[Notice, ...]:
        """Return the notices of a fact. Raise KeyError for a kind that is neither mapped nor listed as owing none."""
        found = [each for each in self.notices if each.fact == kind]
        if not found and kind not in self.none_owed:
            raise KeyError(f"no notice is known for the fact {kind}")
        return tuple(each for each in found if each.matches_fact(data))

    @property
    def kinds(self) -> frozenset[str]:
        """Return every kind of fact in the table."""
        return frozenset({each.fact for each in self.notices} | set(self.none_owed))


def _matches_value(wanted: Any, found: Any) -> bool:
    if isinstance(wanted, bool):
        return bool(found) is wanted
    return found in wanted if isinstance(wanted, list) else bool(found == wanted)


def read_table(data: Mapping[str, Any], words: Mapping[str, Any]) -> NoticeTable:
    """Return the table from plain data. Raise NoticeDataError for any incomplete notice."""
    notices = tuple(_parse_notice(entry) for entry in data["notice"])
    keys = [each.key for each in notices]
    if double := sorted({key for key in keys if keys.count(key) > 1}):
        raise NoticeDataError(f"{double[0]}: duplicate key")
    none_owed = dict(data.get("none_owed", {}))
    if both := sorted(set(none_owed) & {each.fact for each in notices}):
        raise NoticeDataError(f"{both[0]}: owes notices and is listed as owing none")
    for each in notices:
        _require_whole(each)
    return NoticeTable(notices, none_owed, words)


def _parse_notice(entry: Mapping[str, Any]) -> Notice:
    key = str(entry.get("key", "?"))
    plain_fields = {name: value for name, value in entry.items() if name not in LANGUAGES}
    try:
        words = {language: NoticeWords(**entry[language]) for language in LANGUAGES}
        return Notice(
            **plain_fields
            | {
                "audience": Audience(entry["audience"]),
                "channels": tuple(Channel(name) for name in entry["channels"]),
                "owes": tuple(entry.get("owes", ())),
                "law": {name: tuple(values) for name, values in entry.get("law", {}).items()},
                "words": words,
            }
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise NoticeDataError(f"{key}: {fault}") from fault


def _require_whole(notice: Notice) -> None:
    for fault in _list_faults(notice):
        raise NoticeDataError(f"{notice.key}: {fault}")


def _list_faults(notice: Notice) -> Iterator[str]:
    if not notice.article and notice.official:
        yield "an official notice cites its article"
    if notice.official and notice.audience is Audience.APPLICANT and not OUTER & set(notice.channels):
        yield "an official notice to an applicant goes by mail or SMS"
    if notice.fact not in PROVIDED:
        yield f"nothing is known of the fact {notice.fact}"
        return
    for language, words in notice.words.items():
        yield from (f"{language}: {fault}" for fault in _list_text_faults(notice, words))


def _list_text_faults(notice: Notice, words: NoticeWords) -> Iterator[str]:
    known = PROVIDED[notice.fact]
    texts = {"subject": words.subject, "body": words.body, "sms": words.sms}
    for name, text in texts.items():
        try:
            missing = list_placeholders(text) - known
        except ValueError as fault:
            yield f"{name}: {fault}"
            return
        if missing:
            yield f"{name}: the fact gives no {', '.join(sorted(missing))}"
            return
    if absent := [value for value in notice.owes if value not in list_placeholders(words.body)]:
        yield f"body: owes {', '.join(absent)}"
    if not words.subject or not words.body:
        yield "a notice has a subject and a body"
    if Channel.SMS in notice.channels:
        yield from _list_sms_faults(words.sms)


def _list_sms_faults(text: str) -> Iterator[str]:
    """Return faults of the short text: with its longest values it must fit one message."""
    if not {"number", "link"} <= list_placeholders(text):
        yield "sms: names the dossier and where to sign in"
        return
    widest = strip_for_sms(
        text.format_map({name: "x" * width for name, width in WIDEST.items()} | _fill_too_wide(text))
    )
    try:
        if count_septets(widest) > SMS_LENGTH:
            yield f"sms: up to {count_septets(widest)} characters, more than {SMS_LENGTH}"
    except ValueError as fault:
        yield f"sms: {fault}"


def _fill_too_wide(text: str) -> dict[str, str]:
    """Return values without a known length: they count as too long for an SMS."""
    return dict.fromkeys(list_placeholders(text) - set(WIDEST), "x" * (SMS_LENGTH + 1))


def select_owed_channels(notice: Notice, law: Iterable[str]) -> tuple[Channel, ...]:
    """Return the channels of a notice whose law names some: those, and the ones that the law does not govern."""
    named = [LAW_CHANNELS[name] for name in law if name in LAW_CHANNELS]
    return tuple(each for each in notice.channels if each not in OUTER or each in named)
