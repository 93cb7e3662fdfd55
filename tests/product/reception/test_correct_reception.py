"""A mistake at reception is put right while the dossier is at the desk: with a reason, a new receipt, and a second
person where the appointment moves."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.notices.notice_rules import Channel
from tests.product.conftest import MONDAY
from tests.product.journeys import (
    CERTIFICATE,
    PERSON,
    REQUIRED,
    approve_latest,
    bring_to_agency,
    file_dossier,
    parse_instant,
    receive_dossier,
)
from tests.product.reception.corrections import (
    PROVINCES,
    RIGHT,
    WHY,
    build_answers,
    correct_reception,
    list_course,
    list_receipts,
    read_person,
)


@pytest.mark.parametrize("province", PROVINCES)
def test_the_applicants_data_are_put_right_and_the_old_receipt_is_void(office: Any, province: str) -> None:
    product = office(province, MONDAY)
    dossier = receive_dossier(product)
    code, (first,) = product("desk1").get(f"/api/dossiers/{dossier}")["code"], list_receipts(product, dossier)
    assert correct_reception(product, dossier, applicant=RIGHT).status == 200
    for reader in ("desk1", "citizen1"):
        assert {name: read_person(product, dossier, reader)[name] for name in RIGHT} == RIGHT
        (line,) = list_course(product, dossier, reader)
        assert {(each["field"], each["subject"]) for each in line["changes"]} == {
            ("applicant", "full_name"), ("applicant", "id_number"),
        }  # fmt: skip
        assert all(each["before"] == each["after"] == [] for each in line["changes"]), "values are parts alone"
    void = list_receipts(product, dossier)
    assert len(void) == 2
    (new,) = [paper for paper, replaced in void.items() if replaced is None]
    assert (void[first], new != first) == (new, True)
    bucket = product.around.bucket.objects
    (words,) = (kept.body.decode() for key, kept in bucket.items() if key.rpartition("/")[2].partition(".")[0] == new
                and not key.endswith(".json"))  # fmt: skip
    assert RIGHT["full_name"] in words
    assert "giấy đó không còn giá trị" in words
    assert product("desk1").get(f"/api/dossiers/{dossier}")["code"] == code


def test_personal_values_of_a_correction_are_in_no_fact(office: Any) -> None:
    product = office("hue", MONDAY)
    dossier = receive_dossier(product)
    correct_reception(product, dossier, applicant=RIGHT, return_address="Số 5, ngõ 7")
    ledger = product("desk1").get(f"/api/dossiers/{dossier}/ledger")
    said = json.dumps(ledger["facts"], ensure_ascii=False)
    for value in (RIGHT["full_name"], RIGHT["id_number"], "Số 5, ngõ 7", WHY):
        assert value not in said
        assert value in json.dumps(ledger["parts"], ensure_ascii=False)


def test_counters_find_the_dossier_by_the_right_person_and_no_more_by_the_wrong_one(office: Any) -> None:
    product = office("hue", MONDAY)
    dossier = receive_dossier(product)
    product.around.bring("index_finds", dossier)

    def search_number(number: str) -> list[str]:
        asked = {"unit": product.place.one_stop, "by": "id_number", "text": number, "purpose": "counter_question"}
        return [each["dossier_id"] for each in product("desk1").ask("POST", "/api/search", asked).body["items"]]

    assert (search_number(PERSON["id_number"]), search_number(RIGHT["id_number"])) == ([dossier], [])
    correct_reception(product, dossier, applicant=RIGHT)
    product.around.bring("index_finds", dossier)
    assert (search_number(PERSON["id_number"]), search_number(RIGHT["id_number"])) == ([], [dossier])


def test_the_worklist_names_the_right_person(office: Any) -> None:
    product = office("hue", MONDAY)
    dossier = receive_dossier(product)
    correct_reception(product, dossier, applicant=RIGHT)
    listed = product("desk1").get(f"/api/worklist?unit={product.place.one_stop}&state=received")["items"]
    assert [(each["dossier_id"], each["applicant"]) for each in listed] == [(dossier, RIGHT["full_name"])]


def test_the_portal_gets_the_right_person(office: Any) -> None:
    product = office("hue", MONDAY)
    dossier = receive_dossier(product)
    correct_reception(product, dossier, applicant=RIGHT)
    product.around.bring("sync_national", dossier)
    told = [
        message["NoiDung"] for package in product.around.portal.packages for message in package["ThongDiep"]
        if message["Loai"] == "dossier"
    ]  # fmt: skip
    assert RIGHT["full_name"] in json.dumps(told[-1], ensure_ascii=False)
    assert RIGHT["full_name"] not in json.dumps(told[0], ensure_ascii=False)


def test_a_wrong_telephone_gets_no_more_notices_and_the_applicant_gets_the_correction(office: Any) -> None:
    product = office("hue", MONDAY)
    product.around.proves_contacts("citizen1")
    dossier = receive_dossier(product)
    product.around.bring("send_notice", dossier)
    mail = product.around.outlets[Channel.MAIL]
    mail.sent.clear()
    correct_reception(product, dossier, applicant=RIGHT)
    product.around.bring("send_notice", dossier)
    ((_, letter, delivery),) = mail.sent
    assert delivery.notice == "reception_corrected"
    assert "Giấy tiếp nhận cũ không còn giá trị" in letter.body
    assert RIGHT["full_name"] not in letter.body


@pytest.mark.parametrize("province", PROVINCES)
def test_papers_originals_channel_and_way_of_return_are_put_right(office: Any, province: str) -> None:
    product = office(province, MONDAY)
    dossier = file_dossier(product, channel="desk")
    product.pays(dossier)
    product("desk1").step(dossier, "receive", {"originals": REQUIRED[CERTIFICATE]})
    nowhere = product("desk1").try_step(dossier, "correct_reception", {"reason": WHY, "return_way": "post"})
    assert [each["path"] for each in nowhere.body["errors"]] == ["/return_address"], "the post needs an address"
    view = correct_reception(
        product, dossier, originals=[], channel="agent", return_way="post", return_address="Số 5"
    ).body
    assert (view["originals_kept"], view["channel"], view["return_way"]) == ([], "agent", "post")
    changes = {each["field"]: (each["before"], each["after"]) for each in list_course(product, dossier)[0]["changes"]}
    assert changes["channel"] == (["desk"], ["agent"])
    assert changes["originals"] == (REQUIRED[CERTIFICATE], [])
    assert set(changes) == {"channel", "originals", "return_way", "return_address"}


def test_a_paper_is_put_under_its_own_component_or_taken_out(office: Any) -> None:
    product = office("hue", MONDAY)
    citizen = product("citizen1")
    known = [each["key"] for each in citizen.get(f"/api/procedures/{CERTIFICATE}")["components"]]
    other = next(key for key in known if key not in REQUIRED[CERTIFICATE])
    draft = {"answers": build_answers(), "applicant": PERSON, "efiling": "declined"}
    # On paper: online the application is the filled form, and no paper of it is required.
    desk = product("desk1")
    dossier = desk.draft(CERTIFICATE, product.place.one_stop, "desk", draft)
    right, strange = (desk.upload(dossier, "component", each) for each in (REQUIRED[CERTIFICATE][0], other))
    desk.submit(dossier, [right, strange])
    product.pays(dossier)
    product("desk1").step(dossier, "receive")
    assert correct_reception(product, dossier, papers={strange: REQUIRED[CERTIFICATE][0]}).body["papers"] == {
        right: REQUIRED[CERTIFICATE][0], strange: REQUIRED[CERTIFICATE][0],
    }  # fmt: skip
    assert correct_reception(product, dossier, dropped=[strange]).body["papers"] == {right: REQUIRED[CERTIFICATE][0]}
    refused = correct_reception(product, dossier, dropped=[right]).body
    assert refused["errors"][0]["code"] == "component_missing"
    assert refused["errors"][0]["path"] == f"/components/{REQUIRED[CERTIFICATE][0]}"
    listed = {each["id"] for each in desk.get(f"/api/dossiers/{dossier}/papers")["items"]}
    assert right in listed


@pytest.mark.parametrize("province", PROVINCES)
def test_another_time_of_reception_moves_the_appointment_when_a_second_person_agrees(
    office: Any, province: str
) -> None:
    product = office(province, MONDAY)
    dossier = file_dossier(product)
    product.pays(dossier)
    product.at(MONDAY + timedelta(days=3)).__call__("desk1").step(dossier, "receive")
    before = product("desk1").get(f"/api/dossiers/{dossier}")
    at = MONDAY + timedelta(hours=1)
    proposed = correct_reception(product, dossier, received_at=at.isoformat()).body
    (request,) = proposed["requests"]
    assert (request["kind"], parse_instant(request["received_at"]), proposed["due_at"]) == (
        "appointment",
        at,
        before["due_at"],
    )
    assert parse_instant(request["new_due_at"]) < parse_instant(before["due_at"])
    own = product("desk1").try_step(dossier, f"requests/{request['n']}/approve", {"reason": None})
    assert own.code in {"own_proposal", "forbidden"}
    approve_latest(product, dossier, "deskhead")
    now = product("citizen1").get(f"/api/dossiers/{dossier}")
    assert (parse_instant(now["received_at"]), now["due_at"]) == (at, request["new_due_at"])
    (line,) = list_course(product, dossier, "citizen1")
    assert [each["field"] for each in line["changes"]] == ["received_at", "due_at"]
    assert [void for void in list_receipts(product, dossier).values() if void is None] == [None]
    assert product("desk1").step(dossier, "transfer")["due_at"] == now["due_at"]


@pytest.mark.parametrize(
    ("right", "code", "path"),
    [
        ({}, "correction_empty", ""),
        ({"applicant": PERSON}, "correction_empty", ""),
        ({"originals": []}, "correction_empty", ""),
        ({"applicant": {"full_name": "Trần Thị Hòa"}}, "invalid", "/applicant/id_number"),
        ({"principal": RIGHT}, "invalid", "/principal"),
        ({"papers": {"nothing": "application_form"}}, "invalid", "/papers/nothing"),
        ({"dropped": ["nothing"]}, "invalid", "/dropped/0"),
        ({"originals": ["no_such"]}, "invalid", "/originals/0"),
        ({"channel": "desk"}, "channel_of_another_route", "/channel"),
        ({"received_at": (MONDAY + timedelta(days=1)).isoformat()}, "invalid", "/received_at"),
        ({"received_at": (MONDAY - timedelta(days=1)).isoformat()}, "invalid", "/received_at"),
        ({"received_at": MONDAY.isoformat()}, "correction_empty", ""),
        ({"received_at": MONDAY.isoformat(), "applicant": RIGHT}, "invalid", "/applicant"),
    ],
)
def test_a_correction_that_says_nothing_or_nonsense_changes_nothing(
    office: Any, right: dict[str, Any], code: str, path: str
) -> None:
    product = office("hue", MONDAY)
    dossier = receive_dossier(product)
    refused = correct_reception(product, dossier, **right)
    assert refused.code == code, refused.body
    if path:
        assert path in {each["path"] for each in refused.body["errors"]}
    assert list_course(product, dossier) == []


def test_after_the_transfer_nothing_is_corrected_and_the_way_out_is_named(office: Any) -> None:
    product = office("lai-chau", MONDAY)
    dossier = bring_to_agency(product)
    refused = correct_reception(product, dossier, applicant=RIGHT)
    assert (refused.status, refused.code) == (409, "wrong_moment")
    assert "note" in refused.body["allowed"]
    assert read_person(product, dossier)["full_name"] == PERSON["full_name"]


def test_a_proposal_of_another_time_ends_with_the_transfer(office: Any) -> None:
    product = office("hue", MONDAY)
    dossier = file_dossier(product)
    product.pays(dossier)
    product.at(MONDAY + timedelta(hours=2)).__call__("desk1").step(dossier, "receive")
    (request,) = correct_reception(product, dossier, received_at=(MONDAY + timedelta(hours=1)).isoformat()).body[
        "requests"
    ]
    product("desk1").step(dossier, "transfer")
    assert product("deskhead").try_step(dossier, f"requests/{request['n']}/approve", {}).code == "not_found"
    assert [each["request"] for each in list_course(product, dossier, kind="request_cancelled")] == ["appointment"]


def test_of_two_officers_correcting_at_once_the_second_is_refused_and_nothing_is_lost(office: Any) -> None:
    product = office("hue", MONDAY)
    dossier = receive_dossier(product)
    desk, head, path = product("desk1"), product("deskhead"), f"/api/dossiers/{dossier}/correct_reception"
    seen = desk.get(f"/api/dossiers/{dossier}")["version"]
    assert desk.ask("POST", path, {"reason": WHY, "applicant": RIGHT}, version=seen).status == 200
    late = head.ask("POST", path, {"reason": WHY, "return_way": "online"}, version=seen)
    assert (late.status, late.code) == (412, "stale_version")
    assert head.ask("POST", path, {"reason": WHY, "return_way": "online"}, version=seen + 1).status == 200
    assert read_person(product, dossier)["full_name"] == RIGHT["full_name"]
    assert len(list_course(product, dossier)) == 2


@pytest.mark.parametrize(("who", "code"), [("citizen1", "forbidden"), ("case1", "forbidden"), ("other1", "not_found")])
def test_who_is_not_of_the_desk_corrects_nothing(office: Any, who: str, code: str) -> None:
    product = office("hue", MONDAY)
    dossier = receive_dossier(product)
    assert correct_reception(product, dossier, by=who, applicant=RIGHT).code == code


def test_a_correction_sent_twice_is_made_once(office: Any) -> None:
    product = office("hue", MONDAY)
    dossier = receive_dossier(product)
    path, body = f"/api/dossiers/{dossier}/correct_reception", {"reason": WHY, "applicant": RIGHT}
    version = product("desk1").get(f"/api/dossiers/{dossier}")["version"]
    for _ in range(2):
        assert product("desk1").ask("POST", path, body, key="k" * 20, version=version).status == 200
    assert len(list_course(product, dossier)) == 1
