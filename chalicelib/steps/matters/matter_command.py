"""The frame of every command on a matter: the frame of dossiers (`steps/dossier/command.py`) over another aggregate.

Load, permit, decide, chain, save; a repeated command returns the first answer; a conflict loads again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.dossier.dossier import trim_key
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger.chain import GENESIS, NewFact, chain_facts
from chalicelib.domain.matters.matter import MOST_KEYS, Matter, apply_matter_fact, fold_matter
from chalicelib.domain.matters.matter_clocks import FindRule, find_next_alert
from chalicelib.domain.matters.matter_kind import MatterKind
from chalicelib.domain.matters.matter_permission import MatterLaw
from chalicelib.domain.matters.matter_refusals import NotOffered
from chalicelib.domain.papers.paper import Paper
from chalicelib.domain.shared.errors import Stale
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.dossier.command import find_first_fact, retry_conflicts
from chalicelib.steps.dossier.context import Command
from chalicelib.steps.dossier.items import ItemName
from chalicelib.steps.dossier.ports import ExtraPut, StoredWrite
from chalicelib.steps.filing.drafts import derive_dossier_id
from chalicelib.steps.matters.matter_ports import (
    LoadedMatter,
    MatterChange,
    MatterDependencies,
    MatterReference,
)


@dataclass(frozen=True, slots=True)
class MatterResult:
    """The matter after the command (the first outcome, on a repeat)."""

    matter: Matter
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class MatterDecision:
    """The result of a step: facts in order, the role and unit it is taken under, and other items of the same
    transaction, the opening of another matter among them. `unchanged` are matters on which it rests, `papers` the files
    that it takes; `gone` are items that end with it."""

    facts: tuple[NewFact, ...]
    role: Role | None
    unit: str
    extras: tuple[ExtraPut, ...] = ()
    also: MatterChange | None = None
    unchanged: tuple[Matter, ...] = ()
    papers: tuple[Paper, ...] = ()
    writes: tuple[StoredWrite, ...] = ()
    gone: tuple[ItemName, ...] = ()


def derive_matter_id(kind: MatterKind, sub: str, key: str) -> str:
    """Return the id of the matter that a person's key opens: the same key always means the same matter."""
    return derive_dossier_id(sub, f"{kind.name}|{key}")


def run_matter_command(
    deps: MatterDependencies,
    command: Command[object],
    decide: Callable[[LoadedMatter], MatterDecision],
    load: Callable[[], LoadedMatter] | None = None,
) -> MatterResult:
    """Load, decide, save; on a conflict load again, a bounded number of times. `load` reads more than the matter, in
    one request."""

    def try_once() -> MatterResult:
        loaded = load() if load else deps.matters.load_matter(command.dossier_id)
        if (first := _find_first_result(deps, command, loaded.matter)) is not None:
            return first
        decision = decide(loaded)
        change = build_matter_change(deps, command, loaded.matter, decision)
        # Before the save: a crash in between keeps one file too many, never one too few.
        for paper in decision.papers:
            deps.keep(paper)
        deps.matters.save_matter(change, now=command.real_now)
        if change.writes and change.after.account and deps.accounts:
            deps.accounts.forget(change.after.account)
        return MatterResult(change.after)

    return retry_conflicts(try_once)


def build_matter_change(
    deps: MatterDependencies, command: Command[object], before: Matter | None, decision: MatterDecision
) -> MatterChange:
    """Turn a decision into the one transaction: chained facts, folded state, parts, next alert."""
    facts = chain_facts(
        command.dossier_id,
        decision.facts,
        head=before.head if before else GENESIS,
        length=before.length if before else 0,
        now=command.now,
        actor={
            "sub": command.actor.sub,
            "role": decision.role.value if decision.role else "system",
            "unit": decision.unit,
        },
        simulated=deps.simulated,
        command=command.ledger_record,
    )
    after = before
    for fact in facts:
        after = apply_matter_fact(after, fact)
    if after is None:
        raise ValueError("a command must record at least one fact")
    alert_at = find_next_alert(after)
    if before is None and alert_at is not None:
        # One that was received elsewhere before may be late already, and the watch looks at no day that is past.
        alert_at = max(alert_at, command.now)
    return MatterChange(
        before=before,
        after=after,
        facts=facts,
        parts=tuple(part for fact in decision.facts for part in fact.parts),
        extras=decision.extras,
        alert_at=alert_at,
        quotas=command.quotas,
        also=decision.also,
        unchanged=decision.unchanged,
        writes=decision.writes,
        gone=decision.gone,
    )


def require_current_matter(matter: Matter, command: Command[object]) -> Matter:
    """Return the matter at the version on which the actor decided; raise Stale otherwise."""
    if command.version is not None and command.version != matter.version:
        raise Stale(version=matter.version)
    return matter


def read_matter_law(reference: MatterReference, now: datetime, matter: Matter | None = None) -> MatterLaw:
    """Return the law of the day for a matter, or for one that is about to begin."""
    dates = CaseDates(now, matter.opened_at if matter else None)
    return MatterLaw(lambda param: reference.find_rule(param, dates).value, reference.find_superiors)


def build_rule_reader(reference: MatterReference, now: datetime, matter: Matter | None) -> FindRule:
    """Return the reader of rules for a matter."""
    dates = CaseDates(now, matter.opened_at if matter else None)

    def find_rule(param: str, **scope: str) -> Ruling:
        return reference.find_rule(param, dates, **scope)

    return find_rule


def require_offered(reference: MatterReference, kind: MatterKind, actor: Actor, now: datetime) -> None:
    """Refuse a kind that nobody may open under the law of the day, or that this system may not relay."""
    find_rule = build_rule_reader(reference, now, None)
    for each in (*kind.opening.while_law, *kind.opening.relays.get(actor.sub, ())):
        rule = find_rule(each.param)
        with cite_on_refusal(rule):
            if not each.is_met(rule.value):
                raise NotOffered()


def _find_first_result(
    deps: MatterDependencies, command: Command[object], matter: Matter | None
) -> MatterResult | None:
    """Return the matter as the ledger records it after this command; None when the command was never executed."""
    if matter is None or not command.key:
        return None
    if trim_key(command.full_key) not in matter.keys and len(matter.keys) < MOST_KEYS:
        return None
    facts = deps.matters.load_ledger(command.dossier_id)
    last = find_first_fact(facts, command)
    return MatterResult(fold_matter(facts[: last.seq]), repeated=True) if last else None
