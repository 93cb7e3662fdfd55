"""One human with several sign-ins is one person (HUE-10.2), and nobody else becomes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chalicelib.domain.accounts.officers import PersonMarks
from chalicelib.domain.accounts.person_joining import IdentifierTaken
from chalicelib.domain.accounts.person_profile import (
    Identifier,
    IdentifierKind,
    PersonProfile,
    ProfileChange,
    ProfileProof,
    ProofMethod,
)
from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.shared.errors import Busy, CitizenAccountNeeded, Stale
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.steps.accounts.own_profile import read_own_profile
from chalicelib.wiring import core as wiring
from chalicelib.wiring import people as wiring_people
from chalicelib.wiring.recognition import provide_person_desk
from tests.api.session_world import SessionWorld, world

__all__ = ["world"]

KHAI = ProvenIdentity(2, "046190001234", "Nguyễn Thị Minh Khai", "citizen", "1990-05-19", "female", "VN")
THEN = datetime(2026, 1, 5, tzinfo=UTC)
NUMBER = (IdentifierKind.PERSONAL_ID, KHAI.id_number)


def keep_person(
    person: str, method: ProofMethod, full_name: str = KHAI.full_name, birth_date: str = KHAI.birth_date
) -> PersonProfile:
    """Store somebody who has Khai's number."""
    proof = ProfileProof(method, THEN, by="officer" if method is ProofMethod.IN_PERSON else "")
    profile = PersonProfile(
        person,
        1,
        full_name=full_name,
        birth_date=birth_date,
        identifiers=(Identifier(*NUMBER, proof),),
        proofs={"full_name": proof, "birth_date": proof},
    )
    store = wiring_people.provide_profiles()
    store.save(PersonProfile(person), profile, ProfileChange("made", THEN), THEN)
    return profile


def sign_in(world: SessionWorld, account: str, identity: ProvenIdentity = KHAI) -> str:
    """Sign in with an account; return the person."""
    world.pool.proven[account] = identity
    answer = world.browser().sign_in(account)
    assert answer.status == 201, answer.text
    token = {"Authorization": f"Bearer {answer.json['access_token']}"}
    return str(world.api("GET", "/api/me", headers=token).json["sub"])


def load(person: str) -> PersonProfile:
    return wiring_people.provide_profiles().load(person)


def test_a_first_sign_in_makes_the_profile_from_what_it_proved(world: SessionWorld) -> None:
    assert sign_in(world, "khai") == "khai"
    profile = load("khai")
    assert (profile.version, profile.full_name, profile.birth_date, profile.sex, profile.nationality) == (
        1, KHAI.full_name, "1990-05-19", "female", "VN",
    )  # fmt: skip
    assert {each.method for each in profile.proofs.values()} == {ProofMethod.E_IDENTITY}
    assert (profile.level, [each.key for each in profile.list_active()]) == (2, [NUMBER])
    assert sign_in(world, "khai") == "khai"
    assert load("khai").version == 1, "the same proof again changes nothing"
    assert sign_in(world, "khai", replace(KHAI, level=1)) == "khai"
    changes = wiring_people.provide_profiles().list_changes("khai")
    assert [(each.change.cause, each.profile.level) for each in changes] == [("signed_in", 2), ("signed_in", 1)]


def test_an_account_made_at_the_desk_is_kept_by_who_proves_its_number(world: SessionWorld) -> None:
    keep_person("walk-in", ProofMethod.IN_PERSON)
    assert sign_in(world, "khai") == "walk-in"
    profile = load("walk-in")
    assert [each.account for each in profile.accounts] == ["khai"]
    assert profile.proofs["full_name"].method is ProofMethod.E_IDENTITY
    assert wiring.provide_officers().load("khai").sub == "walk-in"
    assert load("khai").version == 0


def test_after_the_loss_of_a_pool_everybody_is_found_by_their_number(world: SessionWorld) -> None:
    assert [sign_in(world, each) for each in ("khai", "khai-of-the-new-pool", "khai-once-more")] == ["khai"] * 3
    assert len(load("khai").accounts) == 2


def test_a_declared_number_joins_only_the_same_name_and_birth_date(world: SessionWorld) -> None:
    keep_person("stranger", ProofMethod.DECLARED, full_name="Trần Văn Khác")
    assert sign_in(world, "khai") == "khai"
    contested = load("khai")
    assert (contested.list_active(), contested.is_proven("full_name")) == ((), True)
    found = wiring_people.provide_profiles().find_by_identifier(*NUMBER, THEN)
    assert found.people == ("stranger",)
    assert sign_in(world, "khai") == "khai"
    assert load("khai").version == 1, "it waits for two officers, once"


def test_an_account_that_only_declared_who_it_is_never_signs_in_as_who_proved_it(
    world: SessionWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world.clock, "now", lambda: datetime(2025, 3, 3, 3, tzinfo=UTC))
    browser = world.browser()
    began = browser.sign_in_own("own")
    assert began.status == 200, began.text
    bearer = {"Authorization": f"Bearer {began.json['session']['access_token']}"}
    assert world.api("GET", "/api/me", headers=bearer).status == 200
    keep_person("own", ProofMethod.DECLARED)
    assert sign_in(world, "khai") == "own", "dossiers of before are Khai's"
    refused = world.browser().sign_in_own("own")
    assert (refused.status, refused.code) == (403, "account_barred")
    wiring.provide_officers().cache.clear()
    assert world.api("GET", "/api/me", headers=bearer).status == 401
    assert browser.resume().status == 401
    assert sign_in(world, "khai") == "own"


