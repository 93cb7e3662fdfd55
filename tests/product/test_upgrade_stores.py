"""A deploy migrates the data of older versions, also after an interruption."""

from __future__ import annotations

import base64
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest

from chalicelib.handlers.search.index_finds import index_finds
from chalicelib.handlers.supervision.recount_boards import recount_boards
from chalicelib.handlers.supervision.watch_deadlines import watch_deadlines
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.wiring.boards import provide_matter_counts
from infra.operations.upgrade_stores import STEPS, UpgradedStores, UpgradeStopped, update_stores
from tests.product.accounts.signing_in import KHAI, SignIns
from tests.product.around import MAIL
from tests.product.conftest import MONDAY
from tests.product.filing.test_unjoined import WALK_IN, file_at_desk, list_unjoined
from tests.product.filing.test_who_files import prove_identity
from tests.product.journeys import file_dossier
from tests.product.office import Office
from tests.product.settlement.test_late_letter import REASON, resolve_late

FOUND, REMINDED, SETTLED, MATTERS, NAMED = (step.name for step in STEPS)
FUNCTIONS: dict[str, Any] = {
    "index-finds": index_finds, "watch-deadlines": watch_deadlines, "recount-boards": recount_boards,
}  # fmt: skip


def build_stores() -> UpgradedStores:
    """The table of the test, and the functions of this process."""
    names = {"IndexFinds": "index-finds", "WatchDeadlines": "watch-deadlines", "RecountBoards": "recount-boards"}
    return UpgradedStores(TableItem.Meta.table_name, names)


class Account:
    """The services of an account: the table of the test, and the functions in this process."""

    def __init__(self) -> None:
        self.visits: list[list[str]] = []
        self.fails_after: int | None = None

    def client(self, service: str) -> Any:
        """The client of a service."""
        return boto3.client("dynamodb", "ap-southeast-1") if service == "dynamodb" else self

    def invoke(self, FunctionName: str, Payload: bytes) -> dict[str, Any]:  # noqa: N803 - the service's words
        """Run the function, or fail as the service says that it failed."""
        if self.fails_after is not None and len(self.visits) >= self.fails_after:
            return {"FunctionError": "Unhandled", "Payload": io.BytesIO(b'{"errorType": "Busy"}')}
        event = json.loads(Payload)
        self.visits.append(event["dossier_ids"])
        return {"Payload": io.BytesIO(json.dumps(FUNCTIONS[FunctionName](event, None)).encode())}


@pytest.fixture
def hue(office: Any) -> Office:
    product: Office = office("hue", MONDAY)
    return product


def list_unpaid(product: Office) -> set[str]:
    """Dossiers on the list of unpaid sums."""
    lines = product("cashier1").get(f"/api/unpaid?unit={product.place.one_stop}")["items"]
    return {each["dossier_id"] for each in lines}


def test_dossiers_of_before_are_listed_and_found_after_an_upgrade_that_was_cut_short(hue):
    """No consumer has had their facts: they stand as versions left them that kept neither list nor entry."""
    dossiers = {file_dossier(hue) for _ in range(4)}
    numbers = [hue("citizen1").get(f"/api/dossiers/{each}")["receipt_no"] for each in dossiers]
    assert list_unpaid(hue) == set()
    assert {hue.nobody().ask("POST", "/api/lookup", {"code": each}).status for each in numbers} == {404}
    account = Account()
    account.fails_after = 2
    with pytest.raises(UpgradeStopped, match="Busy"):
        update_stores(account, build_stores(), page=1)
    account.fails_after = None
    assert update_stores(account, build_stores(), page=1) == {FOUND: 2, REMINDED: 0, SETTLED: 4, MATTERS: 0, NAMED: 4}
    visited = [each for visit in account.visits[:4] for each in visit]
    assert sorted(visited) == sorted(dossiers), "each once: the second run continued where the first stopped"
    assert list_unpaid(hue) == dossiers
    assert {hue.nobody().ask("POST", "/api/lookup", {"code": each}).status for each in numbers} == {200}
    assert update_stores(account, build_stores(), page=1) == {}, "done once"


BEFORE = json.loads((Path(__file__).parent / "store_before_receipts.json").read_text(encoding="utf-8"))
"""Two dossiers of Huế as the code of 1 December 2026, 01:00, stored them, read from its table: neither is found by the
number of its filing, nor is what the submitted one owes on a list."""


UNCOUNTED = json.loads((Path(__file__).parent / "store_before_statistics.json").read_text(encoding="utf-8"))
"""Three questions of Lai Châu as the code of 2 December 2026, 08:30, stored them, with the steps that it had done: one
answered in time, one answered late, one that waits. None was counted."""


def restore_rows(items: list[dict[str, Any]]) -> None:
    """Put a table's rows back as they were read."""
    dynamodb = boto3.client("dynamodb", "ap-southeast-1")
    for item in items:
        row = {name: _decode_bytes(value) for name, value in item.items()}
        dynamodb.put_item(TableName=TableItem.Meta.table_name, Item=row)


def _decode_bytes(value: dict[str, Any]) -> dict[str, Any]:
    return {"B": base64.b64decode(value["B"])} if "B" in value else value


