"""What the holder may change of a profile, and what not."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from chalicelib.domain.accounts.person_profile import (
    Identifier,
    IdentifierKind,
    PersonAddress,
    PersonKind,
    PersonProfile,
    ProfileProof,
    ProofMethod,
)
from chalicelib.domain.accounts.profile_changes import ProfileEdit, change_profile, is_valid_part, list_missing
from chalicelib.domain.shared.errors import Invalid

AT, TODAY = datetime(2026, 12, 2, tzinfo=UTC), date(2026, 12, 2)
HOME = PersonAddress("12 Lê Lợi", "Phường Thuận Hóa", "Huế")
HOA = {"full_name": "Trần Thị Hoa", "birth_date": "1990-03-08", "sex": "female"}
NEW = PersonProfile("hoa")


def find_faults(profile: PersonProfile, edit: ProfileEdit) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        change_profile(profile, edit, AT, TODAY)
    return [(each.path, each.code) for each in refused.value.fields]


def test_a_declared_profile_is_whole_and_proves_nothing() -> None:
    after = change_profile(NEW, ProfileEdit(HOA, HOME, "046190000001"), AT, TODAY)
    assert (after.version, list_missing(after), after.full_name) == (1, (), "Trần Thị Hoa")
    assert {each.method for each in after.proofs.values()} == {ProofMethod.DECLARED}
    assert [each.key for each in after.list_active()] == [(IdentifierKind.PERSONAL_ID, "046190000001")]


@pytest.mark.parametrize(
    ("said", "number", "fault"),
    [
        ({**HOA, "full_name": "12345"}, "046190000001", ("/full_name", "not_a_name")),
        ({**HOA, "birth_date": "2026-12-03"}, "046190000001", ("/birth_date", "not_a_date")),
        ({**HOA, "birth_date": "1890-01-01"}, "046190000001", ("/birth_date", "not_a_date")),
        ({**HOA, "nationality": "vn"}, "046190000001", ("/nationality", "not_a_country")),
        (HOA, "12-34", ("/id_number", "not_an_identity_number")),
        (HOA, "", ("/id_number", "required")),
        ({**HOA, "sex": ""}, "046190000001", ("/sex", "required")),
    ],
)
def test_each_fault_is_at_its_field(said: dict[str, str], number: str, fault: tuple[str, str]) -> None:
    (path, code) = find_faults(NEW, ProfileEdit(said, HOME, number))[0]
    assert path == fault[0]
    assert code == fault[1] or fault[1].startswith("not_a")


def test_a_proven_part_is_left_alone_and_never_changed_by_hand() -> None:
    proof = ProfileProof(ProofMethod.IN_PERSON, AT, by="officer")
    number = Identifier(IdentifierKind.PERSONAL_ID, "046190000001", proof)
    known = PersonProfile("hoa", 3, identifiers=(number,), proofs=dict.fromkeys(HOA, proof), **HOA)  # type: ignore[arg-type]
    assert find_faults(known, ProfileEdit({"full_name": "Ai Khác"}, HOME)) == [("/full_name", "proven")]
    assert find_faults(known, ProfileEdit({}, HOME, "046190000002")) == [("/id_number", "proven")]
    after = change_profile(known, ProfileEdit({}, HOME), AT, TODAY)
    assert (after.full_name, after.address, after.is_proven("full_name")) == ("Trần Thị Hoa", HOME, True)


def test_an_organisation_has_no_birthday() -> None:
    company = PersonProfile("company", kind=PersonKind.ORGANISATION)
    after = change_profile(company, ProfileEdit({"full_name": "Công ty A"}, HOME, "0462070078"), AT, TODAY)
    assert (list_missing(after), after.list_active()[0].kind) == ((), IdentifierKind.ORGANISATION_CODE)


@pytest.mark.parametrize(
    ("method", "words", "valid"),
    [
        (ProofMethod.DECLARED, ("in_person", "population_db"), False),
        (ProofMethod.IN_PERSON, ("in_person", "population_db"), True),
        (ProofMethod.E_IDENTITY, ("in_person", "population_db"), True),
        (ProofMethod.IN_PERSON, ("identity_system",), False),
        (ProofMethod.DECLARED, (), False),
        (ProofMethod.POPULATION_DATA, (), True),
    ],
)
def test_the_law_says_which_proof_makes_data_valid(method: ProofMethod, words: tuple[str, ...], valid: bool) -> None:
    known = PersonProfile("hoa", 1, full_name="Trần Thị Hoa", proofs={"full_name": ProfileProof(method, AT)})
    assert is_valid_part(known, "full_name", words) is valid
    assert is_valid_part(known, "birth_date", words) is False
