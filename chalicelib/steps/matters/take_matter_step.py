"""Open a matter, and take a step on it: one function each for every kind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.eforms.answers import normalise_answers
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.ledger.matter_facts import MatterFact
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.matters.matter_clocks import ClockMoves, FindRule, move_clocks, write_clock
from chalicelib.domain.matters.matter_forms import MatterAnswers, apply_field_law, split_answers
from chalicelib.domain.matters.matter_kind import (
    NUMBER_DIGITS,
    MatterField,
    MatterKind,
    MatterState,
    build_matter_series,
    build_step_schema,
)
from chalicelib.domain.matters.matter_permission import (
    NotOffered,
    permit_matter_step,
    require_matter_sight,
    require_opener,
)
from chalicelib.domain.shared.errors import FieldError, Invalid, NotFound
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.steps.dossier.body_fields import MatterBodyFields
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.dossier.context import Command
from chalicelib.steps.matters.matter_checks import run_checks
from chalicelib.steps.matters.matter_command import (
    MatterDecision,
    MatterResult,
    build_rule_reader,
    read_matter_law,
    require_current_matter,
    run_matter_command,
)
from chalicelib.steps.matters.matter_ports import CheckContext, LoadedMatter, MatterDependencies


def open_matter(deps: MatterDependencies, kind: MatterKind, command: Command[MatterBodyFields]) -> MatterResult:
    """Open a matter of a kind. A repeat of the same command returns the same matter.

    Raise Forbidden, Invalid, the refusals of the kind's checks, and those of an unknown unit."""
    drawn: list[str] = []

    def decide(loaded: LoadedMatter) -> MatterDecision:
        if loaded.matter is not None:
            raise NotFound()
        opening = kind.opening
        role, own_unit = require_opener(command.actor, kind, command.now)
        find_rule = build_rule_reader(deps.reference, command.now, None)
        _require_offered(kind, find_rule)
        answers = read_answers(deps, kind, "open", opening.fields, command, None)
        unit = _choose_first_unit(deps, kind, answers, command.now)
        notes = run_checks(opening.checks, CheckContext(deps, kind, None, answers, command, find_rule, role))
        moves = move_clocks(opening.clocks, None, command.now, find_rule, deps.reference.find_calendar(unit))
        if not drawn:
            drawn.append(_draw_number(deps, kind, command.now))
        data = {
            "matter": kind.name,
            "number": drawn[0],
            "province": deps.reference.province,
            "unit": unit,
            "to": opening.state,
            **({"reporter": command.actor.sub} if role is Role.APPLICANT else {"sender_unit": own_unit}),
            **_describe_state(kind.find_state(opening.state)),
        }
        fact = _build_fact(
            deps, kind, MatterFact.OPENED, {**data, **notes}, opening.fields, answers, moves, opening.article
        )
        return MatterDecision((fact,), role, own_unit)

    return run_matter_command(deps, command, decide)


