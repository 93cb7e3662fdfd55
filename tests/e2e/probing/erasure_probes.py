"""Probe of the rights of what erases dossiers (see `probes`)."""

from __future__ import annotations

import json

from infra.local.stories.people import FORM_2, MARITAL
from infra.paths import ROOT
from tests.e2e.filings import CERTIFICATE, GROUND, Filings
from tests.e2e.people import Cast
from tests.e2e.probing.probes import PATIENCE, Probe
from tests.e2e.rights import DeployedFunctions, wait_until_met

DECIDED = {"ground": "authority_decision", "decision": "Quyết định số 12/QĐ-TA"}


def prepare_erasure(cast: Cast, deployed: DeployedFunctions) -> Probe:
    """A closed dossier with a paper and a slip is erased as two officers ordered."""
    dossier = Filings(cast).filed(CERTIFICATE, FORM_2, MARITAL)
    desk, citizen = cast("desk1"), cast("citizen1")
    desk.step(dossier, "refuse", {"ground": "not_conforming", **GROUND})

    def has_slip() -> bool:
        papers = citizen.get(f"/api/dossiers/{dossier}/papers")["items"]
        return any(each["kind"] == "slip" for each in papers)

    assert wait_until_met(has_slip, PATIENCE), "the refusal made no slip"
    desk.step(dossier, "close")
    cast("office").step(dossier, "erase", DECIDED)
    cast("office2").step(dossier, "erase", DECIDED)

    def is_told() -> bool:
        found = citizen.get(f"/api/dossiers/{dossier}/notices")["items"]
        told = [each for each in found if each["notice"] == "erasure_ordered"]
        return bool(told) and not any(each["state"] == "queued" for each in told if each["channel"] != "inbox")

    assert wait_until_met(is_told, PATIENCE), "nobody was notified of the erasure"
    event = json.loads((ROOT / "events" / "erase_records.json").read_text())

    def run_probe() -> str:
        error, answer = deployed.invoke("erase_records", event)
        return error or ("pending" if answer["failed"] else "")

    return run_probe
