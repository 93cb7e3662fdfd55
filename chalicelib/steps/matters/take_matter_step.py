"""Open a matter, and take a step on it: one function each for every kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from chalicelib.domain.accounts.officers import GrantedByOthers
from chalicelib.domain.eforms.answers import normalise_answers
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger.matter_facts import MatterFact
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.matters.matter_clocks import FindRule, move_clocks
from chalicelib.domain.matters.matter_fields import PUBLISHING_CHECK
from chalicelib.domain.matters.matter_forms import MatterAnswers, apply_field_law
from chalicelib.domain.matters.matter_kind import GRANTED_BY, MatterField, MatterKind, MatterStep, build_step_schema
from chalicelib.domain.matters.matter_permission import permit_matter_step, require_matter_sight, require_opener
from chalicelib.domain.matters.matter_refusals import SpecialTaskNeeded, StepUsedUp
from chalicelib.domain.shared.errors import FieldError, Invalid, KeyReused, Refusal
from chalicelib.steps.dossier.body_fields import MatterBodyFields
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.dossier.context import Command
from chalicelib.steps.dossier.ports import Conflict, StoredWrite
from chalicelib.steps.matters.erasure_checks import order_matter_erasure
from chalicelib.steps.matters.matter_checks import run_checks
from chalicelib.steps.matters.matter_command import (
    MatterDecision,
    MatterResult,
    build_rule_reader,
    read_matter_law,
    require_current_matter,
    require_offered,
    run_matter_command,
)
from chalicelib.steps.matters.matter_fact_parts import (
    RelayedMatter,
    build_matter_fact,
    choose_first_unit,
    describe_papers,
    describe_sender,
    describe_state,
    draw_matter_number,
    read_unit,
    take_papers,
)
from chalicelib.steps.matters.matter_ports import CheckContext, LoadedMatter, MatterDependencies
from chalicelib.steps.matters.reclassify_matter import OtherMatter
from chalicelib.steps.matters.reviews.open_end_request import open_with_step

MATTER_ID = re.compile(r"[0-9a-z]{26}")
"""What may be the id of a matter; anything else is not looked for."""


def open_matter(
    deps: MatterDependencies,
    kind: MatterKind,
    command: Command[MatterBodyFields],
    relayed: RelayedMatter | None = None,
    also: tuple[StoredWrite, ...] = (),
) -> MatterResult:
    """Open a matter of a kind. A repeat of the same command returns the same matter. The clocks of one that another
    system relayed count from its receipt there. `also` is written in the same transaction.

    Raise Forbidden, Invalid, KeyReused, NotOffered, the refusals of the kind's checks, of an unknown unit, of files."""
    drawn: list[str] = []

    def decide(loaded: LoadedMatter) -> MatterDecision:
        if loaded.matter is not None:
            raise KeyReused()
        opening = kind.opening
        role, own_unit = require_opener(command.actor, kind, command.now)
        find_rule = build_rule_reader(deps.reference, command.now, None)
        require_offered(deps.reference, kind, command.actor, command.now)
        answers = read_answers(deps, kind, "open", opening.fields, command, None)
        papers = take_papers(command, loaded, allowed=opening.papers)
        unit = (relayed and relayed.unit) or choose_first_unit(deps, kind, answers, command.now)
        since = relayed.received_at if relayed else command.now
        context = CheckContext(deps, kind, None, answers, command, find_rule, role, loaded, opening.article)
        notes = run_checks(opening.checks, context)
        moves = move_clocks(opening.clocks, None, since, find_rule, deps.reference.find_calendar(unit))
        if not drawn:
            drawn.append(draw_matter_number(deps, kind, command.now))
        data = {
            "matter": kind.name,
            "number": drawn[0],
            "province": deps.reference.province,
            "unit": unit,
            "to": opening.state,
            **describe_sender(command.actor, role, own_unit, relayed),
            **describe_state(kind.find_state(opening.state)),
            **describe_papers(papers),
        }
        fact = build_matter_fact(
            deps, kind, MatterFact.OPENED, {**data, **notes}, opening.fields, answers, moves, opening.article
        )
        writes = (*plan_effect(context, opening.effect, notes), *also)
        return MatterDecision((fact,), role, own_unit, papers=papers, writes=writes)

    return run_matter_command(deps, command, decide, build_loader(deps, command, kind.opening.fields))


