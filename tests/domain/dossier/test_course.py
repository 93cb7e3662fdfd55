"""The readers of texts in a dossier's course, and the format of earlier commands and dossiers."""

from __future__ import annotations

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier import course
from chalicelib.domain.dossier.course import Reach
from chalicelib.domain.dossier.course_reading import Reading, can_reach
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.papers.paper import PaperKind
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.handlers.dossier.step import dump_body
from chalicelib.models.steps import AssignBody, ConsultBody, HandOverBody, OpinionBody, SupplementBody
from tests.support.builders import CITIZEN, Case

ASKED = "HUE-BHXH"


def consult_with_file() -> tuple[Case, str]:
    """A dossier about which a body was asked, with a file."""
    case = Case().processing()
    paper, officer = case.paper(PaperKind.INTERNAL), case.officer(Role.CASE_OFFICER, "x")
    case.take("consult", officer, unit=ASKED, papers=[paper])
    return case, paper


@pytest.mark.parametrize("reach", list(Reach))
def test_nobody_reads_as_an_officer_what_was_written_about_the_own_dossier(reach: Reach) -> None:
    case = Case().processing()
    own = Reading(owner=True, units=frozenset({case.agency, case.one_stop}))
    assert can_reach(own, case.dossier, reach, case.agency) is (reach is Reach.OPEN)


@pytest.mark.parametrize(
    ("unit", "reached"),
    [
        ("one_stop", {Reach.OPEN, Reach.DOSSIER, Reach.ASKED}),
        ("agency", {Reach.OPEN, Reach.DOSSIER, Reach.UNIT, Reach.ASKED}),
        ("partner", {Reach.OPEN, Reach.DOSSIER, Reach.ASKED}),
        ("elsewhere", {Reach.OPEN}),
    ],
)
def test_a_reach_is_for_these_units(unit: str, reached: set[Reach]) -> None:
    case = Case().processing()
    at = Reading(owner=False, units=frozenset({getattr(case, unit, unit)}))
    assert {each for each in Reach if can_reach(at, case.dossier, each, case.agency)} == reached


def test_the_applicants_own_words_and_requests_are_theirs() -> None:
    case = Case().processing()
    case.take("withdraw", CITIZEN, reason="Đổi ý")
    case.decline(case.officer(Role.AGENCY_HEAD))
    assert {course.find_part_reach(fact, name) for fact in case.facts for name in fact.parts} == {Reach.OPEN}


def test_a_file_that_was_sent_belongs_to_the_dossier_and_one_of_before_has_none() -> None:
    case, paper = consult_with_file()
    assert case.dossier.attachments == {paper: course.Attachment(Reach.ASKED, ASKED)}
    assert [each.id for each in case.kept if each.kind is PaperKind.INTERNAL] == [paper], "the store keeps it"
    stored = pack_value(case.dossier)
    assert unpack_value(Dossier, stored) == case.dossier
    before = {name: value for name, value in stored.items() if name != "attachments"}
    assert unpack_value(Dossier, before).attachments == {}


def test_a_command_of_before_has_the_digest_that_it_had() -> None:
    said = {"officer": "lan", "note": None}
    assert dump_body(AssignBody(officer="lan")) == dump_body(HandOverBody(officer="lan")) == said
    assert dump_body(AssignBody(officer="lan", seen_holder="")) == {**said, "seen_holder": ""}
    assert dump_body(OpinionBody(opinion="Đồng ý")) == {"opinion": "Đồng ý"}
    asked = {"unit": "u", "reply_days": 2, "questions": "?"}
    assert dump_body(ConsultBody(unit="u", reply_days=2, questions="?")) == asked
    assert dump_body(SupplementBody())["papers"] == [], "a supplement has always said its papers"
