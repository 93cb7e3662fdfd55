"""Handing over through the routes: papers compared before a result goes out by any way, and visits saved."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from chalicelib.domain.shared.timezone import VIETNAM
from infra.local.stories.people import FORM_2, MARITAL, MARITAL_APPLICANT
from tests.product.conftest import MONDAY
from tests.product.office import Office

CERTIFICATE = "1.004873"
TYPED = {"answers": MARITAL, "applicant": MARITAL_APPLICANT}
PARENTAGE = "1.001022"
"""Recognition of a parent or child: the parties must be there to receive it, so its result does not travel."""

RECOGNITION = {
    "applicant": MARITAL_APPLICANT,
    "answers": {
        "requester_full_name": "Lò Văn Pâng", "requester_id_type": "CC", "requester_id_number": "012095000002",
        "requester_phone": "0987654321", "requester_address": "Xã Sơn Tây", "recognition_type": "father_child",
        "recognizer_full_name": "Lò Văn Pâng", "recognizer_id_number": "012095000002",
        "recognized_full_name": "Lò Thị Mai", "recognized_birth_date": "2020-05-01", "recognized_gender": "2",
        "evidence_type": "dna",
    },
}  # fmt: skip
PAPERS = ["application_form", "evidence_parentage"]
IN_2024 = datetime(2024, 11, 4, 9, tzinfo=VIETNAM)
RECEIVER = {"full_name": "Lò Văn Pâng", "id_number": "012095000002"}
VISIT = {"way": "counter", "receiver": RECEIVER, "receipt_shown": True, "announced_by": "phone", "chosen": True}

HUE = pytest.param("hue", "khoản 2 Điều 9", marks=pytest.mark.clause("HUE-9.2#2"))
QUANG_NGAI = pytest.param("quang-ngai", "khoản 2 Điều 7", marks=pytest.mark.clause("QN-7.2#2"))


@pytest.mark.parametrize("at", [IN_2024, MONDAY])
@pytest.mark.parametrize(("province", "article"), [HUE, QUANG_NGAI])
def test_no_result_goes_out_before_the_paper_of_an_unsigned_upload_was_compared(office, province, article, at):
    product = office(province, at=at)
    dossier = product.filed(CERTIFICATE, TYPED, [FORM_2])
    result = product.granted(dossier)
    citizen, desk = product("citizen1"), product("desk1")
    link = f"/api/dossiers/{dossier}/papers/{result}/link"
    assert citizen.ask("GET", link).status == 404, "the file of the result is part of it"
    assert citizen.get(f"/api/dossiers/{dossier}")["to_compare"] == [FORM_2]
    for way in ({"way": "online"}, {"way": "post"}, VISIT):
        refused = desk.try_step(dossier, "give_back", way, expect=422)
        assert [(each["path"], each["code"]) for each in refused.body["errors"]] == [
            (f"/compared/{FORM_2}", "paper_uncompared")
        ]
    differs = {"components": [FORM_2], "came": "sent", "differing": [FORM_2], "note": "Khác họ tên"}
    assert desk.step(dossier, "compare", differs)["to_compare"] == [FORM_2]
    desk.try_step(dossier, "give_back", {"way": "online"}, expect=422)
    visits = citizen.get(f"/api/dossiers/{dossier}")["visits"]
    compared = desk.step(dossier, "compare", {"components": [FORM_2], "came": "sent"})
    assert (compared["to_compare"], compared["visits"]) == ([], visits)
    assert desk.step(dossier, "give_back", {"way": "online"})["state"] == "returned"
    assert citizen.ask("GET", link).status == 200
    assert desk.step(dossier, "close")["state"] == "closed"
    lines = citizen.get(f"/api/dossiers/{dossier}/timeline")["items"]
    cited = [cite["article"] for line in lines if line["kind"] == "original_compared" for cite in line["law"]]
    assert cited
    assert all(cite.startswith(article) for cite in cited)


@pytest.mark.parametrize("province", ["hue", "quang-ngai"])
def test_the_applicant_is_notified_what_the_result_waits_for(office, province):
    product = office(province)
    product.around.proves_contacts("citizen1")
    dossier = product.filed(CERTIFICATE, TYPED, [FORM_2])
    product.granted(dossier)
    product.around.bring("send_notice", dossier)
    told = [sent for outlet in product.around.outlets.values() for sent in outlet.sent]
    keys = {planned.notice.key: letter.words["vi"]["body"] for planned, letter, _ in told}
    assert "bản giấy của 1 giấy tờ" in keys["resolved.to_compare"]
    assert "resolved.granted" not in keys


@pytest.mark.clause("QN-7.2#3")
@pytest.mark.parametrize("at", [IN_2024, MONDAY])
def test_after_reception_an_online_applicant_comes_at_most_once_and_coming_to_pay_counts(office, at):
    product = office("quang-ngai", at=at)
    dossier = product.filed(PARENTAGE, RECOGNITION, PAPERS)
    desk = product("desk1")
    assert _supplement_at_desk(product, dossier) == 0, "before the filing is received nothing is counted"
    desk.step(dossier, "receive")
    product.pays(dossier)
    desk.step(dossier, "transfer")
    assert desk.get(f"/api/dossiers/{dossier}")["visits"] == 1
    result = product("case1").upload(dossier, "result")
    product("head1").step(dossier, "resolve", {"outcome": "granted", "result": result})
    asked = {**VISIT, "chosen": False, "compared": PAPERS}
    product.at(at + timedelta(days=2))
    refused = desk.try_step(dossier, "give_back", asked, expect=422)
    assert refused.code == "visit_not_needed"
    product.at(at + timedelta(hours=1))
    assert desk.step(dossier, "give_back", asked)["visits"] == 1, "who pays and collects on one day comes once"


def _supplement_at_desk(product: Office, dossier: str) -> int:
    """A supplement asked for before reception, typed at the desk and checked by its head; visits counted then."""
    desk, head = product("desk1"), product("deskhead")
    asked = desk.step(dossier, "request_supplement", {"components": PAPERS[:1], "guidance": "Ký tên."})
    head.step(dossier, f"requests/{asked['requests'][0]['n']}/approve", {"reason": None})
    added = desk.step(dossier, "supplement", {"papers": [desk.upload(dossier, "component", PAPERS[0])]})
    head.step(dossier, f"requests/{added['requests'][0]['n']}/approve", {"reason": None})
    return int(added["visits"])