@pytest.mark.parametrize("died", ["2025-12-31", ""])
def test_a_dead_person_signs_in_as_nobody_and_another_birth_date_is_another_person(
    world: SessionWorld, died: str
) -> None:
    profile = keep_person("before", ProofMethod.IN_PERSON, birth_date=KHAI.birth_date if died else "1990-05-18")
    if died:
        store = wiring_people.provide_profiles()
        store.save(profile, replace(profile, version=2, died_on=died), ProfileChange("died", THEN), THEN)
    assert sign_in(world, "khai") == "khai"
    assert load("khai").list_active() == ()


def test_a_reissued_number_is_found_by_the_old_one_and_given_to_nobody_else(world: SessionWorld) -> None:
    sign_in(world, "khai")
    fresh = replace(KHAI, id_number="046190009999")
    assert sign_in(world, "khai", fresh) == "khai"
    store = wiring_people.provide_profiles()
    assert store.find_by_identifier(*NUMBER, THEN).former == ("khai",)
    assert store.find_by_identifier(NUMBER[0], fresh.id_number, THEN).active == "khai"
    assert sign_in(world, "another", replace(KHAI, full_name="Trần Văn Khác", birth_date="2001-01-01")) == "another"
    assert load("another").list_active() == ()
    with pytest.raises(IdentifierTaken):
        keep_person("third", ProofMethod.IN_PERSON)
    assert sign_in(world, "khai-old-card") == "khai", "the same person comes back with the old number"


def test_a_number_never_has_two_holders(world: SessionWorld) -> None:
    profile = keep_person("first", ProofMethod.IN_PERSON)
    with pytest.raises(IdentifierTaken):
        keep_person("second", ProofMethod.IN_PERSON)
    assert load("second").version == 0
    store = wiring_people.provide_profiles()
    change = ProfileChange("moved", THEN)
    store.save(profile, replace(profile, version=2, sex="female"), change, THEN)
    with pytest.raises(Stale):
        store.save(profile, replace(profile, version=2, sex="male"), change, THEN)


def test_of_two_sign_ins_at_once_one_makes_the_profile(world: SessionWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    store = type(wiring_people.provide_profiles())
    save = store.save
    rivals: list[str] = ["rival"]

    def race(self, before, after, *rest, **named):
        if rivals:
            rivals.pop()
            sign_in(world, "rival")
        return save(self, before, after, *rest, **named)

    monkeypatch.setattr(store, "save", race)
    assert sign_in(world, "khai") == "rival"
    monkeypatch.setattr(store, "save", lambda *_, **__: (_ for _ in ()).throw(Stale(version=1)))
    with pytest.raises(Busy):
        _keep()


STORED_BEFORE = (
    {
        "pk": {"S": "OFFICER#khai"}, "sk": {"S": "RIGHTS"}, "valid_after": {"N": "1764000000"},
        "identity": {"S": '{"level": 2, "id_number": "046190001234", "full_name": "Nguyễn Thị Minh Khai"}'},
    },
    {
        "pk": {"S": "OFFICER#khai-renewed"}, "sk": {"S": "RIGHTS"}, "kind": {"S": "officer_account"},
        "body": {"S": '{"officer": "khai"}'},
    },
    {"pk": {"S": "OFFICER#guest"}, "sk": {"S": "RIGHTS"}, "valid_after": {"N": "1764000000"}},
)  # fmt: skip
"""Rows as the version before profiles stored them: a person who proved who they are, an account linked to them, and
somebody who only signed out once."""


def test_people_stored_before_profiles_get_theirs_at_the_next_sign_in(world: SessionWorld) -> None:
    for row in STORED_BEFORE:
        TableItem.from_raw_data(row).save()
    officers = wiring.provide_officers()
    assert officers.load("khai-renewed").identity == ProvenIdentity(2, KHAI.id_number, KHAI.full_name)
    assert (load("khai").version, officers.load("guest").marks) == (0, PersonMarks())
    assert sign_in(world, "khai-renewed") == "khai"
    assert (load("khai").birth_date, load("khai").version, load("khai-renewed").version) == ("1990-05-19", 1, 0)
    assert sign_in(world, "khai-in-the-next-pool") == "khai"
    assert sign_in(world, "guest", replace(KHAI, id_number="046190000777")) == "guest"


def test_an_officers_account_has_no_profile(world: SessionWorld) -> None:
    with pytest.raises(CitizenAccountNeeded):
        read_own_profile(wiring_people.provide_profile_desk(), Actor("desk1", citizen=False))


def _keep() -> None:
    from chalicelib.steps.accounts.recognise_person import recognise_person

    officer = wiring.provide_officers().load("late")
    recognise_person(provide_person_desk(), officer, "late", KHAI, THEN, THEN)
