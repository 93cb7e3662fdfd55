"""The effect of a change of units is shown before it is proposed and before it is decided."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.repositories.matters.matter_counts import FEW
from chalicelib.wiring import core as wiring
from chalicelib.wiring.boards import provide_matter_counts
from tests.product.catalogue.test_unit_changes import (
    DAY,
    PLURAL,
    build_proposal,
    find_merged,
    find_second,
    let_caches_pass,
)
from tests.product.journeys import file_dossier
from tests.product.matters.matter_calls import QUESTION, open_matter, take_step
from tests.product.office import Office

EFFECTS = "/api/unit-effects"


def preview(product: Office, by: str = "office", **changes: str) -> dict[str, Any]:
    """What somebody reads of a change."""
    values = build_proposal(product, **changes)
    return dict(product(by).ask("POST", EFFECTS, {"values": values}, expect=200).body)


@pytest.mark.clause("VL-2.2")
def test_a_merger_shows_open_work_people_and_the_successor_before_it_is_proposed(office: Any) -> None:
    product = office("vinh-long")
    dossiers = [file_dossier(product) for _ in range(2)]
    for each in dossiers:
        product.around.bring("count_facts", each)
    _, other, _, _ = find_merged(product)
    ends = product.place.one_stop
    product("desk1")
    merger = {"action": "merge", "name_vi": "", "name_en": "", "unit": ends, "successor": other}
    (line,) = preview(product, **merger)["units"]
    assert (line["unit"], line["dossiers"], line["people"] >= 1, line["below"]) == (ends, 2, True, 0)
    assert (line["before"]["until"], line["after"]["successor"]) == (None, other)
    assert line["after"]["until"] < f"{DAY}"
    again = preview(product, "auditor", **merger)
    assert again["units"] == [line], "who audits reads the same, and nothing was changed"


def test_a_merger_of_many_units_counts_the_same_in_fewer_requests(office: Any) -> None:
    product = office("vinh-long")
    ends = product.place.one_stop
    question = open_matter(product("citizen1"), "questions", {**QUESTION, "unit": ends})
    product.around.bring("count_facts", question["id"])
    day = product.clock.at.date()
    desks = [each.id for each in wiring.provide_agencies().list_one_stop_units(day) if each.id != ends]
    many, counts = [ends, *desks[: 2 * FEW]], provide_matter_counts()
    assert counts.sum_open(many) == {each: sum(counts.read_counts(each).values()) for each in many}
    assert counts.sum_open([ends]) == {ends: 1}
    merger = {"action": "merge", "name_vi": "", "name_en": "", "successor": desks[-1]}
    (alone,) = preview(product, **merger, unit=ends)["units"]
    together = preview(product, **merger, unit=ends, others="\n".join(many[1:]))["units"]
    assert [each["unit"] for each in together] == many
    assert (together[0]["matters"], together[0]["people"], together[0]["procedures"]) == (
        1, alone["people"], alone["procedures"],
    )  # fmt: skip
    assert sum(each["matters"] for each in together) == 1


def test_what_stands_in_the_way_is_named_at_its_question_with_the_counts(office: Any) -> None:
    product = office("hue")
    dossier = file_dossier(product)
    product.around.bring("count_facts", dossier)
    closing = {"action": "close", "name_vi": "", "name_en": "", "unit": product.place.one_stop}
    shown = preview(product, **closing)
    assert [(each["path"], each["code"]) for each in shown["faults"]] == [("/values/unit", "open_work")]
    assert (shown["units"][0]["dossiers"], shown["units"][0]["after"]["until"]) == (1, None)
    unknown = preview(product, **{**closing, "unit": "KHONG-CO"})
    assert ([each["code"] for each in unknown["faults"]], unknown["units"]) == (["unknown_agency"], [])


def test_a_rename_and_a_split_show_the_units_before_and_after(office: Any) -> None:
    product = office("hue")
    unit = product.place.committee
    (line,) = preview(product)["units"]
    assert (line["unit"], line["after"]["name"]["vi"]) == (unit, "Ủy ban nhân dân phường Mới")
    assert line["before"]["name"]["vi"] != line["after"]["name"]["vi"]
    above = line["before"]["parent"]
    opened = "\n".join(f"MOI-{n}|one_stop|Bộ phận {n}|Unit {n}|{above}|H57.99.0{n}" for n in (1, 2))
    split = {"action": "split", "unit": product.place.one_stop, "opened": opened, "name_vi": "", "name_en": ""}
    lines = preview(product, **split)["units"]
    assert [(each["unit"], each["before"] is None) for each in lines] == [
        (product.place.one_stop, False), ("MOI-1", True), ("MOI-2", True),
    ]  # fmt: skip
    assert lines[0]["after"]["successor"] == "MOI-1"


def test_a_change_that_was_decided_meanwhile_is_in_the_next_preview(office: Any) -> None:
    product = office("hue")
    second, (_, desk, _, other) = find_second(product), find_merged(product)
    merger = {"action": "merge", "name_vi": "", "name_en": "", "unit": desk, "successor": other}
    assert preview(product, **merger)["faults"] == []
    proposed = open_matter(product("office"), PLURAL, build_proposal(product, **merger))
    take_step(second, PLURAL, proposed["id"], "approve", {"outcome": "Theo quyết định."})
    let_caches_pass(product)
    assert [each["code"] for each in preview(product, **merger)["faults"]] == ["agency_retired"]


@pytest.mark.parametrize(
    ("values", "path", "code"),
    [
        ({}, "/values/action", "required"),
        ({"action": "rename"}, "/values/effective", "required"),
        ({"action": "blow_up", "effective": "2026-12-30"}, "/values/action", "unknown_choice"),
        ({"action": "open", "effective": "30/12/2026"}, "/values/effective", "not_a_day"),
        ({"action": "open", "effective": "2026-12-30", "opened": "một dòng"}, "/values/opened", "unreadable_line"),
    ],
)
def test_answers_that_cannot_be_read_are_named(office: Any, values: dict[str, str], path: str, code: str) -> None:
    product = office("hue")
    refused = product("office").ask("POST", EFFECTS, {"values": values})
    assert (refused.status, refused.body["errors"][0]["path"], refused.body["errors"][0]["code"]) == (422, path, code)


def test_nobody_else_reads_it(office: Any) -> None:
    product = office("hue")
    for who in ("desk1", "deskhead", "case1"):
        refused = product(who).ask("POST", EFFECTS, {"values": build_proposal(product)})
        assert (who, refused.code) == (who, "forbidden")
