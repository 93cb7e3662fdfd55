"""Drafts: a filing being typed. Versioned, without key or fact; only its author sees it."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.domain.accounts.acting_for import describe_principal, require_covered
from chalicelib.domain.accounts.identity_level import require_level
from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.dossier.code_words import CHANNEL_WORDS
from chalicelib.domain.dossier.intake import OWN_PORTAL, PAPER_CHANNELS, TYPED_HERE, build_wrong_channel
from chalicelib.domain.eforms.answers import normalise_answers
from chalicelib.domain.filing.draft_content import DraftContent, read_draft_content
from chalicelib.domain.flow.flow_actors import POST_STAGES
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.shared.errors import Busy, CitizenAccountNeeded, KeyReused, NotFound, Refusal, RefusalKind, Stale
from chalicelib.domain.shared.timezone import read_instant, write_stamp
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.dossier.command import TRIES, back_off
from chalicelib.steps.dossier.context import Command, Dependencies
from chalicelib.steps.dossier.ports import Change, Conflict, Draft, RecordedOutcome
from chalicelib.steps.filing.account_checks import choose_account

if TYPE_CHECKING:
    from chalicelib.models.drafts import DraftBody, StartBody

TYPISTS = (Role.ONE_STOP_OFFICER, Role.POSTAL_STAFF)
"""Roles that may type filings, at a unit of their own; postal staff where the law gives them reception."""


NATIONAL = "national_portal"

KEPT = ("procedure", "one_stop", "channel", "for_unit", "national", "acting")
"""Fields of a draft that never change; `national` is the portal's number and the linked account of ours, `acting` for
whom an agent files it."""


class ChannelNotOffered(Refusal):
    """The regime of the day, or the procedure, does not accept filings by this channel."""

    code = "channel_not_offered"
    kind = RefusalKind.INVALID
    vi = "Thủ tục này không nhận hồ sơ qua kênh “{channel}” tại thời điểm này."
    en = "This procedure does not take filings by the channel “{channel}” at this time."


def derive_dossier_id(sub: str, key: str) -> str:
    """Return the id of the dossier that a caller's key makes: the same key always means the same dossier."""
    digest = hashlib.sha256(f"dossier|{sub}|{key}".encode()).digest()
    text = base64.b32encode(digest[:17]).decode().rstrip("=").lower()[:26]
    return text.translate(_CROCKFORD)


_CROCKFORD = str.maketrans("abcdefghijklmnopqrstuvwxyz234567", "0123456789abcdefghjkmnpqrstvwxyz")


def create_draft(deps: Dependencies, command: Command[StartBody]) -> Draft:
    """Start a draft for one procedure, one-stop unit and channel of those typed here. Repeats return the same draft."""
    return start_draft(deps, command, {**command.body.model_dump(), **pack_principal(command.actor)}, TYPED_HERE)


def start_draft(
    deps: Dependencies, command: Command[object], chosen: Mapping[str, Any], channels: Collection[str]
) -> Draft:
    """Start a draft with the chosen fields of a draft that never change. Repeats return the same draft.

    `channels` are those of the caller's route: typed here, unless another system submits the filing.
    Refuse any other."""
    stored = {**chosen, "answers": {}, "applicant": {}}
    content = read_draft_content(stored)
    require_route(content.channel, channels)
    procedure = deps.reference.find_procedure(content.procedure)
    procedure.require_enabled(local=deps.local)
    if command.actor.acting is not None and content.acting:
        require_covered(command.actor.acting, procedure.id, procedure.field.code)
    deps.reference.require_one_stop(content.one_stop, command.now)
    unit = _choose_unit(deps, command, content)
    if content.channel == OWN_PORTAL:
        require_level(procedure.identity, command.actor.identity)
    draft = Draft(command.dossier_id, 1, command.actor.sub, unit, stored, command.real_now)
    for turn in range(TRIES):
        back_off(turn)
        first = deps.dossiers.load(command.dossier_id, idem=command.idem).outcome
        if first is not None:
            return _require_same_request(command, first, draft)
        outcome = RecordedOutcome(command.digest, {"draft": draft.id})
        try:
            change = Change(draft=draft, idem=command.idem, outcome=outcome, quotas=command.quotas)
            deps.dossiers.save(change, now=command.real_now)
        except Conflict:
            continue
        return draft
    raise Busy(retry_after=1)


def save_draft(deps: Dependencies, command: Command[DraftBody]) -> Draft:
    """Replace the draft's data by those of the request."""
    return save_typed(deps, command, command.body.model_dump())


