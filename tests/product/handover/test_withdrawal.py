"""Withdrawing: at once before reception, by a confirmed request after it, and not once a result stands."""

from __future__ import annotations

import pytest

from tests.product.journeys import (
    approve_latest,
    bring_to_agency,
    file_dossier,
    grant_dossier,
    receive_dossier,
    request_paper,
)


@pytest.mark.clause("QN-13.4#3")
def test_the_applicant_withdraws_until_the_outcome(office, at):
    product = office("quang-ngai", at)
    citizen, reason = product("citizen1"), {"reason": "Không còn nhu cầu."}
    before = file_dossier(product)
    assert citizen.step(before, "withdraw", reason)["state"] == "withdrawn"
    wanting = file_dossier(product)
    request_paper(product, wanting)
    approve_latest(product, wanting, "deskhead")
    assert citizen.step(wanting, "withdraw", reason)["state"] == "withdrawn", "what waits for papers was not received"
    taken = receive_dossier(product)
    assert citizen.step(taken, "withdraw", reason)["state"] == "received", "its unit stops the work first"
    assert approve_latest(product, taken, "deskhead")["state"] == "withdrawn"
    after = bring_to_agency(product)
    assert product("citizen2").try_step(after, "withdraw", reason).status == 404
    assert citizen.step(after, "withdraw", reason)["state"] == "processing"
    assert approve_latest(product, after, "deskhead")["state"] == "withdrawn"
    decided = bring_to_agency(product)
    grant_dossier(product, decided)
    assert citizen.try_step(decided, "withdraw", reason).code == "wrong_moment"
