"""The law changes while a dossier is under way: each rule is of the day of its own event, through the routes."""

from __future__ import annotations

from datetime import datetime

import pytest

from chalicelib.domain.shared.timezone import VIETNAM
from infra.local.stories.people import FORM_2, MARITAL, MARITAL_APPLICANT
from tests.product.office import Office
from tests.steps.filing.test_filing_checks import PROVINCES

CERTIFICATE = "1.004873"
TYPED = {"answers": MARITAL, "applicant": MARITAL_APPLICANT}
OLD_FORMS, NEW_FORMS = "01/2018/TT-VPCP", "03/2025/TT-VPCP"
FRIDAY, TUESDAY = datetime(2025, 9, 12, 9, tzinfo=VIETNAM), datetime(2025, 9, 16, 9, tzinfo=VIETNAM)
"""Before and after the forms and the codes of TT 03/2025 (15/09/2025)."""


def file_at(product: Office, at: datetime) -> str:
    """A certificate filed at that instant."""
    return product.at(at).filed(CERTIFICATE, TYPED, [FORM_2])


@pytest.mark.parametrize("province", PROVINCES)
def test_what_is_not_received_keeps_the_law_of_its_filing_and_what_is_that_of_its_reception(office, province):
    product = office(province)
    refused, received = file_at(product, FRIDAY), file_at(product, FRIDAY)
    product.at(TUESDAY)
    product("desk1").step(refused, "refuse", {"ground": "not_conforming", "reason": "Sai mẫu."})
    code = product("desk1").step(received, "receive")["code"]
    assert OLD_FORMS in product.around.slips(refused)["refusal"]
    assert NEW_FORMS in product.around.slips(received)["receipt"]
    assert code.endswith("-20250916-0000001")


@pytest.mark.clause("LC-9.4")
@pytest.mark.parametrize(("day", "status", "code"), [(9, 409, "on_demand_only"), (10, 200, None)])
def test_a_filing_from_before_the_regulation_is_not_amended_on_ones_own(office, day, status, code):
    """Lai Châu lets applicants amend by themselves from 10/10/2024; what was filed the day before keeps its law."""
    product = office("lai-chau")
    dossier = file_at(product, datetime(2024, 10, day, 16, tzinfo=VIETNAM))
    product.at(datetime(2024, 10, 10, 17, tzinfo=VIETNAM))
    applicant = product("citizen1")
    body = {"papers": [applicant.upload(dossier, "component", FORM_2)]}
    answer = applicant.try_step(dossier, "supplement", body)
    assert (answer.status, answer.body["code"]) == (status, code)
