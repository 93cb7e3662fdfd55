"""Feedback that people file at the national system, sent to the province under each fault: none lost, none doubled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from infra.local.stand_ins.citizen_feedback import CitizenFeedback, SendingFault
from tests.product.around import THEIRS
from tests.product.matters.matter_calls import take_step
from tests.product.office import Office

FILED = {
    "DoiTuong": "Dịch vụ công trực tuyến",
    "TieuDe": "Tải tệp bị lỗi",
    "NguoiGui": {"HoTen": "Lò Văn An", "DiaChi": "Số 5 đường Lê Lợi", "LienHe": "0912345678"},
}
REFUSED_ON_THE_WAY: dict[SendingFault, set[str]] = {
    SendingFault.TWICE: {"call_replayed"},
    SendingFault.FORGED: {"call_signature_invalid"},
    SendingFault.ALTERED: {"call_signature_invalid"},
    SendingFault.STALE: {"call_stale"},
}


def open_system(product: Office) -> CitizenFeedback:
    """The national system of a province's product, in the same process."""

    def call_product(path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        reply = product.nobody().call("POST", path, body, headers)
        return reply.status, dict(reply.body)

    return CitizenFeedback(call_product, THEIRS, clock=product.clock.now)


def send_everything(system: CitizenFeedback, fault: SendingFault | None = None) -> None:
    """Send until nothing waits, the first time under the fault."""
    for each in (fault, None, None):
        system.send_waiting(each)
    assert system.count_waiting() == 0


@pytest.mark.parametrize("fault", SendingFault)
def test_no_fault_loses_or_doubles_feedback(office, fault):
    product = office("lai-chau")
    texts = ("Tệp 5 MB không tải được", "Trang nộp hồ sơ bị treo", "Không nhận được mã")
    times = [product.clock.now() - timedelta(hours=hours) for hours in (3, 2, 1)]
    system = open_system(product)
    system.clock = iter(times).__next__
    numbers = [system.file_feedback({**FILED, "NoiDung": text}) for text in texts]
    filed = dict(zip(numbers, zip(texts, times, strict=True), strict=True))
    send_everything(system, fault)
    lines = product("office").get("/api/feedback?unit=LC-VP")["items"]
    shown = [product("office").get(f"/api/feedback/{each['id']}") for each in lines]
    found = {
        each["national"]: (each["course"][0]["texts"]["content"], datetime.fromisoformat(each["opened_at"]))
        for each in shown
    }
    assert (len(lines), found) == (len(filed), filed)
    assert {code for _, code in system.answers if code} == REFUSED_ON_THE_WAY.get(fault, set())
    assert {system.find_standing(number)["TinhTrang"] for number in filed} == {"taken"}


@pytest.mark.parametrize("fault", SendingFault)
def test_no_fault_loses_or_doubles_a_step_of_its_sender(office, fault):
    product = office("lai-chau")
    system = open_system(product)
    number = system.file_feedback({**FILED, "NoiDung": "Trang nộp hồ sơ bị treo"})
    early = system.file_step(number, "ask_state", {})
    send_everything(system, fault)
    (line,) = product("office").get("/api/feedback?unit=LC-VP")["items"]
    take_step(product("office"), "feedback", line["id"], "ask_supplement", {"missing": "Tên trang"})
    missed = system.file_step(number, "supplement", {})
    send_everything(system)
    added = system.file_step(number, "supplement", {"NoiDungBoSung": "Trang nộp hồ sơ đất đai"})
    send_everything(system, fault)
    refused = system.find_standing(missed)
    assert refused["TraLoi"]["errors"][0]["path"] == "/NoiDungBoSung"
    assert [system.find_standing(each)["TinhTrang"] for each in (early, missed, added)] == ["taken", "refused", "taken"]
    course = product("office").get(f"/api/feedback/{line['id']}")["course"]
    assert [each["event"] for each in course] == ["open", "ask_state", "ask_supplement", "supplement"]
    assert course[-1]["texts"] == {"more": "Trang nộp hồ sơ đất đai"}


def test_an_officer_s_step_is_none_of_the_sender_s(office):
    product = office("lai-chau")
    system = open_system(product)
    number = system.file_feedback({**FILED, "NoiDung": "Nội dung"})
    send_everything(system)
    taken = system.file_step(number, "accept", {})
    send_everything(system)
    assert system.find_standing(taken)["TraLoi"]["code"] == "forbidden"


def test_what_cannot_be_mended_is_refused_once_and_listed_with_its_reason(office):
    product = office("lai-chau")
    system = open_system(product)
    wrong = system.file_feedback({**FILED, "NoiDung": "Nội dung", "LaLung": "Trường không có trong quy ước"})
    early = system.file_step(wrong, "ask_state", {})
    stray = system.file_step("PAKN-00000000", "ask_state", {})
    unreadable = system.file_step(stray.rpartition("-")[0], "ask_state", {"Buoc": 7})
    system.send_waiting()
    assert system.count_waiting() == 0
    refused = {each["MaThamChieu"]: each["TraLoi"]["code"] for each in system.list_refused()}
    assert refused == {
        wrong: "malformed_request", early: "not_found", stray: "not_found", unreadable: "malformed_request",
    }  # fmt: skip
    before = len(system.answers)
    system.send_waiting()
    assert len(system.answers) == before, "nothing is sent again"


def test_refused_feedback_waits_for_its_correction_and_arrives_once(office):
    product = office("lai-chau")
    system = open_system(product)
    number = system.file_feedback({**FILED, "NoiDung": "Nội dung", "MaDonViTiepNhan": "H99.999"})
    send_everything(system)
    assert system.find_standing(number)["TraLoi"]["code"] == "unknown_agency"
    system.correct_feedback(number, {"MaDonViTiepNhan": None})
    send_everything(system, SendingFault.UNANSWERED)
    (line,) = product("office").get("/api/feedback?unit=LC-VP")["items"]
    assert system.find_standing(number)["TraLoi"] | {"repeated": True} == {
        "number": number, "local_number": line["number"], "state": "Tiếp nhận ở địa phương", "repeated": True,
    }  # fmt: skip
