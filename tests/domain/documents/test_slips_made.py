"""Slips: which fact makes which paper."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.documents import slip_choice, slip_fields, slips
from chalicelib.domain.documents.slip_values import (
    Slip,
    SlipKind,
    SlipTable,
)
from chalicelib.domain.flow.transitions import State
from tests.support.builders import COPY, MONDAY
from tests.support.slip_builders import (
    REAL,
    ask_again,
    build_case,
    build_slips,
    build_source,
    extend_fully,
    guide_again,
    replace_last_fact,
    request_extension,
    settle_late,
    sign_apology,
)


def read_field(slip: Slip, key: str) -> tuple[str, ...]:
    """The text of a field."""
    return next(each.text for each in slip.lines if each.key == key)


def test_receiving_makes_the_receipt():
    made = build_slips(build_case(MONDAY).received())
    assert list(made) == [SlipKind.RECEIPT]
    receipt = made[SlipKind.RECEIPT]
    assert read_field(receipt, "code") == ("H57.106.01-20261123-0000001",)
    assert read_field(receipt, "applicant") == ("Trần Thị Hoa",)
    assert read_field(receipt, "received_at") == ("09 giờ 00, thứ Hai, ngày 23/11/2026",)
    assert read_field(receipt, "due_at") == ("17 giờ 00, thứ Sáu, ngày 27/11/2026",)
    assert read_field(receipt, "fees") == (
        "Lệ phí đăng ký hộ kinh doanh: 100.000 đồng (chưa nộp, nộp trước khi nhận kết quả)",
    )
    (table,) = [each.table for each in receipt.lines if each.table]
    assert table.rows == (("1", "Giấy đề nghị đăng ký hộ kinh doanh", "Bản chính", "1"),)


def test_an_immediate_procedure_makes_a_receipt_only_when_asked():
    immediate = build_source(build_case(MONDAY, procedure=COPY).received())
    assert slip_choice.list_slip_kinds(immediate) == ()
    assert slip_choice.list_slip_kinds(replace_last_fact(immediate, receipt=True)) == (SlipKind.RECEIPT,)


def test_filing_and_most_acts_make_no_paper():
    made = build_case(MONDAY).received()
    assert slip_choice.list_slip_kinds(build_source(made, 1)) == ()
    paid = made.then("transfer", made.officer(Role.ONE_STOP_OFFICER)).paid()
    assert slip_choice.list_slip_kinds(build_source(paid)) == ()


@pytest.mark.parametrize("kind", REAL)
def test_the_real_steps_make_the_national_forms(kind):
    assert kind in build_slips(REAL[kind](build_case(MONDAY)))


@pytest.mark.clause("HUE-13.2#1")
def test_hue_answers_an_incomplete_online_filing_with_its_guidance_slip():
    online = build_case(MONDAY).at(State.SUPPLEMENT_REQUESTED, "intake")
    assert slip_choice.list_slip_kinds(build_source(online)) == (SlipKind.GUIDANCE,)
    guidance = build_slips(online)[SlipKind.GUIDANCE]
    assert read_field(guidance, "guidance") == ("Hồ sơ chưa chính xác.", "Chụp lại cho rõ")
    assert read_field(guidance, "round") == ("Lần 1",)


@pytest.mark.parametrize("changes", [{"channel": "desk"}, {"province": "lai-chau"}])
def test_at_the_desk_and_elsewhere_it_is_form_02(changes):
    given = build_source(build_case(MONDAY).at(State.SUPPLEMENT_REQUESTED, "intake"))
    channel = changes.get("channel", given.dossier.channel)
    law = replace(given.law, province=changes.get("province", "hue"))
    assert slip_choice.list_slip_kinds(replace(given, law=law, dossier=replace(given.dossier, channel=channel))) == (
        SlipKind.SUPPLEMENT,
    )


@pytest.mark.clause("HUE-13.2#2")
def test_a_second_guidance_goes_with_an_apology_that_the_centre_director_signs():
    again = guide_again(build_case(MONDAY))
    assert slip_choice.list_slip_kinds(again) == (SlipKind.GUIDANCE, SlipKind.APOLOGY_GUIDANCE)
    letter = slips.build_slip(again, SlipKind.APOLOGY_GUIDANCE)
    assert letter.signers == ("Giám đốc Trung tâm",)
    assert read_field(letter, "round") == ("Lần 2",)
    assert read_field(letter, "reason") == ("Lần trước nêu thiếu",)
    assert read_field(slips.build_slip(again, SlipKind.GUIDANCE), "guidance") == (
        "Hồ sơ chưa chính xác.",
        "Chụp lại cho rõ",
    )


@pytest.mark.clause("HUE-14.1#4")
def test_a_second_appraisal_request_is_apologised_for_only_when_the_first_was_unclear():
    again = ask_again(build_case(MONDAY))
    assert slip_choice.list_slip_kinds(again) == (SlipKind.SUPPLEMENT, SlipKind.APOLOGY_SUPPLEMENT)
    assert slips.build_slip(again, SlipKind.APOLOGY_SUPPLEMENT).signers == ("Giám đốc Trung tâm",)
    assert slip_choice.list_slip_kinds(replace_last_fact(again, cause="new_law")) == (SlipKind.SUPPLEMENT,)


@pytest.mark.clause("HUE-22.7")
def test_a_result_late_by_an_officers_fault_goes_with_a_letter_of_the_agency_head():
    late = settle_late(build_case(MONDAY))
    assert slip_choice.list_slip_kinds(late) == (SlipKind.APOLOGY_OVERDUE,)
    letter = slips.build_slip(late, SlipKind.APOLOGY_OVERDUE)
    assert letter.signers == ("Thủ trưởng cơ quan",)
    assert read_field(letter, "reason") == ("Cán bộ để quên hồ sơ",)
    assert read_field(letter, "old_due") == ("17 giờ 00, thứ Sáu, ngày 27/11/2026",)
    elsewhere = replace(late, law=replace(late.law, province="lai-chau"))
    assert slip_choice.list_slip_kinds(elsewhere) == ()


@pytest.mark.clause("HUE-14.4.a")
def test_asking_for_an_extension_makes_the_slip_that_its_approvers_sign():
    asked = request_extension(build_case(MONDAY))
    request = build_slips(asked)[SlipKind.EXTENSION_REQUEST]
    assert request.signers == ("Công chức thụ lý đề nghị", "Trưởng phòng", "Giám đốc Trung tâm")
    assert read_field(request, "units") == ("01 ngày làm việc",)
    assert read_field(request, "cap")[0].startswith("1/3 tổng thời gian")
    assert read_field(request, "reason") == ("Hồ sơ phức tạp",)


@pytest.mark.clause("HUE-14.4.b#2")
def test_the_last_approval_of_an_extension_makes_the_notice_with_the_apology():
    done = extend_fully(build_case(MONDAY))
    approvals = [fact.seq for fact in done.facts if fact.kind == "request_endorsed"]
    assert [slip_choice.list_slip_kinds(build_source(done, seq)) for seq in approvals] == [()] * len(approvals)
    notice = build_slips(done)[SlipKind.EXTENSION]
    assert "xin lỗi" in notice.lead
    assert read_field(notice, "reason") == ("Hồ sơ phức tạp",)
    assert read_field(notice, "old_due") != read_field(notice, "due_at")


def test_an_extension_without_an_apology_has_no_letter_and_one_of_before_says_nothing_and_has():
    done = build_source(extend_fully(build_case(MONDAY)))
    assert slip_choice.list_slip_kinds(replace_last_fact(done, owes=["notice"])) == ()
    data = {name: value for name, value in done.fact.data.items() if name != "owes"}
    old = replace(done, facts=(*done.facts[:-1], replace(done.fact, data=data)))
    assert slip_choice.list_slip_kinds(old) == (SlipKind.EXTENSION,)


def test_an_apology_before_the_due_time_states_both_dates():
    letter = build_slips(sign_apology(build_case(MONDAY)))[SlipKind.EXTENSION]
    assert read_field(letter, "old_due") == ("17 giờ 00, thứ Sáu, ngày 27/11/2026",)
    assert read_field(letter, "due_at")[0] > ""
    assert read_field(letter, "due_at") != read_field(letter, "old_due")


def test_the_control_slip_shows_every_hand_over_and_its_status():
    whole = build_case(MONDAY).closed()
    slip = build_slips(whole)[SlipKind.CONTROL]
    (table,) = [each.table for each in slip.lines if each.table]
    assert [row[3] for row in table.rows] == [
        "Tiếp nhận", "Chuyển xử lý", "Chuyển xử lý", "Trước hạn", "Trước hạn", "Trả kết quả",
    ]  # fmt: skip


def test_a_dossier_resolved_too_late_says_so():
    late = build_case(MONDAY).processing().finish_partners().paid().later(days=30)
    why = {"ground": "conditions_not_met", "reason": "x", "late_cause": "other_body"}
    late.take("resolve", late.officer(Role.AGENCY_HEAD), outcome="not_granted", **why)
    table = slip_fields.answer_field(build_source(late), "handovers")
    assert isinstance(table, SlipTable)
    assert table.rows[-1][3] == "Quá hạn"
