"""Consult: another body's opinion within the time that its asker sets; the clock runs on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.catalogue.agencies import AgencyRetired, UnknownAgency
from chalicelib.domain.dossier.effects.work_items import apply_consultation as consulted_effect
from chalicelib.domain.dossier.work_items import Consultation
from chalicelib.domain.privacy.filed_papers import may_see_filed
from chalicelib.domain.privacy.sight import find_sight
from chalicelib.domain.shared.errors import Invalid
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.domain.time import working_time
from tests.support.builders import Case, build_actor

CASE, OTHER = Role.CASE_OFFICER, "HUE-BHXH"


def consult_office() -> Case:
    """A dossier about which the social-insurance office was asked."""
    case = Case().processing()
    return case.then("consult", case.officer(CASE), unit=OTHER, reply_days=2)


def test_the_asker_sets_the_time_and_the_clock_runs_on() -> None:
    case = consult_office()
    asked = case.dossier.consultations[0]
    assert (asked.n, asked.unit, asked.answered_at) == (1, OTHER, None)
    assert asked.reply_due_at == working_time.add_working_days(case.reference.find_calendar(case.one_stop), case.now, 2)
    assert case.clock.waiting_since is None


def test_only_the_body_asked_answers_and_once() -> None:
    case = consult_office().later(hours=1)
    for stranger in (case.officer(CASE), build_actor(CASE, "HUE-N19789")):
        assert case.refused("answer", stranger).code in ("forbidden", "not_found")
    answered = case.take("answer", build_actor(Role.AGENCY_HEAD, OTHER))
    assert answered.consultations[0].answered_at == case.now
    assert case.refused("answer", build_actor(CASE, OTHER)).code == "forbidden"


def test_each_opinion_asked_has_its_number() -> None:
    case = consult_office()
    case.take("consult", case.officer(CASE), unit="HUE-THUE")
    assert [(c.n, c.unit) for c in case.dossier.consultations] == [(1, OTHER), (2, "HUE-THUE")]
    case.take("answer", build_actor(CASE, "HUE-THUE"))
    assert [c.answered_at is None for c in case.dossier.consultations] == [True, False]


@pytest.mark.parametrize(
    ("unit", "refusal"), [("HUE-N19942", Invalid), ("HUE-NOWHERE", UnknownAgency), ("HUE-X19750", AgencyRetired)]
)
def test_who_cannot_be_asked_is_refused(unit: str, refusal: type[Exception]) -> None:
    case = Case().processing()
    assert isinstance(case.refused("consult", case.officer(CASE), unit=unit), refusal)


def test_a_question_of_before_papers_were_enclosed_goes_with_what_was_filed() -> None:
    case = consult_office()
    stored = pack_value(case.dossier.consultations[0])
    del stored["enclosed"]
    asked: Consultation = unpack_value(Consultation, stored)
    assert asked.enclosed is None
    data = {name: value for name, value in case.facts[-1].data.items() if name != "enclosed"}
    assert consulted_effect(case.dossier, replace(case.facts[-1], data=data)).consultations[-1] == asked
    before = replace(case.dossier, consultations=(asked,))
    answered = replace(before, consultations=(replace(asked, answered_at=case.now),))
    paper = sorted(before.papers)[0]
    body = build_actor(CASE, OTHER)
    assert [may_see_filed(find_sight(body, each, case.now), each, paper) for each in (before, answered)] == [
        True,
        False,
    ]
    assert not may_see_filed(find_sight(body, case.dossier, case.now), case.dossier, paper), "none was enclosed"


def test_question_and_opinion_are_parts() -> None:
    case = consult_office()
    case.take("answer", build_actor(CASE, OTHER))
    assert [set(fact.parts) for fact in case.facts[-2:]] == [{"questions"}, {"opinion"}]
