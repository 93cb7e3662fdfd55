"""Slips: which fact makes which paper, and what stands on it."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chalicelib.domain import slip_fields, slips
from chalicelib.domain.codec import pack, unpack
from chalicelib.domain.deadlines import Duration, Unit
from chalicelib.domain.flow import State
from chalicelib.domain.roles import Role
from chalicelib.domain.slip_html import html
from chalicelib.domain.slip_values import (
    INTERNAL,
    Slip,
    SlipKind,
    Table,
    day_words,
    duration_words,
    moment_words,
    money_words,
    tidy,
)
from chalicelib.repositories.slip_templates import load_wording
from tests.builders import COPY, MONDAY, Case
from tests.slip_builders import (
    ACCENTED,
    IN_2018,
    IN_2025,
    LOCAL,
    REAL,
    apologised,
    asked_again,
    case,
    every_slip,
    extended,
    extension_asked,
    guided_again,
    late_by_fault,
    not_granted,
    register,
    retold,
    slips_of,
    source,
)

REGIMES = {"2018": IN_2018, "2025": IN_2025, "2026": MONDAY}
NUMBERS = {
    "2018": {
        "receipt": "01", "supplement": "02", "refusal": "03", "extension": "04", "control": "05", "register": "06",
    },
    "2025": {
        "receipt": "01", "supplement": "02", "refusal": "03", "extension": "04", "stop": "05", "control": "06",
        "register": "07",
    },
}  # fmt: skip
NUMBERS["2026"] = NUMBERS["2025"]
TITLES_2025 = {
    "receipt": "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    "supplement": "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
    "refusal": "Phiếu từ chối tiếp nhận giải quyết hồ sơ",
    "extension": "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết",
    "stop": "Thông báo dừng giải quyết hồ sơ",
    "control": "Phiếu kiểm soát quá trình giải quyết hồ sơ",
    "register": "Sổ theo dõi hồ sơ",
}


@pytest.fixture(scope="module", params=REGIMES)
def regime(request: pytest.FixtureRequest) -> tuple[str, dict[SlipKind, Slip]]:
    """One slip of every kind under a regime."""
    return request.param, {each.kind: each for each in every_slip(REGIMES[request.param])}


def line(slip: Slip, key: str) -> tuple[str, ...]:
    """The text of a field."""
    return next(each.text for each in slip.lines if each.key == key)


# ---- forms ------------------------------------------------------------------------------------------------


def test_every_kind_is_made_under_every_regime(regime):
    assert set(regime[1]) == set(SlipKind)


def test_form_numbers_are_those_of_the_regime(regime):
    name, made = regime
    instrument = "Thông tư 01/2018/TT-VPCP" if name == "2018" else "Thông tư 03/2025/TT-VPCP"
    forms = {kind.value: slip.form for kind, slip in made.items() if slip.form}
    assert forms == {kind: f"Mẫu số {number} – {instrument}" for kind, number in NUMBERS[name].items()}


def test_titles_are_those_of_the_regime(regime):
    name, made = regime
    titles = {kind.value: slip.title for kind, slip in made.items() if slip.form}
    changed = {"extension": "Phiếu xin lỗi và hẹn lại ngày trả kết quả"} if name == "2018" else {}
    assert titles == {kind: title for kind, title in (TITLES_2025 | changed).items() if kind in NUMBERS[name]}


def test_each_slip_has_every_field_of_its_template_with_something_in_it(regime):
    wording = load_wording()
    sets = ("tt01-2018" if regime[0] == "2018" else "tt03-2025", "general")
    for kind, slip in regime[1].items():
        wanted = [key for key, _ in wording.template(sets, kind).fields if key != "filer"]
        assert [each.key for each in slip.lines] == wanted, kind
        assert all(each.text or each.table for each in slip.lines), kind


def test_each_slip_has_letterhead_number_date_signers_and_its_legal_basis(regime):
    for kind, slip in regime[1].items():
        assert slip.authority.startswith("UBND"), kind
        assert slip.issuer and slip.number and slip.place == "Huế"  # noqa: PT018 - one letterhead
        assert slip.signers, kind
        assert slip.basis, kind
        assert slip.size == ("a4" if kind is SlipKind.REGISTER else "a5")


def test_an_article_whose_reading_is_open_says_so(regime):
    name, made = regime
    marked = {one.text: one.open for one in made[SlipKind.GUIDANCE].basis}
    article = "Điều 13 khoản 2 Quyết định 88/2017/QĐ-UBND (Thừa Thiên Huế)"
    assert marked[article] is (name != "2018")


def test_only_papers_between_officers_are_internal(regime):
    assert {kind for kind, slip in regime[1].items() if slip.is_internal} == INTERNAL


# ---- which fact makes which paper ---------------------------------------------------------------------------


def test_receiving_makes_the_receipt():
    made = slips_of(case(MONDAY).received())
    assert list(made) == [SlipKind.RECEIPT]
    receipt = made[SlipKind.RECEIPT]
    assert line(receipt, "code") == ("H57.106.01-20261123-0000001",)
    assert line(receipt, "applicant") == ("Trần Thị Hoa",)
    assert line(receipt, "received_at") == ("09 giờ 00, thứ Hai, ngày 23/11/2026",)
    assert line(receipt, "due_at") == ("17 giờ 00, thứ Sáu, ngày 27/11/2026",)
    assert line(receipt, "fees") == ("Lệ phí đăng ký hộ kinh doanh: 100.000 đồng (chưa nộp)",)
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
    assert line(guidance, "guidance") == ("Chụp lại cho rõ",)
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
    assert line(slips.slip(again, SlipKind.GUIDANCE), "guidance") == ("Chụp lại cho rõ",)


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
    assert request.signers == ("Chuyên viên đề nghị", "Trưởng phòng", "Giám đốc Trung tâm")
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
    why = {"ground": "conditions_not_met", "reason": "x", "late_cause": slips.FAULT}
    late.take("resolve", late.officer(Role.AGENCY_HEAD), outcome="not_granted", **why)
    table = slip_fields.answer(source(late), "handovers")
    assert isinstance(table, Table)
    assert table.rows[-1][3] == "Quá hạn"


# ---- negative papers -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [SlipKind.REFUSAL, SlipKind.STOP])
def test_a_negative_paper_names_remedy_addressee_and_time_limit_from_the_law(regime, kind):
    complaint, lawsuit = regime[1][kind].remedies
    assert complaint.way == "Khiếu nại lần đầu (Điều 7 khoản 1 Luật Khiếu nại 2011)"
    assert complaint.addressee.startswith("người đứng đầu UBND")
    assert complaint.limit == "90 ngày kể từ ngày nhận được văn bản này (Điều 9 Luật Khiếu nại 2011)"
    assert (lawsuit.way, lawsuit.addressee) == ("Khởi kiện vụ án hành chính", "Tòa án có thẩm quyền")
    assert lawsuit.limit.startswith("12 tháng kể từ ngày nhận được văn bản này (Điều 116 ")


def test_a_remedy_whose_reading_is_open_is_among_the_articles_with_its_mark(regime):
    refusal = regime[1][SlipKind.REFUSAL]
    marked = {one.text for one in refusal.basis if one.open}
    said = " ".join(each.way + each.limit for each in refusal.remedies)
    assert {text for text in marked if text in said}
    assert "(*) Áp dụng" in html(refusal)


def test_no_other_paper_has_a_remedy(regime):
    assert {kind for kind, slip in regime[1].items() if slip.remedies} == {SlipKind.REFUSAL, SlipKind.STOP}


def test_a_refusal_at_intake_is_answered_by_the_unit_that_refused():
    refused = slips_of(case(MONDAY).at(State.NOT_RECEIVED))[SlipKind.REFUSAL]
    assert refused.remedies[0].addressee == "người đứng đầu Trung tâm Phục vụ hành chính công xã Phú Vang"
    assert line(refused, "ground") == ("Hồ sơ không đúng quy định",)
    assert line(refused, "code")[0].startswith("Chưa cấp; số biên nhận nộp hồ sơ TN-")


def test_a_refusal_after_appraisal_names_ground_and_reason():
    refused = slips_of(not_granted(case(IN_2018)))[SlipKind.REFUSAL]
    assert line(refused, "reason") == ("Chưa đủ điều kiện",)
    assert line(refused, "ground") == ("Hồ sơ chưa đủ điều kiện giải quyết theo quy định của pháp luật",)


def test_every_ground_that_the_law_knows_has_its_words():
    words = load_wording().words
    rules = source(case(MONDAY).received()).law.rules
    codes = {code for name in ("refusal.reasons", "stop.reasons") for code in rules.params[name].choices}
    assert codes == set(words["ground"])
    assert {*rules.params["remedy.complaint_addressee"].choices, "court"} == set(words["addressee"])
    assert set(rules.params["remedy.kinds"].choices) == set(words["remedy"])
    chain = rules.params["extension.approval_chain"].choices
    assert {*chain, *rules.params["apology.signer"].choices} <= set(words["signer"])


# ---- who is named, and what is personal ---------------------------------------------------------------------------


def test_the_principal_is_the_owner_and_the_proxy_is_named_as_such():
    principal = {"full_name": "Lê Văn Ân", "phone": "0900000000", "email": "an@example.vn", "address": "2 Bến Nghé"}
    filed = case(MONDAY).file(on_behalf=principal)
    filed.take("receive", filed.officer(Role.ONE_STOP_OFFICER))
    receipt = slips_of(filed)[SlipKind.RECEIPT]
    assert line(receipt, "applicant") == ("Lê Văn Ân",)
    assert line(receipt, "filer") == ("Trần Thị Hoa",)
    assert line(receipt, "contact") == ("0900000000, an@example.vn",)
    assert line(receipt, "address") == ("2 Bến Nghé",)


def test_what_was_erased_is_said_to_be_erased():
    given = source(case(MONDAY).received())
    receipt = slips.slip(replace(given, parts={}), SlipKind.RECEIPT)
    assert line(receipt, "applicant") == (slip_fields.ERASED,)


def test_the_qr_code_says_code_procedure_and_paper_and_nothing_personal(regime):
    for kind, slip in regime[1].items():
        parts = slip.qr.split("|")
        assert len(parts) == 3
        assert parts[2] == slip.title, kind
        assert "Hoa" not in slip.qr
        assert "046190000001" not in slip.qr


def test_a_simulated_or_foreseen_paper_is_marked_and_has_no_number_of_a_dossier():
    given = source(case(MONDAY).received())
    simulated = replace(given, dossier=replace(given.dossier, simulated=True))
    assert slips.slip(simulated, SlipKind.RECEIPT).mark == slips.SIMULATED
    foreseen = slips.slip(replace(given, preview=True), SlipKind.RECEIPT)
    assert foreseen.mark == slips.PREVIEW
    assert given.dossier.code not in html(foreseen)
    assert slips.slip(given, SlipKind.RECEIPT).mark == ""


# ---- values ---------------------------------------------------------------------------------------------------------


def test_text_becomes_nfc_and_what_no_font_shows_becomes_a_box():
    assert tidy(unicodedata.normalize("NFD", ACCENTED)) == ACCENTED
    assert len(ACCENTED) == 134
    assert tidy("  a\tb\r\nc\x07한😀 ") == "a b\nc□□□"


def test_dates_sums_and_limits_are_written_as_official_papers_do():
    assert day_words(datetime(2026, 1, 4, 20, tzinfo=UTC)) == "ngày 05 tháng 01 năm 2026"
    assert day_words(datetime(2026, 11, 23, tzinfo=UTC)) == "ngày 23 tháng 11 năm 2026"
    assert day_words(datetime(2026, 3, 9, tzinfo=UTC)) == "ngày 09 tháng 3 năm 2026"
    assert moment_words(datetime(2026, 11, 22, 1, 5, tzinfo=UTC)) == "08 giờ 05, Chủ nhật, ngày 22/11/2026"
    assert money_words(1_250_000) == "1.250.000 đồng"
    assert duration_words(Duration(3, Unit.WORKING_DAY)) == "03 ngày làm việc"
    assert duration_words(Duration(0, Unit.IMMEDIATE)) == "trong ngày làm việc"


@pytest.mark.parametrize(("name", "short"), [("Tỉnh Lai Châu", "Lai Châu"), ("Thành phố Huế (trước: tỉnh)", "Huế")])
def test_letters_are_dated_from_the_place_without_its_rank(name, short):
    assert slips.place(name) == short


def test_a_slip_survives_being_stored(regime):
    for slip in regime[1].values():
        assert unpack(Slip, pack(slip)) == slip


def test_a_paper_id_follows_from_fact_and_kind_alone():
    first, other = (slips.paper_id("d#00000002", kind) for kind in (SlipKind.RECEIPT, SlipKind.CONTROL))
    assert first == slips.paper_id("d#00000002", SlipKind.RECEIPT)
    assert len({first, other, slips.paper_id("d#00000003", SlipKind.RECEIPT)}) == 3


def test_a_ledger_is_read_only_up_to_the_fact():
    whole = case(MONDAY).processing()
    early = slips_of(whole, 2)[SlipKind.RECEIPT]
    assert early == slips_of(case(MONDAY).received(), 2)[SlipKind.RECEIPT]
    with pytest.raises(ValueError, match="no fact 9"):
        slip_fields.ledger_until(whole.facts, 9)


def test_the_page_says_the_same_words_and_nobodys_text_becomes_markup():
    sly = "<script>alert(1)</script> & co"
    filed = case(MONDAY).file()
    filed.take("refuse", filed.officer(Role.ONE_STOP_OFFICER), reason=sly)
    slip = slips_of(filed)[SlipKind.REFUSAL]
    page = html(slip)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co" in page
    assert "<script" not in page
    assert page.startswith('<!doctype html><html lang="vi">')
    assert all(each.label in page for each in slip.lines)
    assert "90 ngày kể từ" in page


def test_the_page_shows_tables_forms_and_open_readings():
    page = html(slips_of(case(MONDAY).received())[SlipKind.RECEIPT])
    assert '<th scope="col">Tên giấy tờ</th>' in page
    assert "(*) Áp dụng theo cách hiểu" in page
    assert "Mẫu số 01" in page
    assert "<h2>Căn cứ</h2>" not in html(replace(register(MONDAY), basis=()))


def test_local_papers_are_made_where_the_law_names_them():
    assert set(LOCAL) | set(REAL) | {SlipKind.REGISTER} == set(SlipKind)


def test_what_a_province_calls_its_own_paper_is_its_title():
    titles = {kind: slips.slip(made(case(IN_2018)), kind).title for kind, made in LOCAL.items()}
    assert titles[SlipKind.GUIDANCE] == "Phiếu hướng dẫn hồ sơ"
    assert titles[SlipKind.EXTENSION_REQUEST] == "Phiếu xin gia hạn"
    assert titles[SlipKind.APOLOGY_OVERDUE] == "Văn bản xin lỗi"


def test_a_dossier_of_another_province_is_worded_by_the_same_data():
    filed = Case(province="vinh-long", channel="desk")
    officer = filed.officer(Role.ONE_STOP_OFFICER)
    filed.file(officer).take("receive", officer)
    receipt = slips_of(filed)[SlipKind.RECEIPT]
    assert receipt.place == "Vĩnh Long"
    assert receipt.form.startswith("Mẫu số 01")
