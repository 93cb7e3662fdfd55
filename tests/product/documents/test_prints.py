"""Receipts are printed after the reception: one or many in one file, a second print marked as a copy and on record."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.wiring import core as wiring
from infra.local.person import HttpReply
from tests.product.conftest import MONDAY
from tests.product.journeys import CERTIFICATE, PERSON, bring_to_agency, file_dossier
from tests.product.office import Office

KEY = "print-key-0000000001"


@pytest.fixture
def hue(office: Any) -> Office:
    product: Office = office("hue", MONDAY)
    return product


def receive_dossier(product: Office, *, made: bool = True) -> str:
    """A received dossier, with its receipt or before it is made; its id."""
    dossier = file_dossier(product, CERTIFICATE, "desk")
    product("desk1").step(dossier, "receive")
    if made:
        product.around.bring("render_slips", dossier)
    return dossier


def print_receipts(
    product: Office, *dossiers: str, who: str = "desk1", key: str | None = None, **which: Any
) -> HttpReply:
    """Print these dossiers' receipts; return the answer."""
    wanted = [{"dossier_id": each, **(which or {"kind": "receipt"})} for each in dossiers]
    return product(who).ask("POST", "/api/prints", {"slips": wanted}, key=key)


def file_of(reply: HttpReply) -> dict[str, Any]:
    """Return the content of the file."""
    assert reply.status == 201, reply.body
    found: dict[str, Any] = json.loads(base64.b64decode(reply.body["pdf"]))
    return found


def list_on_record(dossier: str) -> list[str]:
    """Return the access records of prints, oldest first."""
    return [
        each.what for each in reversed(wiring.provide_access_log().list_views(dossier)) if each.what.startswith("print")
    ]


def test_a_receipt_is_printed_and_the_second_time_marked_as_a_copy_with_its_count(hue):
    dossier = receive_dossier(hue)
    first, second, third = (print_receipts(hue, dossier) for _ in range(3))
    (sheet,) = first.body["sheets"]
    paper, code = sheet["paper_id"], hue("desk1").get(f"/api/dossiers/{dossier}")["code"]
    assert (sheet["code"], sheet["copies"], sheet["mark"]) == (code, 0, "")
    assert file_of(first) == {"sheets": [[paper, ""]], "listed": None}
    assert file_of(second) == {"sheets": [[paper, "BẢN IN LẠI LẦN 1"]], "listed": None}
    assert third.body["sheets"][0]["copies"] == 2
    assert list_on_record(dossier) == [f"print {paper}", f"print {paper} copy 1", f"print {paper} copy 2"]


def test_a_print_sent_again_under_its_key_is_the_same_print(hue):
    dossier, other = receive_dossier(hue), receive_dossier(hue)
    first, again = print_receipts(hue, dossier, key=KEY), print_receipts(hue, dossier, key=KEY)
    assert (again.status, again.body) == (201, first.body)
    assert print_receipts(hue, dossier).body["sheets"][0]["copies"] == 1, "the one sent twice counts once"
    assert print_receipts(hue, other, key=KEY).code == "idempotency_key_reused"
    assert print_receipts(hue, other).body["sheets"][0]["copies"] == 0


def test_many_are_one_file_behind_a_list(hue):
    dossiers = [receive_dossier(hue) for _ in range(3)]
    print_receipts(hue, dossiers[1])
    made = file_of(print_receipts(hue, *dossiers))
    assert [mark for _, mark in made["sheets"]] == ["", "BẢN IN LẠI LẦN 1", ""]
    codes = [hue("desk1").get(f"/api/dossiers/{each}")["code"] for each in dossiers]
    assert [(row[0], row[1], row[3]) for row in made["listed"]] == [
        ("1", codes[0], ""), ("2", codes[1], "Bản in lại lần 1"), ("3", codes[2], ""),
    ]  # fmt: skip


