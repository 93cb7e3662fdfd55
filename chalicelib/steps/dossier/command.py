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

from chalicelib.domain.accounts.roles import SYSTEM, Role
from chalicelib.domain.dossier.dossier import Dossier, key_hint
from chalicelib.domain.dossier.fold import apply, fold
from chalicelib.domain.dossier.permission import permit
from chalicelib.domain.flow.transitions import Row, Step
from chalicelib.domain.ledger.chain import GENESIS, Fact, NewFact, chain
from chalicelib.domain.papers.paper import Paper
from chalicelib.domain.privacy.sight import can_see, require_sight
from chalicelib.domain.shared.errors import Busy, KeyReused, NotFound, Stale
from chalicelib.domain.shared.serialization import pack
from chalicelib.domain.shared.timezone import stamp
from chalicelib.domain.supervision.use_findings import UseFinding, list_findings
from chalicelib.steps.dossier import back_entry
from chalicelib.steps.dossier.alert_rules import entries
from chalicelib.steps.dossier.context import Ask, Decision, Desk, Line, Moment
from chalicelib.steps.dossier.ports import Change, Conflict, ExtraPut, Loaded

TRIES = 16
LONGEST_REST = 0.2
"""Longest wait between two attempts, in seconds."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The dossier after the command (the first outcome, on a repeat)."""

    dossier: Dossier
    repeated: bool = False


Decide = Callable[[Moment], Decision]


def take(
    desk: Desk,
    ask: Ask,
    step: Step,
    decide: Decide,
    *,
    case: str = "",
    papers: Sequence[str] = (),
    extra: Sequence[tuple[str, str]] = (),
) -> Answer:
    """Take a step of the flow table on an existing dossier."""

    def change(loaded: Loaded) -> Change:
        dossier = require_current(loaded, ask)
        row, role, unit = permit(ask.actor, dossier, step, ask.now, case)
        return decided(desk, ask, loaded, dossier, row, role, unit, decide)

    return attempt(desk, ask, change, papers=papers, extra=[*extra, *list_frame_items(ask)])


def list_frame_items(ask: Ask) -> list[tuple[str, str]]:
    """Return the keys that the frame itself loads with a command: the paper register's outages, and for an officer with
    a known identity number the search entries of the dossier's people."""
    people = [(f"D#{ask.dossier_id}", "FIND")] if ask.actor.numbers else []
    return [*back_entry.list_needed(ask.body), *people]


def decided(
    desk: Desk, ask: Ask, loaded: Loaded, dossier: Dossier, row: Row, role: Role, unit: str, decide: Decide
) -> Change:
    """Decide a permitted step and turn it into its change: as of now, or as of its true time in the paper register.
    Raise OwnDossier for an officer who is the applicant or represented person, or becomes one by the step."""
    known = role is not Role.APPLICANT and bool(ask.actor.numbers)
    if known:
        from chalicelib.steps.dossier import parties

        parties.require_outsider(desk, ask, loaded, dossier)
    line = back_entry.read_line(desk, ask, loaded, role, unit)
    at = replace(ask, now=line.at) if line else ask
    decision = decide(Moment(dossier, row, role, unit, loaded, at, desk, line))
    if known:
        parties.require_still_outsider(ask, decision)
    return write(desk, ask, dossier, decision, role, unit, line)


def attempt(
    desk: Desk,
    ask: Ask,
    change: Callable[[Loaded], Change],
    *,
    papers: Sequence[str] = (),
    extra: Sequence[tuple[str, str]] = (),
) -> Answer:
    """Load, decide, save; on a conflict load again, a bounded number of times."""
    for turn in range(TRIES):
        rest(turn)
        loaded = desk.dossiers.load(ask.dossier_id, papers=papers, extra=extra)
        if (first := _first_answer(desk, ask, loaded.dossier)) is not None:
            return first
        wanted = change(loaded)
        if wanted.after is None:
            raise ValueError("a command must leave a dossier")
        # Before the save: a crash in between keeps one file too many, never one too few.
        for paper in _newly_filed(wanted, loaded):
            desk.keep(paper)
        try:
            desk.dossiers.save(wanted, now=ask.real_now)
        except Conflict:
            continue
        return Answer(wanted.after)
    raise Busy(retry_after=1)


def rest(turn: int) -> None:
    """Wait after a conflict, with random exponential back-off."""
    if turn:
        time.sleep(random.uniform(0, min(LONGEST_REST, 0.005 * 2**turn)))  # noqa: S311 - no secret


