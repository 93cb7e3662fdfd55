"""Every command costs what its budget says, item by item; the formula agrees with the engine."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.budgets import Costs, list_differences, measure_costs, read_budgets
from bench.consumers import FUNCTIONS, REQUESTS, WRITE_UNITS, list_missed
from bench.cost import JOURNEY, JOURNEY_REQUESTS, JOURNEY_WRITE_UNITS, Cost, list_commands
from bench.matters import COMMANDS
from infra.local.cloud import LocalCloud

BUDGETS = read_budgets()


@pytest.fixture(scope="module")
def costs(cloud: LocalCloud) -> Costs:
    """Costs of every command, of the journey and of what follows it."""
    return measure_costs(cloud)


@pytest.mark.cloud
def test_everything_costs_what_its_budget_says(costs) -> None:
    named = ((group, name, cost) for group, by in costs.items() for name, cost in by.items())
    assert [fault for group, name, cost in named for fault in list_differences(name, cost, BUDGETS[group][name])] == []


@pytest.mark.cloud
def test_the_journey_stays_within_what_the_six_steps_may_cost_together(costs) -> None:
    journey = costs["journey"]
    assert tuple(journey) == JOURNEY
    assert sum(cost.requests for cost in journey.values()) <= JOURNEY_REQUESTS
    assert sum(cost.write_units for cost in journey.values()) <= JOURNEY_WRITE_UNITS


@pytest.mark.cloud
def test_every_consumer_of_facts_is_followed_and_has_a_budget(costs) -> None:
    assert {"on_fact", *(name for name, _ in FUNCTIONS.values())} <= set(costs["consumer"])
    assert set(BUDGETS["consumer"]) == set(costs["consumer"])


@pytest.mark.cloud
def test_all_that_follows_a_journey_stays_within_its_requests_and_units(costs) -> None:
    assert list_missed(costs["consumer"]) == []


def test_a_total_over_its_bound_is_named() -> None:
    assert list_missed({"a": Cost(REQUESTS, 0, WRITE_UNITS), "b": Cost()}) == []
    assert list_missed({"a": Cost(REQUESTS, 0, WRITE_UNITS), "b": Cost(1)}) == ["requests after a journey"]
    assert list_missed({"a": Cost(REQUESTS, 0, WRITE_UNITS), "b": Cost(0, 0, 1)}) == ["write units after a journey"]


@pytest.mark.cloud
def test_the_formula_gives_what_the_engine_charges(costs) -> None:
    for by in costs.values():
        for name, cost in by.items():
            assert cost.write_units == cost.reported, name


def test_every_command_has_a_budget_and_every_budget_a_command() -> None:
    assert set(BUDGETS["command"]) == set(list_commands())
    assert set(BUDGETS["journey"]) == set(JOURNEY)


@pytest.mark.cloud
def test_matters_are_read_and_changed_in_a_fixed_number_of_requests(costs) -> None:
    """A command is one read and one transaction; an opening draws its number too."""
    found = costs["matter"]
    assert set(BUDGETS["matter"]) == set(found)
    assert {name: found[name].requests for name in COMMANDS} == {"open": 3, "take a step": 2}
    assert found["worklist of a unit, first page"].requests == 1


def test_a_cost_that_grew_is_reported_with_the_command_and_the_item() -> None:
    budget = BUDGETS["command"]["receive"]
    within = Cost(budget["requests"], budget["read_units"], budget["write_units"], 0, budget["items"], 0)
    assert list(list_differences("receive", within, budget)) == []
    grown = replace(within, write_units=within.write_units + 2, items={**within.items, "D/FACT": 4, "D/NEW": 2})
    told = list(list_differences("receive", grown, budget))
    assert [text.split(":")[0] for text in told] == ["receive"] * 3
    assert ["D/FACT" in text for text in told] == [False, True, False]
    assert "D/NEW takes 2 write units, the budget says 0" in told[2]


def test_a_budget_raised_without_need_is_reported_too() -> None:
    budget = BUDGETS["command"]["receive"]
    found = Cost(budget["requests"], budget["read_units"], budget["write_units"], 0, budget["items"], 0)
    wider = {**budget, "write_units": budget["write_units"] + 2, "items": {**budget["items"], "D/FACT": 4}}
    assert list(list_differences("receive", found, wider)) == [
        f"receive: write_units are {found.write_units}, the budget says {found.write_units + 2}",
        f"receive: D/FACT takes {found.items['D/FACT']} write units, the budget says 4",
    ]


def test_a_request_to_another_service_outside_every_budget_is_reported_too() -> None:
    budget = BUDGETS["consumer"]["render_slips"]
    units = {name: budget[name] for name in ("requests", "read_units", "write_units", "items")}
    asked = Cost(**units, others={**budget["others"], "s3 ListObjectsV2": 1})
    assert list(list_differences("render_slips", asked, budget)) == [
        "render_slips: s3 ListObjectsV2 is asked 1 times, the budget says 0"
    ]
