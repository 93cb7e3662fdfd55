"""An authorisation between two people: who may act for whom, in what, from when until when (F07).

The principal offers it, or the agent requests it; the other one accepts or declines, each in their own account, so that
a consent can be given by the principal alone. Both are known by the identity number that their sign-in proved. Either
may end it at any time. A representative acts for an organisation in all that is its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.accounts.roles import ActingFor, Actor
from chalicelib.domain.shared.errors import BilingualWords, FieldError, Invalid, NotFound, Refusal, RefusalKind, Stale
from chalicelib.domain.shared.folding import split_words

CITIZEN, ORGANISATION = "citizen", "organisation"
MOST_NAMED = 20
"""Procedures, or fields, that one authorisation may name."""


class Side(StrEnum):
    """The two people of an authorisation."""

    PRINCIPAL = "principal"
    AGENT = "agent"

    @property
    def other(self) -> Side:
        """The other one."""
        return Side.AGENT if self is Side.PRINCIPAL else Side.PRINCIPAL


class Standing(StrEnum):
    """How far an authorisation is; `ended` is one whose time is over, which is not stored."""

    REQUESTED = "requested"
    ACTIVE = "active"
    DECLINED = "declined"
    REVOKED = "revoked"
    ENDED = "ended"


STANDING_WORDS = {
    Standing.REQUESTED: BilingualWords("chờ đồng ý", "waiting for consent"),
    Standing.ACTIVE: BilingualWords("chưa đến ngày bắt đầu", "not begun yet"),
    Standing.DECLINED: BilingualWords("đã từ chối", "declined"),
    Standing.REVOKED: BilingualWords("đã chấm dứt", "revoked"),
    Standing.ENDED: BilingualWords("đã hết hạn", "over"),
}


class AuthorisationReply(StrEnum):
    """What a person of an authorisation may do with it."""

    ACCEPT = "accept"
    DECLINE = "decline"
    REVOKE = "revoke"


class AuthorisationNotInForce(Refusal):
    """The authorisation by which somebody acts for another is not in force."""

    code = "authorisation_not_in_force"
    kind = RefusalKind.FORBIDDEN
    vi = "Ủy quyền này {standing}; bạn không làm thay được. Nội dung đã nhập vẫn còn."
    en = "This authorisation is {standing}, so you cannot act for the other person. What you typed is kept."


class AgentsOfAgents(Refusal):
    """An agent does not authorise others: the principal alone does."""

    code = "agents_of_agents"
    kind = RefusalKind.FORBIDDEN
    vi = "Người được ủy quyền không ủy quyền lại. Hãy trở về việc của chính bạn trước."
    en = "An agent cannot authorise others. Go back to acting for yourself first."


class AuthorisationUnknown(Refusal):
    """No authorisation of this person's has the named id."""

    code = "authorisation_unknown"
    kind = RefusalKind.FORBIDDEN
    vi = "Bạn không có ủy quyền này. Chọn lại người mà bạn làm thay."
    en = "You have no such authorisation. Choose again for whom you act."


class ReplyNotOpen(Refusal):
    """The authorisation cannot be answered like that as it stands."""

    code = "authorisation_answered"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Ủy quyền này {standing}, không làm bước đó được nữa."
    en = "This authorisation is {standing}; that is no longer possible."


class IdentityNeeded(Refusal):
    """Only people whose sign-in proved who they are authorise each other."""

    code = "identity_needed"
    kind = RefusalKind.FORBIDDEN
    vi = "Đăng nhập bằng tài khoản định danh điện tử để ủy quyền hoặc nhận ủy quyền."
    en = "Sign in with your electronic identity account to authorise somebody or to be authorised."


class OtherPersonNamed(Refusal):
    """The one who asked has named another person under this number."""

    code = "other_person_named"
    kind = RefusalKind.FORBIDDEN
    vi = "Họ và tên ghi trong ủy quyền khác với tên của bạn. Hãy từ chối và đề nghị lập lại cho đúng."
    en = "The authorisation names another person under your number. Decline it and ask for a right one."


@dataclass(frozen=True, slots=True)
class AuthorisedPerson:
    """One of the two people: number and name; `sub` is the person's id, empty until they have answered."""

    id_number: str
    full_name: str
    kind: str = "citizen"
    sub: str = ""


@dataclass(frozen=True, slots=True)
class AuthorisedScope:
    """What an authorisation covers: procedures, fields of administration, or one dossier; empty, everything."""

    procedures: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    dossier: str = ""


@dataclass(frozen=True, slots=True)
class Authorisation:
    """An authorisation as it stands. `asked_by` is the side that began it; `keys` are those of its commands."""

    id: str
    principal: AuthorisedPerson
    agent: AuthorisedPerson
    asked_by: Side
    scope: AuthorisedScope
    valid_from: datetime
    valid_until: datetime
    asked_at: datetime
    standing: Standing = Standing.REQUESTED
    answered_at: datetime | None = None
    revoked_at: datetime | None = None
    revoked_by: Side | None = None
    version: int = 1
    keys: tuple[str, ...] = ()

    def find_standing(self, now: datetime) -> Standing:
        """Return how far it is at `now`: its time may be over."""
        over = self.standing in (Standing.REQUESTED, Standing.ACTIVE) and now >= self.valid_until
        return Standing.ENDED if over else self.standing

    def is_in_force(self, now: datetime) -> bool:
        """Return whether the agent may act by it at `now`."""
        return self.find_standing(now) is Standing.ACTIVE and now >= self.valid_from

    def get_person(self, side: Side) -> AuthorisedPerson:
        """Return the person of a side."""
        return self.principal if side is Side.PRINCIPAL else self.agent