def test_a_receipt_that_is_being_made_is_waited_for_and_nothing_is_counted(hue):
    ready, late = receive_dossier(hue), receive_dossier(hue, made=False)
    refused = print_receipts(hue, ready, late)
    assert (refused.status, refused.code, refused.headers["retry-after"]) == (409, "slip_pending", "1")
    assert [each["path"] for each in refused.body["errors"]] == ["/slips/1"]
    hue.around.bring("render_slips", late)
    assert [each["copies"] for each in print_receipts(hue, ready, late).body["sheets"]] == [0, 0]


def test_what_has_no_receipt_has_none_to_print(hue):
    assert print_receipts(hue, file_dossier(hue)).code == "slip_not_due"
    assert print_receipts(hue, receive_dossier(hue), kind="apology_overdue").code == "slip_not_due"
    refused = print_receipts(hue, receive_dossier(hue), file_dossier(hue))
    assert [each["path"] for each in refused.body["errors"]] == ["/slips/1"], "the others can be printed without it"


def test_a_certain_slip_is_printed_by_its_id(hue):
    dossier = bring_to_agency(hue)
    hue.around.bring("render_slips", dossier)
    papers = hue("desk1").get(f"/api/dossiers/{dossier}/papers")["items"]
    (control,) = [each["id"] for each in papers if each["component"] == "control"]
    assert file_of(print_receipts(hue, dossier, paper_id=control))["sheets"] == [[control, ""]]
    brought = next(each["id"] for each in papers if each["kind"] == "component")
    assert print_receipts(hue, dossier, paper_id=brought).status == 404, "only slips are printed here"
    assert print_receipts(hue, dossier, paper_id="a" * 16).status == 404


def test_only_who_may_have_the_slip_prints_it(hue):
    dossier = receive_dossier(hue)
    assert print_receipts(hue, dossier, who="other1").status == 404
    assert print_receipts(hue, dossier, who="citizen1").status == 403
    hue.appoint("above", Role.AUDITOR, "province")
    paper = print_receipts(hue, dossier).body["sheets"][0]["paper_id"]
    for which in ({}, {"kind": "control"}, {"paper_id": paper}):
        assert print_receipts(hue, dossier, who="above", **which).code == "not_found", "there is nothing to wait for"
    assert list_on_record(dossier) == [f"print {paper}"]


def test_a_receipt_that_was_replaced_never_leaves_the_printer_as_one_that_holds(hue):
    dossier = receive_dossier(hue)
    first = print_receipts(hue, dossier, key=KEY).body["sheets"][0]["paper_id"]
    right = {"reason": "Nhập nhầm tên", "applicant": {**PERSON, "full_name": "Trần Thị Hòa"}}
    hue("desk1").step(dossier, "correct_reception", right)
    hue.around.bring("render_slips", dossier)
    newest = print_receipts(hue, dossier)
    assert newest.body["sheets"][0]["paper_id"] != first
    assert newest.body["sheets"][0]["mark"] == ""
    void = "ĐÃ ĐƯỢC THAY THẾ, KHÔNG CÒN GIÁ TRỊ"
    assert file_of(print_receipts(hue, dossier, paper_id=first))["sheets"] == [[first, f"{void} · BẢN IN LẠI LẦN 1"]]
    again = hue("desk1").ask("POST", "/api/prints", {"slips": [{"dossier_id": dossier, "paper_id": first}]}, key=KEY)
    assert file_of(again)["sheets"] == [[first, void]], "sent again under the key of before too"


@pytest.mark.parametrize(
    "slips",
    [
        [], [{"kind": "receipt"}], [{"dossier_id": "x", "kind": "receipt"}], [{"dossier_id": "0" * 26}],
        [{"dossier_id": "0" * 26, "kind": "receipt", "paper_id": "a" * 16}], [{"dossier_id": "0" * 26, "kind": "none"}],
        [{"dossier_id": "0" * 26, "kind": "receipt"}] * 31,
    ],
)  # fmt: skip
def test_bad_prints_are_refused_by_their_field(hue, slips):
    refused = hue("desk1").ask("POST", "/api/prints", {"slips": slips})
    assert refused.status == 400
    assert all(each["path"].startswith("/slips") for each in refused.body["errors"])
