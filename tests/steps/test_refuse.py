"""Refuse: never without a coded reason of the rules in force."""

from __future__ import annotations

import pytest

from chalicelib.domain.errors import Invalid
from chalicelib.domain.flow import State
from chalicelib.domain.roles import Role
from tests.builders import Case

CLERK = Role.ONE_STOP_OFFICER


@pytest.mark.clause("VL-7.2.c#1")
@pytest.mark.parametrize("ground", ["wrong_agency", "not_conforming"])
def test_a_coded_ground_refuses_the_filing(ground: str) -> None:
    case = Case().file()
    refused = case.take("refuse", case.officer(CLERK), ground=ground)
    assert refused.state is State.NOT_RECEIVED
    assert (refused.code, refused.next_due) == ("", None)
    assert refused.reception is not None
    assert refused.reception.ended_at == case.now
    fact = case.facts[-1]
    assert (fact.data["ground"], fact.law[0]["param"]) == (ground, "refusal.reasons")


@pytest.mark.clause("VL-7.2.c#1")
@pytest.mark.parametrize("ground", ["I do not like it", "conditions_not_met", ""])
def test_any_other_ground_is_refused(ground: str) -> None:
    case = Case().file()
    refused = case.refused("refuse", case.officer(CLERK), ground=ground)
    assert isinstance(refused, Invalid)
    assert [(f.path, f.code) for f in refused.fields] == [("/ground", "ground_unknown")]


def test_the_words_are_a_part_and_never_in_the_ledger() -> None:
    case = Case().file()
    case.take("refuse", case.officer(CLERK), reason="Chị Hoa nộp sai mẫu")
    digest = case.facts[-1].parts["reason"]
    assert case.store.parts(case.id)[digest].value == "Chị Hoa nộp sai mẫu"
    assert "Hoa" not in str(case.facts[-1].body)
