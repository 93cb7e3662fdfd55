"""The frame of every command: load → decide → save, once; a repeated command returns the first answer.

A step supplies only its decision, a function of the loaded data. The frame owns idempotency, sight, versions, the chain
and the bounded retry after a conflict.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from chalicelib.domain.accounts.roles import SYSTEM, Role
from chalicelib.domain.dossier.dossier import Dossier, trim_key
from chalicelib.domain.dossier.fold import apply_fact, fold_facts
from chalicelib.domain.dossier.permission import NotYourStage, permit_step
from chalicelib.domain.flow.transitions import Step, Transition
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import GENESIS, Fact, NewFact, chain_facts
from chalicelib.domain.ledger.payloads import read_any
from chalicelib.domain.papers.paper import Paper
from chalicelib.domain.privacy.sight import can_see, require_sight
from chalicelib.domain.shared.errors import Busy, KeyReused, NotFound, Stale
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.domain.supervision.use_findings import UseFinding, list_findings
from chalicelib.steps.dossier import back_entry
from chalicelib.steps.dossier.alert_rules import list_alert_entries
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.dossier.context import B, BackEntryLine, Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.items import ItemName, LateEntryItem, SearchNoteItem
from chalicelib.steps.dossier.ports import Change, Conflict, ExtraPut, Loaded

TRIES = 16
LONGEST_REST = 0.2
"""Longest wait between two attempts, in seconds."""


@dataclass(frozen=True, slots=True)
class CommandResult:
    """The dossier after the command (the first outcome, on a repeat)."""

    dossier: Dossier
    repeated: bool = False


Decide = Callable[[StepContext[B]], Decision]
R = TypeVar("R")


def run_step(
    deps: Dependencies,
    command: Command[B],
    step: Step,
    decide: Decide[B],
    *,
    case: str = "",
    papers: Sequence[str] = (),
    extra: Sequence[ItemName] = (),
) -> CommandResult:
    """Take a step of the flow table on an existing dossier."""

    def build_step_change(loaded: Loaded) -> Change:
        dossier = require_current(loaded, command)
        try:
            row, role, unit = permit_step(command.actor, dossier, step, command.now, case)
        except NotYourStage:
            with cite_on_refusal(deps.reference.find_rule("post.stages", dossier.build_dates(command.now))):
                raise
        return decide_change(deps, command, loaded, dossier, row, role, unit, decide)

    return run_command(deps, command, build_step_change, papers=papers, extra=[*extra, *list_frame_items(command)])


def list_frame_items(command: Command[object]) -> list[ItemName]:
    """Return the items that the frame itself loads with a command: the paper register's outages, and for an officer
    with a known identity number the search entries of the dossier's people."""
    people = [SearchNoteItem(command.dossier_id)] if command.actor.numbers else []
    return [*back_entry.list_needed(command.body), *people]


def decide_change(
    deps: Dependencies,
    command: Command[B],
    loaded: Loaded,
    dossier: Dossier,
    row: Transition | None,
    role: Role,
    unit: str,
    decide: Decide[B],
) -> Change:
    """Decide a permitted step and turn it into its change: as of now, or as of its true time in the paper register.
    Raise OwnDossier for an officer who is the applicant or represented person, or becomes one by the step."""
    known = role is not Role.APPLICANT and bool(command.actor.numbers)
    if known:
        from chalicelib.steps.dossier import parties

        parties.require_outsider(deps, command, loaded, dossier)
    line = back_entry.read_line(deps, command, loaded, role, unit)
    at = replace(command, now=line.at) if line else command
    decision = decide(StepContext(dossier, row, role, unit, loaded, at, deps, line))
    if known:
        parties.require_still_outsider(command, decision)
    return build_change(deps, command, dossier, decision, role, unit, line)


def run_command(
    deps: Dependencies,
    command: Command[object],
    change: Callable[[Loaded], Change],
    *,
    papers: Sequence[str] = (),
    extra: Sequence[ItemName] = (),
) -> CommandResult:
    """Load, decide, save; on a conflict load again, a bounded number of times."""

    def try_once() -> CommandResult:
        loaded = deps.dossiers.load(command.dossier_id, papers=papers, extra=extra)
        if (first := _find_first_result(deps, command, loaded.dossier)) is not None:
            return first
        wanted = change(loaded)
        if wanted.after is None:
            raise ValueError("a command must leave a dossier")
        # Before the save: a crash in between keeps one file too many, never one too few.
        for paper in _list_newly_filed(wanted, loaded):
            deps.keep(paper)
        deps.dossiers.save(wanted, now=command.real_now)
        return CommandResult(wanted.after)

    return retry_conflicts(try_once)


def retry_conflicts(attempt: Callable[[], R]) -> R:
    """Return what an attempt to load, decide and save returns; after a Conflict try again, a bounded number of times,
    then raise Busy."""
    for turn in range(TRIES):
        back_off(turn)
        try:
            return attempt()
        except Conflict:
            continue
    raise Busy(retry_after=1)


def back_off(turn: int) -> None:
    """Wait after a conflict, with random exponential back-off."""
    if turn:
        time.sleep(random.uniform(0, min(LONGEST_REST, 0.005 * 2**turn)))  # noqa: S311 - no secret


