"""Feedback as the regulations of the provinces want it: its receiver, its clocks, its public outcome, its superior."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.matters.kinds.feedback_notes import CHANNEL_WORDS, CONTENT_WORDS, PROCESS_WORDS
from chalicelib.domain.portal.position import PortalUnavailable
from chalicelib.wiring import core as wiring
from tests.product.matters.matter_calls import (
    FEEDBACK,
    OUTCOME,
    SENDER,
    find_due,
    find_in_public,
    open_matter,
    take_step,
    try_step,
)
from tests.product.office import Office

CONDUCT = {**FEEDBACK, "about": "conduct", "conduct": "harassment", "dossier": "H57.11-261123-0001"}


def publish_outcome(product: Office, number: str, who: str = "office") -> dict[str, Any]:
    """Accept, answer and publish feedback of the class of conduct or service."""
    take_step(product(who), "feedback", number, "accept", {"class": "conduct"})
    take_step(product(who), "feedback", number, "answer", {"answer": "Đã nâng giới hạn tệp."})
    return take_step(product(who), "feedback", number, "publish", OUTCOME)


@pytest.mark.clause("HUE-17.1.đ", "HUE-23.2", "HUE-22.2")
def test_hue_has_one_contact_that_passes_feedback_to_the_agency(office):
    product = office("hue")
    sent = open_matter(product("citizen1"), "feedback", FEEDBACK)
    number = sent["id"]
    assert sent["unit"] == "HUE-SO_KHCN"
    contact = product.appoint("contact1", Role.CASE_OFFICER, "HUE-SO_KHCN")
    assert [each["id"] for each in contact.get("/api/feedback?unit=HUE-SO_KHCN")["items"]] == [number]
    passed = take_step(contact, "feedback", number, "forward", {"unit": product.place.committee})
    assert passed["unit"] == product.place.committee
    take_step(product("case1"), "feedback", number, "accept", {"class": "conduct"})
    answered = take_step(product("case1"), "feedback", number, "answer", {"answer": "Chia tệp dưới 10 MB rồi tải lại."})
    assert answered["state"] == "answered"
    course = product("citizen1").get(f"/api/feedback/{number}")["course"]
    assert course[-1]["texts"]["answer"] == "Chia tệp dưới 10 MB rồi tải lại."


@pytest.mark.clause("QN-20", "QN-22.7")
def test_quang_ngai_forwards_feedback_and_publishes_its_outcome(office):
    product = office("quang-ngai")
    sent = open_matter(product("citizen1"), "feedback", FEEDBACK)
    number = sent["id"]
    assert sent["unit"] == "QNG-VP"
    rule = {**FEEDBACK, "about": "procedure", "subject": "Mẫu tờ khai"}
    assert open_matter(product("citizen1"), "feedback", rule)["state"] == "sent"
    take_step(product("office"), "feedback", number, "forward", {"unit": product.place.committee})
    publish_outcome(product, number, "head1")
    (found,) = find_in_public(product, "feedback", "tai%20tep%20lon", number)
    assert found["texts"] == OUTCOME
    assert "Lò Văn An" not in repr(found)


@pytest.mark.clause("LC-7.4")
def test_lai_chau_shows_feedback_and_its_handling(office):
    product = office("lai-chau")
    number = open_matter(product("citizen1"), "feedback", FEEDBACK)["id"]
    publish_outcome(product, number)
    (found,) = find_in_public(product, "feedback", "tai%20tep%20lon", number)
    assert found["texts"]["public_answer"] == OUTCOME["public_answer"]


def test_a_sender_who_asks_is_hidden_from_the_agency_everywhere_and_the_office_leaves_a_record(office):
    product = office("lai-chau")
    secrets = [*SENDER.values(), "citizen1"]
    sender = product("citizen1")
    number = open_matter(sender, "feedback", {**FEEDBACK, "identity_hidden": True})["id"]
    take_step(product("office"), "feedback", number, "forward", {"unit": product.place.committee})
    product.around.bring("send_notice", number)
    agency = product("head1")
    desk = f"/api/inbox?unit={product.place.committee}&role=case_officer"
    seen = [
        agency.get(f"/api/feedback/{number}"),
        agency.get(f"/api/matters/ledger/{number}"),
        agency.get(f"/api/feedback?unit={product.place.committee}"),
        product("case1").get(desk),
        product("auditor").get(f"/api/feedback/{number}"),
    ]
    assert [secret for secret in secrets if any(f"'{secret}'" in repr(each) for each in seen)] == []
    assert seen[0]["values"]["identity_hidden"] is True
    publish_outcome(product, number, "head1")
    (found,) = find_in_public(product, "feedback", "tai%20tep%20lon", number)
    assert [secret for secret in secrets if secret in repr(found)] == []
    read = product("office").get(f"/api/feedback/{number}")
    assert SENDER["full_name"] in repr(read)
    views = wiring.provide_access_log().list_views(number)
    assert ("office", "provincial_office") in [(each.sub, each.role) for each in views]


def list_notes(product: Office) -> dict[str, str | None]:
    """What those who send feedback read first, each with its article."""
    (kind,) = (each for each in product.nobody().get("/api/matters")["items"] if each["name"] == "feedback")
    return {note["en"]: note["article"] for note in kind["notes"]}


@pytest.mark.parametrize(
    ("province", "channels", "process"),
    [
        ("hue", {"in_system", "operator", "agency"}, "decree"),
        ("quang-ngai", {"forwarded", "results_published"}, "decree"),
        ("thai-binh", {"national_portal"}, "national_portal"),
        ("lai-chau", {"national_portal", "apart_from_questions"}, "national_portal"),
        ("vinh-long", set(), "decree"),
    ],
)
def test_who_sends_feedback_reads_its_ways_process_and_rules_with_their_articles(office, province, channels, process):
    notes = list_notes(office(province))
    said = [*(CHANNEL_WORDS[word] for word in CHANNEL_WORDS if word in channels), PROCESS_WORDS[process]]
    assert list(notes) == [each.en for each in (*said, *CONTENT_WORDS.values())]
    assert all("Điều" in (article or "") for article in notes.values())


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("thai-binh", marks=pytest.mark.clause("TB-14.2")),
        pytest.param("lai-chau", marks=pytest.mark.clause("LC-14.2")),
    ],
)
def test_feedback_has_the_clocks_of_the_national_process(office, province):
    product = office(province)
    sent = open_matter(product("citizen1"), "feedback", FEEDBACK)
    assert [each["name"] for each in sent["clocks"]] == ["answer"]
    read = product("office").get(f"/api/feedback/{sent['id']}")
    assert {name: find_due(read, name) for name in ("reject", "supplement", "forward", "answer")} == {
        "reject": "2026-11-26 17:00", "supplement": "2026-12-01 17:00", "forward": "2026-12-01 17:00",
        "answer": "2026-12-15 17:00",
    }  # fmt: skip
    take_step(product("office"), "feedback", sent["id"], "accept", {"class": "conduct"})
    answered = take_step(product("office"), "feedback", sent["id"], "answer", {"answer": "Đã sửa."})
    assert find_due(answered, "publish") == "2026-11-26 17:00"
    assert find_due(answered, "answer") is None


@pytest.mark.clause("VL-7.2.a", "VL-7.2.đ")
@pytest.mark.parametrize("conduct", ["harassment", "other_forbidden"])
def test_forbidden_acts_on_a_dossier_are_reported_to_the_superior(office, conduct):
    product = office("vinh-long")
    number = open_matter(product("citizen1"), "feedback", {**CONDUCT, "conduct": conduct})["id"]
    take_step(product("office"), "feedback", number, "forward", {"unit": product.place.committee})
    refused = try_step(product("case1"), "feedback", number, "accept", {"class": "conduct"})
    assert (refused.status, refused.body["code"]) == (403, "superior_needed")
    assert take_step(product("head1"), "feedback", number, "accept", {"class": "conduct"})["state"] == "at_work"


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("thai-binh", marks=pytest.mark.clause("TB-14.1")),
        pytest.param("lai-chau", marks=pytest.mark.clause("LC-14.1")),
    ],
)
def test_feedback_is_shared_with_the_national_system_step_by_step(office, province):
    product = office(province)
    portal, take = product.around.portal, product.around.portal.send
    sent = open_matter(product("citizen1"), "feedback", FEEDBACK)
    number = sent["id"]

    def raise_unavailable(_):
        raise PortalUnavailable("connection")

    portal.send = raise_unavailable
    product.around.bring("sync_national", number)
    standing = f"/api/matters/national/{number}"
    assert product("office").get(standing) == {"receipts": [], "waits": True, "parked": None}
    portal.send = take
    product.clock.later = timedelta(minutes=3)
    product.around.tick("sweep_sync")
    publish_outcome(product, number)
    product.around.bring("sync_national", number)
    held = portal.store.find_feedback(sent["number"])
    assert (held["TrangThai"], held["ThuTu"]) == ("PAKN đã công khai", 4)
    assert [each["Buoc"] for each in held["QuaTrinh"]] == ["open", "accept", "answer", "publish"]
    assert held["QuaTrinh"][3]["TraLoiCongKhai"] == OUTCOME["public_answer"]
    receipts = product("office").get(standing)["receipts"]
    assert [each["step"] for each in receipts] == [None, "accept", "answer", "publish"]
    portal.store.forget_dossier(sent["number"])
    product.clock.later = timedelta(days=1)
    assert product.around.tick("reconcile_national")["repaired"] == 1
    assert portal.store.find_feedback(sent["number"]) == held


@pytest.mark.parametrize(
    ("province", "unit"),
    [
        pytest.param("thai-binh", "TB-VP", marks=pytest.mark.clause("TB-14.1")),
        pytest.param("lai-chau", "LC-VP", marks=pytest.mark.clause("LC-14.1")),
    ],
)
def test_feedback_sent_to_the_national_system_is_handled_here_and_goes_back_answered(office, province, unit):
    product = office(province)
    portal = product.around.portal
    taken, again = product.around.try_feedback("PAKN-7"), product.around.try_feedback("PAKN-7")
    assert (taken.status, again.status, again.body["repeated"]) == (200, 200, True), taken.body
    other = product.around.try_feedback("PAKN-7", NoiDung="Nội dung khác")
    assert (other.status, other.body["code"]) == (422, "idempotency_key_reused")
    (line,) = product("office").get(f"/api/feedback?unit={unit}")["items"]
    assert (line["number"], line["national"]) == (taken.body["local_number"], "PAKN-7")
    shown = product("office").get(f"/api/feedback/{line['id']}")
    assert (shown["national"], shown["course"][0]["texts"]["full_name"]) == ("PAKN-7", "Lò Văn An")
    assert find_due(shown, "answer") == "2026-12-15 17:00"
    publish_outcome(product, line["id"])
    product.around.bring("sync_national", line["id"])
    held = portal.store.find_feedback("PAKN-7")
    assert (held["TrangThai"], held["QuaTrinh"][-1]["TraLoiCongKhai"]) == (
        "PAKN đã công khai", OUTCOME["public_answer"],
    )  # fmt: skip
    assert "Lò Văn An" not in repr(portal.packages)
    portal.store.forget_dossier("PAKN-7")
    product.clock.later = timedelta(days=1)
    assert product.around.tick("reconcile_national")["repaired"] == 1
    assert portal.store.find_feedback("PAKN-7") == held


def test_feedback_from_the_national_system_names_a_unit_that_exists(office):
    product = office("lai-chau")
    unknown = product.around.try_feedback("PAKN-8", MaDonViTiepNhan="H99.999")
    assert (unknown.status, unknown.body["code"]) == (404, "unknown_agency")
    unit = wiring.provide_agencies().get(product.place.committee)
    corrected = product.around.try_feedback("PAKN-8", MaDonViTiepNhan=unit.code_2025 or unit.code_2018)
    assert (corrected.status, corrected.body["repeated"]) == (200, False)
    (line,) = product("case1").get(f"/api/feedback?unit={product.place.committee}")["items"]
    assert line["national"] == "PAKN-8"


def test_feedback_stays_here_where_another_receives_it_first(office):
    product = office("quang-ngai")
    number = open_matter(product("citizen1"), "feedback", FEEDBACK)["id"]
    product.around.bring("sync_national", number)
    assert product.around.portal.packages == []
