"""The demo's stories on deployed stacks, over HTTP: what `make demo` shows is what the suite proves."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from infra.local.stack import LocalStack
from infra.local.stories.hue_household_business import hue_household_business
from infra.local.stories.hue_lookup import hue_lookup
from infra.local.stories.hue_notices import hue_notices
from infra.local.stories.hue_overdue import hue_overdue
from infra.local.stories.hue_refusals import hue_refusals
from infra.local.stories.lai_chau_marital_status import lai_chau_marital_status
from infra.local.stories.registry import Story
from infra.local.stories.telling import Scenario, verify_ledger

pytestmark = pytest.mark.cloud


@pytest.fixture
def telling_of(stack_of: Callable[[str], LocalStack]) -> Callable[[Story], Scenario]:
    """A run at the story's stack. Its clock stays where the story ends: the next user sets their own."""
    return lambda story: Scenario(stack_of(story.province))


@pytest.mark.clause("HUE-13.1#1", "HUE-11.1", "HUE-15.2", "HUE-16.1")
def test_a_household_business_is_registered_in_hue_from_filing_to_the_result(telling_of) -> None:
    telling = telling_of(hue_household_business)
    export = verify_ledger(telling, str(hue_household_business.run_story(telling)))
    kinds = [fact["kind"] for fact in export["facts"]]
    assert kinds == [
        "submitted", "supplement_requested", "supplemented", "payment_recorded", "paid", "received", "transferred",
        "task_finished", "resolved", "original_compared", "given_back", "closed",
    ]  # fmt: skip


@pytest.mark.clause("LC-10.1.b#2")
def test_a_saturday_evening_filing_in_lai_chau_starts_at_the_next_working_hour(telling_of) -> None:
    telling = telling_of(lai_chau_marital_status)
    export = verify_ledger(telling, str(lai_chau_marital_status.run_story(telling)))
    assert export["facts"][-1]["kind"] == "closed"
    assert all(fact["simulated"] for fact in export["facts"])


@pytest.mark.clause("HUE-6.6")
def test_a_dossier_is_looked_up_by_link_and_message_and_found_at_the_counter(telling_of) -> None:
    telling = telling_of(hue_lookup)
    export = verify_ledger(telling, str(hue_lookup.run_story(telling)))
    assert [fact["kind"] for fact in export["facts"]] == ["submitted", "received", "transferred"]


def test_notices_arrive_by_mail_and_sms_at_proven_contacts_and_a_person_informs_the_others(telling_of) -> None:
    telling = telling_of(hue_notices)
    export = verify_ledger(telling, str(hue_notices.run_story(telling)))
    assert [fact["kind"] for fact in export["facts"]] == ["submitted", "supplement_requested"]


def test_an_overdue_dossier_is_escalated_and_gets_its_apology_and_one_new_date(telling_of) -> None:
    telling = telling_of(hue_overdue)
    export = verify_ledger(telling, str(hue_overdue.run_story(telling)))
    settled = [fact for fact in export["facts"] if fact["kind"] in ("request_opened", "apologised")]
    assert [fact["by_system"] for fact in settled] == [True, False, False]


def test_what_must_be_refused_is_refused_on_the_deployed_stack(telling_of) -> None:
    telling = telling_of(hue_refusals)
    hue_refusals.run_story(telling)
    assert len(telling.seen) == 9
