"""The consumer that writes public faces: from the present state, repeated or late messages do no harm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from chalicelib.domain.matters.kinds.faqs import FAQS
from chalicelib.domain.matters.matter import fold_matter
from chalicelib.domain.matters.public_face import PublicMatter
from chalicelib.domain.shared.errors import Invalid
from chalicelib.steps.matters.matter_ports import PublicPage
from chalicelib.steps.matters.publish_matters import MatterPublishing
from tests.support.fakes.fake_matters import KNOWN_PROCEDURE, WrittenLaw
from tests.support.faq_builders import EDITOR, ENTRY, TEXT
from tests.support.matter_desk import ANSWER, CLERK, MATTER_ID, Desk, build_deps

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

    def list_group(self, kind: str, group: str, limit: int, cursor: str | None) -> PublicPage:
        """Those of a group."""
        return PublicPage(self.search(kind, [group], limit))

    def search(self, kind: str, words: Sequence[str], limit: int, group: str | None = None) -> Sequence[PublicMatter]:
        """Those with all words."""
        wanted = {*words, *([group] if group else ())}
        return [shown for shown, known, _ in self.shown.values() if wanted <= set(known)]


def build_publishing(desk: Desk, public: FakePublic) -> MatterPublishing:
    """The consumer at a desk."""
    return MatterPublishing(desk.deps.matters, public, desk.deps.find_field)


def test_a_question_is_shown_while_it_is_published() -> None:
    desk, public = Desk(build_deps()), FakePublic()
    publishing = build_publishing(desk, public)
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
    assert shown.edition == 1
    desk.take("report_fault", EDITOR, {"fault": "Sai nơi nộp"})
    desk.take("correct", CLERK, {**ANSWER, "answer": "Nộp tại xã."})
    publishing.publish_matter(MATTER_ID)
    assert (public.shown[MATTER_ID][0].edition, public.shown[MATTER_ID][0].texts["answer"]) == (2, "Nộp tại xã.")
    desk.take("withdraw", EDITOR, {"reason": "Sai"})
    assert not publishing.publish_matter(MATTER_ID)
    assert public.shown == {}


def test_an_unknown_matter_is_a_fault() -> None:
    desk = Desk(build_deps())
    with pytest.raises(ValueError, match="no such matter"):
        build_publishing(desk, FakePublic()).publish_matter(MATTER_ID)


def test_a_revision_waits_while_the_published_text_stays() -> None:
    desk, public = Desk(build_deps(), FAQS), FakePublic()
    publishing = build_publishing(desk, public)
    desk.open(ENTRY, EDITOR)
    desk.take("draft", EDITOR, TEXT)
    desk.take("publish", EDITOR)
    publishing.publish_matter(MATTER_ID)
    first, words, _ = public.shown[MATTER_ID]
    assert (first.texts, first.edition) == (TEXT, 1)
    assert {"topic:papers", f"procedure:{KNOWN_PROCEDURE}", "field:HO_TICH"} <= set(words)
    for answer, word, edition in (("Tại phường.", "drop", 1), ("Qua mạng.", "publish", 2)):
        before = public.shown[MATTER_ID][0]
        revised = desk.take("revise", EDITOR, {**TEXT, "public_answer": answer})
        assert (revised.state, revised.public, revised.ended) == ("revised", True, False)
        publishing.publish_matter(MATTER_ID)
        assert public.shown[MATTER_ID][0] == replace(before, state="revised")
        desk.take(word, EDITOR, {"reason": "Chưa đúng"} if word == "drop" else {})
        publishing.publish_matter(MATTER_ID)
        assert public.shown[MATTER_ID][0].edition == edition
    assert public.shown[MATTER_ID][0].texts == {**TEXT, "public_answer": "Qua mạng."}
    assert fold_matter(desk.deps.matters.load_ledger(MATTER_ID)) == desk.matter
    desk.take("withdraw", EDITOR, {"reason": "Đã có quy định mới"})
    assert not publishing.publish_matter(MATTER_ID)
    assert public.shown == {}


def test_a_dropped_revision_leaves_the_text_before() -> None:
    desk, public = Desk(build_deps(), FAQS), FakePublic()
    desk.open(ENTRY, EDITOR)
    desk.take("draft", EDITOR, TEXT)
    desk.take("publish", EDITOR)
    desk.take("revise", EDITOR, {**TEXT, "public_answer": "Tại phường."})
    desk.take("drop", EDITOR, {"reason": "Chưa đúng"})
    build_publishing(desk, public).publish_matter(MATTER_ID)
    assert public.shown[MATTER_ID][0].texts == TEXT


@pytest.mark.parametrize(("sign_off", "own"), [("unit_decides", True), ("always", False)])
def test_a_second_person_publishes_where_the_law_wants_a_sign_off(sign_off: str, own: bool) -> None:
    desk = Desk(build_deps(), FAQS)
    assert isinstance(desk.deps.reference, WrittenLaw)
    desk.deps.reference.values["qa.sign_off"] = sign_off
    desk.open(ENTRY, EDITOR)
    for word in ("draft", "revise"):
        desk.take(word, EDITOR, TEXT)
        assert ("publish" in desk.list_steps(EDITOR)) is own
        assert "publish" in desk.list_steps(replace(EDITOR, sub="another"))
        desk.take("publish", replace(EDITOR, sub="another"))


def test_an_entry_names_a_known_procedure_and_published_sources() -> None:
    desk = Desk(build_deps(), FAQS)
    for wrong, code in (({"procedure": "9.999"}, "unknown_procedure"), ({"source": MATTER_ID}, "not_published")):
        with pytest.raises(Invalid) as refused:
            desk.open({**ENTRY, **wrong}, EDITOR)
        assert [(each.path, each.code) for each in refused.value.fields] == [(f"/values/{next(iter(wrong))}", code)]
