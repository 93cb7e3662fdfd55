"""Add a paper: announce an upload and get the one upload link."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Collection, Mapping

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.documents.slip_values import INTERNAL
from chalicelib.domain.dossier.course_reading import may_have_file
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.permission import find_acting_role, find_step_role, is_owner
from chalicelib.domain.filing.draft_content import read_draft_content
from chalicelib.domain.flow import transitions
from chalicelib.domain.flow.flow_actors import CASE, DESK, DIGITISE
from chalicelib.domain.flow.transitions import State, Step
from chalicelib.domain.papers.digitising import SCANNED, require_digitiser
from chalicelib.domain.papers.paper import (
    Paper,
    PaperDeclaration,
    PaperKind,
    PaperState,
    check_room,
    create_paper,
    declare_paper,
)
from chalicelib.domain.papers.paper_files import normalise_sha256
from chalicelib.domain.privacy.filed_papers import may_see_filed
from chalicelib.domain.privacy.sight import Sight, find_sight, require_sight
from chalicelib.domain.privacy.sight_words import Content
from chalicelib.domain.shared.errors import Busy, Forbidden, KeyReused, Refusal, RefusalKind
from chalicelib.steps.dossier.body_fields import PaperAnnouncement
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.dossier.command import TRIES, back_off, list_frame_items
from chalicelib.steps.dossier.context import Command, Dependencies
from chalicelib.steps.dossier.items import PaperCountItem
from chalicelib.steps.dossier.ports import Change, Conflict, Draft, ExtraPut, Loaded

UPLOADING_STEPS: dict[PaperKind, tuple[Step, ...]] = {
    PaperKind.RESULT: (Step.PROPOSE, Step.RESOLVE, Step.CORRECT),
    PaperKind.COMPONENT: (Step.SUPPLEMENT,),
    PaperKind.EXEMPTION_PROOF: (Step.SUPPLEMENT, Step.CONFIRM_EXEMPTION),
    PaperKind.INTERNAL: (Step.NOTE, Step.CONSULT, Step.ANSWER, Step.PROPOSE),
}
"""An actor who may take the step that files a paper may upload it."""

DRAFTED = (PaperKind.COMPONENT, PaperKind.EXEMPTION_PROOF)
"""What a draft may hold: an agency makes results, the system makes slips, officers write to each other about a dossier,
and attachments are of matters."""

PREPARERS = CASE + DESK
"""Roles that prepare a result for the person who decides."""


def add_paper(deps: Dependencies, command: Command[PaperAnnouncement]) -> Paper:
    """Record the paper as pending. The same key always returns the same paper."""
    number = derive_paper_id(command.actor.sub, command.key)

    def declare_announced(loaded: Loaded) -> Paper:
        return declare_once(command, loaded, number, _list_components(deps, command, loaded))

    return record_paper(deps, command, number, declare_announced)


def declare_once(
    command: Command[PaperAnnouncement], loaded: Loaded, number: str, components: Collection[str] = ()
) -> Paper:
    """Return the pending paper that a body announces, or the stored one of that number. Raise KeyReused for another
    announcement under the same key, PaperSettled for a paper that was checked."""
    if number in loaded.papers:
        return _require_same_paper(command, loaded.papers[number])
    return create_paper(
        _declare_paper(command.body, components), dossier_id=command.dossier_id, paper_id=number,
        uploaded_by=command.actor.sub, real_now=command.real_now,
    )  # fmt: skip


def _declare_paper(given: PaperAnnouncement, components: Collection[str]) -> PaperDeclaration:
    return declare_paper(
        kind=given.kind, component=given.component, name=given.name, size=given.size, sha256=given.sha256,
        content_type=given.content_type, components=components,
    )  # fmt: skip


def record_paper(deps: Dependencies, command: Command[object], number: str, make: Callable[[Loaded], Paper]) -> Paper:
    """Store a new paper of a dossier, draft or matter, counted among its declared papers; `make` returns a stored one
    when the number is known. Refuse (too_many_papers) one more than the limit."""
    counter = PaperCountItem(command.dossier_id)
    for turn in range(TRIES):
        back_off(turn)
        loaded = deps.dossiers.load(command.dossier_id, papers=[number], extra=[counter, *list_frame_items(command)])
        paper = make(loaded)
        if number in loaded.papers:
            return paper
        declared = loaded.extra.get(counter, {}).get("version")
        check_room(declared or 0)
        count = ExtraPut(counter, {}, expect=declared)
        change = Change(dossier_id=command.dossier_id, papers=(paper,), extras=(count,), quotas=command.quotas)
        try:
            deps.dossiers.save(change, now=command.real_now)
        except Conflict:
            continue
        return paper
    raise Busy(retry_after=1)


def _require_same_paper(command: Command[PaperAnnouncement], first: Paper) -> Paper:
    """Return the paper that the key made before; refuse another announcement under the same key."""
    same = (command.body.kind, command.body.size, normalise_sha256(command.body.sha256))
    if (first.kind, first.size, first.sha256) != same:
        raise KeyReused()
    if first.state is not PaperState.PENDING:
        raise PaperSettled()
    return first


class PaperSettled(Refusal):
    """The paper has arrived and was checked; its link is used up."""

    code = "paper_settled"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Tệp này đã tải lên và kiểm tra xong. Dùng khóa mới cho tệp mới."
    en = "This file has arrived and was checked. Use a new key for a new file."


def derive_paper_id(sub: str, key: str) -> str:
    """Return the id of the paper that a caller's key makes."""
    digest = hashlib.sha256(f"paper|{sub}|{key}".encode()).digest()
    return base64.b32encode(digest[:10]).decode().lower()


