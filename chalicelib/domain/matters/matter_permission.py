"""Who may open a matter, take a step on it, and read its fields.

Order of refusals, as for dossiers: a matter that the actor may not see is not found (404); then a step that the state
does not allow (409, with the allowed ones); then a step of somebody else (403).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.accounts.officers import refuse_grant
from chalicelib.domain.accounts.portal_accounts import PORTAL
from chalicelib.domain.accounts.roles import NOT_OF_UNIT, SPECIAL, Actor, Role
from chalicelib.domain.matters.field_guard import IDENTITY_HIDDEN, PAPERS
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.matters.matter_actors import Actors, MatterPlace
from chalicelib.domain.matters.matter_kind import FieldAudience, MatterKind, MatterStep
from chalicelib.domain.matters.matter_refusals import (
    MatterWrongMoment,
    OwnMatter,
    PapersNotTaken,
    SpecialTaskNeeded,
    StepUsedUp,
)
from chalicelib.domain.shared.errors import Forbidden, NotFound, OwnProposal

Superiors = Callable[[str], frozenset[str]]
"""Returns the units above a unit."""

READS_ALL = frozenset({Role.PROVINCIAL_OFFICE, Role.AUDITOR})
"""Roles that supervise the province, and read what the units read."""


RIGHTS_REVIEW = "rights_review"
OPERATED = frozenset({"account_case", "account_request", RIGHTS_REVIEW})
"""Kinds of matters that the operator of the system handles with the units."""


@dataclass(frozen=True, slots=True)
class MatterLaw:
    """The law of the day as far as a table asks for it: the value of a parameter, and the units above one."""

    find_value: Callable[[str], object]
    superiors: Superiors

    def is_open(self, step: MatterStep) -> bool:
        """Return whether the step exists in the province on the day."""
        return all(each.is_met(self.find_value(each.param)) for each in step.while_law)


def list_places(matter: Matter, law: MatterLaw) -> Mapping[MatterPlace, frozenset[str]]:
    """Return the units that each place means on this matter."""
    return {
        MatterPlace.UNIT: frozenset({matter.unit}),
        MatterPlace.FIRST: frozenset({matter.first_unit}),
        MatterPlace.SENDER: frozenset({matter.sender_unit} - {""}),
        MatterPlace.ASKED: frozenset(matter.asked),
        MatterPlace.ABOVE: _list_superiors(matter, law),
    }


def _list_superiors(matter: Matter, law: MatterLaw) -> frozenset[str]:
    """Return the units above a matter's unit, and above those whose work it has."""
    return frozenset().union(*(law.superiors(unit) for unit in (matter.unit, *matter.before)))


def is_reporter(actor: Actor, matter: Matter) -> bool:
    """Return whether the actor reported the matter, or is the system to which its sender sent it."""
    senders = {matter.reporter, matter.account, PORTAL.sub if matter.national else ""} - {""}
    return actor.citizen and any(each in senders for each in actor.people)


def find_matter_role(
    actor: Actor, matter: Matter, who: Actors, now: datetime, law: MatterLaw
) -> tuple[Role, str] | None:
    """Return the (role, unit) under which the actor is among `who`, or None."""
    places = list_places(matter, law)
    for role, place in who:
        if place is MatterPlace.REPORTER:
            if is_reporter(actor, matter):
                return role, ""
        elif place is MatterPlace.PROVINCE:
            if role in actor.list_roles(now):
                return role, matter.province
        else:
            for unit in sorted(places[place]):
                if role in actor.list_roles_in(unit, now):
                    return role, unit
    return None


