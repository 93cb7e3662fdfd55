"""Look-up channels: list those of the regulation and those set up; set up or close a further one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from chalicelib.domain.dossier.outages import DECLARERS
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.search.lookup_channels import NAMED, OTHER, ChannelWords, FurtherChannel
from chalicelib.domain.search.public_status import is_channel_open, require_channel
from chalicelib.domain.shared.errors import FieldError, Forbidden, Invalid, Stale
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.steps.dossier.context import Command, Dependencies
from chalicelib.steps.dossier.items import ChannelItem
from chalicelib.steps.dossier.ports import Change, Conflict, ExtraPut, Rulings

if TYPE_CHECKING:
    from datetime import datetime

    from chalicelib.models.lookup_channels import FurtherChannelBody


@dataclass(frozen=True, slots=True)
class Offered:
    """Channels that people may use today, and the article of the rule; empty where no text names any."""

    named: Mapping[str, ChannelWords]
    further: Sequence[FurtherChannel]
    article: str


def list_channels(law: Rulings, kept: Sequence[Mapping[str, Any]], now: datetime) -> Offered:
    """Return today's channels. Further channels are shown only while the regulation allows others."""
    rule = law.find_rule("lookup.channels", CaseDates(now))
    listed = rule.list_words()
    shown = is_channel_open(rule.find_list(), OTHER)
    further = [each for each in map(_unpack_channel, kept) if shown and not each.closed]
    named = {key: NAMED[key] for key in listed if key in NAMED}
    return Offered(named, further, rule.cite["article"])


def list_all(kept: Sequence[Mapping[str, Any]]) -> list[FurtherChannel]:
    """Return every further channel ever set up, closed ones too."""
    return sorted(map(_unpack_channel, kept), key=lambda each: each.key)


def set_up(deps: Dependencies, command: Command[FurtherChannelBody], key: str) -> FurtherChannel:
    """Set up, change or close a further channel, on the version that was read (0 for a new one).

    Raise Forbidden, ChannelClosed where the regulation lists its channels and allows no other, Invalid for a name that
    the regulation uses itself, or Stale.
    """
    if not command.actor.list_roles(command.now) & DECLARERS:
        raise Forbidden()
    require_channel(deps.reference.find_rule("lookup.channels", command.dates).find_list(), OTHER)
    if key in NAMED or key == OTHER:
        vi, en = "Kênh này đã có trong quy chế.", "The regulation already names this channel."
        raise Invalid(fields=(FieldError("/channel", "channel_named", vi, en),))
    body, was = command.body, command.version or 0
    words = ChannelWords(body.name.vi, body.name.en, body.guidance.vi, body.guidance.en)
    made = FurtherChannel(key, words, body.url or "", body.closed, was + 1)
    item = ExtraPut(ChannelItem(key), pack_value(replace(made, version=1)), expect=was or None)
    try:
        deps.dossiers.save(Change(dossier_id=key, extras=(item,)), now=command.real_now)
    except Conflict:
        raise Stale(version=was + 1) from None
    return made


def _unpack_channel(body: Mapping[str, Any]) -> FurtherChannel:
    found: FurtherChannel = unpack_value(FurtherChannel, body)
    return found
