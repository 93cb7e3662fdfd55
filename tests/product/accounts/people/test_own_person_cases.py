"""Cases about people and the officers' own citizen accounts: nobody decides who they are themselves, with any number
that is or was theirs, and two accounts of one human are one person (decision 0333)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.wiring import core as wiring
from tests.product.accounts.signing_in import KHAI, SignIns
from tests.product.accounts.test_person_cases import HUY, decide, decide_well, propose
from tests.product.office import Worker

NEW = "046190009999"


@pytest.fixture
def signing(office: Any, deployment: pytest.MonkeyPatch) -> SignIns:
    """Huế, where Khai and Huy have signed in with the electronic identity."""
    found = SignIns.at(office("hue"), deployment)
    found.person("khai")
    found.person("huy", HUY)
    return found


def appoint(signing: SignIns, username: str, number: str) -> Worker:
    """An officer of the provincial office with an identity number on record."""
    worker, records = signing.office.appoint(username, Role.PROVINCIAL_OFFICE, "province"), wiring.provide_officers()
    officer = records.load(username)
    at = signing.office.clock.at
    records.save(replace(officer, version=officer.version + 1, id_number=number), "seed", "02/TB", at)
    records.cache.clear()
    return worker


ABOUT_KHAI: dict[str, tuple[str, dict[str, str]]] = {
    "merge into one's own": ("merge", {"other": "huy"}),
    "number": ("number", {"id_number": NEW}),
    "death": ("death", {"day": "2026-11-01"}),
    "update": ("update", {}),
}


@pytest.mark.parametrize(("action", "more"), ABOUT_KHAI.values(), ids=ABOUT_KHAI)
def test_nobody_decides_about_their_own_citizen_account(signing: SignIns, action: str, more: dict[str, str]) -> None:
    case = propose(signing.office("desk1"), action, "khai", **more)
    own = decide(appoint(signing, "second", KHAI.id_number), case)
    assert (own.status, own.code) == (403, "own_identity")
    decide_well(appoint(signing, "third", "046190007777"), case)


def test_nor_where_their_account_is_the_one_that_is_taken_over_or_separated(signing: SignIns) -> None:
    khai, third = appoint(signing, "second", KHAI.id_number), appoint(signing, "third", "046190007777")
    merge = propose(signing.office("desk1"), "merge", "huy", other="khai")
    assert decide(khai, merge).code == "own_identity"
    decide_well(third, merge)
    separate = propose(signing.office("desk1"), "separate", "huy", other="khai")
    assert decide(khai, separate).code == "own_identity"
    decide_well(third, separate)


def test_a_number_of_before_is_still_the_officers_own(signing: SignIns) -> None:
    third = appoint(signing, "third", "046190007777")
    decide_well(third, propose(signing.office("desk1"), "number", "khai", id_number=NEW))
    case = propose(signing.office("desk1"), "update", "khai")
    assert decide(appoint(signing, "second", KHAI.id_number), case).code == "own_identity"


def test_two_accounts_of_one_human_are_not_two_people(signing: SignIns) -> None:
    third = appoint(signing, "third", "046190007777")
    first, same = (appoint(signing, name, KHAI.id_number) for name in ("first", "same"))
    case = propose(first, "update", "huy")
    assert decide(same, case).code == "own_matter"
    # Their number was replaced, and one of the accounts says the number of before.
    decide_well(third, propose(signing.office("desk1"), "number", "khai", id_number=NEW))
    renewed = appoint(signing, "renewed", NEW)
    assert decide(renewed, case).code == "own_matter"
    decide_well(third, case)


def test_whom_a_number_was_given_to_again_is_another_human_than_who_had_it(signing: SignIns) -> None:
    third = appoint(signing, "third", "046190007777")
    decide_well(third, propose(signing.office("desk1"), "number", "khai", id_number=NEW))
    decide_well(third, propose(signing.office("desk1"), "number", "huy", id_number=KHAI.id_number))
    signing.person("mai", replace(KHAI, id_number="046190005555", full_name="Lê Thị Mai"))
    khai, huy = appoint(signing, "second", NEW), appoint(signing, "other", KHAI.id_number)
    decide_well(huy, propose(khai, "update", "mai"))
