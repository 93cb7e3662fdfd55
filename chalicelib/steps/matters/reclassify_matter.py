"""The opening of a matter as another kind: with the same texts, sender and time of receipt, and a link to the first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.domain.ledger.matter_facts import MatterFact
from chalicelib.domain.matters.field_guard import IDENTITY_HIDDEN
from chalicelib.domain.matters.kind_table import find_kind
from chalicelib.domain.matters.kinds.feedback_fields import HIDE_ME
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.matters.matter_clocks import move_clocks
from chalicelib.domain.matters.matter_forms import MatterAnswers
from chalicelib.domain.matters.matter_kind import MatterKind, MatterStep
from chalicelib.domain.matters.naming import NAMING_KEYS
from chalicelib.domain.papers.paper import PaperState, build_manifest_entry
from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.steps.filing.drafts import derive_dossier_id
from chalicelib.steps.matters.matter_command import MatterDecision, build_matter_change
from chalicelib.steps.matters.matter_fact_parts import (
    build_matter_fact,
    choose_first_unit,
    describe_state,
    draw_matter_number,
)
from chalicelib.steps.matters.matter_ports import CheckContext, MatterChange


@dataclass(frozen=True, slots=True)
class OtherMatter:
    """What is opened by a row that ends a matter as another kind; `unit` is that of the officer who takes the step."""

    row: MatterStep
    context: CheckContext
    unit: str

    def open_matter(self, drawn: list[str]) -> MatterChange:
        """Return the writes of the opening. `drawn` keeps its number for a second try of the command.

        The clocks count from the first receipt: the sender has waited since then."""
        row, context, command = self.row, self.context, self.context.command
        deps, matter, kind = context.deps, context.matter, find_kind(row.becomes)
        if matter is None:
            raise ValueError("only a matter that stands becomes another")
        if not drawn:
            drawn.append(draw_matter_number(deps, kind, command.now))
        carried = MatterAnswers(self._list_answers(kind, matter))
        unit = choose_first_unit(deps, kind, carried, command.now)
        state = row.begins_in or kind.opening.state
        effects = kind.opening.clocks if state == kind.opening.state else ()
        calendar = deps.reference.find_calendar(unit)
        moves = move_clocks(effects, None, matter.opened_at, context.find_rule, calendar)
        data = {
            "matter": kind.name,
            "number": drawn[0],
            "province": matter.province,
            "unit": unit,
            "to": state,
            **_name_sender(matter),
            "received": write_stamp(matter.opened_at),
            "came_from": {"kind": matter.kind, "id": matter.id, "number": matter.number},
            **describe_state(kind.find_state(state)),
            **self._describe_carried(matter),
        }
        fields = tuple({each.key: each for each in (HIDE_ME, *kind.opening.fields)}.values())
        fact = build_matter_fact(deps, kind, MatterFact.OPENED, data, fields, carried, moves, row.article)
        opening = replace(command, dossier_id=derive_dossier_id(matter.id, f"{kind.name}|{matter.version}"))
        change = build_matter_change(deps, opening, None, MatterDecision((fact,), context.role, self.unit))
        return replace(change, quotas=())

    def _describe_carried(self, matter: Matter) -> Mapping[str, Any]:
        """Return the files that came with the first matter: they stay with it, and are named here by their digests."""
        held = self.context.loaded.papers
        taken = [held[each] for each in matter.papers if each in held and held[each].state is PaperState.ACCEPTED]
        named = {paper.id: {**build_manifest_entry(paper), "matter": matter.id} for paper in taken}
        carried = {**matter.carried, **named}
        return {"carried": carried} if carried else {}

    def _list_answers(self, kind: MatterKind, matter: Matter) -> Mapping[str, Any]:
        """Return the answers to the other kind's opening form: what the officer added, the two texts under its own
        names, and the sender's data that both forms ask for. A consent to be named was given for the other kind; a
        hidden sender stays hidden."""
        context = self.context
        held = context.loaded.parts
        texts = {key: held[digest].value for key, digest in matter.texts.items() if digest in held}
        renamed = {kind.subject: texts.get(context.kind.subject), kind.text: texts.get(context.kind.text)}
        found = {**texts, **context.answers.values, **renamed, kind.opening.unit_field: matter.unit}
        kept = {IDENTITY_HIDDEN: True} if matter.values.get(IDENTITY_HIDDEN) is True else {}
        asked = [each for each in kind.opening.fields if each.key not in NAMING_KEYS]
        return {each.key: found[each.key] for each in asked if found.get(each.key) is not None} | kept


def _name_sender(matter: Matter) -> Mapping[str, str]:
    """Return who sent the matter: a person, or a unit and its officer; and where, if to the national system."""
    national = {"national": matter.national} if matter.national else {}
    if matter.reporter:
        return {**national, "reporter": matter.reporter}
    return {**national, "sender_unit": matter.sender_unit, "opener": matter.authors.get("open", "")}
