"""The ways of returning a result, in each province and regime."""

from __future__ import annotations

from datetime import datetime

import pytest

from chalicelib.domain.shared.timezone import VIETNAM
from infra.local.stories.people import FORM_2, MARITAL, MARITAL_APPLICANT
from tests.product.office import Office
from tests.support.bodies import ANSWERS, BY_POST

FULL, PARTIAL = "1.004873", "2.000815"
FILINGS = {
    FULL: ({"answers": MARITAL, "applicant": MARITAL_APPLICANT}, [FORM_2]),
    PARTIAL: ({"answers": ANSWERS[PARTIAL], "applicant": MARITAL_APPLICANT}, ["original_document"]),
}
REGIMES = [
    pytest.param(datetime(2025, 11, 24, 9, tzinfo=VIETNAM), id="2025"),
    pytest.param(datetime(2026, 11, 23, 9, tzinfo=VIETNAM), id="today"),
]
RECEIVER = {"full_name": "Lò Văn Pâng", "id_number": "012095000002", "authorised": False, "authorisation": None}
COUNTER = {"way": "counter", "receiver": RECEIVER, "receipt_shown": True, "announced_by": "phone"}


def grant_filed(product: Office, procedure: str) -> str:
    """A dossier filed online, paid, with its result and its paper compared."""
    dossier = product.filed(procedure, *FILINGS[procedure])
    desk = product("desk1")
    desk.step(dossier, "receive")
    product.around.pays(dossier)
    who = desk if procedure == PARTIAL else product("head1")
    if procedure == FULL:
        desk.step(dossier, "transfer")
    result = (desk if procedure == PARTIAL else product("case1")).upload(dossier, "result")
    who.step(dossier, "resolve", {"outcome": "granted", "result": result})
    desk.step(dossier, "compare", {"came": "sent"})
    return dossier


@pytest.mark.clause("QN-13.3")
@pytest.mark.parametrize("at", REGIMES)
def test_a_fully_online_service_returns_online_by_post_or_another_prescribed_way(office, at):
    product = office("quang-ngai", at=at)
    dossier, desk = grant_filed(product, FULL), product("desk1")
    assert desk.try_step(dossier, "give_back", COUNTER).code == "way_not_offered"
    assert desk.step(dossier, "give_back", BY_POST)["state"] == "returned"


@pytest.mark.clause("QN-13.2")
@pytest.mark.parametrize("at", REGIMES)
def test_a_partly_online_service_returns_at_the_desk_or_by_another_prescribed_way(office, at):
    product = office("quang-ngai", at=at)
    dossier, desk = grant_filed(product, PARTIAL), product("desk1")
    assert desk.try_step(dossier, "give_back", {"way": "online"}).code == "way_not_offered"
    assert desk.step(dossier, "give_back", {"way": "online", "chosen": True})["state"] == "returned"
