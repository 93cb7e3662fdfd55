"""Find an account at the counter by an identity number, make one with the person present, check it against population
data. Each look is on record with its purpose (VL-7.2.b)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from chalicelib.domain.accounts.desk_accounts import (
    DESK_CHECKED,
    DESK_CREATED,
    DESK_PROVEN,
    DeskPurpose,
    PresentedIdentity,
    build_desk_proof,
    create_profile,
    describe_account,
    may_prove,
    normalise_number,
    note_check,
    require_not_own,
    require_not_own_profile,
    require_number,
)
from chalicelib.domain.accounts.filed_account import FiledAccount
from chalicelib.domain.accounts.officers import PersonMarks
from chalicelib.domain.accounts.person_joining import IdentifierTaken
from chalicelib.domain.accounts.person_profile import (
    Identifier,
    PersonKind,
    PersonProfile,
    ProfileChange,
    ProfileProof,
    find_identifier_kind,
    prove_profile,
)
from chalicelib.domain.accounts.population import (
    PopulationAnswer,
    PopulationQuestion,
    PopulationUnavailable,
    require_confirmed,
)
from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.accounts.tasks.population_use import (
    REFUSED,
    UNANSWERED,
    PopulationRightNeeded,
    describe_use,
    name_month,
    require_population_right,
)
from chalicelib.domain.flow.flow_actors import GUIDE, POST_STAGES
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.shared.errors import KeyReused, NotFound, Stale
from chalicelib.steps.accounts.profile_ports import PersonRecords, Profiles
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.dossier.items import ViewedName, ViewedPopulation, ViewedSearch

IDENTITY_RULE = "account.identity_proof"


class Population(Protocol):
    """Population data, asked through the provincial platform."""

    def check(self, question: PopulationQuestion) -> PopulationAnswer:
        """Compare what was presented; raise PopulationUnavailable."""


@dataclass(frozen=True, slots=True)
class Counter:
    """Somebody at a counter of a unit, and the stores that they use. Without `population` the province is not
    connected."""

    actor: Actor
    unit: str
    now: datetime
    real_now: datetime
    profiles: Profiles
    records: PersonRecords
    population: Population | None
    record_view: Callable[[str | ViewedName, str, str, str, datetime], None]
    find_rule: Callable[[str, CaseDates], Ruling]


@dataclass(frozen=True, slots=True)
class FoundAccount:
    """An account, by which number it was found, and whether population data did not answer just now."""

    profile: PersonProfile
    identifier: Identifier
    unanswered: bool = False


def find_account(counter: Counter, kind: PersonKind, typed: str, purpose: DeskPurpose) -> FoundAccount | None:
    """Return the account of the person who has, or had, a number; None where there is none. Raise NotFound for a unit
    that is not the officer's."""
    require_counter(counter.actor, counter.unit, counter.now)
    number = normalise_number(typed)
    require_number(kind, number)
    named = find_identifier_kind(kind, number)
    _record_look(counter, ViewedSearch(counter.unit), f"account search by {named} for {purpose}")
    held = counter.profiles.find_by_identifier(named, number, counter.real_now)
    for profile in counter.profiles.load_several(held.people):
        if found := profile.find_identifier(named, number):
            _record_look(counter, profile.person, f"account for {purpose}")
            return FoundAccount(profile, found)
    return None


def make_account(counter: Counter, person: str, shown: PresentedIdentity) -> FoundAccount:
    """Make the account of the person at the counter; or prove theirs, which had only declared the number. A repeated
    command returns the first one. Raise IdentifierTaken for a number whose account exists, IdentityNotConfirmed where
    population data contradict, OwnIdentity."""
    require_counter(counter.actor, counter.unit, counter.now)
    require_not_own(counter.actor, shown.number)
    require_number(shown.kind, shown.number)
    if (first := counter.profiles.load(person)).version:
        if first.find_identifier(shown.number_kind, shown.number) is None or first.full_name != shown.full_name:
            raise KeyReused()
        return _show_account(first, shown)
    held = counter.profiles.find_by_identifier(shown.number_kind, shown.number, counter.real_now)
    holders = counter.profiles.load_several(held.people)
    owner = next((each for each in holders if may_prove(each, shown)), None)
    if holders and owner is None:
        raise IdentifierTaken()
    if owner is not None:
        require_not_own_profile(counter.actor, owner)
    reference, unanswered = _check_presented(counter, shown)
    proof = build_desk_proof(shown, counter.actor.sub, counter.now, reference)
    if owner is not None:
        return replace(_prove_owner(counter, owner, shown, proof), unanswered=unanswered)
    made, change = create_profile(person, shown, proof), ProfileChange(DESK_CREATED, counter.now, counter.actor.sub)
    counter.profiles.save(PersonProfile(person), made, change, counter.real_now)
    return replace(_show_account(made, shown), unanswered=unanswered)


