"""Slips: what stands on each paper."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.documents import slip_source, slips
from chalicelib.domain.documents.slip_html import render_html
from chalicelib.domain.documents.slip_values import (
    INTERNAL,
    Slip,
    SlipKind,
)
from chalicelib.domain.flow.flow_actors import list_deciders
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.law.article_words import UNSEEN
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.repositories.documents.slip_templates import load_wording
from tests.support.builders import MONDAY, Case
from tests.support.slip_builders import (
    IN_2018,
    IN_2025,
    LOCAL,
    REAL,
    build_case,
    build_slips,
    build_source,
    list_every_slip,
    refuse_outcome,
)

PLACES = {"2018": "Phú Xuân", "2025": "Phú Vang", "2026": "Phú Vang"}
"""The places of the units of the samples, named in the papers' date lines (NĐ 30/2020)."""

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
    return request.param, {each.kind: each for each in list_every_slip(REGIMES[request.param])}


def read_field(slip: Slip, key: str) -> tuple[str, ...]:
    """The text of a field."""
    return next(each.text for each in slip.lines if each.key == key)


# ---- forms ------------------------------------------------------------------------------------------------


def test_every_kind_is_made_under_every_regime(regime):
    assert set(regime[1]) == set(SlipKind)


def test_form_numbers_are_those_of_the_regime(regime):
    name, made = regime
    instrument = "Thông tư số 01/2018/TT-VPCP" if name == "2018" else "Thông tư số 03/2025/TT-VPCP"
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
        wanted = [key for key, _ in wording.find_template(sets, kind).fields if key != "filer"]
        assert [each.key for each in slip.lines] == wanted, kind
        assert all(each.text or each.table for each in slip.lines), kind


def test_each_slip_has_letterhead_number_date_signers_and_its_legal_basis(regime):
    for kind, slip in regime[1].items():
        assert slip.authority.startswith("Ủy ban nhân dân"), kind
        assert slip.issuer and slip.number  # noqa: PT018 - one letterhead
        assert slip.place == ("Phú Vang" if kind is SlipKind.REGISTER else PLACES[regime[0]]), kind
        assert slip.signers, kind
        # Since 07/2025 no text that was seen speaks of losses: the service's own rule is never printed as law.
        assert slip.basis or (kind is SlipKind.APOLOGY_LOSS and regime[0] != "2018"), kind
        assert slip.size == ("a4" if kind is SlipKind.REGISTER else "a5")


def test_no_paper_says_how_certain_the_law_is(regime):
    name, made = regime
    article = "Khoản 2 Điều 13 Quyết định số 88/2017/QĐ-UBND (Thừa Thiên Huế)"
    assert article in {one.text for one in made[SlipKind.GUIDANCE].basis}, name
    for kind, slip in made.items():
        assert not any(one.open for one in slip.basis), kind
        assert "(*)" not in render_html(slip), kind


def test_a_citation_of_an_older_fact_is_printed_without_its_note_for_lawyers():
    told = build_source(build_case(MONDAY).received())
    (old, *others) = told.fact.law
    noted = {**old, "article": f"khoản về tiếp nhận {UNSEEN} Nghị định 310/2026/NĐ-CP"}
    turned = {**old, "article": "Điều 17 khoản 1 điểm a Nghị định 61/2018/NĐ-CP"}
    facts = (*told.facts[:-1], replace(told.fact, law=(noted, turned, *others)))
    receipt = slips.build_slip(replace(told, facts=facts), SlipKind.RECEIPT)
    basis = [one.text for one in receipt.basis]
    assert {"Nghị định số 310/2026/NĐ-CP", "Điểm a khoản 1 Điều 17 Nghị định số 61/2018/NĐ-CP"} <= set(basis)
    assert not any(UNSEEN in text or "khoản về" in text for text in basis)
    assert "Thông tư số 03/2025/TT-VPCP" not in basis, "its annex is named"


def test_only_papers_between_officers_are_internal(regime):
    assert {kind for kind, slip in regime[1].items() if slip.is_internal} == INTERNAL


# ---- negative papers -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [SlipKind.REFUSAL, SlipKind.STOP])
def test_a_negative_paper_names_remedy_addressee_and_time_limit_from_the_law(regime, kind):
    complaint, lawsuit = regime[1][kind].remedies
    assert complaint.way == "Khiếu nại lần đầu (khoản 1 Điều 7 Luật Khiếu nại 2011)"
    assert complaint.addressee.startswith("người đứng đầu Ủy ban nhân dân")
    assert complaint.limit == "90 ngày kể từ ngày nhận được văn bản này (Điều 9 Luật Khiếu nại 2011)"
    assert (lawsuit.way, lawsuit.addressee) == ("Khởi kiện vụ án hành chính", "Tòa án có thẩm quyền")
    assert lawsuit.limit.startswith("12 tháng kể từ ngày nhận được văn bản này (Điều 116 ")


def test_each_article_of_a_remedy_is_among_the_articles(regime):
    refusal = regime[1][SlipKind.REFUSAL]
    said = " ".join(each.way + each.limit for each in refusal.remedies).lower()
    assert sum(one.text.lower() in said for one in refusal.basis) == 3


def test_no_other_paper_has_a_remedy(regime):
    assert {kind for kind, slip in regime[1].items() if slip.remedies} == {SlipKind.REFUSAL, SlipKind.STOP}


