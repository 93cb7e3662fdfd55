"""A fee at its own moment, through the routes: at reception, during processing, at the handover."""

from __future__ import annotations

from datetime import datetime

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.shared.timezone import VIETNAM
from infra.local.stories.people import FORM_2, MARITAL, MARITAL_APPLICANT
from tests.product.conftest import MONDAY
from tests.product.journeys import LAND, LAND_PAPERS, TRANSFER
from tests.support.bodies import ANSWERS, BY_POST, COPY

CERTIFICATE, PERMIT = "1.004873", "1.013225"
"""Fees due at reception and at the handover, as the catalogue says; a change of land pays during processing."""

IN_2024 = datetime(2024, 11, 4, 9, tzinfo=VIETNAM)
TYPED = {"answers": MARITAL, "applicant": MARITAL_APPLICANT}
NAME = {"applicant_full_name": "Lò Văn Pâng", "applicant_id_number": "012095000002", "applicant_phone": "0987654321"}
BUILDING = {
    **NAME, "construction_address": "Xã Sơn Tây", "land_plot_number": "12", "land_map_sheet": "3",
    "land_certificate_number": "BK 123456", "land_area_m2": 100, "building_area_m2": 70, "total_floor_area_m2": 140,
    "floors": 2, "building_height_m": 8, "completion_months": 6,
}  # fmt: skip
PERMIT_PAPERS = ["permit_application", "land_use_right_document", "design_drawings"]
QUANG_NGAI = pytest.mark.clause("QN-12.2")


@pytest.mark.parametrize(
    ("province", "at"),
    [
        pytest.param("quang-ngai", IN_2024, marks=QUANG_NGAI),
        pytest.param("quang-ngai", MONDAY, marks=QUANG_NGAI),
        *((province, MONDAY) for province in ("hue", "lai-chau", "thai-binh", "vinh-long")),
    ],
)
def test_a_fee_due_at_reception_is_paid_by_then_or_put_off_on_record(office, province, at):
    product = office(province, at=at)
    desk = product("desk1")
    paid, put_off = (product.filed(CERTIFICATE, TYPED, [FORM_2]) for _ in range(2))
    (owed,) = product("citizen1").get(f"/api/dossiers/{paid}")["obligations"]
    assert (owed["amount"], owed["due"], owed["state"]) == (15_000, "reception", "open")
    unpaid = desk.try_step(paid, "receive", {"deferral": None}, expect=409)
    assert unpaid.code == "obligations_open"
    assert bool(unpaid.body.get("law")) is (province == "quang-ngai"), "the article by which it is paid before"
    product.around.pays(paid)
    assert desk.step(paid, "receive", {"deferral": None})["state"] == "received"
    asked = desk.try_step(put_off, "receive", {"deferral": "some_day"}, expect=422)
    assert [each["path"] for each in asked.body["errors"]] == ["/deferral"]
    (owed,) = desk.step(put_off, "receive", {"deferral": "post_collects"})["obligations"]
    assert (owed["due"], owed["deferred"], owed["state"]) == ("handover", "post_collects", "open")
    assert "15.000 đồng (đã nộp)" in product.around.slips(paid)["receipt"]
    assert "15.000 đồng (chưa nộp, nộp trước khi nhận kết quả)" in product.around.slips(put_off)["receipt"]


@QUANG_NGAI
def test_a_fee_due_during_processing_is_paid_before_the_result(office):
    product = office("quang-ngai")
    dossier = product.filed(LAND, {"answers": TRANSFER, "applicant": MARITAL_APPLICANT}, LAND_PAPERS)
    desk = product("desk1")
    received = desk.step(dossier, "receive", {"deferral": None})
    assert [(each["amount"], each["due"]) for each in received["obligations"]] == [(25_000, "processing")]
    for task in desk.step(dossier, "transfer")["tasks"]:
        if not task["lead"]:
            product.appoint(f"at-{task['unit']}", Role.CASE_OFFICER, task["unit"]).step(dossier, "finish_task")
    head = product.appoint("land-head", Role.AGENCY_HEAD, received["agency"])
    grant = {"outcome": "granted", "result": head.upload(dossier, "result")}
    assert head.try_step(dossier, "resolve", grant, expect=409).code == "obligations_open"
    product.pays(dossier)
    assert head.step(dossier, "resolve", grant)["state"] == "resolved"


