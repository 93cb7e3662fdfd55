"""What a sign-in proves, what it does not, and which other persons a filing may name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from chalicelib.domain.accounts.identity_proofing import (
    IdentityIncomplete,
    find_correction_faults,
    find_own_answer_faults,
    find_own_faults,
    is_party,
    prove_filing,
    read_proof,
    require_complete,
)
from chalicelib.domain.accounts.identity_proofing import (
    read_identity as read_by_rules,
)
from chalicelib.domain.accounts.people import find_person_faults
from chalicelib.domain.accounts.proven_identity import Proof, ProvenIdentity, Source
from chalicelib.domain.shared.text import clean_text
from chalicelib.repositories.accounts.identity_claims import load_claim_rules

NUMBER, NAME = "046190001234", "Nguyễn Thị Minh Khai"
OWN = [{"userId": "u-1", "providerName": "EIdentity", "providerType": "OIDC", "primary": "true"}]
CLAIMS: dict[str, Any] = {
    "sub": "sub-1", "cognito:username": "EIdentity_u-1", "identities": OWN, "name": NAME,
    "custom:id_number": NUMBER, "custom:id_level": "2",
}  # fmt: skip
KHAI = ProvenIdentity(2, NUMBER, NAME)


def read_identity(claims: Mapping[str, Any]) -> ProvenIdentity | None:
    """Read by the rules as shipped."""
    return read_by_rules(claims, load_claim_rules())


def test_the_provider_proves_level_number_and_name() -> None:
    assert read_identity(CLAIMS) == KHAI
    assert read_identity({**CLAIMS, "identities": json.dumps(OWN)}) == KHAI
    assert read_identity({**CLAIMS, "cognito:username": "eidentity_u-1"}) == KHAI
    assert read_identity({**CLAIMS, "custom:id_level": "1"}) == ProvenIdentity(1, NUMBER, NAME)


@pytest.mark.parametrize(
    "changes",
    [
        {"identities": []},
        {"identities": None},
        {"identities": "[]"},
        {"identities": [{"userId": "u-1", "providerName": "Somebody"}]},
        {"identities": [{"userId": "u-2", "providerName": "EIdentity"}]},
        {"cognito:username": "hoa"},
        {"cognito:username": "u-1"},
        {"cognito:username": "EIdentity_"},
        {"cognito:username": "EIdentity_u-1x"},
        {"cognito:username": None},
        {"custom:id_level": ""},
        {"custom:id_level": "0"},
        {"custom:id_level": "3"},
        {"custom:id_level": "two"},
        {"custom:id_level": None},
        {"custom:id_level": "22"},
        {"custom:id_kind": "somebody"},
    ],
)
def test_what_an_account_may_have_written_of_itself_proves_nothing(changes: dict[str, Any]) -> None:
    """An account with a password may have set these attributes, also when a provider's profile is linked."""
    assert read_identity({**CLAIMS, **changes}) is None


@pytest.mark.parametrize(("word", "level"), [("1", 1), ("2", 2), ("LoA1", 1), ("LoA2", 2)])
def test_each_word_of_a_level_is_read(word: str, level: int) -> None:
    assert read_identity({**CLAIMS, "custom:id_level": word}) == ProvenIdentity(level, NUMBER, NAME)


@pytest.mark.parametrize("kind", ["foreigner", "organisation"])
def test_foreigners_and_organisations_have_a_number_of_their_own_and_no_level(kind: str) -> None:
    claims = {**CLAIMS, "custom:id_kind": kind, "custom:id_level": None, "custom:id_number": "19XK45678"}
    found = read_identity(claims)
    assert found == ProvenIdentity(0, "19XK45678", NAME, kind)
    require_complete(found)
    assert read_identity({**claims, "custom:id_number": "<b>1</b>"}) == ProvenIdentity(0, "", NAME, kind)