def permit_matter_step(
    actor: Actor, kind: MatterKind, matter: Matter, word: str, now: datetime, law: MatterLaw
) -> tuple[MatterStep, Role, str]:
    """Return the row that allows the step, with the role and unit it is taken under; or raise the refusal."""
    rows = [row for row in kind.list_steps(word) if law.is_open(row)]
    if not kind.list_steps(word):
        raise NotFound()
    open_rows = [row for row in rows if _is_offered(row, matter)]
    if not open_rows:
        raise MatterWrongMoment(
            step=kind.list_steps(word)[0].name,
            state=kind.find_state(matter.state).name,
            allowed=tuple(list_matter_steps(actor, kind, matter, now, law)),
        )
    for row in open_rows:
        worn = find_matter_role(actor, matter, row.who, now, law)
        if worn is None:
            continue
        if _is_own(actor, kind, matter, row, worn[0]):
            raise OwnMatter()
        if actor.sub in {matter.authors.get(each, "") for each in row.not_by}:
            raise OwnProposal()
        if not _is_author(actor, matter, row):
            continue
        _require_not_used_up(row, matter, law)
        return row, *worn
    asked = {role for row in open_rows for role, _ in row.who}
    closed = [row for row in kind.list_steps(word) if row not in open_rows and row.is_grant]
    if any(find_matter_role(actor, matter, row.who, now, law) for row in closed):
        raise refuse_grant(asked)
    raise SpecialTaskNeeded() if asked <= SPECIAL else Forbidden()


def list_matter_steps(actor: Actor, kind: MatterKind, matter: Matter, now: datetime, law: MatterLaw) -> list[str]:
    """Return the words of the steps that the table allows this person now."""
    return list(dict.fromkeys(row.word for row in _list_open_rows(actor, kind, matter, now, law)))


def require_paper_step(actor: Actor, kind: MatterKind, matter: Matter, now: datetime, law: MatterLaw) -> None:
    """Refuse somebody who may take no step now with which files come."""
    rows = [*_list_open_rows(actor, kind, matter, now, law)]
    if not rows:
        raise Forbidden()
    if not any(row.papers for row in rows):
        raise PapersNotTaken()


def _list_open_rows(
    actor: Actor, kind: MatterKind, matter: Matter, now: datetime, law: MatterLaw
) -> Iterator[MatterStep]:
    for row in kind.steps:
        if not _is_offered(row, matter) or not law.is_open(row):
            continue
        worn = find_matter_role(actor, matter, row.who, now, law)
        own = worn is not None and _is_own(actor, kind, matter, row, worn[0])
        proposed = actor.sub in {matter.authors.get(each, "") for each in row.not_by}
        if worn and not own and not proposed and _is_author(actor, matter, row) and not _is_used_up(row, matter, law):
            yield row


def _is_offered(row: MatterStep, matter: Matter) -> bool:
    """Return whether the row exists in the state of the matter, by what its opening chose, while an answer in it is yes
    and after another step."""
    field, answer = row.chosen
    wanted = (
        matter.values.get(field, "") == answer
        and not (row.not_chosen and matter.values.get(row.not_chosen[0]) == row.not_chosen[1])
        and (not row.only_while or matter.values.get(row.only_while) is True)
    )
    return matter.state in row.states and wanted and (not row.only_after or row.only_after in matter.taken)


def _is_author(actor: Actor, matter: Matter, row: MatterStep) -> bool:
    return not row.only_by or actor.sub in {matter.authors.get(each, "") for each in row.only_by}


OF_SENDERS = frozenset({MatterPlace.REPORTER, MatterPlace.SENDER})


def _is_own(actor: Actor, kind: MatterKind, matter: Matter, row: MatterStep, role: Role) -> bool:
    """Return whether an officer would handle what they sent themselves, as a citizen or for their unit."""
    if role is Role.APPLICANT or kind.own_allowed or {place for _, place in row.who} <= OF_SENDERS:
        return False
    return actor.sub in {matter.reporter, matter.account, matter.authors.get("open", "")} - {""}


def _is_used_up(row: MatterStep, matter: Matter, law: MatterLaw) -> bool:
    most = law.find_value(row.limit) if row.limit else None
    return isinstance(most, int) and matter.taken.get(row.word, 0) >= most