def _list_components(deps: Dependencies, command: Command[PaperAnnouncement], loaded: Loaded) -> tuple[str, ...]:
    """Return the component keys of the procedure, after checking that the actor may upload here."""
    if loaded.draft is not None and command.actor.is_person(loaded.draft.author):
        if command.body.kind not in DRAFTED:
            raise Forbidden()
        if loaded.draft.unit:
            _require_digitiser(deps, command, loaded.draft.unit)
        return _list_component_keys(deps, loaded.draft)
    dossier = require_sight(command.actor, loaded.dossier, command.now)
    role, unit = _find_uploader(command, dossier)
    if role is not Role.APPLICANT and command.body.kind in SCANNED:
        _require_digitiser(deps, command, unit)
    if role is not Role.APPLICANT and command.actor.numbers:
        from chalicelib.steps.dossier import parties

        parties.require_outsider(deps, command, loaded, dossier)
    return tuple(each.key for each in deps.reference.find_procedure(dossier.procedure).components)


def _list_component_keys(deps: Dependencies, draft: Draft) -> tuple[str, ...]:
    return tuple(
        each.key for each in deps.reference.find_procedure(read_draft_content(draft.body).procedure).components
    )


def _find_uploader(command: Command[PaperAnnouncement], dossier: Dossier) -> tuple[Role, str]:
    """Return the role and unit in which the actor uploads; raise Forbidden for none."""
    steps = UPLOADING_STEPS.get(command.body.kind, ())
    rows = [row for step in steps for row in transitions.list_transitions(dossier.state, step)]
    worn = next((found for row in rows if (found := find_step_role(command.actor, dossier, row, command.now))), None)
    preparing = command.body.kind is PaperKind.RESULT and dossier.state in {State.RECEIVED, State.PROCESSING}
    if worn is None and preparing:
        preparer = command.actor.limit_to(frozenset({DIGITISE}), command.now)
        worn = find_acting_role(preparer, dossier, _list_preparers(preparer), command.now)
    if worn is None:
        raise Forbidden()
    return worn


def _require_digitiser(deps: Dependencies, command: Command[PaperAnnouncement], unit: str) -> None:
    """Require who scans an applicant's papers to be assigned in writing, where the law of the day says so."""
    rule = deps.reference.find_rule("roles.special", command.dates)
    if Role.ASSIGNED_DIGITISER in rule.list_words():
        with cite_on_refusal(rule):
            require_digitiser(command.actor, unit, command.now)


def _list_preparers(actor: Actor) -> transitions.Who:
    """Return who prepares a result: postal staff too where the law of the day gives them the scanning."""
    scanning = ((Role.POSTAL_STAFF, transitions.Scope.ONE_STOP),) if DIGITISE in actor.post_stages else ()
    return (*PREPARERS, *scanning)


def is_officer_view(command: Command[object], loaded: Loaded) -> bool:
    """Return whether this is an officer's view, to be recorded; refuse an actor who may see neither
    dossier nor paper."""
    if loaded.draft is not None and command.actor.is_person(loaded.draft.author):
        return False
    return not is_owner(command.actor, require_sight(command.actor, loaded.dossier, command.now))


def may_have(command: Command[object], loaded: Loaded, paper: Paper) -> bool:
    """Return whether the reader may have this paper: by its kind as the table says, the owner a result only after the
    handover, only its sender a quarantined one; nobody an erased one."""
    if paper.state is PaperState.ERASED:
        return False
    if loaded.draft is not None and command.actor.is_person(loaded.draft.author):
        return True
    dossier = require_sight(command.actor, loaded.dossier, command.now)
    if paper.uploaded_by == command.actor.sub:
        return True
    sees = _SEES.get(paper.kind)
    return (
        sees is not None
        and paper.state is not PaperState.QUARANTINED
        and sees(find_sight(command.actor, dossier, command.now), dossier, paper)
    )


def _may_see_component(sight: Sight, dossier: Dossier, paper: Paper) -> bool:
    if sight.is_owner:
        return paper.id in dossier.papers
    return sight.has(Content.COMPONENTS) or (
        paper.state is PaperState.ACCEPTED and may_see_filed(sight, dossier, paper.id)
    )


def _may_see_proof(sight: Sight, dossier: Dossier, paper: Paper) -> bool:
    return sight.has(Content.PROOFS) and (not sight.is_owner or paper.id in dossier.papers)


def _may_see_result(sight: Sight, dossier: Dossier, paper: Paper) -> bool:
    """Return whether the reader sees a result: a signed one, and a draft only where they see what is proposed."""
    if not sight.has(Content.RESULTS):
        return False
    if sight.is_owner:
        return bool(dossier.handed) and paper.id in dossier.results
    return paper.id in dossier.results or sight.has(Content.REQUESTS)


def _may_see_slip(sight: Sight, dossier: Dossier, paper: Paper) -> bool:
    return sight.has(Content.CONTROL_SLIPS if paper.component in INTERNAL else Content.SLIPS)


def _may_see_file(sight: Sight, dossier: Dossier, paper: Paper) -> bool:
    between = sight.has(Content.FILES, Content.OWN_CONSULTATION)
    return between and paper.state is PaperState.ACCEPTED and may_have_file(sight.reading, dossier, paper.id)


_SEES: Mapping[PaperKind, Callable[[Sight, Dossier, Paper], bool]] = {
    PaperKind.COMPONENT: _may_see_component,
    PaperKind.EXEMPTION_PROOF: _may_see_proof,
    PaperKind.RESULT: _may_see_result,
    PaperKind.SLIP: _may_see_slip,
    PaperKind.INTERNAL: _may_see_file,
}
