"""The assistant: it quotes what its sources find, best first, and is silent where the province has switched it off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from chalicelib.domain.catalogue.procedures import Names
from chalicelib.domain.help.guides import GuideAudience
from chalicelib.domain.help.hand_over import HandOverWords
from chalicelib.domain.help.passages import Passage, PassageKind
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.law.rulings import Ruling
from chalicelib.repositories.law.rule_set import ProvinceLaw, load_rules
from chalicelib.steps.help.answer_question import MOST, AssistantOff, HelpAnswer, answer_question, rank_passages

NOW = datetime(2026, 12, 2, 3, tzinfo=UTC)
LAW = ProvinceLaw("lai-chau", load_rules())
FOR_PEOPLE = HandOverWords(["tự tử"], ["làm giả"], ["xin chào"])


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
    found = answer_question(LAW, sources, FOR_PEOPLE, "câu hỏi", GuideAudience.CITIZEN, NOW).passages
    assert [each.id for each in found] == ["b0.9", "a0.5", "b0.5", "a0.4"]
    assert len(found) == MOST


def test_a_general_guide_yields_to_the_procedure_that_a_question_names() -> None:
    name = Names("a", "a")
    general = Passage(PassageKind.GUIDE, "general", name, (), 0.8, general=True)
    procedure = Passage(PassageKind.PROCEDURE, "procedure", name, (), 0.6)
    assert [each.id for each in rank_passages([Kept([general, procedure])], "khai sinh", GuideAudience.CITIZEN)] == [
        "procedure", "general",
    ]  # fmt: skip
    assert rank_passages([Kept([general])], "khai sinh", GuideAudience.CITIZEN) == (general,)


def test_where_nothing_fits_nothing_is_quoted() -> None:
    assert answer_question(LAW, (Source([], "a"),), FOR_PEOPLE, "câu hỏi", GuideAudience.CITIZEN, NOW) == HelpAnswer()


@pytest.mark.parametrize(
    ("question", "urgent"), [("tôi muốn tự tử", True), ("làm giả sổ đỏ", False), ("xin chào", False), ("a", False)]
)
def test_what_is_for_people_is_never_answered_by_a_quotation(question: str, urgent: bool) -> None:
    answer = answer_question(LAW, (Source([0.9], "a"),), FOR_PEOPLE, question, GuideAudience.CITIZEN, NOW)
    assert answer == HelpAnswer(urgent=urgent)


def test_a_province_may_switch_the_assistant_off() -> None:
    with pytest.raises(AssistantOff):
        answer_question(
            SwitchedOff("lai-chau", load_rules()),
            (Source([0.9], "a"),),
            FOR_PEOPLE,
            "câu hỏi",
            GuideAudience.CITIZEN,
            NOW,
        )
