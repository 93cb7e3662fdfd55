"""The counter's tablet: a code of the desk for one ended dossier, used once by its applicant."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.rating_code import CODE_LENGTH, CODE_LETTERS, CODE_LIVES, RatingCode, normalise_code
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.shared.errors import Refusal
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.models.engagement.ratings import TabletBody
from chalicelib.repositories.dynamodb.item_keys import locate_item
from chalicelib.steps.dossier.context import Command, digest_body
from chalicelib.steps.dossier.items import RatingCodeItem
from chalicelib.steps.dossier.reader import Reader
from chalicelib.steps.handover.tablet import find_rated_dossier, open_tablet, submit_tablet_rating
from tests.support.builders import CITIZEN, Case, build_actor
from tests.support.fakes.fake_people import FakeAccesses, FakePeople
from tests.support.fakes.stores import FakeItem

CODE = "ABCD2345"
CLERK = Role.ONE_STOP_OFFICER


@dataclass
class FakeCodes:
    """Codes among the rows of a case's store."""

    case: Case

    def digest(self, code: str, real_now: datetime) -> str:
        """The stored name of a code."""
        return f"digest-{code}"

    def create(self, digest: str, code: RatingCode) -> None:
        """A new row."""
        self.case.store.items[locate_item(RatingCodeItem(digest))] = FakeItem(json.dumps(pack_value(code)), 1)

    def find(self, digest: str) -> RatingCode | None:
        """The row of a code."""
        found = self.case.store.items.get(locate_item(RatingCodeItem(digest)))
        return unpack_value(RatingCode, json.loads(found.value)) if found else None


def open_for(case: Case, who: Actor) -> FakeAccesses:
    """The tablet opened by somebody; what the log of views holds."""
    accesses = FakeAccesses()
    reader = Reader(case.deps, accesses, who, case.now, case.real_now, FakePeople())
    assert open_tablet(reader, FakeCodes(case), lambda letters, number: CODE, case.id).code == CODE
    return accesses


def answer(case: Case, code: str = CODE, key: str = "k" * 20, **given: Any) -> Dossier:
    """The applicant's answers on the tablet."""
    body = TabletBody(code=code, **({"answers": {"overall": 4}} | given))
    digest = digest_body(body.model_dump())
    command = Command("rate", "", CITIZEN, case.now, case.real_now, body, key, None, digest)
    return submit_tablet_rating(case.deps, FakeCodes(case), command).dossier


def refuse(act: Any) -> Refusal:
    """The refusal of an act."""
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value


def test_the_rating_names_the_applicants_side_and_the_desk_and_never_the_officer() -> None:
    case = Case().returned()
    accesses = open_for(case, case.officer(CLERK))
    assert [(what, role) for _, _, role, what in accesses.records] == [("rating_code", "one_stop_officer")]
    assert find_rated_dossier(case.deps, FakeCodes(case), "abcd-2345", case.real_now).id == case.id
    rated = answer(case, code="abcd 2345", text="Nhanh")
    fact = case.facts[-1]
    assert fact.actor == {"sub": "tablet", "role": "applicant", "unit": ""}
    assert (fact.data["way"], fact.data["desk"]) == ("tablet", case.one_stop)
    assert rated.rating is not None


def test_a_code_is_used_once_and_a_repeat_is_the_same_act() -> None:
    case = Case().returned()
    open_for(case, case.officer(CLERK))
    first = answer(case)
    assert answer(case) == first
    assert len([fact for fact in case.facts if fact.kind == "rated"]) == 1
    assert refuse(lambda: answer(case, key="n" * 20)).code == "rating_code_invalid"
    assert refuse(lambda: find_rated_dossier(case.deps, FakeCodes(case), CODE, case.real_now)).code == (
        "rating_code_invalid"
    )


def test_a_refused_answer_leaves_the_code_good() -> None:
    case = Case().returned()
    open_for(case, case.officer(CLERK))
    assert refuse(lambda: answer(case, answers={"overall": 1})).code == "invalid"
    assert answer(case, key="n" * 20, answers={"overall": 1}, reasons=["late"]).rating is not None


def test_a_code_ends_and_a_wrong_one_opens_nothing() -> None:
    case = Case().returned()
    open_for(case, case.officer(CLERK))
    case.real_now += CODE_LIVES - timedelta(seconds=1)
    assert find_rated_dossier(case.deps, FakeCodes(case), CODE, case.real_now).id == case.id
    case.real_now += timedelta(seconds=1)
    for code in (CODE, "ABCD2346"):
        assert refuse(lambda code=code: answer(case, code)).code == "rating_code_invalid"


def test_what_was_rated_before_is_not_changed_on_the_tablet() -> None:
    case = Case().returned()
    open_for(case, case.officer(CLERK))
    case.take("rate", CITIZEN)
    assert refuse(lambda: answer(case)).code == "already_rated"


@pytest.mark.parametrize("days", [0, 8])
def test_no_code_is_made_for_a_dossier_that_was_rated(days: int) -> None:
    case = Case().returned()
    case.take("rate", CITIZEN)
    case.later(days=days)
    assert refuse(lambda: open_for(case, case.officer(CLERK))).code == "already_rated"
    assert FakeCodes(case).find(f"digest-{CODE}") is None


def test_only_the_desk_of_an_ended_dossier_opens_the_tablet() -> None:
    case = Case().returned()
    for role in (Role.CASE_OFFICER, Role.AGENCY_HEAD):
        assert refuse(lambda role=role: open_for(case, case.officer(role))).code == "forbidden"
    assert refuse(lambda: open_for(case, build_actor(CLERK, "elsewhere"))).code == "not_found"
    assert refuse(lambda: open_for(case, CITIZEN)).code == "own_dossier"
    assert refuse(lambda: open_for(case, replace(case.officer(CLERK), id_number="046190000001"))).code == "own_dossier"
    early = Case().at(State.RESOLVED)
    assert refuse(lambda: open_for(early, early.officer(CLERK))).code == "wrong_moment"


@given(st.text(CODE_LETTERS, min_size=CODE_LENGTH, max_size=CODE_LENGTH), st.integers(1, CODE_LENGTH - 1))
def test_a_code_is_read_however_it_is_typed(code: str, at: int) -> None:
    assert normalise_code(f" {code[:at]}-{code[at:]}\n".lower()) == code
