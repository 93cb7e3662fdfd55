"""The nightly pull, and the decisions about its differences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Actor, Assignment, Role
from chalicelib.domain.catalogue.catalogue_changes import (
    CatalogueDifference,
    NothingToReview,
    ReviewStanding,
    SharedCatalogue,
)
from chalicelib.domain.portal.position import PortalUnavailable
from chalicelib.domain.shared.errors import Forbidden, KeyReused, NotFound, Refusal, Stale
from chalicelib.repositories.catalogue.catalogue_changes import list_ours, load_shared
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.steps.catalogue.decide_catalogue_change import decide_catalogue_change
from chalicelib.steps.catalogue.pull_catalogues import CataloguePull
from chalicelib.steps.dossier.ports import Conflict
from tests.support.commands import build_command_with

NOW = datetime(2026, 11, 26, 19, 10, tzinfo=UTC)
GENDER = SharedCatalogue("gender", "gioi-tinh", "Ma", "HetHieuLuc", {"Ten": "name"})
PEOPLES = SharedCatalogue("ethnic_groups", "dan-toc", "Ma", "HetHieuLuc", {"Ten": "name"})
OURS = {"gender": {"1": [{"name": "Nam"}]}, "ethnic_groups": {"01": [{"name": "Kinh"}]}}


@dataclass
class FakeReviewQueue:
    """The review queue in a dictionary, with the store's condition."""

    kept: dict[str, CatalogueDifference] = field(default_factory=dict)

    def list_all(self) -> list[CatalogueDifference]:
        return list(self.kept.values())

    def look(self, number: str) -> CatalogueDifference | None:
        return self.kept.get(number)

    def save(self, change: CatalogueDifference) -> CatalogueDifference:
        before = self.kept.get(change.id)
        if change.version != (before.version if before else 0):
            raise Conflict("version")
        self.kept[change.id] = replace(change, version=change.version + 1)
        return self.kept[change.id]


@dataclass
class CataloguePortal:
    """Each catalogue's answer: entries, or the failure."""

    says: dict[str, Any]

    def fetch_catalogue(self, name: str) -> tuple[str, Sequence[Any]]:
        said = self.says[name]
        if isinstance(said, Exception):
            raise said
        return "v1", said


def pull_entries(queue: FakeReviewQueue, gender: Any, peoples: Any = ({"Ma": "01", "Ten": "Kinh"},)) -> Any:
    portal = CataloguePortal({"gioi-tinh": gender, "dan-toc": peoples})
    return CataloguePull(portal, queue, (GENDER, PEOPLES), OURS)(NOW)


def build_officer(role: Role, sub: str = "editor") -> Actor:
    return Actor(sub, (Assignment(role, "HUE", NOW - timedelta(days=1)),))


def decide_difference(
    queue: FakeReviewQueue, change: CatalogueDifference, verdict: str = "accepted", **told: Any
) -> CatalogueDifference:
    command = build_command_with(
        step="decide_catalogue_change",
        dossier_id=change.id,
        actor=told.get("actor", build_officer(Role.CATALOGUE_EDITOR)),
        now=NOW,
        real_now=NOW,
        key=told.get("key", "k" * 16),
        version=told.get("version", change.version),
        body={"verdict": verdict, "reason": told.get("reason", "Theo QĐ 1739")},
    )
    return decide_catalogue_change(queue, command, told.get("number", change.id))


@pytest.fixture
def queue() -> FakeReviewQueue:
    """With one difference in it."""
    queue = FakeReviewQueue()
    pull_entries(queue, [{"Ma": "1", "Ten": "Nam giới"}])
    return queue