def require_proven(actor: Actor) -> ProvenIdentity:
    """Return the identity that the actor's sign-in proved. Raise IdentityNeeded without one, AgentsOfAgents for
    somebody who acts for another person."""
    if actor.acting is not None:
        raise AgentsOfAgents()
    found = actor.identity
    if not actor.citizen or found is None or not found.id_number or not found.full_name:
        raise IdentityNeeded()
    return found


def find_side(authorisation: Authorisation, actor: Actor) -> Side:
    """Return the side on which the actor is, by their account, or by their proven number while nobody of the account
    has answered. Raise NotFound for everybody else."""
    number = actor.identity.id_number if actor.identity else ""
    for side in Side:
        person = authorisation.get_person(side)
        if _is_account_of(person, actor) if person.sub else (number and person.id_number == number):
            return side
    raise NotFound()


def _is_account_of(person: AuthorisedPerson, actor: Actor) -> bool:
    """Return whether it was the actor who answered, also by an account that was found to be theirs since."""
    return person.sub == actor.sub or person.sub in actor.merged


def list_offered_replies(authorisation: Authorisation, actor: Actor, now: datetime) -> tuple[AuthorisationReply, ...]:
    """Return what the actor is offered to do: what their side may do, but not to accept what names another person.
    Raise NotFound for a stranger."""
    side = find_side(authorisation, actor)
    found = list_open_replies(authorisation, side, now)
    if actor.identity is None or _is_named(authorisation, side, actor.identity):
        return found
    return tuple(each for each in found if each is not AuthorisationReply.ACCEPT)


def _is_named(authorisation: Authorisation, side: Side, own: ProvenIdentity) -> bool:
    """Return whether the name of a side is the one that its sign-in proved. A mistyped number must not make a stranger
    somebody's agent, or principal."""
    return split_words(authorisation.get_person(side).full_name) == split_words(own.full_name)


def list_open_replies(authorisation: Authorisation, side: Side, now: datetime) -> tuple[AuthorisationReply, ...]:
    """Return what a side may do now."""
    standing = authorisation.find_standing(now)
    if standing is Standing.REQUESTED:
        own = side is authorisation.asked_by
        return (AuthorisationReply.REVOKE,) if own else (AuthorisationReply.ACCEPT, AuthorisationReply.DECLINE)
    return (AuthorisationReply.REVOKE,) if standing is Standing.ACTIVE else ()


def reply_to_authorisation(
    authorisation: Authorisation, actor: Actor, reply: AuthorisationReply, expected: int, now: datetime
) -> Authorisation:
    """Return the authorisation after a reply. Raise NotFound for a stranger, Stale for another version, ReplyNotOpen
    for a reply that is not open, AgentsOfAgents or IdentityNeeded as `require_proven` does."""
    own = require_proven(actor)
    side = find_side(authorisation, actor)
    if expected != authorisation.version:
        raise Stale(version=authorisation.version)
    if reply not in list_open_replies(authorisation, side, now):
        raise ReplyNotOpen(standing=STANDING_WORDS[authorisation.find_standing(now)])
    newer = replace(authorisation, version=authorisation.version + 1)
    if reply is AuthorisationReply.REVOKE:
        return replace(newer, standing=Standing.REVOKED, revoked_at=now, revoked_by=side)
    if reply is AuthorisationReply.DECLINE:
        return replace(newer, standing=Standing.DECLINED, answered_at=now)
    if own.kind == ORGANISATION and side is Side.AGENT:
        vi, en = "Người được ủy quyền phải là cá nhân.", "An agent must be a person."
        raise Invalid(fields=(FieldError("/reply", "agent_is_organisation", vi, en),))
    if not _is_named(authorisation, side, own):
        raise OtherPersonNamed()
    # From here on the names are those that both sign-ins proved, not what the other one typed.
    mine = AuthorisedPerson(own.id_number, own.full_name, own.kind, actor.sub)
    joined = replace(newer, principal=mine) if side is Side.PRINCIPAL else replace(newer, agent=mine)
    return replace(joined, standing=Standing.ACTIVE, answered_at=now)


def resolve_acting(authorisation: Authorisation | None, agent: Actor, now: datetime) -> ActingFor:
    """Return for whom the agent acts by an authorisation. Raise AuthorisationUnknown unless it is theirs,
    AuthorisationNotInForce before it begins, after it ended, and when it was revoked."""
    if authorisation is None or not _is_account_of(authorisation.agent, agent):
        raise AuthorisationUnknown()
    if not authorisation.is_in_force(now):
        raise AuthorisationNotInForce(standing=STANDING_WORDS[authorisation.find_standing(now)])
    person, scope = authorisation.principal, authorisation.scope
    organisation = person.kind == ORGANISATION
    return ActingFor(
        authorisation.id, person.sub, person.id_number, person.full_name, organisation and scope == AuthorisedScope(),
        organisation, scope.procedures, scope.fields, scope.dossier,
    )  # fmt: skip


def sort_authorisations(found: Sequence[Authorisation]) -> tuple[Authorisation, ...]:
    """Return authorisations, the newest first."""
    return tuple(sorted(found, key=lambda each: (each.asked_at, each.id), reverse=True))
