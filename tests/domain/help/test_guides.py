"""The shelf of guides: by audience, page and step."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.domain.catalogue.procedures import Names
from chalicelib.domain.flow.flow_words import Step
from chalicelib.domain.help.guides import Guide, GuideAudience, GuideShelf, Topic, UnknownGuide

TOPIC = Topic("officer-start", GuideAudience.OFFICER, Names("Bắt đầu", "Start"))


def build_guide(guide_id: str, pages: tuple[str, ...], steps: tuple[Step, ...] = ()) -> Guide:
    name = Names(guide_id, guide_id)
    return Guide(guide_id, TOPIC, name, name, (), pages, steps, (), (), "one_stop", 1, date(2026, 12, 2))


SHELF = GuideShelf(
    [
        build_guide("refuse", ("/officer/dossiers/:id",), (Step.REFUSE,)),
        build_guide("both", ("/officer", "/officer/dossiers/:id")),
        build_guide("workspace", ("/officer/dossiers/:id",)),
    ]
)


def test_the_guide_of_a_page_comes_before_those_of_its_steps() -> None:
    found = SHELF.list_guides(GuideAudience.OFFICER, page="/officer/dossiers/:id")
    assert [each.id for each in found] == ["workspace", "both", "refuse"]


def test_guides_are_listed_by_step_and_audience() -> None:
    assert [each.id for each in SHELF.list_guides(step=Step.REFUSE)] == ["refuse"]
    assert SHELF.list_guides(GuideAudience.CITIZEN) == ()


def test_an_unknown_guide_is_refused() -> None:
    with pytest.raises(UnknownGuide):
        SHELF.get("none")
