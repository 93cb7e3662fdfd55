"""Plan the notices of one fact: recipients and channels from the table, the law of the day and people's preferences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.notices.contacts import ContactReach
from chalicelib.domain.notices.notice_rules import LANGUAGES, OUTER, Channel, Notice, NoticeTable, select_owed_channels
from chalicelib.domain.notices.notice_text import fill_template, write_sms
from chalicelib.domain.notices.notice_values import NoticeSource, list_values
from chalicelib.domain.notices.recipients import Recipient, list_recipients

Rule = Callable[[str], Any]
"""The value of a parameter of law for the dossier; None where the law is silent."""


@dataclass(frozen=True, slots=True)
class PlannedDelivery:
    """A notice for one recipient on one channel. Without an `address` an outer channel has failed from the start."""

    notice: Notice
    recipient: Recipient
    channel: Channel
    address: str = ""
    language: str = "vi"


@dataclass(frozen=True, slots=True)
class RenderedNotice:
    """A rendered notice: a subject and a body, or one short text. `words` holds both languages for an inbox."""

    subject: str
    body: str
    short: str
    words: Mapping[str, Mapping[str, str]]


def select_notices(table: NoticeTable, source: NoticeSource, rule: Rule) -> tuple[Notice, ...]:
    """Return the notices of the fact that the law of the day requires, or that no rule prevents."""
    return tuple(
        each
        for each in table.list_notices(source.fact.kind, source.fact.data)
        if all(_has_allowed_word(rule(name), allowed) for name, allowed in each.law.items())
    )


def _has_allowed_word(value: Any, allowed: tuple[Any, ...]) -> bool:
    """Return whether a rule has one of these values; a rule of several words has each of them."""
    return any(word in allowed for word in value) if isinstance(value, tuple) else value in allowed


def plan_deliveries(
    notices: tuple[Notice, ...],
    source: NoticeSource,
    before: Dossier | None,
    reach: Callable[[Recipient], ContactReach],
    rule: Rule,
) -> tuple[PlannedDelivery, ...]:
    """Return every delivery of the fact, each recipient and channel once: the first notice of the table counts."""
    found: dict[tuple[str, Channel], PlannedDelivery] = {}
    for notice in notices:
        channels = _choose_channels(notice, rule)
        for one in list_recipients(notice.audience, before, source.dossier, source.fact, principal=source.principal):
            for each in _plan_recipient(notice, one, channels, reach):
                found.setdefault((one.key, each.channel), each)
    return tuple(found.values())


def render_notice(planned: PlannedDelivery, source: NoticeSource) -> RenderedNotice:
    """Return the words of a planned notice. Raise ValueError for a short text that does not fit."""
    said = {language: list_values(source, language) for language in LANGUAGES}
    words = {
        language: {
            "subject": fill_template(planned.notice.words[language].subject, said[language]),
            "body": fill_template(planned.notice.words[language].body, said[language]),
        }
        for language in LANGUAGES
    }
    language = planned.language
    frame = source.words["frame"]["mail"][language]
    body = fill_template(frame, {**said[language], "body": words[language]["body"]})
    sms = write_sms(planned.notice.words[language].sms, said[language]) if planned.channel is Channel.SMS else ""
    return RenderedNotice(words[language]["subject"], body, sms, words)


def _choose_channels(notice: Notice, rule: Rule) -> tuple[Channel, ...]:
    """Return the notice's own channels, or of the outer ones those that the law names."""
    named = rule(notice.channels_from) if notice.channels_from else None
    return select_owed_channels(notice, named) if named else notice.channels


def _plan_recipient(
    notice: Notice, one: Recipient, channels: tuple[Channel, ...], reach: Callable[[Recipient], ContactReach]
) -> Iterator[PlannedDelivery]:
    if Channel.INBOX in channels and one.inbox:
        yield PlannedDelivery(notice, one, Channel.INBOX)
    if one.unit:
        return
    if Channel.APP in channels and one.sub and one.party:
        yield PlannedDelivery(notice, one, Channel.APP)
    outer = [channel for channel in channels if channel in OUTER]
    if outer:
        yield from _plan_outer_channels(notice, one, outer, reach(one))


def _plan_outer_channels(
    notice: Notice, one: Recipient, channels: list[Channel], known: ContactReach
) -> Iterator[PlannedDelivery]:
    """Return verified addresses only. A courtesy notice needs an address and consent; an owed notice is recorded
    without one."""
    for channel in channels:
        address = known.find_address(channel)
        if notice.official or (address and known.has_opted_in(channel)):
            yield PlannedDelivery(notice, one, channel, address, known.language)