def take_matter_step(
    deps: MatterDependencies, kind: MatterKind, word: str, command: Command[MatterBodyFields]
) -> MatterResult:
    """Take a step of the kind's table on a matter.

    Raise NotFound, Stale, MatterWrongMoment, Forbidden, Invalid, and the refusals of the row's checks."""

    def decide(loaded: LoadedMatter) -> MatterDecision:
        law = read_matter_law(deps.reference, command.now, loaded.matter)
        matter, _ = require_matter_sight(command.actor, kind, loaded.matter, command.now, law)
        require_current_matter(matter, command)
        row, role, unit = permit_matter_step(command.actor, kind, matter, word, command.now, law)
        find_rule = build_rule_reader(deps.reference, command.now, matter)
        answers = read_answers(deps, kind, word, row.fields, command, matter)
        notes = run_checks(row.checks, CheckContext(deps, kind, matter, answers, command, find_rule, role))
        handed = _read_unit(deps, row.hands_to, answers, command.now)
        asked = _read_unit(deps, row.asks, answers, command.now)
        for named, path in ((handed, row.hands_to), (asked, row.asks)):
            if named and named == matter.unit:
                vi, en = "Chọn đơn vị khác; đơn vị này đang xử lý.", "Choose another unit; this one is responsible now."
                raise Invalid(fields=(FieldError(f"/values/{path}", "same_unit", vi, en),))
        calendar = deps.reference.find_calendar(handed or matter.unit)
        data = {
            "matter": kind.name,
            "step": word,
            **({"to": row.to, **_describe_state(kind.find_state(row.to))} if row.to else {}),
            **({"unit": handed} if handed else {}),
            **({"asks": asked} if asked else {}),
            **({"given": unit} if row.answers else {}),
            **({"restores": True} if row.restores else {}),
        }
        moves = move_clocks(row.clocks, matter, command.now, find_rule, calendar)
        fact = _build_fact(deps, kind, MatterFact.MOVED, {**data, **notes}, row.fields, answers, moves, row.article)
        return MatterDecision((fact,), role, unit)

    return run_matter_command(deps, command, decide)


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
    named = {fault.path for fault in faults}
    for each in fields:
        chosen = values.get(each.key) if each.choices_rule and f"/values/{each.key}" not in named else None
        if chosen is not None and chosen not in find_rule(each.choices_rule).list_words():
            vi, en = "Mã này không áp dụng tại tỉnh.", "This code does not apply in the province."
            faults.append(FieldError(f"/values/{each.key}", "not_in_list", vi, en))
    if faults:
        raise Invalid(fields=tuple(faults))
    return MatterAnswers(values, frozenset(command.body.confirmed))


def _require_offered(kind: MatterKind, find_rule: FindRule) -> None:
    for each in kind.opening.while_law:
        rule = find_rule(each.param)
        with cite_on_refusal(rule):
            if not each.is_met(rule.value):
                raise NotOffered()


def _choose_first_unit(deps: MatterDependencies, kind: MatterKind, answers: MatterAnswers, now: datetime) -> str:
    opening = kind.opening
    if opening.unit_field and (unit := _read_unit(deps, opening.unit_field, answers, now)):
        return unit
    wanted = deps.reference.find_rule(opening.unit_rule, CaseDates(now)).to_text()
    wanted = opening.unit_kinds.get(wanted, wanted)
    units = deps.reference.find_units_of_kind(wanted, now)
    if not units:
        raise LookupError(f"no unit of kind {wanted}, which {opening.unit_rule} names")
    return units[0]


def _read_unit(deps: MatterDependencies, key: str, answers: MatterAnswers, now: datetime) -> str:
    unit = answers.find_text(key) if key else ""
    if unit:
        deps.reference.require_agency(unit, now)
    return unit


def _draw_number(deps: MatterDependencies, kind: MatterKind, now: datetime) -> str:
    year = now.astimezone(VIETNAM).year
    drawn = deps.numbers.draw_next(build_matter_series(kind, year))
    return f"{kind.prefix}-{year}-{drawn:0{NUMBER_DIGITS}d}"


def _describe_state(state: MatterState) -> dict[str, Any]:
    """Return what a state means, stored with the fact so that a later table cannot change it."""
    return {"ended": state.ended, "public": state.public, **({"pending": True} if state.pending else {})}


def _build_fact(
    deps: MatterDependencies,
    kind: MatterKind,
    what: MatterFact,
    data: Mapping[str, Any],
    fields: tuple[MatterField, ...],
    answers: MatterAnswers,
    moves: ClockMoves,
    article: str,
) -> NewFact:
    divided = split_answers(fields, answers.values, deps.salt)
    clocks = {name: write_clock(clock, reminder=name in kind.repeats) for name, clock in moves.changed.items()}
    return NewFact(
        what.value,
        {
            **data,
            **({"values": dict(divided.values)} if divided.values else {}),
            **({"clocks": clocks} if clocks else {}),
            **({"stopped": list(moves.stopped)} if moves.stopped else {}),
        },
        parts=divided.parts,
        law=({"article": article}, *map(_cite_rule, moves.rules)),
    )


def _cite_rule(ruling: Ruling) -> Mapping[str, Any]:
    return dict(ruling.cite)
