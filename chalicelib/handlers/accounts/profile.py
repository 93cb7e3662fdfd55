"""My profile: what is known of me, how it was proven, and what I change of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from chalice.app import Blueprint

from chalicelib.domain.accounts.person_joining import IdentifierTaken
from chalicelib.domain.accounts.person_profile import (
    ADDRESS,
    NAMED_PARTS,
    PersonAddress,
    PersonProfile,
    ProfileProof,
)
from chalicelib.domain.accounts.profile_changes import (
    BARS_FILING,
    RULE,
    UPDATE_RULE,
    ProfileEdit,
    is_valid_part,
    list_missing,
)
from chalicelib.domain.law.article_words import write_official_citation
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.shared.errors import Busy, CitizenAccountNeeded, Invalid
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import SIGNED_IN, register_operation
from chalicelib.models.accounts.profile import (
    DemandView,
    IdentifierView,
    ProfileBody,
    ProfileChangeView,
    ProfilePartView,
    ProfileProofView,
    ProfileView,
)
from chalicelib.steps.accounts import own_profile as steps
from chalicelib.steps.accounts.profile_ports import KnownChange
from chalicelib.wiring import people as wiring_people
from chalicelib.wiring import steps as wiring_steps

bp = Blueprint(__name__)

MINE = "/api/me/profile"


@register_operation(
    bp, "GET", MINE, access=SIGNED_IN, answer=ProfileView, refuses=(CitizenAccountNeeded,), reading_own=True
)
def my_profile(call: Call) -> ProfileView:
    """Show what is known of me, how each part was proven, and every change."""
    profile, changes = steps.read_own_profile(wiring_people.provide_profile_desk(), call.actor)
    return view_profile(profile, changes, call.now)


@register_operation(
    bp,
    "PUT",
    MINE,
    access=SIGNED_IN,
    body=ProfileBody,
    answer=ProfileView,
    versioned=True,
    refuses=(CitizenAccountNeeded, Invalid, IdentifierTaken, Busy),
)
def change_my_profile(call: Call[ProfileBody]) -> ProfileView:
    """Change what I may change of my profile; a demand to update it is met with it."""
    desk, body = wiring_people.provide_profile_desk(), call.body
    edit = ProfileEdit(
        {name: getattr(body, name) for name in NAMED_PARTS},
        PersonAddress(body.address, body.commune, body.province, body.old_address),
        body.id_number,
    )
    profile = steps.change_own_profile(desk, call.actor, edit, call.require_version(), call.now, call.real_now)
    return view_profile(profile, desk.profiles.list_changes(call.actor.sub), call.now)


def view_profile(profile: PersonProfile, changes: Sequence[KnownChange], now: datetime) -> ProfileView:
    """Return a profile as its holder reads it, with the law of the day."""
    proofs, demands = _find_rule(RULE, now), _find_rule(UPDATE_RULE, now)
    demand = profile.demand
    return ProfileView(
        version=profile.version,
        kind=profile.kind,
        parts=_view_parts(profile, proofs.list_words()),
        identifiers=tuple(
            IdentifierView(
                kind=each.kind, number=each.number, until=each.until, contested=each.contested,
                proof=_view_proof(each.proof),
            )
            for each in profile.identifiers
        ),
        accounts=len(profile.accounts) + 1,
        missing=list_missing(profile),
        demand=DemandView(
            reason=demand.reason, at=demand.at, bars_filing=BARS_FILING in demands.list_words()
        ) if demand else None,
        changes=_view_changes(profile.person, changes),
        article=write_official_citation(proofs.cite["article"]),
    )  # fmt: skip


def _find_rule(param: str, now: datetime) -> Ruling:
    return wiring_steps.provide_reference().find_rule(param, CaseDates(now))


def _view_parts(profile: PersonProfile, words: Sequence[str]) -> tuple[ProfilePartView, ...]:
    address = profile.address
    held = {name: (getattr(profile, name), name) for name in NAMED_PARTS}
    lines = {"address": address.line, "commune": address.commune, "province": address.province}
    held |= {name: (value, ADDRESS) for name, value in {**lines, "old_address": address.old_text}.items()}
    return tuple(
        ProfilePartView(
            name=name,
            value=value,
            proof=_view_proof(profile.proofs[of]) if value and of in profile.proofs else None,
            valid=bool(value) and is_valid_part(profile, of, words),
            changeable=of == ADDRESS or not profile.is_proven(of),
        )
        for name, (value, of) in held.items()
    )


def _view_proof(proof: ProfileProof) -> ProfileProofView:
    return ProfileProofView(method=proof.method, at=proof.at, level=proof.level, by_officer=bool(proof.by))


def _view_changes(person: str, changes: Sequence[KnownChange]) -> tuple[ProfileChangeView, ...]:
    """Return the changes, newest first, each with the parts that it changed."""
    before, shown = PersonProfile(person), []
    for each in changes:
        after = each.profile
        names = (*NAMED_PARTS, ADDRESS, "identifiers", "accounts", "demand")
        parts = tuple(name for name in names if getattr(before, name) != getattr(after, name))
        shown.append(
            ProfileChangeView(
                version=after.version,
                cause=each.change.cause,
                at=each.change.at,
                own=each.change.by == person,
                parts=parts,
            )
        )
        before = after
    return tuple(reversed(shown))