def _newly_filed(change: Change, loaded: Loaded) -> list[Paper]:
    """Return papers that the command refers to for the first time; the file store must not delete them any more."""
    after, before = change.after, change.before
    if after is None:
        return []
    filed, known = _referred(after), _referred(before) if before else set()
    return [paper for number, paper in loaded.papers.items() if number in filed - known]


def _referred(d: Dossier) -> set[str]:
    """Return the uploaded papers that a dossier refers to."""
    drafts = (request.data["result"] for request in d.requests if request.data.get("result"))
    return {*d.papers, *d.results, *d.attachments, *drafts, d.claim.get("paper_id", "")}


def require_current(loaded: Loaded, ask: Ask) -> Dossier:
    """Return the dossier that the actor may see, at the version on which they decided."""
    dossier = require_sight(ask.actor, loaded.dossier, ask.now)
    if ask.version is not None and ask.version != dossier.version:
        raise Stale(version=dossier.version)
    return dossier


def write(
    desk: Desk,
    ask: Ask,
    before: Dossier | None,
    decision: Decision,
    role: Role | None,
    unit: str,
    line: Line | None = None,
) -> Change:
    """Turn a decision into the one transaction: chained facts, folded state, parts, key."""
    news = decision.facts + _cancellations(before, decision.facts)
    if line:
        news = tuple(line.stamp(fact) for fact in news)
    facts = chain(
        ask.dossier_id,
        news,
        head=before.head if before else GENESIS,
        length=before.length if before else 0,
        now=ask.now,
        actor={"sub": ask.actor.sub, "role": role.value if role else "system", "unit": unit},
        simulated=desk.simulated,
        command=ask.command,
    )
    after = _after(before, facts)
    ahead = entries(desk.reference, after)
    return Change(
        before=before,
        after=after,
        facts=facts,
        parts=tuple(part for fact in news for part in fact.parts),
        erased=decision.erased,
        draft_was=decision.draft_gone,
        draft_gone=decision.draft_gone is not None,
        # Stored with the facts, so that no step can forget one (QN-22.3).
        extras=(*decision.extras, *map(finding_item, list_findings(facts, after))),
        # A past time is due at once: the watch reads no day before its last run.
        alerts={slot: max(at, ask.now) for slot, at in ahead.items()},
        moved=_moved(desk, None if decision.reindex else before, after, ahead),
        gone=decision.gone,
        also=decision.also,
    )


def _moved(desk: Desk, before: Dossier | None, after: Dossier, ahead: Mapping[int, datetime]) -> frozenset[int]:
    """Return tasks whose place in the due index changed; all of them for a new dossier."""
    were = entries(desk.reference, before) if before is not None and after.tasks else None
    return frozenset(task.n for task in after.tasks if were is None or were.get(task.n) != ahead.get(task.n))


def finding_item(late: UseFinding) -> ExtraPut:
    """Return a finding as an item in the list of its unit."""
    about = late.dossier_id or f"{late.code}#{stamp(late.occurred_at)}"
    at = late.recorded_at if late.dossier_id else late.occurred_at
    return ExtraPut(f"LATE#{late.unit}", f"{stamp(at)}#{about}#{late.seq}#{late.why}", pack(late))


def _after(before: Dossier | None, facts: Sequence[Fact]) -> Dossier:
    """Fold the command's facts; each fact of a person moves the version by one."""
    dossier = before
    for fact in facts:
        dossier = apply(dossier, fact)
    if dossier is None:
        raise ValueError("a command must record at least one fact")
    return dossier


def _cancellations(before: Dossier | None, facts: Sequence[NewFact]) -> tuple[NewFact, ...]:
    """Cancel the requests still open in the state that is left, each with a fact of its own."""
    if before is None or all("to" not in fact.data for fact in facts):
        return ()
    decided = {fact.data.get("request") for fact in facts}
    return tuple(
        NewFact("request_cancelled", {"request": request.n, "kind": request.kind.value})
        for request in before.requests
        if request.n not in decided
    )


def _first_answer(desk: Desk, ask: Ask, dossier: Dossier | None) -> Answer | None:
    """Return the dossier as the ledger records it after this command; None when the command was never executed."""
    if dossier is None or not ask.key or key_hint(ask.full_key) not in dossier.keys:
        return None
    facts = desk.dossiers.ledger(ask.dossier_id)
    last = next((fact for fact in facts if fact.command.get("key") == ask.full_key), None)
    if last is None:
        return None
    if last.command["digest"] != ask.digest:
        raise KeyReused()
    # The system may repeat its own command; a person only sees what they may see now.
    if ask.actor is not SYSTEM and not can_see(ask.actor, dossier, ask.now):
        raise NotFound()
    return Answer(fold(facts[: last.seq]), repeated=True)
