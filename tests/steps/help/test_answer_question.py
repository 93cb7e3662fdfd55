"""The assistant: it quotes what its sources find, best first, and is silent where the province has switched it off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from chalicelib.domain.catalogue.procedures import Names
from chalicelib.domain.help.guides import GuideAudience
from chalicelib.domain.help.passages import Passage, PassageKind
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.law.rulings import Ruling
from chalicelib.repositories.law.rule_set import ProvinceLaw, load_rules
from chalicelib.steps.help.answer_question import MOST, AssistantOff, answer_question, rank_passages

NOW = datetime(2026, 12, 2, 3, tzinfo=UTC)
LAW = ProvinceLaw("lai-chau", load_rules())


@dataclass
class Source:
    """A source that finds the same for every question."""

    fits: Sequence[float]
    name: str

    def find_passages(self, question: str, audience: GuideAudience) -> Sequence[Passage]:
        title = Names(self.name, self.name)
        return [Passage(PassageKind.GUIDE, f"{self.name}{fit}", title, (), fit) for fit in self.fits]


@dataclass
class Kept:
    """A source of these passages."""

    passages: Sequence[Passage]

    def find_passages(self, question: str, audience: GuideAudience) -> Sequence[Passage]:
        return self.passages


class SwitchedOff(ProvinceLaw):
    """The law of a province that has switched the assistant off."""

    def find_rule(self, param: str, dates: CaseDates, **scope: str) -> Ruling:
        return replace(super().find_rule(param, dates, **scope), value=False)


def test_passages_of_all_sources_are_ordered_by_fit_and_few() -> None:
    sources = (Source([0.5, 0.4], "a"), Source([0.9, 0.5, 0.3], "b"))
    found = answer_question(LAW, sources, "câu hỏi", GuideAudience.CITIZEN, NOW)
    assert [each.id for each in found] == ["b0.9", "a0.5", "b0.5", "a0.4"]
    assert len(found) == MOST


def test_a_general_guide_yields_to_the_procedure_that_a_question_names() -> None:
    name = Names("a", "a")
    general = Passage(PassageKind.GUIDE, "general", name, (), 0.8, general=True)
    procedure = Passage(PassageKind.PROCEDURE, "procedure", name, (), 0.6)
    assert [each.id for each in rank_passages([Kept([general, procedure])], "", GuideAudience.CITIZEN)] == [
        "procedure", "general",
    ]  # fmt: skip
    assert rank_passages([Kept([general])], "", GuideAudience.CITIZEN) == (general,)


def test_where_nothing_fits_nothing_is_quoted() -> None:
    assert answer_question(LAW, (Source([], "a"),), "câu hỏi", GuideAudience.CITIZEN, NOW) == ()


def test_a_province_may_switch_the_assistant_off() -> None:
    with pytest.raises(AssistantOff):
        answer_question(
            SwitchedOff("lai-chau", load_rules()), (Source([0.9], "a"),), "câu hỏi", GuideAudience.CITIZEN, NOW
        )
