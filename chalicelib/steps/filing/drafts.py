"""Drafts: a filing being typed. Versioned, without key or fact; only its author sees it."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.dossier.code_words import CHANNEL_WORDS
from chalicelib.domain.dossier.intake import DESK_CHANNELS, TYPED_HERE, of_another_route
from chalicelib.domain.eforms.answers import normalise
from chalicelib.domain.flow.flow_actors import POST_STAGES
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.shared.errors import Busy, CitizenAccountNeeded, KeyReused, Kind, NotFound, Refusal, Stale
from chalicelib.domain.shared.timezone import read_instant, stamp
from chalicelib.steps.dossier.by_law import by_law
from chalicelib.steps.dossier.command import TRIES, rest
from chalicelib.steps.dossier.context import Ask, Desk
from chalicelib.steps.dossier.ports import Change, Conflict, Draft, Outcome

TYPISTS = (Role.ONE_STOP_OFFICER, Role.POSTAL_STAFF)
"""Roles that may type filings, at a unit of their own; postal staff where the law gives them reception."""


NATIONAL = "national_portal"

KEPT = ("procedure", "one_stop", "channel", "for_unit", "national")
"""Fields of a draft that never change; `national` is the portal's number and the linked account of ours."""


class ChannelNotOffered(Refusal):
    """The regime of the day, or the procedure, does not accept filings by this channel."""

    code = "channel_not_offered"
    kind = Kind.INVALID
    vi = "Thủ tục này không nhận hồ sơ qua kênh “{channel}” tại thời điểm này."
    en = "This procedure does not take filings by the channel “{channel}” at this time."


def dossier_id(sub: str, key: str) -> str:
    """Return the id of the dossier that a caller's key makes: the same key always means the same dossier."""
    digest = hashlib.sha256(f"dossier|{sub}|{key}".encode()).digest()
    text = base64.b32encode(digest[:17]).decode().rstrip("=").lower()[:26]
    return text.translate(_CROCKFORD)


_CROCKFORD = str.maketrans("abcdefghijklmnopqrstuvwxyz234567", "0123456789abcdefghjkmnpqrstvwxyz")


def create_draft(desk: Desk, ask: Ask, channels: Collection[str] = TYPED_HERE) -> Draft:
    """Start a draft for one procedure, one-stop unit and channel. Repeats return the same draft.

    `channels` are those of the caller's route: typed here, unless another system submits the filing.
    Refuse any other."""
    body = ask.body
    require_route(body["channel"], channels)
    desk.reference.procedure(body["procedure"]).require_enabled(local=desk.local)
    desk.reference.one_stop(body["one_stop"], ask.now)
    unit = _unit_for(desk, ask)
    draft = Draft(ask.dossier_id, 1, ask.actor.sub, unit, {**body, "answers": {}, "applicant": {}}, ask.real_now)
    for turn in range(TRIES):
        rest(turn)
        first = desk.dossiers.load(ask.dossier_id, idem=ask.idem).outcome
        if first is not None:
            return _first(ask, first, draft)
        outcome = Outcome(ask.digest, {"draft": draft.id})
        try:
            change = Change(draft=draft, idem=ask.idem, outcome=outcome, quotas=ask.quotas)
            desk.dossiers.save(change, now=ask.real_now)
        except Conflict:
            continue
        return draft
    raise Busy(retry_after=1)


def save_draft(desk: Desk, ask: Ask) -> Draft:
    """Replace the draft's data. The procedure, unit and channel never change. A save that changes nothing stores
    nothing, counts for no quota, and leaves the version as it is."""
    for turn in range(TRIES):
        rest(turn)
        draft = mine(desk, ask)
        if ask.version != draft.version:
            raise Stale(version=draft.version)
        body = _typed(desk, ask, draft)
        if _canonical(body) == _canonical(draft.body):
            return draft
        newer = Draft(draft.id, draft.version + 1, draft.author, draft.unit, body, ask.real_now)
        try:
            desk.dossiers.save(Change(draft=newer, draft_was=draft.version, quotas=ask.quotas), now=ask.real_now)
        except Conflict:
            continue
        return newer
    raise Busy(retry_after=1)


def _typed(desk: Desk, ask: Ask, draft: Draft) -> dict[str, Any]:
    """Return the typed data as it is stored, filed and hashed: one spelling of texts and numbers, at most 200 KB."""
    kept = {name: draft.body[name] for name in KEPT if name in draft.body}
    formats = desk.reference.procedure(draft.body["procedure"]).answer_formats(ask.body["answers"])
    answers = normalise(ask.body["answers"], formats)
    return {**ask.body, "answers": answers, "handover_record": _record(ask.body), **kept}


def _canonical(body: Mapping[str, Any]) -> str:
    return json.dumps(body, sort_keys=True, ensure_ascii=False, default=str)


def _record(body: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the postal hand-over record for a draft: a complete time in the format of instants, a partial one as
    typed."""
    record = body.get("handover_record")
    if not record:
        return None
    signed = read_instant(record["signed_at"])
    return {**record, "signed_at": stamp(signed) if signed else record["signed_at"]}


def discard(desk: Desk, ask: Ask) -> None:
    """Discard a draft; one that is already deleted is not found. Its uploads expire by themselves."""
    draft = mine(desk, ask)
    try:
        gone = Change(dossier_id=draft.id, draft_was=draft.version, draft_gone=True)
        desk.dossiers.save(gone, now=ask.real_now)
    except Conflict:
        raise Stale(version=draft.version + 1) from None


def mine(desk: Desk, ask: Ask) -> Draft:
    """Return the caller's own draft; another author's draft is not found."""
    draft = desk.dossiers.load(ask.dossier_id).draft
    if draft is None or draft.author != ask.actor.sub:
        raise NotFound()
    return draft


def require_route(channel: str, channels: Collection[str]) -> None:
    """Refuse a channel whose filings do not come by this route."""
    if channel not in channels:
        raise of_another_route(channel)


def require_channel(desk: Desk, ask: Ask, channel: str) -> Mapping[str, Any]:
    """Return the rule that offers the channel on the day; refuse a channel that none offers."""
    ruling = desk.reference.rule("channel.open", ask.dates, channel=channel)
    with by_law(ruling):
        if not ruling.value:
            raise ChannelNotOffered(channel=CHANNEL_WORDS[channel])
    return ruling.cite


def _unit_for(desk: Desk, ask: Ask) -> str:
    """Return the unit: an officer types for the applicant at a unit of their own; a citizen's draft belongs
    to no unit."""
    channel, unit = str(ask.body["channel"]), str(ask.body["one_stop"])
    require_channel(desk, ask, channel)
    if channel not in DESK_CHANNELS:
        require_citizen(ask.actor)
        return ""
    if typist(ask, unit) is None:
        raise of_another_route(channel)
    return unit


def require_citizen(actor: Actor) -> None:
    """Refuse to file from home with an officers' account; raises CitizenAccountNeeded."""
    if not actor.citizen:
        raise CitizenAccountNeeded()


def typist(ask: Ask, unit: str) -> Role | None:
    """Return the role under which the actor types filings at a unit, if any."""
    held = ask.actor.roles_in(unit, ask.now)
    if POST_STAGES[Step.SUBMIT] not in ask.actor.post_stages:
        held -= {Role.POSTAL_STAFF}
    return next((role for role in TYPISTS if role in held), None)


def _first(ask: Ask, first: Outcome, draft: Draft) -> Draft:
    if first.digest != ask.digest:
        raise KeyReused()
    return draft
