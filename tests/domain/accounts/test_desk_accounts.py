"""What an identity check at the counter proves, and which accounts a filing may belong to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chalicelib.domain.accounts.desk_accounts import (
    PresentedIdentity,
    build_desk_proof,
    create_profile,
    describe_account,
    may_prove,
    require_number,
)
from chalicelib.domain.accounts.person_profile import PersonKind, ProfileProof, ProofMethod
from chalicelib.domain.accounts.population import (
    IdentityNotConfirmed,
    PopulationAnswer,
    PopulationVerdict,
    require_confirmed,
)
from chalicelib.domain.shared.errors import Invalid

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
HOA = PresentedIdentity(PersonKind.CITIZEN, "046190000001", "Trần Thị Hoa", "CC", "1990-03-08")


@pytest.mark.parametrize(
    ("present", "reference", "method"),
    [
        (True, "", ProofMethod.IN_PERSON), (True, "DC-1", ProofMethod.IN_PERSON),
        (False, "DC-1", ProofMethod.POPULATION_DATA), (False, "", ProofMethod.DECLARED),
    ],
)  # fmt: skip
def test_what_proves_is_the_person_or_a_match(present: bool, reference: str, method: ProofMethod) -> None:
    proof = build_desk_proof(replace(HOA, present=present), "desk1", NOW, reference)
    assert (proof.method, proof.by, proof.paper, proof.reference) == (method, "desk1", "CC", reference)


def test_an_account_that_somebody_online_declared_takes_no_dossier_until_it_is_proven_in_person() -> None:
    declared = create_profile("p", HOA, ProfileProof(ProofMethod.DECLARED, NOW))
    assert describe_account(declared) is None
    assert may_prove(declared, HOA)
    for other in (replace(HOA, full_name="Người Khác"), replace(HOA, birth_date=""), replace(HOA, present=False)):
        assert not may_prove(declared, other)
    by_desk = create_profile("p", HOA, ProfileProof(ProofMethod.DECLARED, NOW, by="desk1"))
    found = describe_account(by_desk)
    assert found is not None
    assert (found.person, found.numbers) == ("p", (HOA.number,))
    assert describe_account(replace(by_desk, died_on="2026-01-01")) is None
    assert not may_prove(create_profile("p", HOA, build_desk_proof(HOA, "desk1", NOW, "")), HOA), "proven already"


@pytest.mark.parametrize(
    ("kind", "number"),
    [(PersonKind.CITIZEN, "12"), (PersonKind.FOREIGNER, "046-190"), (PersonKind.ORGANISATION, "ab cd ef")],
)
def test_a_number_that_no_paper_has_is_refused(kind: PersonKind, number: str) -> None:
    with pytest.raises(Invalid):
        require_number(kind, number)


@pytest.mark.parametrize("verdict", sorted(set(PopulationVerdict) - {PopulationVerdict.MATCHED}))
def test_every_answer_but_a_match_refuses(verdict: PopulationVerdict) -> None:
    require_confirmed(PopulationAnswer(PopulationVerdict.MATCHED, "DC-1"))
    with pytest.raises(IdentityNotConfirmed) as refused:
        require_confirmed(PopulationAnswer(verdict, "DC-2"))
    assert "DC-2" not in refused.value.text_vi
