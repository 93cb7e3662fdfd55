"""The beginning of an authorisation: what somebody wants to agree on with another person, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.accounts.acting_for import ORGANISATION_CODE
from chalicelib.domain.accounts.authorisation import (
    CITIZEN,
    ORGANISATION,
    Authorisation,
    AuthorisedPerson,
    AuthorisedScope,
    Side,
    require_proven,
)
from chalicelib.domain.accounts.people import find_person_faults, normalise_id_number
from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.shared.errors import FieldError, Invalid

LONGEST_YEARS = 10


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to agree on: their own side, the other person or organisation, and the terms."""

    side: Side
    id_number: str
    full_name: str
    organisation: bool
    scope: AuthorisedScope
    valid_from: datetime
    valid_until: datetime


def open_authorisation(number: str, actor: Actor, wish: Wish, now: datetime) -> Authorisation:
    """Return the authorisation that the actor requests or offers; raise Invalid by field."""
    own = require_proven(actor)
    if faults := list_wish_faults(own, wish, now):
        raise Invalid(fields=tuple(faults))
    mine = AuthorisedPerson(own.id_number, own.full_name, own.kind, actor.sub)
    theirs = AuthorisedPerson(
        normalise_id_number(None, wish.id_number), wish.full_name, ORGANISATION if wish.organisation else CITIZEN
    )
    principal, agent = (mine, theirs) if wish.side is Side.PRINCIPAL else (theirs, mine)
    return Authorisation(
        number, principal, agent, wish.side, wish.scope, max(wish.valid_from, now), wish.valid_until, now
    )


def list_wish_faults(own: ProvenIdentity, wish: Wish, now: datetime) -> list[FieldError]:
    """Return what is wrong with the terms."""
    number = normalise_id_number(None, wish.id_number)
    other: dict[str, str] = {"full_name": wish.full_name, "id_number": number}
    faults = find_person_faults({**other, "id_type": ORGANISATION_CODE} if wish.organisation else other, "/other")
    if number == own.id_number:
        vi, en = "Không tự ủy quyền cho chính mình.", "You cannot authorise yourself."
        faults.append(FieldError("/other/id_number", "authorises_self", vi, en))
    if own.kind == ORGANISATION if wish.side is Side.AGENT else wish.organisation:
        vi, en = "Người được ủy quyền phải là cá nhân.", "An agent must be a person."
        faults.append(FieldError("/side", "agent_is_organisation", vi, en))
    if wish.valid_until <= max(wish.valid_from, now):
        vi, en = "Ngày kết thúc phải sau ngày bắt đầu và sau hôm nay.", "The end must be after the start and today."
        faults.append(FieldError("/valid_until", "ends_before_start", vi, en))
    elif wish.valid_until.year - now.year > LONGEST_YEARS:
        vi, en = f"Ủy quyền dài nhất {LONGEST_YEARS} năm.", f"An authorisation lasts {LONGEST_YEARS} years at most."
        faults.append(FieldError("/valid_until", "too_long", vi, en))
    if wish.scope.dossier and (wish.scope.procedures or wish.scope.fields):
        vi, en = "Chọn một hồ sơ, hoặc thủ tục và lĩnh vực.", "Choose one dossier, or procedures and fields."
        faults.append(FieldError("/scope/dossier", "scope_mixed", vi, en))
    return faults