def take_matter_step(
    deps: MatterDependencies, kind: MatterKind, word: str, command: Command[MatterBodyFields]
) -> MatterResult:
    """Take a step of the kind's table on a matter.

    Raise NotFound, Stale, MatterWrongMoment, Forbidden, Invalid, the refusals of the row's checks and of files."""
    drawn: list[str] = []

    def decide(loaded: LoadedMatter) -> MatterDecision:
        law = read_matter_law(deps.reference, command.now, loaded.matter)
        matter, _ = require_matter_sight(command.actor, kind, loaded.matter, command.now, law)
        require_current_matter(matter, command)
        find_rule = build_rule_reader(deps.reference, command.now, matter)
        with cite_limit(kind, word, find_rule):
            row, role, unit = permit_matter_step(command.actor, kind, matter, word, command.now, law)
        answers = read_answers(deps, kind, word, row.fields, command, matter)
        papers = take_papers(command, loaded, allowed=row.papers)
        context = CheckContext(deps, kind, matter, answers, command, find_rule, role, loaded, row.article)
        notes = run_checks(row.checks, context)
        handed = read_unit(deps, row.hands_to, answers, command.now)
        asked = read_unit(deps, row.asks, answers, command.now)
        for named, path in ((handed, row.hands_to), (asked, row.asks)):
            if named and named == matter.unit:
                vi, en = "Chọn đơn vị khác; đơn vị này đang xử lý.", "Choose another unit; this one is responsible now."
                raise Invalid(fields=(FieldError(f"/values/{path}", "same_unit", vi, en),))
        calendar = deps.reference.find_calendar(handed or matter.unit)
        data = {
            "matter": kind.name,
            "step": word,
            **({"to": row.to, **describe_state(kind.find_state(row.to))} if row.to else {}),
            **({"unit": handed} if handed else {}),
            **({"asks": asked} if asked else {}),
            **({"given": unit} if row.answers else {}),
            **({"restores": True} if row.restores else {}),
            **describe_papers(papers),
        }
        moves = move_clocks(row.clocks, matter, command.now, find_rule, calendar)
        also = None
        if row.becomes:
            also = OtherMatter(row, context, unit).open_matter(drawn)
            data["became"] = {"kind": also.after.kind, "id": also.after.id, "number": also.after.number}
        if row.opens:
            also, notes = open_with_step(row, context, unit, notes, drawn)
        fields = (*row.fields, *(each for key in row.sets if (each := kind.find_field(key))))
        given = replace(answers, values={**answers.values, **row.sets})
        fact = build_matter_fact(deps, kind, MatterFact.MOVED, {**data, **notes}, fields, given, moves, row.article)
        leading = notes.get("merged_with")
        unchanged = (loaded.others[leading["id"]],) if leading else ()
        writes = plan_effect(context, row.effect, notes)
        orders = (order_matter_erasure(matter, command),) if row.erases else ()
        return MatterDecision((fact,), role, unit, orders, also=also, unchanged=unchanged, papers=papers, writes=writes)

    rows = kind.list_steps(word)
    asked = tuple(each for row in rows for each in row.fields)
    return run_matter_command(
        deps, command, decide, build_loader(deps, command, asked, with_texts=any(_needs_texts(row) for row in rows))
    )


def plan_effect(context: CheckContext, name: str, notes: Mapping[str, Any]) -> tuple[StoredWrite, ...]:
    """Return what a step or an opening writes outside its matter."""
    effect = context.deps.effects.get(name)
    if effect is None:
        return ()
    try:
        return effect(replace(context, notes=notes))
    except Refusal:
        _require_unchanged(context)
        raise


def _require_unchanged(context: CheckContext) -> None:
    """Raise Conflict, so that the command begins again, where another one has changed the matter since it was read:
    what an effect reads later may be that one's work."""
    before = context.matter
    if before is None:
        return
    now = context.deps.matters.load_matter(context.command.dossier_id).matter
    if now is None or now.version != before.version:
        raise Conflict()


def _needs_texts(row: MatterStep) -> bool:
    """Return whether a step carries the texts of the matter to another, looks at them before they are published, or
    carries out what they say."""
    return bool(row.becomes or row.effect) or PUBLISHING_CHECK in row.checks


@contextmanager
def cite_limit(kind: MatterKind, word: str, find_rule: FindRule) -> Iterator[None]:
    """Name the rule that limits how often a step may be taken, or that knows the task it needs, where that refuses
    it."""
    try:
        yield
    except StepUsedUp:
        limits = dict.fromkeys(row.limit for row in kind.list_steps(word) if row.limit)
        with cite_on_refusal(*map(find_rule, limits)):
            raise
    except GrantedByOthers:
        with cite_on_refusal(find_rule(GRANTED_BY)):
            raise
    except SpecialTaskNeeded:
        with cite_on_refusal(find_rule("roles.special")):
            raise


def build_loader(
    deps: MatterDependencies,
    command: Command[MatterBodyFields],
    fields: tuple[MatterField, ...],
    *,
    with_texts: bool = False,
) -> Callable[[], LoadedMatter]:
    """Return what reads all that a command needs in one request: the matter, others that its answers name, and files
    that come with it; or the matter with its texts."""
    if with_texts:
        return lambda: deps.matters.load_with_parts(command.dossier_id)
    named = (command.body.values.get(each.key) for each in fields if each.matter)
    others = [each.strip() for each in named if isinstance(each, str) and MATTER_ID.fullmatch(each.strip())]
    return lambda: deps.matters.load_matter(command.dossier_id, others=others, papers=command.body.papers)


def read_answers(
    deps: MatterDependencies,
    kind: MatterKind,
    word: str,
    fields: tuple[MatterField, ...],
    command: Command[MatterBodyFields],
    matter: Matter | None,
) -> MatterAnswers:
    """Return the checked answers of a request to a step's form. Raise Malformed or Invalid with each field at fault."""
    formats = {each.key: each.form.find_format(command.body.values) for each in fields}
    values = normalise_answers(dict(command.body.values), formats)
    find_rule = build_rule_reader(deps.reference, command.now, matter)
    fitted = apply_field_law(fields, lambda param: find_rule(param).value)
    faults = list(deps.check_schema(build_step_schema(kind, word, fitted), values, command.now))
    named, rules = {fault.path for fault in faults}, list[Ruling]()
    for each in fields:
        chosen = values.get(each.key) if each.choices_rule and f"/values/{each.key}" not in named else None
        if chosen is None:
            continue
        rule = find_rule(each.choices_rule)
        if chosen not in rule.list_words():
            vi, en = "Mã này không áp dụng tại tỉnh.", "This code does not apply in the province."
            faults.append(FieldError(f"/values/{each.key}", "not_in_list", vi, en))
            rules.append(rule)
    if faults:
        with cite_on_refusal(*rules):
            raise Invalid(fields=tuple(faults))
    return MatterAnswers(values, frozenset(command.body.confirmed))