def check_account(counter: Counter, person: str, number: str) -> FoundAccount:
    """Check an account against population data, which did not answer when it was made. Raise NotFound, Stale,
    IdentityNotConfirmed; PopulationUnavailable leaves it as it is."""
    require_counter(counter.actor, counter.unit, counter.now)
    require_not_own(counter.actor, number)
    profile = counter.profiles.load(person)
    found = profile.find_identifier(find_identifier_kind(profile.kind, number), number)
    if found is None:
        raise NotFound()
    require_not_own_profile(counter.actor, profile)
    _record_look(counter, person, "account check")
    if found.proof.reference:
        return FoundAccount(profile, found)
    question = PopulationQuestion(
        found.kind, number, profile.full_name, profile.birth_date, counter.unit, DeskPurpose.ACCOUNT
    )
    reference, unanswered = _ask_population(counter, question)
    if not reference:
        return FoundAccount(profile, found, unanswered)
    after = note_check(profile, found.kind, number, reference)
    change = ProfileChange(DESK_CHECKED, counter.now, counter.actor.sub)
    counter.profiles.save(profile, after, change, counter.real_now)
    return FoundAccount(after, replace(found, proof=replace(found.proof, reference=reference)))


def require_counter(actor: Actor, unit: str, now: datetime) -> None:
    """Require somebody who receives filings in the unit; raise NotFound for everybody else."""
    held = actor.list_roles_in(unit, now)
    posts = {POST_STAGES[Step.SUBMIT], GUIDE} & actor.list_stages_in(unit, now)
    allowed = {Role.ONE_STOP_OFFICER, Role.HEAD_OF_ONE_STOP} | ({Role.POSTAL_STAFF} if posts else set())
    if not held & allowed:
        raise NotFound()


def read_filed_account(profiles: Profiles, person: str) -> FiledAccount | None:
    """Return the account that a filing is to belong to; None for one that cannot be used so."""
    return describe_account(profiles.load(person))


def _check_presented(counter: Counter, shown: PresentedIdentity) -> tuple[str, bool]:
    question = PopulationQuestion(
        shown.number_kind, shown.number, shown.full_name, shown.birth_date, counter.unit, DeskPurpose.ACCOUNT
    )
    return _ask_population(counter, question)


def _ask_population(counter: Counter, question: PopulationQuestion) -> tuple[str, bool]:
    """Return the reference of a check that matched; empty without one, and whether an answer is still to come."""
    if counter.population is None:
        return "", False
    _require_right(counter, question)
    try:
        answer = counter.population.check(question)
    except PopulationUnavailable:
        _record_use(counter, question, UNANSWERED)
        return "", True
    _record_use(counter, question, answer.verdict)
    with cite_on_refusal(counter.find_rule(IDENTITY_RULE, CaseDates(counter.now))):
        require_confirmed(answer)
    return answer.reference, False


def _require_right(counter: Counter, question: PopulationQuestion) -> None:
    """Require the right to look up where the police give it (LC-17.5); a refused look-up is on record too."""
    rule = counter.find_rule("roles.special", CaseDates(counter.now))
    if Role.POLICE_POPULATION not in rule.list_words():
        return
    try:
        with cite_on_refusal(rule):
            require_population_right(counter.actor, counter.unit, counter.now)
    except PopulationRightNeeded:
        _record_use(counter, question, REFUSED)
        raise


def _record_use(counter: Counter, question: PopulationQuestion, outcome: str) -> None:
    month = ViewedPopulation(name_month(counter.real_now))
    _record_look(counter, month, describe_use(question, outcome))


def _prove_owner(counter: Counter, owner: PersonProfile, shown: PresentedIdentity, proof: ProfileProof) -> FoundAccount:
    """Prove in person the account that had only declared the number. Unless the person has shown that it is theirs,
    nobody signs in with it any more (`domain/accounts/person_joining.py`)."""
    after = prove_profile(owner, shown.identity, proof)
    marks: PersonMarks | None = None
    if not shown.holds_account:
        known = counter.records.load(owner.person).marks
        unproven = {*known.barred, owner.person, *(each.account for each in owner.accounts)}
        marks = replace(known, barred=tuple(sorted(unproven)))
    change = ProfileChange(DESK_PROVEN, counter.now, counter.actor.sub)
    counter.profiles.save(owner, after, change, counter.real_now, marks=marks)
    return _show_account(after, shown)


def _show_account(profile: PersonProfile, shown: PresentedIdentity) -> FoundAccount:
    found = profile.find_identifier(shown.number_kind, shown.number)
    if found is None:
        raise Stale(version=profile.version)
    return FoundAccount(profile, found)


def _record_look(counter: Counter, viewed: str | ViewedName, about: str) -> None:
    roles = ",".join(sorted(counter.actor.list_roles(counter.now) - {Role.APPLICANT}))
    counter.record_view(viewed, counter.actor.sub, roles, about, counter.real_now)
