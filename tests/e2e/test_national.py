"""A filing at the national portal on a deployed stack: handed on signed, its file brought by link, until reception."""

from __future__ import annotations

import pytest

from chalicelib.domain.accounts.portal_accounts import PORTAL
from infra.local.person import PAID_LATER
from infra.local.portal_calls import find_portal
from infra.local.stories.at_portal import file_marital_at_portal
from infra.local.stories.people import FORM_2
from infra.local.stories.telling import Scenario, verify_ledger
from tests.e2e.people import Cast
from tests.e2e.rights import wait_until_met

pytestmark = pytest.mark.cloud


def test_a_filing_whose_file_is_fetched_by_its_link_is_submitted_received_and_reported_back(cast: Cast) -> None:
    telling = Scenario(cast.stack)
    dossier = file_marital_at_portal(telling, cast.place.one_stop)
    seen = cast("citizen1").get(f"/api/dossiers/{dossier}")
    assert (seen["state"], seen["channel"]) == ("submitted", "national_portal"), "the linked account owns it"
    (paper,) = cast("citizen1").get(f"/api/dossiers/{dossier}/papers")["items"]
    assert (paper["component"], paper["state"]) == (FORM_2, "accepted")
    assert cast("desk1").step(dossier, "receive", PAID_LATER)["state"] == "received"
    facts = verify_ledger(telling, dossier)["facts"]
    assert [(fact["kind"], fact["actor"]["sub"] == PORTAL.sub) for fact in facts] == [
        ("submitted", True), ("received", False),
    ]  # fmt: skip
    store = find_portal(cast.stack).store
    assert wait_until_met(lambda: len(store.list_packages(dossier)) == len(facts), 60)
