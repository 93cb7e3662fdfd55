"""A demand among the alternatives of a tariff: one rate is owed, never two."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import State
from tests.support.builders import CERTIFICATE, Case, provide_reference


@dataclass(frozen=True)
class Rated:
    """The province's reference, in which a certificate costs what a criminal record does: 200.000 đồng, or the half of
    it by proof."""

    def __getattr__(self, name: str) -> Any:
        return getattr(provide_reference(), name)

    def find_procedure(self, number: str) -> Any:
        """The procedure with the other tariff."""
        found = provide_reference().find_procedure(number)
        return replace(found, fees=provide_reference().find_procedure("2.000488-LLTP1").fees)


@pytest.fixture
def case() -> Case:
    return Case(CERTIFICATE, reference=Rated()).at(State.PROCESSING)


def list_owed(case: Case) -> list[tuple[str, int, str]]:
    return [(one.fee_key, one.amount, one.state) for one in case.dossier.obligations]


def test_a_rate_that_is_demanded_takes_the_place_of_an_open_one(case: Case) -> None:
    case.take("request_payment", case.officer(Role.CASE_OFFICER), obligations=[], fee_lines=["reduced"], reason=None)
    assert list_owed(case) == [("information", 200_000, "cancelled"), ("reduced", 100_000, "open")]
    assert case.facts[-1].data["demanded"] == ["F02"]
    assert case.paid().dossier.state is State.PROCESSING


def test_a_rate_is_not_demanded_in_addition_to_a_paid_one(case: Case) -> None:
    demand = {"obligations": [], "fee_lines": ["reduced"], "reason": None}
    refusal = case.paid().refused("request_payment", case.officer(Role.CASE_OFFICER), **demand)
    assert (refusal.code, refusal.fields[0].path) == ("fee_alternative_taken", "/fee_lines")
    assert list_owed(case) == [("information", 200_000, "settled")]
