"""Changes of units that must not be: refused with a clear text, nothing is lost, and they stay to be declined."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.catalogue.procedures import Names
from chalicelib.domain.catalogue.unit_changes import UnitChange, UnitChangeKind
from chalicelib.repositories.catalogue.unit_table import UnitTable
from chalicelib.wiring import core as wiring
from tests.product.catalogue.test_succession import LATER, list_queue, merge_own_commune
from tests.product.catalogue.test_unit_changes import (
    DAY,
    DECIDED,
    PLURAL,
    build_proposal,
    find_merged,
    find_second,
    let_caches_pass,
    list_faults,
)
from tests.product.catalogue.test_unit_effects import preview
from tests.product.catalogue.test_unit_tree import record_change
from tests.product.journeys import file_dossier
from tests.product.matters.matter_calls import open_matter, take_step, try_open, try_step
from tests.product.office import Office

NAMELESS = {"name_vi": "", "name_en": ""}
SOON = f"{DAY - timedelta(days=3)}"


def propose(product: Office, by: str = "office", **changes: str) -> str:
    """A proposal of somebody; its number."""
    return str(open_matter(product(by), PLURAL, build_proposal(product, **{**NAMELESS, **changes}))["id"])


def count_changes() -> int:
    """How many changes are decided."""
    return wiring.provide_units().load().version


def test_a_unit_with_open_work_is_not_closed_without_a_successor(office: Any) -> None:
    product = office("hue")
    second, desk = find_second(product), product.place.one_stop
    closing = {**NAMELESS, "action": "close", "unit": desk}
    proposed = propose(product, **closing)
    dossier = file_dossier(product)
    product.around.bring("count_facts", dossier)
    assert list_faults(product, **closing) == [("unit", "open_work")]
    refused = try_step(second, PLURAL, proposed, "approve", DECIDED)
    (fault,) = refused.body["errors"]
    assert (refused.status, fault["code"], count_changes()) == (422, "open_work", 0), "work came after the proposal"
    assert "kế tục" in fault["vi"]
    assert "successor" in fault["en"]
    assert list_queue(product("desk1"), desk, "submitted") == [dossier]
    assert take_step(second, PLURAL, proposed, "decline", DECIDED)["state"] == "declined"


def test_who_has_the_work_of_others_is_shown_with_it_and_not_closed_without_a_successor(office: Any) -> None:
    product = office("hue")
    dossier = file_dossier(product)
    product.around.bring("count_facts", dossier)
    product("desk1")
    _, desk = merge_own_commune(product)
    product.at(LATER)
    later = {**NAMELESS, "unit": desk, "effective": f"{DAY + timedelta(days=9)}"}
    assert list_faults(product, **later, action="close") == [("unit", "open_work")]
    (line,) = preview(product, **later, action="close")["units"]
    assert (line["unit"], line["dossiers"], line["people"] >= 1) == (desk, 1, True), "what it inherited counts"


def test_a_merger_is_not_reversed_before_its_day_either(office: Any) -> None:
    product = office("hue")
    second, (_, its_desk, _, desk) = find_second(product), find_merged(product)
    merger = {"action": "merge", "unit": its_desk, "successor": desk}
    take_step(second, PLURAL, propose(product, **merger), "approve", DECIDED)
    let_caches_pass(product)
    back = {**NAMELESS, "action": "merge", "unit": desk, "successor": its_desk}
    for effective, code in ((f"{DAY}", "agency_retired"), (SOON, "clashes_with_change")):
        assert code in {found for _, found in list_faults(product, **back, effective=effective)}, effective
    assert count_changes() == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"action": "merge", "successor": "other"}, "agency_retired"),
        ({"action": "close", "effective": SOON}, "clashes_with_change"),
        ({"action": "close"}, "agency_retired"),
        ({"action": "move", "parent": "other", "effective": f"{DAY + timedelta(days=1)}"}, "agency_retired"),
    ],
)  # fmt: skip
def test_days_that_overlap_with_what_is_decided_are_refused(office: Any, changes: Any, code: str) -> None:
    product = office("hue")
    _, its_desk, other, desk = find_merged(product)
    record_change(UnitChange(UnitChangeKind.MERGE, DAY, (its_desk,), successor=desk))
    asked = {**NAMELESS, "unit": its_desk, **changes}
    found = list_faults(product, **{key: other if value == "other" else value for key, value in asked.items()})
    assert code in {each for _, each in found}, found


def test_of_two_moves_decided_one_after_the_other_none_makes_a_circle(office: Any) -> None:
    product = office("hue")
    second, (one, _, other, _) = find_second(product), find_merged(product)
    first = propose(product, action="move", unit=one, parent=other)
    back = propose(product, action="move", unit=other, parent=one)
    take_step(second, PLURAL, first, "approve", DECIDED)
    refused = try_step(second, PLURAL, back, "approve", DECIDED)
    assert (refused.status, [each["code"] for each in refused.body["errors"]]) == (422, ["unit_cycle"])
    assert count_changes() == 1


@pytest.mark.parametrize("clashes", [False, True], ids=["next to each other", "against each other"])
def test_of_two_decisions_at_once_the_later_is_checked_with_the_earlier_one(
    office: Any, monkeypatch: pytest.MonkeyPatch, *, clashes: bool
) -> None:
    product = office("hue")
    second, (ends, its_desk, _, desk) = find_second(product), find_merged(product)
    renamed = UnitChange(UnitChangeKind.RENAME, DAY, (ends,), name=Names("Xã Mới", "Moi"))
    earlier = UnitChange(UnitChangeKind.MERGE, DAY, (desk,), successor=its_desk) if clashes else renamed
    proposed = propose(product, action="merge", unit=its_desk, successor=desk)
    plan, between = UnitTable.plan, list[UnitChange]()

    def plan_late(self: UnitTable, stored: Any, change: UnitChange, matter: str) -> Any:
        if not between:
            between.append(earlier)
            record_change(earlier)
        return plan(self, stored, change, matter)

    monkeypatch.setattr(UnitTable, "plan", plan_late)
    late = try_step(second, PLURAL, proposed, "approve", DECIDED)
    decided = [each.kind for each in wiring.provide_units().load().changes]
    if clashes:
        assert (late.status, {each["code"] for each in late.body["errors"]}) == (422, {"agency_retired"})
        assert decided == [UnitChangeKind.MERGE]
        assert take_step(second, PLURAL, proposed, "decline", DECIDED)["state"] == "declined"
    else:
        assert (late.status, decided) == (200, [UnitChangeKind.RENAME, UnitChangeKind.MERGE])


def test_neither_the_author_nor_who_only_reads_decides_and_the_next_decision_on_it_is_refused(office: Any) -> None:
    product = office("hue")
    second, (_, its_desk, _, desk) = find_second(product), find_merged(product)
    proposed = propose(product, action="merge", unit=its_desk, successor=desk)
    assert try_step(product("office"), PLURAL, proposed, "approve", DECIDED).code == "own_matter"
    assert try_step(product("auditor"), PLURAL, proposed, "approve", DECIDED).status in (403, 404)
    take_step(second, PLURAL, proposed, "approve", DECIDED)
    assert try_step(second, PLURAL, proposed, "decline", DECIDED).status == 409
    assert count_changes() == 1


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"effective": "2025-02-30"}, "effective"),
        ({"effective": "hôm nay"}, "effective"),
        ({"action": "demolish"}, "action"),
        ({"opened": "A|B|C|D|E|F|G"}, "opened"),
    ],
)
def test_answers_that_are_not_what_was_asked_are_named(office: Any, changes: dict[str, str], where: str) -> None:
    product = office("hue")
    reply = try_open(product("office"), PLURAL, build_proposal(product, **{"action": "open", **NAMELESS, **changes}))
    assert (reply.status, where in {each["path"].rpartition("/")[2] for each in reply.body["errors"]}) == (422, True)
