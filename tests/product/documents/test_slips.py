"""The electronic dossier: declarations, notices, apologies and results arise in it, travel in it and stay."""

from __future__ import annotations

import pytest

from infra.operations.verify_ledger import check_export
from tests.product.journeys import (
    CERTIFICATE,
    REQUIRED,
    approve_latest,
    bring_paper,
    bring_to_agency,
    file_dossier,
    grant_dossier,
    request_paper,
    return_result,
)  # fmt: skip


@pytest.mark.clause("HUE-7.2#1")
@pytest.mark.parametrize(
    ("step", "body", "notice"),
    [
        ("receive", {}, "receipt"),
        ("refuse", {"ground": "not_conforming", "reason": "Sai mẫu."}, "refusal"),
        ("request_supplement", {"components": REQUIRED[CERTIFICATE], "guidance": "Chụp lại."}, "guidance"),
    ],
)
def test_each_answer_to_a_filing_leaves_its_notice_in_the_dossier(office, at, step, body, notice):
    product = office("hue", at)
    dossier = file_dossier(product)
    product("desk1").step(dossier, step, body)
    assert list(product.around.slips(dossier)) == [notice]


@pytest.mark.clause("HUE-7.2#2")
def test_a_letter_of_apology_is_a_paper_of_its_dossier(office, at):
    product = office("hue", at)
    dossier = file_dossier(product)
    request_paper(product, dossier)
    bring_paper(product, dossier)
    request_paper(product, dossier, reason="Lần đầu hướng dẫn thiếu.")
    approve_latest(product, dossier, "director")
    assert "apology_guidance" in product.around.slips(dossier)


@pytest.mark.clause("HUE-7", "HUE-3.1")
def test_the_whole_dossier_is_made_sent_received_and_kept_electronically(office, at):
    product = office("hue", at)
    dossier, citizen = bring_to_agency(product), product("citizen1")
    result = grant_dossier(product, dossier)
    return_result(product, dossier, {"way": "online"})
    product("desk1").step(dossier, "close")
    assert set(product.around.slips(dossier, "desk1")) == {"receipt", "control"}
    shown = citizen.get(f"/api/dossiers/{dossier}")
    assert (shown["state"], shown["handed"], shown["results"]) == ("closed", ["online"], [result])
    kinds = {each["id"]: each["kind"] for each in citizen.get(f"/api/dossiers/{dossier}/papers")["items"]}
    assert {"component", "slip", "result"} == set(kinds.values())
    assert kinds[result] == "result"
    assert check_export(citizen.get(f"/api/dossiers/{dossier}/ledger")).problems == []
