"""No command costs more than its budget, item by item; the formula agrees with the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bench.cost import JOURNEY, JOURNEY_REQUESTS, JOURNEY_WRITE_UNITS, Cost, all_commands, budgets, exceeded, measured
from infra.local.cloud import LocalCloud

BUDGETS = budgets()


@pytest.fixture(scope="module")
def costs(cloud: LocalCloud) -> tuple[Mapping[str, Cost], Mapping[str, Cost]]:
    """Costs of every command and of the journey."""
    return measured(cloud.environment())


@pytest.mark.cloud
def test_every_command_stays_within_its_budget(costs) -> None:
    each, journey = costs
    over = [fault for name, cost in each.items() for fault in exceeded(name, cost, BUDGETS["command"][name])]
    over += [fault for name, cost in journey.items() for fault in exceeded(name, cost, BUDGETS["journey"][name])]
    assert over == []


@pytest.mark.cloud
def test_the_journey_stays_within_what_the_six_steps_may_cost_together(costs) -> None:
    _, journey = costs
    assert tuple(journey) == JOURNEY
    assert sum(cost.requests for cost in journey.values()) <= JOURNEY_REQUESTS
    assert sum(cost.write_units for cost in journey.values()) <= JOURNEY_WRITE_UNITS


@pytest.mark.cloud
def test_the_formula_gives_what_the_engine_charges(costs) -> None:
    for group in costs:
        for name, cost in group.items():
            assert cost.write_units == cost.reported, name


def test_every_command_has_a_budget_and_every_budget_a_command() -> None:
    assert set(BUDGETS["command"]) == set(all_commands())
    assert set(BUDGETS["journey"]) == set(JOURNEY)


def test_a_budget_that_is_exceeded_is_told_with_the_command_and_the_item() -> None:
    budget = BUDGETS["command"]["receive"]
    within = Cost(budget["requests"], budget["read_units"], budget["write_units"], 0, budget["items"], 0)
    assert list(exceeded("receive", within, budget)) == []
    grown = replace(within, write_units=within.write_units + 2, items={**within.items, "D/FACT": 4, "D/NEW": 2})
    told = list(exceeded("receive", grown, budget))
    assert [text.split(":")[0] for text in told] == ["receive"] * 3
    assert ["D/FACT" in text for text in told] == [False, True, False]
    assert "D/NEW takes 2 write units, the budget allows 0" in told[2]
