"""What goes to the national portal of a frequent question: after any course of steps the portal shows what everybody
reads here, and every change is sent once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.matters.faq_packages import build_faq_packages, find_held_edition
from chalicelib.domain.matters.kinds.erasure_rows import DECISION, GROUND, ORDER, PROPOSE
from chalicelib.domain.matters.public_face import build_public_matter
from chalicelib.domain.portal.mapping import MappingGap
from infra.local.stand_ins.portal_store import PortalStore
from tests.support.faq_builders import EDITOR, TEXT, FaqDesk
from tests.support.matters.erased import MatterErasure, build_matter_eraser

ASKS = {"draft", "revise"}
REASONED = {"send_back", "drop", "withdraw", "restore"}
DECIDED = {GROUND: "authority_decision", DECISION: "Quyết định số 12/QĐ-TA"}
SPECIAL = {"hide": {"hide_code": "personal_data", "reason": "Sai"}, PROPOSE: DECIDED}


def bring_all(desk: FaqDesk, portal: PortalStore, after: int = 0) -> list[Any]:
    """Send every package of the ledger after a fact; those that were sent."""
    parts = desk.deps.matters.load_parts(desk.id)
    found = build_faq_packages(desk.source, desk.ledger, lambda: parts, after)
    sent = [package.body for _, package in found if package is not None]
    for body in sent:
        portal.take_package(body)
    return sent


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 9), max_size=12))
def test_the_portal_shows_what_everybody_reads_after_any_course(choices: list[int]) -> None:
    desk, portal, sent, done = FaqDesk(), PortalStore(), 0, 0
    desk.begin()
    for choice in choices:
        steps = desk.list_steps(EDITOR)
        if not steps:
            break
        word = steps[choice % len(steps)]
        values = {**TEXT, "public_answer": f"Lần {choice}."} if word in ASKS else {}
        values = {"reason": "Sai"} if word in REASONED else SPECIAL.get(word, values)
        desk.take(word, EDITOR, values)
        sent += len(bring_all(desk, portal, done))
        done = len(desk.ledger)
        shown = build_public_matter(desk.kind, desk.matter, desk.deps.matters.load_parts(desk.id))
        held = portal.find_question(desk.matter.number)
        assert (held is None) is (shown is None)
        if held and shown:
            assert (held["LanDang"], held["NoiDung"]["TraLoi"]) == (shown.edition, shown.texts["public_answer"])
    assert find_held_edition(desk.ledger, lambda _: True) == (held["LanDang"] if choices and held else 0)
    assert len(bring_all(desk, PortalStore())) == sent, "a replay of the ledger sends the same"


def test_a_message_holds_what_everybody_reads_and_nothing_else() -> None:
    desk = FaqDesk()
    desk.begin()
    desk.publish()
    (body,) = bring_all(desk, PortalStore())
    assert body["ThongDiep"] == [
        {
            "Loai": "faq",
            "NoiDung": {
                "MaCauHoi": desk.matter.number, "LanDang": 1, "NgayDang": "2026-11-23T09:00:00+07:00",
                "TieuDe": TEXT["public_subject"], "CauHoi": TEXT["public_question"], "TraLoi": TEXT["public_answer"],
                "MaTTHC": "2.000635", "LinhVuc": "Hộ tịch", "CoQuanTraLoi": "unit-a",
            },
        }
    ]  # fmt: skip
    assert EDITOR.sub not in repr(body)


def test_the_law_of_the_day_of_publication_decides_and_what_went_is_withdrawn() -> None:
    desk = FaqDesk()
    desk.begin()
    desk.publish()
    until = desk.now + timedelta(hours=1)

    def is_sent(at: datetime) -> bool:
        return at < until

    desk.now += timedelta(days=1)
    desk.take("revise", EDITOR, {**TEXT, "public_answer": "Khác."})
    desk.take("publish", EDITOR)
    parts = desk.deps.matters.load_parts(desk.id)
    found = build_faq_packages(replace(desk.source, is_sent=is_sent), desk.ledger, lambda: parts, 0)
    kinds = [package.body["ThongDiep"][0]["Loai"] for _, package in found if package is not None]
    assert kinds == ["faq", "faq_withdrawn"]
    never = build_faq_packages(replace(desk.source, is_sent=lambda _: False), desk.ledger, lambda: parts, 0)
    assert [package for _, package in never if package is not None] == []


def test_an_erased_entry_is_withdrawn_though_its_last_text_was_never_sent() -> None:
    desk, portal = FaqDesk(), PortalStore()
    desk.begin()
    desk.publish()
    bring_all(desk, portal)
    sent = len(desk.ledger)
    desk.take("revise", EDITOR, {**TEXT, "public_answer": "Khác."})
    desk.take("publish", EDITOR)
    desk.take(PROPOSE, replace(EDITOR, sub="office-2"), DECIDED)
    desk.take(ORDER, replace(EDITOR, sub="office-3"))
    world = MatterErasure(desk.store)
    assert build_matter_eraser(desk.deps, world, desk.now).erase_ordered().dossiers == 1
    (body,) = bring_all(desk, portal, sent)
    assert [each["Loai"] for each in body["ThongDiep"]] == ["faq_withdrawn"]
    assert portal.find_question(desk.matter.number) is None
    assert find_held_edition(desk.ledger, lambda _: True) == 0


def test_a_text_that_is_not_held_any_more_is_not_guessed() -> None:
    desk = FaqDesk()
    desk.begin()
    desk.publish()
    with pytest.raises(MappingGap, match="text_missing"):
        list(build_faq_packages(desk.source, desk.ledger, dict, 0))
