"""The local cloud is stopped and started again on its state: everything continues where it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.cloud import LocalCloud
from infra.local.person import PAID_LATER
from infra.local.ports import find_free_port
from infra.local.serve import serve_stack
from infra.local.stack import LocalStack
from infra.local.stories.people import FORM_2, MARITAL
from tests.e2e.conftest import set_office_hours
from tests.e2e.described import Description
from tests.e2e.filings import CERTIFICATE, Filings
from tests.e2e.money import PaymentWays, make_gateway_pay
from tests.e2e.people import APPLICANT, Cast

pytestmark = pytest.mark.cloud


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Cast]:
    """A stack on a local cloud of its own, which other tests do not see stopping."""
    with (
        LocalCloud(tmp_path) as cloud,
        serve_stack(LocalStack(cloud, "lai-chau", find_free_port()), find_free_port()) as stack,
    ):
        set_office_hours(stack)
        yield Cast(stack, Description.served(stack.origin))


def test_after_a_restart_data_sign_in_papers_and_payments_go_on(alone: Cast) -> None:
    citizen, desk = alone("citizen1"), alone("desk1")
    dossier = Filings(alone).filed(CERTIFICATE, FORM_2, MARITAL)
    draft = citizen.draft(CERTIFICATE, alone.place.one_stop, "own_portal", {"answers": MARITAL, "applicant": APPLICANT})
    before, ledger = citizen.get(f"/api/dossiers/{dossier}"), citizen.get(f"/api/dossiers/{dossier}/ledger")
    was_signed_in = alone.stack.fetch_token("citizen1")

    alone.stack.cloud.restart()

    old = alone.nobody(was_signed_in)
    assert old.get(f"/api/dossiers/{dossier}") == before
    assert old.get(f"/api/dossiers/{dossier}/ledger") == ledger
    fresh = alone.stack.sign_in("citizen1", alone.stack.find_account("citizen1").password)
    assert alone.nobody(str(fresh["access_token"])).get("/api/me/dossiers")["items"][0]["dossier_id"] == dossier
    citizen.submit(draft, [citizen.upload(draft, "component", FORM_2)])
    owed = desk.step(dossier, "receive", PAID_LATER)["obligations"][0]["id"]
    assert [each["status"] for each in make_gateway_pay(alone, PaymentWays(alone).intent(dossier, owed))] == [200]
