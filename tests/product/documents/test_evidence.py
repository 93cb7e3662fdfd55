"""Evidence of a filing, its person and time: declared true, named, and provable by digest against later changes."""

from __future__ import annotations

import copy

import pytest

from infra.operations.verify_ledger import check_export
from tests.product.journeys import CERTIFICATE, PERSON, REQUIRED, choose_answers


@pytest.mark.clause("VL-6.3", "VL-6.5")
def test_a_filing_is_declared_true_names_its_account_and_stays_provable(office):
    product = office("vinh-long")
    citizen = product("citizen1")
    dossier = citizen.draft(CERTIFICATE, product.place.one_stop, "own_portal", choose_answers())
    body = {"papers": [citizen.upload(dossier, "component", REQUIRED[CERTIFICATE][0])]}
    refused = citizen.ask("POST", f"/api/dossiers/{dossier}/submit", {**body, "declared_true": False})
    assert (refused.status, [each["path"] for each in refused.body["errors"]]) == (422, ["/declared_true"])
    citizen.ask("POST", f"/api/dossiers/{dossier}/submit", {**body, "declared_true": True}, expect=200)
    product("desk1").step(dossier, "receive")
    export = citizen.get(f"/api/dossiers/{dossier}/ledger")
    assert check_export(export).problems == []
    named = product("auditor").get(f"/api/dossiers/{dossier}/ledger")
    assert [fact["actor"]["sub"] for fact in named["facts"]] == ["citizen1", "desk1"]
    assert [fact["actor"].get("sub") for fact in export["facts"]] == ["citizen1", None], (
        "which office, not which officer"
    )
    assert export["head"] == named["head"]
    filing = export["facts"][0]
    assert {"form", "applicant"} <= set(filing["parts"])
    assert [each["sha256"] for each in filing["data"]["manifest"]] == ["a" * 64]
    dated, named, worded = (copy.deepcopy(export) for _ in range(3))
    dated["facts"][0]["occurred_at"] = "2026-11-20T09:00:00+07:00"
    named["facts"][0]["actor"]["sub"] = "citizen2"
    next(iter(worded["parts"].values()))["value"]["full_name"] = "Ai đó"
    assert all(check_export(forged).problems for forged in (dated, named, worded)), "a changed word is found"
    assert PERSON["full_name"] not in str(export["facts"]), "the chain holds digests, no personal word"
