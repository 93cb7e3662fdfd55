"""The nightly pull, and the decisions about its differences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Actor, Assignment, Role
from chalicelib.domain.catalogue.catalogue_changes import Change, NothingToReview, SharedCatalogue, Standing
from chalicelib.domain.portal.position import PortalUnavailable
from chalicelib.domain.shared.errors import Forbidden, KeyReused, NotFound, Refusal, Stale
from chalicelib.repositories.catalogue.catalogue_changes import load_shared, ours
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.steps.catalogue.decide_catalogue_change import decide_catalogue_change
from chalicelib.steps.catalogue.pull_catalogues import CataloguePull
from chalicelib.steps.dossier.context import Ask
from chalicelib.steps.dossier.ports import Conflict

NOW = datetime(2026, 11, 26, 19, 10, tzinfo=UTC)
GENDER = SharedCatalogue("gender", "gioi-tinh", "Ma", "HetHieuLuc", {"Ten": "name"})
PEOPLES = SharedCatalogue("ethnic_groups", "dan-toc", "Ma", "HetHieuLuc", {"Ten": "name"})
OURS = {"gender": {"1": [{"name": "Nam"}]}, "ethnic_groups": {"01": [{"name": "Kinh"}]}}


@dataclass
class Queue:
    """The review queue in a dictionary, with the store's condition."""

    kept: dict[str, Change] = field(default_factory=dict)

    def all(self) -> list[Change]:
        return list(self.kept.values())

    def look(self, number: str) -> Change | None:
        return self.kept.get(number)

    def save(self, change: Change) -> Change:
        before = self.kept.get(change.id)
        if change.version != (before.version if before else 0):
            raise Conflict("version")
        self.kept[change.id] = replace(change, version=change.version + 1)
        return self.kept[change.id]


@dataclass
class Portal:
    """Each catalogue's answer: entries, or the failure."""

    says: dict[str, Any]

    def catalogue(self, name: str) -> tuple[str, Sequence[Any]]:
        said = self.says[name]
        if isinstance(said, Exception):
            raise said
        return "v1", said


def pull(queue: Queue, gender: Any, peoples: Any = ({"Ma": "01", "Ten": "Kinh"},)) -> Any:
    portal = Portal({"gioi-tinh": gender, "dan-toc": peoples})
    return CataloguePull(portal, queue, (GENDER, PEOPLES), OURS)(NOW)


def officer(role: Role, sub: str = "editor") -> Actor:
    return Actor(sub, (Assignment(role, "HUE", NOW - timedelta(days=1)),))


def decide(queue: Queue, change: Change, verdict: str = "accepted", **told: Any) -> Change:
    ask = Ask(
        step="decide_catalogue_change",
        dossier_id=change.id,
        actor=told.get("actor", officer(Role.CATALOGUE_EDITOR)),
        now=NOW,
        real_now=NOW,
        key=told.get("key", "k" * 16),
        version=told.get("version", change.version),
        body={"verdict": verdict, "reason": told.get("reason", "Theo QĐ 1739")},
    )
    return decide_catalogue_change(queue, ask, told.get("number", change.id))


@pytest.fixture
def queue() -> Queue:
    """With one difference in it."""
    queue = Queue()
    pull(queue, [{"Ma": "1", "Ten": "Nam giới"}])
    return queue


@pytest.mark.clause("TB-5.1")
def test_the_night_puts_what_differs_into_the_queue_once_and_changes_nothing_of_ours(queue: Queue) -> None:
    (change,) = queue.all()
    assert (change.catalogue, change.code, change.standing, change.version) == ("gender", "1", Standing.OPEN, 1)
    assert (change.portal_version, change.first_seen) == ("v1", NOW)
    again = pull(queue, [{"Ma": "1", "Ten": "Nam giới"}])
    assert [(each.opened, each.ended, each.unread) for each in again] == [(0, 0, ""), (0, 0, "")]
    assert queue.all() == [change]
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
    queue: Queue, said: Any, reason: str
) -> None:
    before = queue.all()
    first, second = pull(queue, said, [{"Ma": "01", "Ten": "Kinh"}, {"Ma": "02", "Ten": "Tày"}])
    assert (first.unread, first.opened, first.ended) == (reason, 0, 0)
    assert (second.unread, second.opened) == ("", 1)
    assert [each for each in queue.all() if each.catalogue == "gender"] == before


def test_what_a_person_decided_at_that_moment_is_left_to_the_next_night(queue: Queue) -> None:
    stale = Queue(dict(queue.kept))
    decide(queue, queue.all()[0])
    stale.save = queue.save  # type: ignore[method-assign]
    gone, _ = pull(stale, [{"Ma": "1", "Ten": "Nam"}])
    assert (gone.missed, gone.ended) == (1, 0)
    assert queue.all()[0].standing is Standing.ACCEPTED


def test_a_decision_is_on_record_with_who_when_and_why_and_a_repeat_is_the_same(queue: Queue) -> None:
    (change,) = queue.all()
    done = decide(queue, change)
    assert (done.standing, done.version) == (Standing.ACCEPTED, 2)
    (review,) = done.reviews
    assert (review.by, review.at, review.reason) == ("editor", NOW, "Theo QĐ 1739")
    assert decide(queue, change) == done
    with pytest.raises(KeyReused):
        decide(queue, change, "rejected")
    with pytest.raises(Stale):
        decide(queue, change, "rejected", key="n" * 16)
    turned = decide(queue, done, "rejected", key="n" * 16, actor=officer(Role.OPERATOR, "operator"))
    assert [each.by for each in turned.reviews] == ["editor", "operator"]
    assert pull(queue, [{"Ma": "1", "Ten": "Nam giới"}])[0].opened == 0, "a rejected difference does not come back"


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({"actor": officer(Role.PROVINCIAL_OFFICE)}, Forbidden),
        ({"actor": Actor("citizen")}, Forbidden),
        ({"number": "another"}, NotFound),
        ({"version": 7}, Stale),
    ],
)
def test_only_reviewers_decide_on_what_is_there_as_it_stands(
    queue: Queue, told: dict[str, Any], refusal: type[Refusal]
) -> None:
    before = queue.all()
    with pytest.raises(refusal):
        decide(queue, before[0], **told)
    assert queue.all() == before


def test_what_is_over_cannot_be_decided(queue: Queue) -> None:
    pull(queue, [{"Ma": "1", "Ten": "Nam"}])
    with pytest.raises(NothingToReview):
        decide(queue, queue.all()[0])


def test_the_catalogues_as_shipped_have_a_side_of_ours_with_every_field() -> None:
    shared = load_shared()
    mine = ours(CatalogueFiles(), shared)
    assert {"procedures", "ethnic_groups", "gender"} == set(mine)
    for each in shared:
        assert {name for values in mine[each.ours].values() for one in values for name in one} == {
            *each.fields.values()
        }
