"""Who uses the system: officers, employees of the post, and applicants."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.product.journeys import file_dossier


@pytest.mark.clause("LC-2.6")
def test_in_lai_chau_officers_employees_and_applicants_use_one_dossier(office: Any, at: datetime) -> None:
    product = office("lai-chau", at)
    roles = {who: product(who).get("/api/me")["roles"] for who in ("citizen1", "postman", "desk1", "case1")}
    assert roles == {
        "citizen1": ["applicant"],
        "postman": ["postal_staff"],
        "desk1": ["one_stop_officer", "population_reader"],
        "case1": ["case_officer"],
    }
    dossier = file_dossier(product)
    assert [each["dossier_id"] for each in product("citizen1").get("/api/me/dossiers")["items"]] == [dossier]
    product.pays(dossier)
    product("postman").step(dossier, "receive")
    product("desk1").step(dossier, "transfer")
    assert product("case1").step(dossier, "claim")["state"] == "processing"