def test_a_refusal_at_intake_is_answered_by_the_unit_that_refused():
    refused = build_slips(build_case(MONDAY).at(State.NOT_RECEIVED))[SlipKind.REFUSAL]
    assert refused.remedies[0].addressee == "người đứng đầu Trung tâm Phục vụ hành chính công xã Phú Vang"
    assert read_field(refused, "ground") == ("Hồ sơ không đúng quy định",)
    assert read_field(refused, "code")[0].startswith("Chưa cấp; số xác nhận nộp hồ sơ TN-")


def test_a_refusal_after_appraisal_names_ground_and_reason():
    refused = build_slips(refuse_outcome(build_case(IN_2018)))[SlipKind.REFUSAL]
    assert read_field(refused, "reason") == ("Chưa đủ điều kiện",)
    assert read_field(refused, "ground") == ("Hồ sơ chưa đủ điều kiện giải quyết theo quy định của pháp luật",)


def test_every_ground_that_the_law_knows_has_its_words():
    words = load_wording().words
    rules = build_source(build_case(MONDAY).received()).law.rules
    lists = ("refusal.reasons", "stop.reasons", "supplement.reasons")
    codes = {code for name in lists for code in rules.params[name].choices}
    assert codes == set(words["ground"])
    assert {*rules.params["remedy.complaint_addressee"].choices, "court"} == set(words["addressee"])
    assert set(rules.params["remedy.kinds"].choices) == set(words["remedy"])
    named = [rules.params[name].choices for name in ("extension.approval_chain", "apology.signer")]
    assert {role for name in chain(*named) for role in list_deciders(name)} <= set(words["signer"])


# ---- who is named, and what is personal ---------------------------------------------------------------------------


def test_the_principal_is_the_owner_and_the_proxy_is_named_as_such():
    principal = {"full_name": "Lê Văn Ân", "phone": "0900000000", "email": "an@example.vn", "address": "2 Bến Nghé"}
    filed = build_case(MONDAY).file(on_behalf=principal)
    filed.take("receive", filed.officer(Role.ONE_STOP_OFFICER))
    receipt = build_slips(filed)[SlipKind.RECEIPT]
    assert read_field(receipt, "applicant") == ("Lê Văn Ân",)
    assert read_field(receipt, "filer") == ("Trần Thị Hoa",)
    assert read_field(receipt, "contact") == ("0900000000, an@example.vn",)
    assert read_field(receipt, "address") == ("2 Bến Nghé",)


def test_what_was_erased_is_said_to_be_erased():
    given = build_source(build_case(MONDAY).received())
    receipt = slips.build_slip(replace(given, parts={}), SlipKind.RECEIPT)
    assert read_field(receipt, "applicant") == (slip_source.ERASED,)


def test_the_qr_code_says_code_procedure_and_paper_and_nothing_personal(regime):
    for kind, slip in regime[1].items():
        parts = slip.qr.split("|")
        assert len(parts) == 3
        assert parts[2] == slip.title, kind
        assert "Hoa" not in slip.qr
        assert "046190000001" not in slip.qr


def test_a_simulated_or_foreseen_paper_is_marked_and_has_no_number_of_a_dossier():
    given = build_source(build_case(MONDAY).received())
    simulated = replace(given, dossier=replace(given.dossier, simulated=True))
    assert slips.build_slip(simulated, SlipKind.RECEIPT).mark == slips.SIMULATED
    foreseen = slips.build_slip(replace(given, preview=True), SlipKind.RECEIPT)
    assert foreseen.mark == slips.PREVIEW
    assert given.dossier.code not in render_html(foreseen)
    assert slips.build_slip(given, SlipKind.RECEIPT).mark == ""


# ---- values ---------------------------------------------------------------------------------------------------------


def test_a_paper_id_follows_from_fact_and_kind_alone():
    first, other = (slips.derive_paper_id("d#00000002", kind) for kind in (SlipKind.RECEIPT, SlipKind.CONTROL))
    assert first == slips.derive_paper_id("d#00000002", SlipKind.RECEIPT)
    assert len({first, other, slips.derive_paper_id("d#00000003", SlipKind.RECEIPT)}) == 3


def test_local_papers_are_made_where_the_law_names_them():
    assert set(LOCAL) | set(REAL) | {SlipKind.REGISTER} == set(SlipKind)


def test_what_a_province_calls_its_own_paper_is_its_title():
    titles = {kind: slips.build_slip(made(build_case(IN_2018)), kind).title for kind, made in LOCAL.items()}
    assert titles[SlipKind.GUIDANCE] == "Phiếu hướng dẫn hồ sơ"
    assert titles[SlipKind.EXTENSION_REQUEST] == "Phiếu xin gia hạn"
    assert titles[SlipKind.APOLOGY_OVERDUE] == "Thư xin lỗi"


def test_a_dossier_of_another_province_is_worded_by_the_same_data():
    filed = Case(province="vinh-long", channel="desk")
    officer = filed.officer(Role.ONE_STOP_OFFICER)
    filed.file(officer).take("receive", officer)
    receipt = build_slips(filed)[SlipKind.RECEIPT]
    assert receipt.place == "Long Châu"
    assert receipt.form.startswith("Mẫu số 01")


def test_a_slip_survives_being_stored(regime):
    for slip in regime[1].values():
        assert unpack_value(Slip, pack_value(slip)) == slip