def test_what_an_older_version_stored_is_found_read_and_continues_after_an_upgrade(hue):
    restore_rows(BEFORE["items"])
    submitted, received = BEFORE["dossiers"]["submitted"], BEFORE["dossiers"]["received"]
    numbers = list(BEFORE["numbers"].values())
    assert list_unpaid(hue) == set()
    assert {hue.nobody().ask("POST", "/api/lookup", {"code": each}).status for each in numbers} == {404}
    assert update_stores(Account(), build_stores()) == {FOUND: 2, REMINDED: 0, SETTLED: 2, MATTERS: 0, NAMED: 2}
    assert list_unpaid(hue) == {submitted}
    assert {hue.nobody().ask("POST", "/api/lookup", {"code": each}).status for each in numbers} == {200}
    citizen = hue("citizen1")
    assert [citizen.get(f"/api/dossiers/{each}")["state"] for each in (submitted, received)] == [
        "submitted",
        "received",
    ]
    assert citizen.get(f"/api/dossiers/{received}/timeline")["items"], "its facts are read"
    hue.pays(submitted)
    assert hue("desk1").step(submitted, "receive")["state"] == "received"
    assert hue("desk1").step(received, "transfer")["state"] == "processing"


def test_who_is_named_by_a_dossier_of_before_finds_it_after_an_upgrade(office):
    product = office("lai-chau")
    dossier = file_at_desk(product, indexed=False)
    prove_identity("citizen2", WALK_IN)
    assert list_unjoined(product("citizen2")) == []
    assert update_stores(Account(), build_stores())[NAMED] == 1
    assert list_unjoined(product("citizen2")) == [dossier]


def test_an_approval_that_older_versions_left_out_of_the_index_is_reminded_after_an_upgrade(hue):
    dossier = resolve_late(hue)
    hue("desk1").step(dossier, "give_back", {"way": "online", "letter_follows": "Thủ trưởng đi công tác."})
    hue("desk1").step(dossier, "close")
    hue("case1").step(dossier, "apologise", REASON)
    state = TableItem.get(f"D#{dossier}", "STATE")
    # As the code of 1 December 2026 stored every closed dossier.
    state.update([TableItem.due_pk.remove(), TableItem.due_sk.remove()])
    hue.at(hue.clock.at + timedelta(days=14))
    assert hue.around.tick("watch_deadlines")["told"] == 0
    done = update_stores(Account(), build_stores())
    assert done[REMINDED] == 1
    assert hue.around.tick("watch_deadlines")["told"] > 0
    # Nor had they counted what was settled: this one late.
    board = hue("head1").get(f"/api/board?unit={hue.place.one_stop}")
    assert done[SETTLED] == 1
    assert [each for each in board["months"] if each["settled"]] == [{"month": "2026-12", "settled": 1, "on_time": 0}]


def test_matters_of_before_are_counted_once_by_an_upgrade_that_was_cut_short(office):
    product = office("lai-chau", MONDAY)
    restore_rows(UNCOUNTED["items"])
    account = Account()
    account.fails_after = 2
    with pytest.raises(UpgradeStopped, match="Busy"):
        update_stores(account, build_stores(), page=1)
    account.fails_after = None
    assert sum(update_stores(account, build_stores(), page=1).values()) == 1
    assert sorted(each for visit in account.visits for each in visit) == sorted(UNCOUNTED["matters"].values())
    assert update_stores(account, build_stores()) == {}
    counts = provide_matter_counts()
    months = [counts.read_month(month, UNCOUNTED["unit"]) for month in ("2026-11", "2026-12", "")]
    assert [{line.figure.value: n for line, n in month.items()} for month in months] == [
        {"received": 3, "ended": 1, "on_time": 1},
        {"ended": 1, "late": 1},
        {"open": 1},
    ]
    recounted = recount_boards({"matters": True}, None)
    assert (recounted["late"], recounted["drifted"]) == (0, 0), "the ledgers say the same"
    late = UNCOUNTED["matters"]["late"]
    product.around.bring("count_facts", late)
    assert counts.read_month("2026-12", UNCOUNTED["unit"]) == months[1], "a fact that comes after all counts once"


def test_an_account_of_before_is_found_by_its_number_from_its_next_sign_in_on(office, deployment):
    """Versions of before kept neither a profile nor a state of an account, only what a sign-in proved."""
    product = office("thai-binh", MONDAY)
    sign_ins = SignIns.at(product, deployment)
    product.around.proves_contacts("khai")
    sign_ins.person("khai")
    for row in [
        *TableItem.query("PERSON#khai", TableItem.sk.startswith("PROFILE")),
        *TableItem.scan(TableItem.kind == "identifier"),
    ]:
        row.delete()
    lost = {"id_number": KHAI.id_number, "full_name": KHAI.full_name, "contact": MAIL, "what": "phone"}

    def report(key: str) -> dict[str, Any]:
        sent = product.nobody().ask("POST", "/api/lost-accounts", lost, key=key)
        assert sent.status == 201, sent.body
        cases = product("operator").get("/api/account-cases?unit=TB-SO_KHCN")["items"]
        return next(each for each in cases if each["number"] == sent.body["number"])

    assert report("lost-before-0123456789")["state"] == "reported", "an officer looks for the account"
    assert sign_ins.person("khai").get("/api/me/account")["now"]["standing"] == "open"
    assert report("lost-after-0123456789")["state"] == "locked"
    assert sign_ins.answer("khai").code == "account_reported_lost"
