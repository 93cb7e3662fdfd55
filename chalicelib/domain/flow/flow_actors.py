"""Actors of a dossier's steps: roles, each with the unit in which it counts, in groups that act together."""

from __future__ import annotations

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.flow_words import Scope, Step

Who = tuple[tuple[Role, Scope], ...]

DESK: Who = ((Role.ONE_STOP_OFFICER, Scope.ONE_STOP), (Role.HEAD_OF_ONE_STOP, Scope.ONE_STOP))
COUNTER: Who = ((Role.ONE_STOP_OFFICER, Scope.COUNTER), (Role.HEAD_OF_ONE_STOP, Scope.COUNTER))
POST: Who = ((Role.POSTAL_STAFF, Scope.COUNTER), *COUNTER)
OWNER: Who = ((Role.APPLICANT, Scope.OWNER),)
AUTHOR: Who = (
    (Role.APPLICANT, Scope.AUTHOR),
    (Role.ONE_STOP_OFFICER, Scope.AUTHOR),
    (Role.POSTAL_STAFF, Scope.AUTHOR),
)
CASE: Who = ((Role.CASE_OFFICER, Scope.AGENCY),)
HEAD: Who = ((Role.AGENCY_HEAD, Scope.AGENCY),)
CASH: Who = ((Role.CASHIER, Scope.ONE_STOP), (Role.CASHIER, Scope.PAYING_CENTRE))
TILL: Who = ((Role.CASHIER, Scope.ONE_STOP), (Role.CASHIER, Scope.SERVED))
HANDS_OVER: Who = (
    *COUNTER, (Role.ONE_STOP_OFFICER, Scope.RETURNING_CENTRE), (Role.HEAD_OF_ONE_STOP, Scope.RETURNING_CENTRE),
)  # fmt: skip
OPENS_TABLET: Who = (
    *COUNTER, (Role.ONE_STOP_OFFICER, Scope.SERVED), (Role.HEAD_OF_ONE_STOP, Scope.SERVED),
)  # fmt: skip
PAYING: tuple[tuple[str, Who], ...] = (("online", OWNER), ("cash", CASH))
CREDIT: Who = ((Role.CASHIER, Scope.ONE_STOP), (Role.CASHIER, Scope.AGENCY))
CONSULTED: Who = ((Role.CASE_OFFICER, Scope.CONSULTED), (Role.AGENCY_HEAD, Scope.CONSULTED))
PARTNER: Who = ((Role.CASE_OFFICER, Scope.PARTNER), (Role.AGENCY_HEAD, Scope.PARTNER))
HEAD_OF_DESK: Who = ((Role.HEAD_OF_ONE_STOP, Scope.ONE_STOP),)
LEADS_DESK: Who = (*HEAD_OF_DESK, (Role.CENTRE_DIRECTOR, Scope.ONE_STOP))
FILER: Who = (*OWNER, (Role.ONE_STOP_OFFICER, Scope.ONE_STOP))
HANDLER: Who = ((Role.CASE_OFFICER, Scope.PARTNER),)
WORKING: Who = (
    *DESK, (Role.CENTRE_DIRECTOR, Scope.ONE_STOP),
    *((role, scope) for scope in (Scope.AGENCY, Scope.PARTNER)
      for role in (Role.CASE_OFFICER, Role.HEAD_OF_SECTION, Role.AGENCY_HEAD)),
)  # fmt: skip
SUPERIOR: Who = ((Role.HEAD_OF_SECTION, Scope.PARTNER), (Role.AGENCY_HEAD, Scope.PARTNER))

POST_STAGES: dict[Step, str] = {
    Step.SUBMIT: "receive",
    Step.RECEIVE: "receive",
    Step.FORWARD: "receive",
    Step.REFUSE: "receive",
    Step.REQUEST_SUPPLEMENT: "receive",
    Step.SUPPLEMENT: "process",
    Step.TRANSFER: "process",
    Step.GIVE_BACK: "return",
}
"""Steps of the one-stop officer that postal staff take too where the province's rule `post.stages` allows the stage:
reception (NĐ 61/2018 16, 17), passing on (18) and return (20). TB-8, LC-4.2, QN-28.2."""

DELIVERING = frozenset({"channel", "deliver", "return"})
"""Stages of postal staff who bring parcels to applicants, which TT 17/2017 5.2.h lets every post do."""
GUIDE = "guide"
"""The stage of postal staff who help people with accounts and filings."""
DIGITISE = "digitise"
"""The stage of postal staff who scan the agency's papers."""

APPROVER_SCOPE: dict[Role, Scope] = {
    Role.HEAD_OF_SECTION: Scope.AGENCY,
    Role.AGENCY_HEAD: Scope.AGENCY,
    Role.CENTRE_DIRECTOR: Scope.ONE_STOP,
    Role.HEAD_OF_ONE_STOP: Scope.ONE_STOP,
}
"""The unit in which a role of the law's approval chain must work."""

EVERYWHERE = frozenset({Scope.PAYING_CENTRE, Scope.RETURNING_CENTRE})
"""Scopes of counters that serve the whole province."""

CENTRE = "centre"
"""The law's name for the one-stop centre where it names no person of it (HUE-14.4.b)."""


def list_deciders(name: str) -> tuple[Role, ...]:
    """Return the roles that may decide a matter that the law assigns to `name`: a role, or the centre
    with its leaders."""
    return (Role.CENTRE_DIRECTOR, Role.HEAD_OF_ONE_STOP) if name == CENTRE else (Role(name),)
