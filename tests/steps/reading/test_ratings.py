"""Who reads a rating: the applicant, and those who supervise the province; the rated unit sees nothing of it."""

from __future__ import annotations

import pytest

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.privacy.sight import NotYourTask
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.models.engagement.ratings import RatingFormView
from chalicelib.repositories.dossier.rating_words import load_rating_words
from chalicelib.steps.dossier.reader import Reader
from chalicelib.steps.reading import queries
from chalicelib.steps.reading.ratings import read_rating
from tests.support.builders import CITIZEN, Case, build_actor
from tests.support.fakes.fake_people import FakeAccesses, FakePeople

SAID = "Phải quay lại ba lần"


def build_reader(case: Case, who: Actor) -> Reader:
    """Somebody about to read."""
    return Reader(case.deps, FakeAccesses(), who, case.now, case.real_now, FakePeople())


def rate_poorly() -> Case:
    """A rating with words of its own."""
    case = Case().returned()
    case.take("rate", CITIZEN, answers={"overall": 2, "visits": 1}, reasons=["trips"], text=SAID)
    return case


def test_the_owner_reads_the_questions_of_the_day_and_the_rating_given_before() -> None:
    case = rate_poorly()
    shown = RatingFormView(**read_rating(build_reader(case, CITIZEN), case.id, load_rating_words()))
    assert len(shown.questions) == 9
    assert shown.rating is not None
    assert (shown.rating.answers, shown.rating.reasons, shown.rating.final) == (
        {"overall": 2, "visits": 1}, ["trips"], False,
    )  # fmt: skip
    parts = {
        each["digest"]: each["value"] for each in queries.read_dossier(build_reader(case, CITIZEN), case.id)["parts"]
    }
    assert parts[shown.rating.text or ""] == SAID
    case.later(days=8)
    late = read_rating(build_reader(case, CITIZEN), case.id, load_rating_words())
    assert late["rating"]["final"]
    hindered = queries.read_dossier(build_reader(case, CITIZEN), case.id)["hindered"]
    assert [each["code"] for each in hindered if each["step"] == "rate"] == ["rating_final"]


@pytest.mark.parametrize("role", [Role.ONE_STOP_OFFICER, Role.HEAD_OF_ONE_STOP, Role.CASE_OFFICER, Role.AGENCY_HEAD])
def test_the_rated_unit_reads_nothing_of_it(role: Role) -> None:
    case = rate_poorly()
    reader = build_reader(case, case.officer(role))
    with pytest.raises(NotYourTask):
        read_rating(reader, case.id, load_rating_words())
    said = str(queries.read_dossier(reader, case.id)) + str(queries.read_timeline(reader, case.id))
    said += str(pack_value(queries.read_ledger(reader, case.id)))
    assert SAID not in said
    assert "'rated'" not in said
    assert "'trips'" not in said


def test_a_supervisor_reads_the_rating_and_its_words() -> None:
    case = rate_poorly()
    auditor = build_reader(case, build_actor(Role.AUDITOR, "province"))
    assert read_rating(auditor, case.id, load_rating_words())["rating"]["answers"] == {"overall": 2, "visits": 1}
    assert SAID in str(queries.read_ledger(auditor, case.id))
    assert isinstance(auditor.accesses, FakeAccesses)
    assert [what for *_, what in auditor.accesses.records] == ["rating", "ledger"]