def save_typed(deps: Dependencies, command: Command[object], typed: Mapping[str, Any]) -> Draft:
    """Replace the draft's data. The procedure, unit and channel never change. A save that changes nothing stores
    nothing, counts for no quota, and leaves the version as it is."""
    for turn in range(TRIES):
        back_off(turn)
        draft = require_own_draft(deps, command)
        if command.version != draft.version:
            raise Stale(version=draft.version)
        body = _normalise_typed(deps, typed, draft)
        if _encode_canonical(body) == _encode_canonical(draft.body):
            return draft
        newer = Draft(draft.id, draft.version + 1, draft.author, draft.unit, body, command.real_now)
        try:
            deps.dossiers.save(
                Change(draft=newer, draft_was=draft.version, quotas=command.quotas), now=command.real_now
            )
        except Conflict:
            continue
        return newer
    raise Busy(retry_after=1)


def _normalise_typed(deps: Dependencies, typed: Mapping[str, Any], draft: Draft) -> dict[str, Any]:
    """Return the typed data as it is stored, filed and hashed: one spelling of texts and numbers, at most 200 KB."""
    kept = {name: draft.body[name] for name in KEPT if name in draft.body}
    given = typed["answers"]
    answers = normalise_answers(given, deps.reference.find_procedure(kept["procedure"]).answer_formats(given))
    principal = {"on_behalf": draft.body["on_behalf"]} if "acting" in kept else {}
    account = choose_account(deps, typed.get("account"), draft)
    named = {"account": account} if account else {}
    others = {name: value for name, value in typed.items() if name != "account"}
    record = _normalise_record(typed.get("handover_record"))
    return {**others, **named, "answers": answers, "handover_record": record, **kept, **principal}


def _encode_canonical(body: Mapping[str, Any]) -> str:
    return json.dumps(body, sort_keys=True, ensure_ascii=False, default=str)


def _normalise_record(record: Mapping[str, str] | None) -> dict[str, str] | None:
    """Return the postal hand-over record for a draft: a complete time in the format of instants, a partial one as
    typed."""
    if not record:
        return None
    signed = read_instant(record["signed_at"])
    return {**record, "signed_at": write_stamp(signed) if signed else record["signed_at"]}


def discard_draft(deps: Dependencies, command: Command[object]) -> None:
    """Discard a draft; one that is already deleted is not found. Its uploads expire by themselves."""
    draft = require_own_draft(deps, command)
    try:
        gone = Change(dossier_id=draft.id, draft_was=draft.version, draft_gone=True)
        deps.dossiers.save(gone, now=command.real_now)
    except Conflict:
        raise Stale(version=draft.version + 1) from None


def pack_principal(actor: Actor) -> dict[str, Any]:
    """Return for whom the actor begins a filing, as its draft keeps it; empty for oneself."""
    for_whom = actor.acting
    if for_whom is None:
        return {}
    named = {"authorisation": for_whom.authorisation, "full_name": for_whom.full_name, "id_number": for_whom.id_number}
    return {"acting": named, "on_behalf": describe_principal(for_whom)}


def require_own_draft(deps: Dependencies, command: Command[object]) -> Draft:
    """Return the caller's own draft; another author's draft is not found."""
    draft = deps.dossiers.load(command.dossier_id).draft
    if draft is None or not command.actor.is_person(draft.author):
        raise NotFound()
    return draft


def require_route(channel: str, channels: Collection[str]) -> None:
    """Refuse a channel whose filings do not come by this route."""
    if channel not in channels:
        raise build_wrong_channel(channel)


def require_channel(deps: Dependencies, command: Command[object], channel: str) -> Mapping[str, Any]:
    """Return the rule that offers the channel on the day; refuse a channel that none offers."""
    ruling = deps.reference.find_rule("channel.open", command.dates, channel=channel)
    with cite_on_refusal(ruling):
        if not ruling.value:
            raise ChannelNotOffered(channel=CHANNEL_WORDS[channel])
    return ruling.cite


def _choose_unit(deps: Dependencies, command: Command[object], content: DraftContent) -> str:
    """Return the unit: an officer types for the applicant at a unit of their own; a citizen's draft belongs
    to no unit."""
    require_channel(deps, command, content.channel)
    if content.channel not in PAPER_CHANNELS:
        require_citizen(command.actor)
        return ""
    if find_typist_role(command, content.one_stop) is None:
        raise build_wrong_channel(content.channel)
    return content.one_stop


def require_citizen(actor: Actor) -> None:
    """Refuse to file from home with an officers' account; raises CitizenAccountNeeded."""
    if not actor.citizen:
        raise CitizenAccountNeeded()


def find_typist_role(command: Command[object], unit: str) -> Role | None:
    """Return the role under which the actor types filings at a unit, if any."""
    held = command.actor.list_roles_in(unit, command.now)
    if POST_STAGES[Step.SUBMIT] not in command.actor.list_stages_in(unit, command.now):
        held -= {Role.POSTAL_STAFF}
    return next((role for role in TYPISTS if role in held), None)


def _require_same_request(command: Command[object], first: RecordedOutcome, draft: Draft) -> Draft:
    if first.digest != command.digest:
        raise KeyReused()
    return draft
