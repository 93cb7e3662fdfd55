"""After the search key was replaced every number finds its person again."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chalicelib.domain.accounts.person_joining import IdentifierTaken
from chalicelib.domain.accounts.person_profile import (
    Identifier,
    IdentifierKind,
    PersonProfile,
    ProfileChange,
    ProfileProof,
    ProofMethod,
    put_identifier,
)
from chalicelib.repositories.accounts.person_profiles import PersonProfiles
from chalicelib.repositories.aws.secrets import derive_key, parse_find
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.wiring.people import DIGESTS
from infra.operations.index_numbers import index_numbers
from tests.infra.operations.test_move_officers import PoolsDeployment, deployment

__all__ = ["deployment"]

AT = datetime(2026, 11, 2, tzinfo=UTC)
PROOF = ProfileProof(ProofMethod.IN_PERSON, AT, by="officer")
OLD, NEW = (json.dumps({"key": letter * 64}) for letter in "ab")
FIRST, SECOND = "046190001234", "046190009999"


def open_store(secret: str) -> PersonProfiles:
    return PersonProfiles(lambda _: derive_key(parse_find(secret), DIGESTS))


def test_numbers_are_found_again_under_a_new_key(deployment: PoolsDeployment) -> None:
    store, change = open_store(OLD), ProfileChange("made", AT)
    number = Identifier(IdentifierKind.PERSONAL_ID, FIRST, PROOF)
    khai = PersonProfile("khai", 1, identifiers=(number,))
    store.save(PersonProfile("khai"), khai, change, AT)
    held = put_identifier(khai.identifiers, replace(number, number=SECOND))
    store.save(khai, replace(khai, version=2, identifiers=held), change, AT)
    fresh, table = open_store(NEW), TableItem.Meta.table_name
    assert fresh.find_by_identifier(IdentifierKind.PERSONAL_ID, SECOND, AT).people == ()
    assert [index_numbers(deployment.aws, table, NEW) for _ in range(2)] == [2, 0]
    for secret in (OLD, NEW):
        found = open_store(secret)
        assert found.find_by_identifier(IdentifierKind.PERSONAL_ID, SECOND, AT).active == "khai"
        assert found.find_by_identifier(IdentifierKind.PERSONAL_ID, FIRST, AT).former == ("khai",)
    with pytest.raises(IdentifierTaken):
        fresh.save(PersonProfile("other"), replace(khai, person="other", version=1), change, AT)
