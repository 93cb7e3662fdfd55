"""A store of before open work moved and unused accounts were put off continues after an upgrade."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.repositories.dossier.dossiers import DossierTable
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.wiring import core as wiring
from infra.operations.upgrade_stores import update_stores
from tests.product.catalogue.test_succession import LATER, list_queue
from tests.product.matters.matter_calls import take_step
from tests.product.office import Office
from tests.product.rights.test_idle_accounts import find_standing, sign_in, watch
from tests.product.test_upgrade_stores import Account, build_stores, restore_rows

BEFORE: dict[str, Any] = json.loads((Path(__file__).parent / "store_before_moves.json").read_text(encoding="utf-8"))
"""What the code of 3 December 2026, 08:06, stored in Huế: one dossier at work, one submitted and a question, of a
commune whose merger into another one is decided for a day a week later, and five officers with rights."""
PEOPLE = {str(each["sk"]["S"]) for each in BEFORE["items"] if each["pk"]["S"] == "EVERY_OFFICER"}


@pytest.fixture
def hue(office: Any) -> Office:
    """The product of Huế on that store."""
    restore_rows(BEFORE["items"])
    product: Office = office("hue")
    product.appointed |= PEOPLE
    return product


def test_open_work_of_a_merger_that_an_older_version_decided_moves_and_is_worked_on(hue: Office) -> None:
    (ends, its_desk), (stays, desk) = BEFORE["ends"], BEFORE["stays"]
    at_work, waiting = BEFORE["dossiers"]["processing"], BEFORE["dossiers"]["submitted"]
    update_stores(Account(), build_stores())
    lan, clerk = hue.person("lan"), hue.person("desk1")
    assert list_queue(clerk, its_desk, "submitted") == [waiting]
    assert lan.ask("GET", f"/api/dossiers/{at_work}").status == 404, "not before the day"
    assert hue.around.tick("move_work")["moved"] == 0
    hue.at(LATER)
    assert list_queue(lan, stays, "processing") == [at_work], "by succession, before anything moves"
    for each in (at_work, waiting, BEFORE["question"]):
        hue.around.bring("count_facts", each)
    moved = hue.around.tick("move_work")
    assert (moved["units"], moved["moved"], moved["failed"], moved["left"]) == (2, 3, 0, 0)
    assert list_queue(lan, stays, "processing") == [at_work]
    assert list_queue(clerk, desk, "submitted") == [waiting]
    for dossier, moves in ((at_work, [(ends, stays), (its_desk, desk)]), (waiting, [(its_desk, desk)])):
        facts = [fact.data for fact in DossierTable().load_ledger(dossier) if fact.kind == "unit_succeeded"]
        assert [(each["from"], each["unit"]) for each in facts] == moves
    assert hue.around.tick("move_work")["moved"] == 0, "once"
    lan.step(at_work, "claim")
    hue.pays(waiting)
    assert clerk.step(waiting, "receive")["state"] == "received"
    head = hue.appoint("head2", Role.AGENCY_HEAD, stays)
    assert take_step(head, "questions", BEFORE["question"], "take")["unit"] == stays


def test_accounts_of_a_store_that_counted_no_sign_ins_count_from_the_first_run_on(
    hue: Office,
) -> None:
    rows = [TableItem.get(f"OFFICER#{each}", "RIGHTS") for each in sorted(PEOPLE)]
    assert [row.body for row in rows if "idle" in str(row.body)] == [], "stored before the state existed"
    assert watch(hue) == {}, "sign-ins count from the first run on"
    assert watch(hue, later=30) == {}
    assert find_standing(hue, "lan") == "active"
    assert watch(hue, later=39) == {"warned": len(PEOPLE)}
    assert find_standing(hue, "lan") == "active"
    sign_in("office", -46)
    closed = watch(hue, later=47)
    assert closed == {"put_off": len(PEOPLE) - 1, "closed": 1}, "a sign-in of the new version ends the warning"
    assert find_standing(hue, "lan") == "idle"
    refused = hue.person("lan").ask("GET", f"/api/worklist?unit={BEFORE['stays'][0]}")
    assert (refused.status, refused.code) == (403, "account_not_open")
    assert wiring.provide_officers().load("lan").assignments, "the rights stay as they were stored"