@pytest.mark.clause("TB-5.1")
def test_the_night_puts_what_differs_into_the_queue_once_and_changes_nothing_of_ours(queue: FakeReviewQueue) -> None:
    (change,) = queue.list_all()
    assert (change.catalogue, change.code, change.standing, change.version) == ("gender", "1", ReviewStanding.OPEN, 1)
    assert (change.portal_version, change.first_seen) == ("v1", NOW)
    again = pull_entries(queue, [{"Ma": "1", "Ten": "Nam giới"}])
    assert [(each.opened, each.ended, each.unread) for each in again] == [(0, 0, ""), (0, 0, "")]
    assert queue.list_all() == [change]
    assert OURS["gender"] == {"1": [{"name": "Nam"}]}


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (PortalUnavailable("status_401"), "status_401"),
        (PortalUnavailable("answer"), "answer"),
        ([], "empty"),
        ([{"Ma": "1", "Ten": "Nam"}, {"Ma": "2"}], "field"),
    ],
)
def test_a_refused_or_malformed_catalogue_leaves_its_items_and_the_others_go_on(
    queue: FakeReviewQueue, said: Any, reason: str
) -> None:
    before = queue.list_all()
    first, second = pull_entries(queue, said, [{"Ma": "01", "Ten": "Kinh"}, {"Ma": "02", "Ten": "Tày"}])
    assert (first.unread, first.opened, first.ended) == (reason, 0, 0)
    assert (second.unread, second.opened) == ("", 1)
    assert [each for each in queue.list_all() if each.catalogue == "gender"] == before


def test_what_a_person_decided_at_that_moment_is_left_to_the_next_night(queue: FakeReviewQueue) -> None:
    stale = FakeReviewQueue(dict(queue.kept))
    decide_difference(queue, queue.list_all()[0])
    stale.save = queue.save  # type: ignore[method-assign]
    gone, _ = pull_entries(stale, [{"Ma": "1", "Ten": "Nam"}])
    assert (gone.missed, gone.ended) == (1, 0)
    assert queue.list_all()[0].standing is ReviewStanding.ACCEPTED


def test_a_decision_is_on_record_with_who_when_and_why_and_a_repeat_is_the_same(queue: FakeReviewQueue) -> None:
    (change,) = queue.list_all()
    done = decide_difference(queue, change)
    assert (done.standing, done.version) == (ReviewStanding.ACCEPTED, 2)
    (review,) = done.reviews
    assert (review.by, review.at, review.reason) == ("editor", NOW, "Theo QĐ 1739")
    assert decide_difference(queue, change) == done
    with pytest.raises(KeyReused):
        decide_difference(queue, change, "rejected")
    with pytest.raises(Stale):
        decide_difference(queue, change, "rejected", key="n" * 16)
    turned = decide_difference(queue, done, "rejected", key="n" * 16, actor=build_officer(Role.OPERATOR, "operator"))
    assert [each.by for each in turned.reviews] == ["editor", "operator"]
    assert pull_entries(queue, [{"Ma": "1", "Ten": "Nam giới"}])[0].opened == 0, (
        "a rejected difference does not come back"
    )


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({"actor": build_officer(Role.PROVINCIAL_OFFICE)}, Forbidden),
        ({"actor": Actor("citizen")}, Forbidden),
        ({"number": "another"}, NotFound),
        ({"version": 7}, Stale),
    ],
)
def test_only_reviewers_decide_on_what_is_there_as_it_stands(
    queue: FakeReviewQueue, told: dict[str, Any], refusal: type[Refusal]
) -> None:
    before = queue.list_all()
    with pytest.raises(refusal):
        decide_difference(queue, before[0], **told)
    assert queue.list_all() == before


def test_what_is_over_cannot_be_decided(queue: FakeReviewQueue) -> None:
    pull_entries(queue, [{"Ma": "1", "Ten": "Nam"}])
    with pytest.raises(NothingToReview):
        decide_difference(queue, queue.list_all()[0])


def test_the_catalogues_as_shipped_have_a_side_of_ours_with_every_field() -> None:
    shared = load_shared()
    mine = list_ours(CatalogueFiles(), shared)
    assert {"procedures", "ethnic_groups", "gender"} == set(mine)
    for each in shared:
        assert {name for values in mine[each.ours].values() for one in values for name in one} == {
            *each.fields.values()
        }