@pytest.mark.parametrize("missing", [{"custom:id_level": None}, {"custom:id_number": None}, {"name": None}])
def test_a_sign_in_without_what_must_be_known_is_refused(missing: dict[str, Any]) -> None:
    require_complete(read_identity(CLAIMS))
    with pytest.raises(IdentityIncomplete):
        require_complete(read_identity({**CLAIMS, **missing}))


@pytest.mark.parametrize("number", ["", "1", "04619000123", "0461900012345", "C1234567", "abc", "<script>", "12" * 20])
def test_a_number_in_no_form_of_a_persons_is_not_proven(number: str) -> None:
    found = read_identity({**CLAIMS, "custom:id_number": number})
    assert found == ProvenIdentity(2, "", NAME)


@pytest.mark.parametrize(
    "written", ["046 190 001 234", "046.190.001.234", "０４６１９０００１２３４", " 046190001234\u200b"]
)
def test_a_number_is_kept_in_its_one_spelling(written: str) -> None:
    assert read_identity({**CLAIMS, "custom:id_number": written}) == KHAI


def test_a_name_that_cannot_be_one_is_not_proven() -> None:
    assert read_identity({**CLAIMS, "name": "a\nb"}) == ProvenIdentity(2, NUMBER, "")
    assert read_identity({**CLAIMS, "name": f"  {NAME.upper()}\u200b "}) == ProvenIdentity(2, NUMBER, NAME.upper())


@pytest.mark.parametrize(
    ("applicant", "paths"),
    [
        ({"id_number": NUMBER, "full_name": NAME}, []),
        ({"id_number": "046.190.001234", "full_name": NAME.upper()}, []),
        ({"id_number": NUMBER, "full_name": "nguyen thi minh khai"}, []),
        ({"full_name": NAME}, []),
        ({"id_number": "046190001235", "full_name": NAME}, ["/applicant/id_number"]),
        ({"id_number": "C1234567", "full_name": NAME}, ["/applicant/id_number"]),
        ({"id_number": NUMBER, "full_name": "Trần Văn An"}, ["/applicant/full_name"]),
        ({"id_number": NUMBER, "full_name": "Nguyễn Thị Minh"}, ["/applicant/full_name"]),
        ({"id_number": NUMBER, "full_name": "Nguyễn Thị Minh Khai Anh"}, ["/applicant/full_name"]),
        ({"id_number": "1", "full_name": "x"}, ["/applicant/id_number", "/applicant/full_name"]),
    ],
)
def test_who_files_is_who_signed_in(applicant: dict[str, str], paths: list[str]) -> None:
    assert [fault.path for fault in find_own_faults(KHAI, applicant)] == paths
    assert find_own_faults(None, applicant) == []
    answers = {f"applicant_{name}": value for name, value in applicant.items()} | {"full_name": "Trần Văn An"}
    asked = [path.replace("/applicant/", "/answers/applicant_") for path in paths]
    assert [fault.path for fault in find_own_answer_faults(KHAI, answers)] == asked
    corrected = find_correction_faults(read_proof(*prove_filing(Source.SIGN_IN, KHAI)), applicant)
    assert [fault.path for fault in corrected] == paths
    assert find_correction_faults(read_proof(*prove_filing(Source.DESK, KHAI)), applicant) == []


