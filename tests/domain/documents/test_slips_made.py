"""Slips: which fact makes which paper."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.documents import slip_fields, slips
from chalicelib.domain.documents.slip_values import (
    Slip,
    SlipKind,
    Table,
)
from chalicelib.domain.flow.transitions import State
from tests.support.builders import COPY, MONDAY
from tests.support.slip_builders import (
    REAL,
    apologised,
    asked_again,
    case,
    extended,
    extension_asked,
    guided_again,
    late_by_fault,
    retold,
    slips_of,
    source,
)


def line(slip: Slip, key: str) -> tuple[str, ...]:
    """The text of a field."""
    return next(each.text for each in slip.lines if each.key == key)


def test_receiving_makes_the_receipt():
    made = slips_of(case(MONDAY).received())
    assert list(made) == [SlipKind.RECEIPT]
    receipt = made[SlipKind.RECEIPT]
    assert line(receipt, "code") == ("H57.106.01-20261123-0000001",)
    assert line(receipt, "applicant") == ("Trần Thị Hoa",)
    assert line(receipt, "received_at") == ("09 giờ 00, thứ Hai, ngày 23/11/2026",)
    assert line(receipt, "due_at") == ("17 giờ 00, thứ Sáu, ngày 27/11/2026",)
    assert line(receipt, "fees") == (
        "Lệ phí đăng ký hộ kinh doanh: 100.000 đồng (chưa nộp, nộp trước khi nhận kết quả)",
    )
    (table,) = [each.table for each in receipt.lines if each.table]
    assert table.rows == (("1", "Giấy đề nghị đăng ký hộ kinh doanh", "Bản chính", "1"),)


def test_an_immediate_procedure_makes_a_receipt_only_when_asked():
    immediate = source(case(MONDAY, procedure=COPY).received())
    assert slips.made_by(immediate) == ()
    assert slips.made_by(retold(immediate, receipt=True)) == (SlipKind.RECEIPT,)


def test_filing_and_most_acts_make_no_paper():
    made = case(MONDAY).received()
    assert slips.made_by(source(made, 1)) == ()
    paid = made.then("transfer", made.officer(Role.ONE_STOP_OFFICER)).paid()
    assert slips.made_by(source(paid)) == ()


@pytest.mark.parametrize("kind", REAL)
def test_the_real_steps_make_the_national_forms(kind):
    assert kind in slips_of(REAL[kind](case(MONDAY)))


@pytest.mark.clause("HUE-13.2#1")
def test_hue_answers_an_incomplete_online_filing_with_its_guidance_slip():
    online = case(MONDAY).at(State.SUPPLEMENT_REQUESTED, "intake")
    assert slips.made_by(source(online)) == (SlipKind.GUIDANCE,)
    guidance = slips_of(online)[SlipKind.GUIDANCE]
    assert line(guidance, "guidance") == ("Hồ sơ chưa chính xác.", "Chụp lại cho rõ")
    assert line(guidance, "round") == ("Lần 1",)


@pytest.mark.parametrize("changes", [{"channel": "desk"}, {"province": "lai-chau"}])
def test_at_the_desk_and_elsewhere_it_is_form_02(changes):
    given = source(case(MONDAY).at(State.SUPPLEMENT_REQUESTED, "intake"))
    channel = changes.get("channel", given.dossier.channel)
    law = replace(given.law, province=changes.get("province", "hue"))
    assert slips.made_by(replace(given, law=law, dossier=replace(given.dossier, channel=channel))) == (
        SlipKind.SUPPLEMENT,
    )


@pytest.mark.clause("HUE-13.2#2")
def test_a_second_guidance_goes_with_an_apology_that_the_centre_director_signs():
    again = guided_again(case(MONDAY))
    assert slips.made_by(again) == (SlipKind.GUIDANCE, SlipKind.APOLOGY_GUIDANCE)
    letter = slips.slip(again, SlipKind.APOLOGY_GUIDANCE)
    assert letter.signers == ("Giám đốc Trung tâm",)
    assert line(letter, "round") == ("Lần 2",)
    assert line(letter, "reason") == ("Lần trước nêu thiếu",)
    assert line(slips.slip(again, SlipKind.GUIDANCE), "guidance") == ("Hồ sơ chưa chính xác.", "Chụp lại cho rõ")


@pytest.mark.clause("HUE-14.1#4")
def test_a_second_appraisal_request_is_apologised_for_only_when_the_first_was_unclear():
    again = asked_again(case(MONDAY))
    assert slips.made_by(again) == (SlipKind.SUPPLEMENT, SlipKind.APOLOGY_SUPPLEMENT)
    assert slips.slip(again, SlipKind.APOLOGY_SUPPLEMENT).signers == ("Giám đốc Trung tâm",)
    assert slips.made_by(retold(again, cause="new_law")) == (SlipKind.SUPPLEMENT,)


@pytest.mark.clause("HUE-22.7")
def test_a_result_late_by_an_officers_fault_goes_with_a_letter_of_the_agency_head():
    late = late_by_fault(case(MONDAY))
    assert slips.made_by(late) == (SlipKind.APOLOGY_OVERDUE,)
    letter = slips.slip(late, SlipKind.APOLOGY_OVERDUE)
    assert letter.signers == ("Thủ trưởng cơ quan",)
    assert line(letter, "reason") == ("Cán bộ để quên hồ sơ",)
    assert line(letter, "old_due") == ("17 giờ 00, thứ Sáu, ngày 27/11/2026",)
    elsewhere = replace(late, law=replace(late.law, province="lai-chau"))
    assert slips.made_by(elsewhere) == ()


@pytest.mark.clause("HUE-14.4.a")
def test_asking_for_an_extension_makes_the_slip_that_its_approvers_sign():
    asked = extension_asked(case(MONDAY))
    request = slips_of(asked)[SlipKind.EXTENSION_REQUEST]
    assert request.signers == ("Công chức thụ lý đề nghị", "Trưởng phòng", "Giám đốc Trung tâm")
    assert line(request, "units") == ("01 ngày làm việc",)
    assert line(request, "cap")[0].startswith("1/3 tổng thời gian")
    assert line(request, "reason") == ("Hồ sơ phức tạp",)


@pytest.mark.clause("HUE-14.4.b#2")
def test_the_last_approval_of_an_extension_makes_the_notice_with_the_apology():
    done = extended(case(MONDAY))
    approvals = [fact.seq for fact in done.facts if fact.kind == "request_endorsed"]
    assert [slips.made_by(source(done, seq)) for seq in approvals] == [()] * len(approvals)
    notice = slips_of(done)[SlipKind.EXTENSION]
    assert "xin lỗi" in notice.lead
    assert line(notice, "reason") == ("Hồ sơ phức tạp",)
    assert line(notice, "old_due") != line(notice, "due_at")


def test_an_extension_without_an_apology_has_no_letter_and_one_of_before_says_nothing_and_has():
    done = source(extended(case(MONDAY)))
    assert slips.made_by(retold(done, owes=["notice"])) == ()
    data = {name: value for name, value in done.fact.data.items() if name != "owes"}
    old = replace(done, facts=(*done.facts[:-1], replace(done.fact, data=data)))
    assert slips.made_by(old) == (SlipKind.EXTENSION,)


def test_an_apology_before_the_due_time_states_both_dates():
    letter = slips_of(apologised(case(MONDAY)))[SlipKind.EXTENSION]
    assert line(letter, "old_due") == ("17 giờ 00, thứ Sáu, ngày 27/11/2026",)
    assert line(letter, "due_at")[0] > ""
    assert line(letter, "due_at") != line(letter, "old_due")


def test_the_control_slip_tells_every_hand_over_and_how_it_stood():
    whole = case(MONDAY).closed()
    slip = slips_of(whole)[SlipKind.CONTROL]
    (table,) = [each.table for each in slip.lines if each.table]
    assert [row[3] for row in table.rows] == [
        "Tiếp nhận", "Chuyển xử lý", "Chuyển xử lý", "Trước hạn", "Trước hạn", "Trả kết quả",
    ]  # fmt: skip


def test_a_dossier_resolved_too_late_says_so():
    late = case(MONDAY).processing().finish_partners().paid().later(days=30)
    why = {"ground": "conditions_not_met", "reason": "x", "late_cause": "other_body"}
    late.take("resolve", late.officer(Role.AGENCY_HEAD), outcome="not_granted", **why)
    table = slip_fields.answer(source(late), "handovers")
    assert isinstance(table, Table)
    assert table.rows[-1][3] == "Quá hạn"