def _list_newly_filed(change: Change, loaded: Loaded) -> list[Paper]:
    """Return papers that the command refers to for the first time; the file store must not delete them any more."""
    after, before = change.after, change.before
    if after is None:
        return []
    filed, known = _list_referred_papers(after), _list_referred_papers(before) if before else set()
    return [paper for number, paper in loaded.papers.items() if number in filed - known]


def _list_referred_papers(dossier: Dossier) -> set[str]:
    """Return the uploaded papers that a dossier refers to."""
    drafts = (request.about["result"] for request in dossier.requests if request.about.get("result"))
    return {*dossier.papers, *dossier.results, *dossier.attachments, *drafts, dossier.proof_paper}


def require_current(loaded: Loaded, command: Command[object]) -> Dossier:
    """Return the dossier that the actor may see, at the version on which they decided."""
    dossier = require_sight(command.actor, loaded.dossier, command.now)
    if command.version is not None and command.version != dossier.version:
        raise Stale(version=dossier.version)
    return dossier


def build_change(
    deps: Dependencies,
    command: Command[object],
    before: Dossier | None,
    decision: Decision,
    role: Role | None,
    unit: str,
    line: BackEntryLine | None = None,
) -> Change:
    """Turn a decision into the one transaction: chained facts, folded state, parts, key."""
    news = decision.facts + _cancel_open_requests(before, decision.facts)
    if line:
        news = tuple(line.stamp_fact(fact) for fact in news)
    facts = chain_facts(
        command.dossier_id,
        news,
        head=before.head if before else GENESIS,
        length=before.length if before else 0,
        now=command.now,
        actor={"sub": command.actor.sub, "role": role.value if role else "system", "unit": unit},
        simulated=deps.simulated,
        command=command.ledger_record,
    )
    after = _fold_facts(before, facts)
    ahead = list_alert_entries(deps.reference, after)
    return Change(
        before=before,
        after=after,
        facts=facts,
        parts=tuple(part for fact in news for part in fact.parts),
        erased=decision.erased,
        draft_was=decision.draft_gone,
        draft_gone=decision.draft_gone is not None,
        # Stored with the facts, so that no step can forget one (QN-22.3).
        extras=(*decision.extras, *map(build_finding_item, list_findings(facts, after))),
        # A past time is due at once: the watch reads no day before its last run.
        alerts={slot: max(at, command.now) for slot, at in ahead.items()},
        moved=_find_moved_tasks(deps, None if decision.reindex else before, after, ahead),
        gone=decision.gone,
        also=decision.also,
    )


def _find_moved_tasks(
    deps: Dependencies, before: Dossier | None, after: Dossier, ahead: Mapping[int, datetime]
) -> frozenset[int]:
    """Return tasks whose place in the due index changed; all of them for a new dossier."""
    were = list_alert_entries(deps.reference, before) if before is not None and after.tasks else None
    return frozenset(task.n for task in after.tasks if were is None or were.get(task.n) != ahead.get(task.n))


def build_finding_item(late: UseFinding) -> ExtraPut:
    """Return a finding as an item in the list of its unit."""
    about = [late.dossier_id] if late.dossier_id else [late.code, write_stamp(late.occurred_at)]
    at = late.recorded_at if late.dossier_id else late.occurred_at
    return ExtraPut(LateEntryItem(late.unit, at, about, late.seq, late.why), pack_value(late))


def _fold_facts(before: Dossier | None, facts: Sequence[Fact]) -> Dossier:
    """Fold the command's facts; each fact of a person moves the version by one."""
    dossier = before
    for fact in facts:
        dossier = apply_fact(dossier, fact)
    if dossier is None:
        raise ValueError("a command must record at least one fact")
    return dossier


def _cancel_open_requests(before: Dossier | None, facts: Sequence[NewFact]) -> tuple[NewFact, ...]:
    """Cancel the requests still open in the state that is left, each with a fact of its own."""
    if before is None or all("to" not in read_any(fact) for fact in facts):
        return ()
    decided = {read_any(fact).get("request") for fact in facts}
    return tuple(
        payloads.REQUEST_CANCELLED.build({"request": request.n, "kind": request.kind.value})
        for request in before.requests
        if request.n not in decided
    )


def _find_first_result(deps: Dependencies, command: Command[object], dossier: Dossier | None) -> CommandResult | None:
    """Return the dossier as the ledger records it after this command; None when the command was never executed."""
    if dossier is None or not command.key or trim_key(command.full_key) not in dossier.keys:
        return None
    facts = deps.dossiers.load_ledger(command.dossier_id)
    last = find_first_fact(facts, command)
    if last is None:
        return None
    # The system may repeat its own command; a person only sees what they may see now.
    if command.actor is not SYSTEM and not can_see(command.actor, dossier, command.now):
        raise NotFound()
    return CommandResult(fold_facts(facts[: last.seq]), repeated=True)


def find_first_fact(facts: Sequence[Fact], command: Command[object]) -> Fact | None:
    """Return the fact with which a ledger records the command; None when it was never executed. Raise KeyReused when
    the same key was used for another body."""
    last = next((fact for fact in facts if fact.command.get("key") == command.full_key), None)
    if last is not None and last.command["digest"] != command.digest:
        raise KeyReused()
    return last
