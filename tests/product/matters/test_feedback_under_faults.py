"""Feedback that people file at the national system, sent to the province under each fault: none lost, none doubled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from infra.local.stand_ins.citizen_feedback import PATH, CitizenFeedback, SendingFault
from tests.product.around import THEIRS
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

    def call_product(body: bytes, headers: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        reply = product.nobody().call("POST", PATH, body, headers)
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
