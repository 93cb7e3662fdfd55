"""What officers type has one form as well; what is wrong with it is said at its field."""

from __future__ import annotations

import pytest

from tests.product.filing.said import list_said
from tests.product.journeys import (
    ADDRESS,
    CERTIFICATE,
    REQUIRED,
    bring_to_agency,
    choose_answers,
    receive_dossier,
)


@pytest.mark.parametrize(
    ("body", "path", "bound"),
    [
        ({"started_at": "2026-11-23T10:00:00+07:00"}, "/started_at", "không được sau lúc này, 09:00 23/11/2026"),
        ({"started_at": "2025-11-22T10:00:00+07:00"}, "/started_at", "không được trước 23/11/2025"),
    ],
)
def test_an_outage_is_declared_near_today_and_the_bound_is_named(office, body, path, bound):
    product = office("hue")
    whole = {"unit": None, "reason": "Mất điện", **body}
    answer = product("operator").ask("POST", "/api/outages", whole)
    assert (answer.status, list(list_said(answer))) == (422, [path])
    assert bound in list_said(answer)[path]


def test_an_outage_does_not_end_before_it_began(office):
    product = office("hue")
    operator = product("operator")
    whole = {"unit": None, "reason": "Mất điện", "started_at": "2026-11-23T08:00:00+07:00"}
    made = operator.ask("POST", "/api/outages", whole, expect=201).body
    ended = {"ended_at": "2026-11-23T07:59:00+07:00"}
    answer = operator.ask("POST", f"/api/outages/{made['id']}/end", ended, version=made["version"])
    assert list_said(answer) == {
        "/ended_at": "Lúc hệ thống hoạt động lại không được trước lúc bắt đầu gián đoạn, 08:00 23/11/2026"
    }


@pytest.mark.parametrize("text", ["   ", "\u200b\u00a0", "\u3164"])
def test_blanks_alone_are_no_words_of_an_officer(office, text):
    product = office("hue")
    dossier = receive_dossier(product)
    asked = {"components": REQUIRED[CERTIFICATE], "guidance": text}
    answer = product("desk1").try_step(dossier, "request_supplement", asked)
    assert (answer.status, list_said(answer)) == (400, {"/guidance": "Nội dung cần bổ sung: không được để trống."})


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"units": "ba"}, "cần một số nguyên, viết bằng chữ số."),
        ({"units": 0}, "phải từ 1 trở lên."),
        ({"units": 366}, "tối đa là 365."),
    ],
)
def test_what_is_wrong_with_a_number_of_an_officer_is_said(office, body, text):
    product = office("hue")
    answer = product("case1").try_step(bring_to_agency(product), "extend", {"reason": "Xác minh", **body})
    assert (answer.status, list_said(answer)) == (400, {"/units": f"Số ngày đề nghị gia hạn: {text}"})


def test_a_day_that_is_none_is_said_in_words(office):
    body = {"unit": None, "reason": "Mất điện", "started_at": "2026-02-31T10:00:00+07:00"}
    answer = office("hue")("operator").ask("POST", "/api/outages", body)
    assert list_said(answer) == {"/started_at": "Thời điểm bắt đầu: cần ngày có thật và giờ."}


@pytest.mark.parametrize("number", ["BG 12/2026", "Số 15/BBGN"])
def test_the_number_of_a_hand_over_record_is_as_on_the_paper(office, number):
    product = office("hue")
    desk = product("desk1")
    record = {"number": f" {number} ", "signed_at": product.clock.at.isoformat()}
    draft = choose_answers() | {"handover_record": record, "return_way": "post", "return_address": ADDRESS}
    dossier = desk.draft(CERTIFICATE, product.place.one_stop, "post", draft)
    assert desk.get(f"/api/dossiers/{dossier}/draft")["handover_record"]["number"] == number
