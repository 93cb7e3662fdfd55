"""Plan the notices of one fact: recipients and channels from the table, the law of the day and people's preferences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.notices.contacts import Reach
from chalicelib.domain.notices.notice_rules import LANGUAGES, OUTER, Channel, Notice, NoticeTable, owed_channels
from chalicelib.domain.notices.notice_text import filled, short
from chalicelib.domain.notices.notice_values import Source, values
from chalicelib.domain.notices.recipients import Recipient, recipients

Rule = Callable[[str], Any]
"""The value of a parameter of law for the dossier; None where the law is silent."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A notice for one recipient on one channel. Without an `address` an outer channel has failed from the start."""

    notice: Notice
    recipient: Recipient
    channel: Channel
    address: str = ""
    language: str = "vi"


@dataclass(frozen=True, slots=True)
class Letter:
    """A rendered notice: a subject and a body, or one short text. `words` holds both languages for an inbox."""

    subject: str
    body: str
    short: str
    words: Mapping[str, Mapping[str, str]]


def told(table: NoticeTable, source: Source, rule: Rule) -> tuple[Notice, ...]:
    """Return the notices of the fact that the law of the day requires, or that no rule prevents."""
    return tuple(
        each
        for each in table.of(source.fact.kind, source.fact.data)
        if all(_says(rule(name), allowed) for name, allowed in each.law.items())
    )


def _says(value: Any, allowed: tuple[Any, ...]) -> bool:
    """Return whether a rule has one of these values; a rule of several words has each of them."""
    return any(word in allowed for word in value) if isinstance(value, tuple) else value in allowed


def plan(
    notices: tuple[Notice, ...],
    source: Source,
    before: Dossier | None,
    reach: Callable[[Recipient], Reach],
    rule: Rule,
) -> tuple[Planned, ...]:
    """Return every delivery of the fact, each recipient and channel once: the first notice of the table counts."""
    found: dict[tuple[str, Channel], Planned] = {}
    for notice in notices:
        channels = _channels(notice, rule)
        for one in recipients(notice.audience, before, source.dossier, source.fact, principal=source.principal):
            for each in _to(notice, one, channels, reach):
                found.setdefault((one.key, each.channel), each)
    return tuple(found.values())


def letter(planned: Planned, source: Source) -> Letter:
    """Return the words of a planned notice. Raise ValueError for a short text that does not fit."""
    said = {language: values(source, language) for language in LANGUAGES}
    words = {
        language: {
            "subject": filled(planned.notice.words[language].subject, said[language]),
            "body": filled(planned.notice.words[language].body, said[language]),
        }
        for language in LANGUAGES
    }
    language = planned.language
    frame = source.words["frame"]["mail"][language]
    body = filled(frame, {**said[language], "body": words[language]["body"]})
    sms = short(planned.notice.words[language].sms, said[language]) if planned.channel is Channel.SMS else ""
    return Letter(words[language]["subject"], body, sms, words)


def _channels(notice: Notice, rule: Rule) -> tuple[Channel, ...]:
    """Return the notice's own channels, or of the outer ones those that the law names."""
    named = rule(notice.channels_from) if notice.channels_from else None
    return owed_channels(notice, named) if named else notice.channels


def _to(
    notice: Notice, one: Recipient, channels: tuple[Channel, ...], reach: Callable[[Recipient], Reach]
) -> Iterator[Planned]:
    if Channel.INBOX in channels and one.inbox:
        yield Planned(notice, one, Channel.INBOX)
    if one.unit:
        return
    if Channel.APP in channels and one.sub and one.party:
        yield Planned(notice, one, Channel.APP)
    outer = [channel for channel in channels if channel in OUTER]
    if outer:
        yield from _outer(notice, one, outer, reach(one))


def _outer(notice: Notice, one: Recipient, channels: list[Channel], known: Reach) -> Iterator[Planned]:
    """Return verified addresses only. A courtesy notice needs an address and consent; an owed notice is recorded
    without one."""
    for channel in channels:
        address = known.address(channel)
        if notice.official or (address and known.wants(channel)):
            yield Planned(notice, one, channel, address, known.language)
