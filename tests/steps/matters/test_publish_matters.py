"""The consumer that writes public faces: from the present state, repeated or late messages do no harm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.matters.public_face import PublicMatter
from chalicelib.steps.matters.matter_ports import PublicPage
from chalicelib.steps.matters.publish_matters import MatterPublishing
from tests.support.matter_desk import ANSWER, CLERK, MATTER_ID, Desk, build_deps
from tests.support.people import build_actor

PUBLIC = {"public_subject": "Khai sinh", "public_question": "Thủ tục cấp lại giấy khai sinh?"}


@dataclass
class FakePublic:
    """The projection in a dictionary."""

    shown: dict[str, tuple[PublicMatter, tuple[str, ...], int]] = field(default_factory=dict)

    def put(self, shown: PublicMatter, words: Sequence[str], length: int) -> None:
        """Store it."""
        self.shown[shown.id] = (shown, tuple(words), length)

    def remove(self, matter_id: str, length: int) -> None:
        """Remove it."""
        self.shown.pop(matter_id, None)

    def find(self, matter_id: str) -> PublicMatter | None:
        """Return it."""
        return self.shown[matter_id][0] if matter_id in self.shown else None

    def list_newest(self, kind: str, unit: str | None, limit: int, cursor: str | None) -> PublicPage:
        """Everything."""
        return PublicPage([each[0] for each in self.shown.values()])

    def search(self, kind: str, words: Sequence[str], limit: int) -> Sequence[PublicMatter]:
        """Those with all words."""
        return [shown for shown, known, _ in self.shown.values() if set(words) <= set(known)]


def test_a_question_is_shown_while_it_is_published() -> None:
    desk, public = Desk(build_deps()), FakePublic()
    publishing = MatterPublishing(desk.deps.matters, public)
    desk.open()
    assert not publishing.publish_matter(MATTER_ID)
    desk.take("take", CLERK)
    desk.take("answer", CLERK, ANSWER)
    assert not publishing.publish_matter(MATTER_ID)
    desk.take("publish", CLERK, PUBLIC)
    for _ in range(2):
        assert publishing.publish_matter(MATTER_ID)
    shown, words, _ = public.shown[MATTER_ID]
    assert shown.texts == {**PUBLIC, **ANSWER}
    assert words[:2] == ("khai", "sinh")
    desk.take("withdraw", build_actor(Role.PROVINCIAL_OFFICE, "province"), {"reason": "Sai"})
    assert not publishing.publish_matter(MATTER_ID)
    assert public.shown == {}


def test_an_unknown_matter_is_a_fault() -> None:
    desk = Desk(build_deps())
    with pytest.raises(ValueError, match="no such matter"):
        MatterPublishing(desk.deps.matters, FakePublic()).publish_matter(MATTER_ID)
