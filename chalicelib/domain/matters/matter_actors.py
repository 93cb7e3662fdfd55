"""Who takes the steps of matters: a role, and how a person stands to the matter."""

from __future__ import annotations

from enum import StrEnum

from chalicelib.domain.accounts.roles import Role


class MatterPlace(StrEnum):
    """How a person stands to a matter: the unit in which a role counts, or the reporter."""

    REPORTER = "reporter"
    UNIT = "unit"
    """The unit that is responsible now."""
    FIRST = "first"
    """The unit that took the matter in."""
    SENDER = "sender"
    """The unit whose officer opened the matter, where no applicant did."""
    ASKED = "asked"
    """A unit that was asked for its part and has not given it yet."""
    FORMER = "former"
    """Contacts of an account that the step has replaced."""
    ABOVE = "above"
    """A unit above the responsible one."""
    PROVINCE = "province"
    GRANTER = "granter"
    """Who grants rights by the law of the day: notified, and never an actor."""
    OFFICER = "officer"
    """The officer whose account the matter is about: notified as an officer, and never an actor."""


Actors = tuple[tuple[Role, MatterPlace], ...]

REPORTER: Actors = ((Role.APPLICANT, MatterPlace.REPORTER),)
FOCAL: Actors = (
    (Role.ONE_STOP_OFFICER, MatterPlace.UNIT),
    (Role.HEAD_OF_ONE_STOP, MatterPlace.UNIT),
    (Role.CASE_OFFICER, MatterPlace.UNIT),
    (Role.AGENCY_HEAD, MatterPlace.UNIT),
)
"""The officers who answer for the responsible unit; which of them is the focal officer, the unit decides."""
FOCAL_ACCOUNT: Actors = ((Role.CONTROL_FOCAL, MatterPlace.UNIT),)
"""The focal officer whom a unit names, under the account that was given for it."""
INTAKE_ACCOUNT: Actors = ((Role.INTAKE_FOCAL, MatterPlace.UNIT),)
ANSWER_ACCOUNT: Actors = ((Role.ANSWER_FOCAL, MatterPlace.UNIT),)
BOTH_ACCOUNTS: Actors = (
    *INTAKE_ACCOUNT,
    *ANSWER_ACCOUNT,
    (Role.INTAKE_FOCAL, MatterPlace.FIRST),
    (Role.ANSWER_FOCAL, MatterPlace.FIRST),
)
"""Where a unit names one officer for the intake and one for answers: each, and both of them (QN-21.7)."""
HELPER: Actors = ((Role.UNIT_IT, MatterPlace.SENDER),)
"""The IT officer of the unit that sent it (QN-26.4)."""
HEADS: Actors = (
    (Role.HEAD_OF_ONE_STOP, MatterPlace.UNIT),
    (Role.CENTRE_DIRECTOR, MatterPlace.UNIT),
    (Role.AGENCY_HEAD, MatterPlace.UNIT),
)
ASKED: Actors = tuple((role, MatterPlace.ASKED) for role, _ in FOCAL)
FIRST: Actors = tuple((role, MatterPlace.FIRST) for role, _ in FOCAL)
SENDER: Actors = tuple((role, MatterPlace.SENDER) for role, _ in FOCAL)
OFFICE: Actors = ((Role.PROVINCIAL_OFFICE, MatterPlace.PROVINCE),)
DESKS: Actors = (*FOCAL, *OFFICE)
"""Those who handle a matter: the responsible unit, and the provincial office."""

SUPERIORS = frozenset({Role.HEAD_OF_ONE_STOP, Role.CENTRE_DIRECTOR, Role.AGENCY_HEAD, Role.PROVINCIAL_OFFICE})
"""Roles of superiors: feedback on the conduct of an officer is theirs (NĐ 20/2008 14.1)."""
