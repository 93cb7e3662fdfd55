"""Huế: officers' rights are reviewed on the first days of a half-year, one press for each (NĐ 331/2026)."""

from __future__ import annotations

from typing import Any

from infra.local.person import HttpReply
from infra.local.seed import TODAY
from infra.local.stories.lai_chau_questions import take_step
from infra.local.stories.registry import register_story
from infra.local.stories.telling import Scenario
from infra.operations.verify_ledger import check_export

PLURAL, REQUESTS = "rights-reviews", "account-requests"
GRANTED = {"reply": "12/TB-SKHCN", "outcome": "Đã thu hồi quyền theo kỳ rà soát."}


@register_story(
    "Huế, officers' rights reviewed: kept or ended with one press each, by somebody else for one's own (NĐ 331/2026)",
    province="hue",
    clock="2026-12-28T09:00:00",
)
def hue_rights_review(telling: Scenario) -> None:
    """Nothing is opened for the past; in January the heads answer, a request ends a right, and the review closes."""
    committee = telling.find_place(TODAY).committee
    telling.run_function("review_accounts")
    telling.check_equal("no review for the half-year that is nearly over", list_reviews(telling, committee), [])
    telling.set_clock("2027-01-04T09:00:00")
    for _ in range(2):
        telling.run_function("review_accounts")
    reviews = list_reviews(telling, committee)
    telling.check_equal("in January one review of the unit, however often the job runs", len(reviews), 1)
    number = str(reviews[0]["id"])
    review = read_review(telling, "head1", number)
    telling.check_equal("due in ten working days", review["due_at"][:10], "2027-01-18")
    own = next(each for each in review["lines"] if each["own"])
    telling.check_refusal("nobody answers for their own right", press(telling, "head1", number, own["key"]),
                          "own_rights")  # fmt: skip
    case, *others = [each for each in review["lines"] if each["answers"]]
    for line in others:
        press(telling, "head1", number, line["key"], expect=200)
    press(telling, "head1", number, case["key"], "end", expect=200)
    ending = find_line(read_review(telling, "head1", number), case["key"])
    request = take_step(telling, "operator", ending["end_request"]["id"], "grant", GRANTED, REQUESTS)
    telling.check_equal("who grants rights ends it, in writing", request["state"], "granted")
    ended = find_line(read_review(telling, "head1", number), case["key"])
    telling.check_equal("the review shows that it has ended", ended["state"], "ended")
    press(telling, "operator", number, own["key"], expect=200)
    closed = read_review(telling, "head1", number)
    telling.check_equal("the last answer closes the review", closed["state"], "closed")
    paper = telling.find_person("head1").get(f"/api/matters/answers/{number}")
    telling.check_equal("its result is a paper", paper["number"], closed["number"])
    facts = telling.find_person("operator").get(f"/api/matters/ledger/{number}")
    telling.check_equal("and its ledger proves each answer", check_export(facts).problems, [])


def list_reviews(telling: Scenario, unit: str) -> list[dict[str, Any]]:
    """Return the open reviews of a unit."""
    found: list[dict[str, Any]] = telling.find_person("operator").get(f"/api/{PLURAL}?unit={unit}")["items"]
    return found


def read_review(telling: Scenario, username: str, number: str) -> dict[str, Any]:
    """Return a review as somebody reads it."""
    found: dict[str, Any] = telling.find_person(username).get(f"/api/{PLURAL}/{number}")
    return found


def find_line(review: dict[str, Any], key: str) -> dict[str, Any]:
    """Return the line with a key."""
    found: dict[str, Any] = next(each for each in review["lines"] if each["key"] == key)
    return found


def press(
    telling: Scenario, username: str, number: str, key: str, word: str = "keep", expect: int | None = None
) -> HttpReply:
    """Press a line's button on the version that is there."""
    version = read_review(telling, username, number)["version"]
    return telling.find_person(username).ask(
        "POST", f"/api/{PLURAL}/{number}/{word}", {"values": {"line": key}}, version=version, expect=expect
    )