@QUANG_NGAI
def test_a_fee_due_at_the_handover_is_paid_before_the_result_goes_out(office):
    product = office("quang-ngai")
    dossier = product.filed(PERMIT, {"answers": BUILDING, "applicant": MARITAL_APPLICANT}, PERMIT_PAPERS)
    desk = product("desk1")
    received = desk.step(dossier, "receive", {"deferral": None})
    assert [(each["amount"], each["due"]) for each in received["obligations"]] == [(75_000, "handover")]
    desk.step(dossier, "transfer")
    result = product("case1").upload(dossier, "result")
    product("head1").step(dossier, "resolve", {"outcome": "granted", "result": result})
    desk.step(dossier, "compare", {"came": "sent"})
    handed = {**BY_POST, "chosen": True}
    assert desk.try_step(dossier, "give_back", handed, expect=409).code == "obligations_open"
    product.pays(dossier)
    assert desk.step(dossier, "give_back", handed)["state"] == "returned"


def test_an_unpaid_fee_is_asked_for_with_the_papers_and_the_applicant_is_notified_of_it(office):
    product = office("quang-ngai")
    product.around.proves_contacts("citizen1")
    dossier, desk = product.filed(CERTIFICATE, TYPED, [FORM_2]), product("desk1")
    asked = desk.step(dossier, "request_supplement", {"payment": True, "guidance": "Nộp lệ phí."})
    product("deskhead").step(dossier, f"requests/{asked['requests'][0]['n']}/approve", {"reason": None})
    citizen = product("citizen1")
    assert citizen.get(f"/api/dossiers/{dossier}")["asked_payment"] is True
    assert "Nộp phí, lệ phí: 15.000 đồng" in product.around.slips(dossier)["supplement"]
    assert citizen.try_step(dossier, "supplement", {}, expect=409).code == "obligations_open"
    product.around.pays(dossier)
    added = citizen.step(dossier, "supplement", {})
    assert added["state"] == "submitted"
    product("deskhead").step(dossier, f"requests/{added['requests'][0]['n']}/approve", {"reason": None})
    assert desk.step(dossier, "receive", {"deferral": None})["state"] == "received"
    product.around.bring("send_notice", dossier)
    told = [sent for outlet in product.around.outlets.values() for sent in outlet.sent]
    words = {planned.notice.key: letter.words["vi"]["body"] for planned, letter, _ in told}
    assert "Nộp 15.000 đồng phí, lệ phí" in words["submitted.to_pay"]


def test_a_certified_copy_is_paid_by_its_pages_and_copies(office):
    product = office("hue")
    citizen = product("citizen1")
    answers = ANSWERS[COPY] | {"page_count": 5, "copy_count": 3}
    dossier = citizen.draft(
        COPY, product.place.one_stop, "own_portal", {"answers": answers, "applicant": MARITAL_APPLICANT}
    )
    shown = citizen.get(f"/api/dossiers/{dossier}/draft")["fees"]
    assert [(each["name"]["vi"], each["amount"]) for each in shown] == [
        ("Chứng thực bản sao, trang thứ nhất và thứ hai", 12_000),
        ("Chứng thực bản sao, từ trang thứ ba", 9_000),
    ]
    citizen.submit(dossier, [])
    owed = citizen.get(f"/api/dossiers/{dossier}")["obligations"]
    assert [(each["fee_key"], each["amount"]) for each in owed] == [("page_1_2", 12_000), ("page_3_on", 9_000)]
    product.pays(dossier)
    assert product("desk1").step(dossier, "receive", {"deferral": None})["state"] == "received"
    tariff = citizen.get(f"/api/procedures/{COPY}")["fees"]
    assert [(each["per"], each["note_vi"]) for each in tariff] == [
        ("page", "Thông tư số 226/2016/TT-BTC; trang tính theo bản chính"),
        ("page", "tối đa 200.000 đồng/bản"),
    ]
