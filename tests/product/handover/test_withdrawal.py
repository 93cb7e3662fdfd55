"""Withdrawing: at once before reception, by a confirmed request after it, and not once a result stands."""

from __future__ import annotations

import pytest

from tests.product.journeys import approved, asked, filed, granted, processing, received


@pytest.mark.clause("QN-13.4#3")
def test_the_applicant_withdraws_until_the_outcome(office, at):
    product = office("quang-ngai", at)
    citizen, reason = product("citizen1"), {"reason": "Không còn nhu cầu."}
    before = filed(product)
    assert citizen.step(before, "withdraw", reason)["state"] == "withdrawn"
    wanting = filed(product)
    asked(product, wanting)
    approved(product, wanting, "deskhead")
    assert citizen.step(wanting, "withdraw", reason)["state"] == "withdrawn", "what waits for papers was not received"
    taken = received(product)
    assert citizen.step(taken, "withdraw", reason)["state"] == "received", "its unit stops the work first"
    assert approved(product, taken, "deskhead")["state"] == "withdrawn"
    after = processing(product)
    assert product("citizen2").try_step(after, "withdraw", reason).status == 404
    assert citizen.step(after, "withdraw", reason)["state"] == "processing"
    assert approved(product, after, "deskhead")["state"] == "withdrawn"
    decided = processing(product)
    granted(product, decided)
    assert citizen.try_step(decided, "withdraw", reason).code == "wrong_moment"