def _require_not_used_up(row: MatterStep, matter: Matter, law: MatterLaw) -> None:
    if _is_used_up(row, matter, law):
        raise StepUsedUp(step=row.name, most=law.find_value(row.limit))


def require_opener(actor: Actor, kind: MatterKind, now: datetime) -> tuple[Role, str]:
    """Return the role and unit under which the actor opens a matter of the kind, for a sender if it is another system;
    raise Forbidden."""
    if actor.sub in kind.opening.relays:
        return Role.APPLICANT, ""
    for role in sorted(kind.opening.who):
        if role is Role.APPLICANT:
            if actor.citizen:
                return role, ""
        else:
            units = sorted(a.unit for a in actor.assignments if a.is_in_force(now) and a.role is role)
            if units:
                return role, units[0]
    raise Forbidden()


ACCOUNT_REQUEST = "account_request"
"""The kind of which the police read what asks for the right to look up population data (LC-17.5)."""
HELPERS: Mapping[str, frozenset[Role]] = {"difficulty": frozenset({Role.UNIT_IT})}
"""Roles that read the matters of their unit of one kind alone: its IT officer helps with difficulties (QN-26.4)."""


def list_outsiders(kind: str) -> frozenset[Role]:
    """Return the roles that read no matter of a kind by being of a unit."""
    return NOT_OF_UNIT - HELPERS.get(kind, frozenset())


def list_readers(kind: str) -> frozenset[Role]:
    """Return the roles that read every matter of a kind as its units do."""
    return READS_ALL | {Role.OPERATOR} if kind in OPERATED else READS_ALL


def find_audiences(actor: Actor, matter: Matter, now: datetime, law: MatterLaw) -> frozenset[FieldAudience]:
    """Return the audiences to which a reader belongs; empty for one who may not know that the matter exists."""
    if is_reporter(actor, matter):
        return frozenset({FieldAudience.REPORTER, FieldAudience.PUBLIC})
    concerned = matter.units | _list_superiors(matter, law)
    outside = list_outsiders(matter.kind)
    working = {a.unit for a in actor.assignments if a.is_in_force(now) and a.role not in outside}
    held = actor.list_roles(now)
    police = Role.POLICE_POPULATION in held and matter.values.get("role") == Role.POPULATION_READER
    if working & concerned or held & list_readers(matter.kind) or (police and matter.kind == ACCOUNT_REQUEST):
        return frozenset(FieldAudience)
    return frozenset()


def list_guarded_keys(kind: MatterKind, matter: Matter, actor: Actor, now: datetime) -> frozenset[str]:
    """Return the fields of this matter that are hidden from a reader who is neither its reporter nor of the guards'
    roles; data of a hidden sender are for the provincial office alone, of which kind the matter now is."""
    if is_reporter(actor, matter):
        return frozenset()
    held = {a.role for a in actor.assignments if a.is_in_force(now)}
    guards = (each for each in kind.guards if matter.values.get(each.field) == each.value)
    hidden = (each.keys for each in guards if not held & each.roles)
    protected = matter.values.get(IDENTITY_HIDDEN) is True and Role.PROVINCIAL_OFFICE not in held
    return frozenset().union(*hidden, {PAPERS, *_list_personal_keys(kind)} if protected else ())


def _list_personal_keys(kind: MatterKind) -> frozenset[str]:
    """Return the fields that hold data of a person, in whichever form asks for them."""
    forms = (kind.opening.fields, *(step.fields for step in kind.steps))
    return frozenset(each.key for form in forms for each in form if each.personal)


def require_matter_sight(
    actor: Actor, kind: MatterKind, matter: Matter | None, now: datetime, law: MatterLaw
) -> tuple[Matter, frozenset[FieldAudience]]:
    """Return the matter with the reader's audiences, or raise the one answer for «absent» and «not yours»."""
    if matter is None or matter.kind != kind.name:
        raise NotFound()
    seen = find_audiences(actor, matter, now, law)
    if not seen:
        raise NotFound()
    return matter, seen