@pytest.mark.parametrize(
    "number",
    [
        "O46190001234", "046l90001234", "О46190001234", "046/190/001/234", "⁰⁴⁶¹⁹⁰⁰⁰¹²³⁴", "①",
        "046190001234\u0301", "+046190001234",
        "0x46190001234", "46190001234", "=046190001234", "046\n190001234", "046\t190001234",
        "046190001234,046190005678",
        "046190001234;", "046190001234 046190005678", "046190001235", "٠٤٦١٩٠٠٠١٢٣٥", "𝟎𝟒𝟔𝟏𝟗𝟎𝟎𝟎𝟏𝟐𝟑𝟓", "046190001234A",
        "Ⅽ1234567", "ϹC1234567", "𝐂1234567", "CMND 046190001234",
    ],
)  # fmt: skip
def test_a_number_that_only_looks_like_the_proven_one_is_another(number: str) -> None:
    typed = clean_text(number)
    faults = [*find_own_faults(KHAI, {"id_number": typed}), *find_person_faults({"id_number": typed}, "/applicant")]
    assert {fault.path for fault in faults} == {"/applicant/id_number"}


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn Thị Minh Khai 🙂", "Nguyễn Thị Minh Khai ﷽", "Nguyễn Thị Minh Khai\u0488", "Nguyễn Thị Minh Khai²",
        "Nguyễn Thị Minh Khai 漢", "Nguyễn Thị Minh Khaі", "Nguyễn Thị Mınh Khai", "Nguyễn Thị Ɱinh Khai",
        "𝐍guyễn Thị Minh Khai", "Ｎｇｕｙễｎ Thị Minh Khai", "Nguyễn Thị Minh ꓗhai", "Nguyễn Thị Minh Khɑi",
        "Ngυyễn Thị Minh Khai",
        "Nguyễn Thị Minh Khai 2", "Nguyễn Thị Minh Khai (Trần Văn An)", "Nguyễn Thị Minh Khai - Trần Văn An",
        "Khai Minh Thị Nguyễn",
        "NguyễnThịMinhKhai", "N g u y ễ n Thị Minh Khai", "Nguyễn Thị Minh Khai Jr",
        "Nguyễn Thị Minh Khai\u0661", "Ⅴ Nguyễn Thị Minh Khai",
        "Nguyễn Thị Minh Khai ①", "Nguyễn Thị Minh Kh\u064bai", "Nguyễn Thị Minh Khai\u20dd",
        "Nguyễn Thị Minh Khai ™",
    ],
)  # fmt: skip
def test_a_name_that_only_looks_like_the_proven_one_is_another(name: str) -> None:
    typed = clean_text(name)
    faults = [*find_own_faults(KHAI, {"full_name": typed}), *find_person_faults({"full_name": typed}, "/applicant")]
    assert {fault.path for fault in faults} == {"/applicant/full_name"}


def test_what_was_not_proven_is_not_held_against_anybody() -> None:
    assert find_own_faults(ProvenIdentity(1), {"id_number": "C1234567", "full_name": "A B"}) == []


def test_a_filing_keeps_what_was_proven_and_nothing_personal_in_the_open() -> None:
    proof, held = prove_filing(Source.SIGN_IN, KHAI)
    assert proof == Proof(Source.SIGN_IN, 2, number=True, name=True)
    assert held == {"id_number": NUMBER, "full_name": NAME}
    assert prove_filing(Source.SIGN_IN, None) == (Proof(Source.SIGN_IN), {})
    assert prove_filing(Source.DESK, KHAI) == (Proof(Source.DESK), {}), (
        "the officer's own identity is not the applicant's"
    )
    assert prove_filing(Source.NATIONAL_PORTAL, KHAI) == (Proof(Source.NATIONAL_PORTAL), {})


@pytest.mark.parametrize(
    "written",
    [
        NUMBER, "046 190 001 234", "046-190-001-234", "０４６１９０００１２３４", "٠٤٦١٩٠٠٠١٢٣٤",
        "𝟎𝟒𝟔𝟏𝟗𝟎𝟎𝟎𝟏𝟐𝟑𝟒", "०४६१९०००१२३४",
        "046–190–001–234", "(046)190001234", "046_190_001_234", "046190001234.", "'046190001234", " 046190001234 ",
    ],
)  # fmt: skip
def test_a_person_is_known_by_the_number_however_it_was_written(written: str) -> None:
    assert is_party([NUMBER], [{"full_name": "x"}, {"id_number": written}])
    assert not is_party([NUMBER], [{"id_number": "046190001235"}, {"id_number": None}, {}])
    assert not is_party([], [{"id_number": written}])
    assert not is_party([""], [{"id_number": ""}])
