"""Urging: a supervisor reminds a unit how much overdue work it has (NĐ 61/2018 8.2.b, 9.1; LC-27.4).

The body that the law of the province names (the provincial office; elsewhere also the department in charge of the
regulation, HUE-27.2) urges any unit about all its late work; the head of a one-stop unit, or the director of its
centre, urges an agency about dossiers that were received there. Where the law makes the unit itself watch its late
work, its head urges its members (VL-21.3).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from chalicelib.domain.accounts.roles import Actor, Assignment, Role
from chalicelib.domain.catalogue.agencies import Agency, AgencyTree
from chalicelib.domain.notices.inbox import InboxMessage
from chalicelib.domain.notices.notice_rules import LANGUAGES
from chalicelib.domain.notices.notice_text import fill_template
from chalicelib.domain.notices.recipients import build_desk_recipients
from chalicelib.domain.shared.errors import Forbidden, Refusal, RefusalKind

CHASERS = frozenset({Role.HEAD_OF_ONE_STOP, Role.CENTRE_DIRECTOR})
"""Roles that sign a one-stop unit's urging letters."""

HEADS = CHASERS | {Role.AGENCY_HEAD}
"""Roles that lead a unit and urge its members."""

FROM_WITHIN = frozenset({"agency_head", "unit"})
"""Values of the rule `monitoring.overdue_by` that make the unit itself watch its late work."""

NOTICE = "urged"

Words = Mapping[str, Mapping[str, str]]


class NothingOverdue(Refusal):
    """The unit has no late work that the caller could urge it about."""

    code = "nothing_overdue"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Đơn vị này không có hồ sơ quá hạn để đôn đốc."
    en = "This unit has nothing overdue to be urged about."


@dataclass(frozen=True, slots=True)
class Urging:
    """One urging: the urged unit, the day in Vietnam, who urges, and how many open pieces of work were overdue.

    `one_stop` is the unit whose dossiers are meant, the urged unit itself when its own head urges; empty for all. The
    three together identify it: urging again on the same day returns this one. `by_unit` is the department that urged,
    empty for the others.
    """

    unit: str
    day: date
    one_stop: str
    role: Role
    sub: str
    at: datetime
    overdue: int
    version: int = 0
    by_unit: str = ""

    @property
    def own(self) -> bool:
        """Whether the unit's head urges its members."""
        return self.one_stop == self.unit


def require_urging_role(actor: Actor, one_stop: str, now: datetime) -> Role:
    """Return the role in which the caller may urge about dossiers of a one-stop unit. Raise Forbidden."""
    return _require_role(actor, one_stop, CHASERS, now)


def require_leading_role(actor: Actor, unit: str, now: datetime) -> Role:
    """Return the role in which the caller leads a unit. Raise Forbidden."""
    return _require_role(actor, unit, HEADS, now)


def _require_role(actor: Actor, unit: str, roles: frozenset[Role], now: datetime) -> Role:
    held = sorted({a.role for a in actor.assignments if a.is_in_force(now) and a.unit == unit} & roles)
    if not held:
        raise Forbidden()
    return held[0]


def find_oversight(actor: Actor, named: Collection[str], tree: AgencyTree, now: datetime) -> Assignment | None:
    """Return the right by which somebody supervises and urges every unit, as the law of the province names them: the
    provincial office by its role, a department by its head; None for everybody else."""
    departments = {each.id for each in tree.list_all() if each.department in named}
    found = (
        held
        for held in actor.assignments
        if (held.role is Role.PROVINCIAL_OFFICE and held.role in named)
        or (held.role is Role.AGENCY_HEAD and held.unit in departments)
    )
    return next((held for held in found if held.is_in_force(now)), None)


def list_leader_inboxes(unit: Agency) -> tuple[str, ...]:
    """Return the inboxes of the desks that lead a unit."""
    return _list_inboxes(unit, sorted(CHASERS) if unit.is_one_stop else (Role.AGENCY_HEAD, Role.HEAD_OF_SECTION))


def list_worker_inboxes(unit: Agency) -> tuple[str, ...]:
    """Return the inboxes of the desks that settle or receive in a unit, under its head."""
    return _list_inboxes(
        unit, (Role.ONE_STOP_OFFICER,) if unit.is_one_stop else (Role.CASE_OFFICER, Role.HEAD_OF_SECTION)
    )


def _list_inboxes(unit: Agency, roles: Iterable[Role]) -> tuple[str, ...]:
    return tuple(one.inbox for role in roles for one in build_desk_recipients(unit.id, role))


def write_message(urging: Urging, unit: Agency, sender: Agency | None, words: Words) -> InboxMessage:
    """Return the inbox message: who urges, about how many, of which day. It concerns no single dossier. `sender` is the
    one-stop unit or the department that urges, None for the provincial office."""
    body = "body_of_head" if urging.own else "body_of_one_stop" if urging.one_stop else "body"
    said = {}
    for language in LANGUAGES:
        values = {
            "unit": _name_agency(unit, language),
            "by": _name_agency(sender, language) if sender else words["office"][language],
            "overdue": str(urging.overdue),
            "day": f"{urging.day:%d/%m/%Y}",
        }
        said[language] = {
            "subject": fill_template(words["subject"][language], values),
            "body": fill_template(words[body][language], values),
        }
    at = urging.at.astimezone(UTC)
    number = f"{at:%Y%m%dT%H%M%S%f}-{NOTICE}-{urging.unit}-{urging.one_stop or 'province'}"
    return InboxMessage(number, dossier_id="", seq=0, notice=NOTICE, official=True, at=urging.at, words=said)


def _name_agency(agency: Agency, language: str) -> str:
    return str(getattr(agency.name, language) or agency.name.vi)
