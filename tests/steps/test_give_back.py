"""Give back and close: nothing leaves while money due by then is owed; returned is not yet closed."""

from __future__ import annotations

import pytest

from chalicelib.domain.errors import Invalid
from chalicelib.domain.fees import ObligationsOpen
from chalicelib.domain.flow import State
from chalicelib.domain.papers import PaperKind
from chalicelib.domain.roles import Role
from tests.builders import Case

CLERK, HEAD = Role.ONE_STOP_OFFICER, Role.AGENCY_HEAD
RECEIVER = {"full_name": "Trần Thị Hoa", "id_number": "046190000001", "authorised": False}


@pytest.mark.clause("HUE-16.1", "HUE-16.2", "HUE-16.3")
@pytest.mark.parametrize("way", ["online", "counter", "post"])
def test_a_result_reaches_the_applicant_each_way(way: str) -> None:
    case = Case().resolved()
    d = case.take("give_back", case.officer(CLERK), way=way, receiver=RECEIVER if way == "counter" else None)
    assert (d.state, d.handed) == (State.RETURNED, (way,))
    assert case.facts[-1].data["results"] == [d.results[-1]]
    assert ("receiver" in case.facts[-1].parts) is (way == "counter")


@pytest.mark.clause("QN-12.2")
def test_nothing_is_handed_over_while_money_is_open() -> None:
    case = Case().processing().finish_partners()
    case.take("resolve", case.officer(HEAD), result=case.paper(PaperKind.RESULT))
    refused = case.refused("give_back", case.officer(CLERK))
    assert isinstance(refused, ObligationsOpen)
    assert refused.facts == {"count": 1, "amount": 100_000}
    assert case.paid().take("give_back", case.officer(CLERK)).state is State.RETURNED


def test_at_the_counter_somebody_receives_it() -> None:
    case = Case().resolved()
    refused = case.refused("give_back", case.officer(CLERK), way="counter")
    assert isinstance(refused, Invalid)
    assert refused.fields[0].path == "/receiver"


def test_the_corrected_result_is_the_one_handed_over() -> None:
    case = Case().resolved()
    newer = case.paper(PaperKind.RESULT)
    case.take("correct", case.officer(HEAD), result=newer)
    case.take("give_back", case.officer(CLERK))
    assert case.facts[-1].data["results"] == [newer]


@pytest.mark.parametrize("state", [State.NOT_RECEIVED, State.WITHDRAWN, State.STOPPED])
def test_notice_and_originals_go_back_and_the_state_stays(state: State) -> None:
    case = Case().at(state)
    d = case.take("give_back", case.officer(CLERK), way="post", originals=True)
    assert (d.state, d.handed) == (state, ("post",))
    assert case.facts[-1].data["originals"]


@pytest.mark.clause("QN-13.5")
@pytest.mark.parametrize(
    ("state", "code"),
    [(State.RETURNED, "10"), (State.NOT_RECEIVED, "3"), (State.WITHDRAWN, "7"), (State.STOPPED, "8")],
)
def test_a_closed_dossier_keeps_its_outcomes_code(state: State, code: str) -> None:
    case = Case().at(state)
    d = case.take("close", case.officer(CLERK))
    assert (d.state, d.national_code, d.is_open) == (State.CLOSED, code, False)


@pytest.mark.clause("QN-13.5")
def test_a_resolved_dossier_is_not_closed_before_it_is_handed_over() -> None:
    case = Case().resolved()
    assert case.refused("close", case.officer(CLERK)).code == "wrong_moment"
