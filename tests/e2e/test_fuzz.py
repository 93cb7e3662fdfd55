"""Made-up requests, also deep in the life of a dossier: no fault, and no answer that the description does not have."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from infra.local.person import HttpReply
from tests.conftest import SIZE
from tests.e2e import fuzz
from tests.e2e.described import Described, UndocumentedError
from tests.e2e.filings import Filings
from tests.e2e.fuzz import KnownIds, list_strategies
from tests.e2e.people import Cast
from tests.support.bodies import LAW_OF_SECTOR

pytestmark = pytest.mark.cloud

EACH, LIVES, STEPS = (30, 60, 40) if SIZE == "full" else (2, 5, 20)
# Answers depend on earlier requests, so a failure is shown unshrunk.
AS_IT_COMES = settings(
    phases=[Phase.generate], deadline=None, database=None, derandomize=SIZE != "full",
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
OFFICERS = ("desk1", "deskhead", "cashier1", "case1", "head1", "tax1", "office")


@pytest.fixture(scope="module")
def known(cast: Cast) -> KnownIds:
    """A draft and a filed dossier."""
    filings = Filings(cast)
    return KnownIds([filings.draft(), filings.copy()])


@pytest.fixture(scope="module")
def requests(cast: Cast) -> dict[str, tuple[st.SearchStrategy[Any], ...]]:
    """Return the generators of requests, for each operation."""
    return list_strategies(cast.description.document)


def test_every_operation_takes_made_up_requests(cast: Cast, known: KnownIds, requests: Any) -> None:
    found: list[str] = []
    for operation, made in ((each, made) for each in cast.description.operations for made in requests[each.name]):
        try:
            try_operation(cast, operation, made, known)
        except UndocumentedError as wrong:
            found.append(str(wrong)[:500])
    assert found == []
    asked = {name for name, _ in cast.description.answered}
    assert {operation.name for operation in cast.description.operations} <= asked


def try_operation(cast: Cast, operation: Described, made: st.SearchStrategy[Any], known: KnownIds) -> None:
    """An operation is asked with what a strategy makes up."""

    @settings(AS_IT_COMES, max_examples=EACH)
    @given(made, st.data())
    def send_drawn(case: Any, data: st.DataObject) -> None:
        fuzz.send_case(cast, operation, case, known, data)

    send_drawn()


def draw_step_body(step: str, view: Any, data: st.DataObject) -> Any:
    """A body that a step may well take, given what its taker sees of the dossier."""
    owed = [each["id"] for each in view["obligations"]] or ["F01"]
    amount = sum(each["amount"] for each in view["obligations"]) or 1000
    digests = [each["digest"] for each in view["parts"]] or ["0" * 64]
    bodies: dict[str, Any] = {
        "refuse": {"ground": "not_conforming", "reason": "Sai mẫu."},
        "request_supplement": {"components": ["original_document"], "guidance": "Chụp lại."},
        "supplement": {"papers": []},
        "consult": {"unit": view["one_stop"].removesuffix("-1C"), "reply_days": 2, "questions": "Ý kiến?"},
        "call_original": {
            "components": sorted(set(view["papers"].values())),
            "legal_basis": LAW_OF_SECTOR,
            "reason": "Bản chụp mờ.",
        },
        "compare": {
            "came": data.draw(st.sampled_from(["brought", "sent"])),
            "differing": view["originals_called"][:1],
            "note": "Khác số nhà.",
        },
        "answer": {"opinion": "Đồng ý."},
        "extend": {"units": data.draw(st.integers(1, 9)), "reason": "Phức tạp."},
        "apologise": {"new_due_days": data.draw(st.integers(1, 30)), "reason": "Quá tải."},
        "request_payment": {"obligations": owed},
        "pay": {"obligations": owed, "amount": amount, "receipt_number": f"BL-{secrets.token_hex(4).upper()}"},
        "reverse_payment": {"receipt_number": "BL-1", "reason": "Nhầm."},
        "confirm_exemption": {"obligation": owed[0], "outcome": "rejected"},
        "acknowledge_payment": {"obligation": owed[0], "voucher": "UNT-1", "credited_at": "2026-11-01T08:00:00+07:00"},
        "resolve": {"outcome": "not_granted", "ground": "conditions_not_met", "reason": "Chưa đủ."},
        "correct": {"result": "none", "reason": "Sai."},
        "give_back": {"way": data.draw(st.sampled_from(["online", "counter", "post"]))},
        "stop": {"ground": "other_law", "reason": "Căn cứ khác."},
        "erase": {"digest": digests[0], "ground": "authority_decision", "decision": "12/QĐ-TA"},
    }
    return bodies.get(step, {})


def build_machine(cast: Cast, requests: Any) -> type[RuleBasedStateMachine]:
    """Lives of dossiers at this stack: right steps, decisions, repeats, and made-up requests in between."""
    operations = [each for each in cast.description.operations if "{dossier_id}" in each.path]

    class FuzzMachine(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.known = KnownIds()
            self.last: Callable[[], HttpReply] = lambda: cast.nobody().ask("GET", "/api/flow")

        @initialize()
        def file(self) -> None:
            """Each life begins with a filing."""
            self.known.dossiers = [Filings(cast).copy()]

        @rule(data=st.data())
        def step(self, data: st.DataObject) -> None:
            """Somebody takes a step that the answer offers them."""
            person = cast(data.draw(st.sampled_from(("citizen1", *OFFICERS))))
            seen = person.ask("GET", f"/api/dossiers/{self.known.dossiers[0]}")
            if seen.status == 200 and seen.body["allowed"]:
                self.known.papers = list(seen.body["papers"]) + list(seen.body["results"])
                step = data.draw(st.sampled_from(seen.body["allowed"]))
                self.act(person, step, draw_step_body(step, seen.body, data), seen.body["version"])

        @rule(data=st.data(), word=st.sampled_from(["approve", "decline"]))
        def decide(self, data: st.DataObject, word: str) -> None:
            """Somebody decides an approval request."""
            person = cast(data.draw(st.sampled_from(("deskhead", "section", "head1", "director", "cashier2"))))
            seen = person.ask("GET", f"/api/dossiers/{self.known.dossiers[0]}")
            for request in seen.body.get("requests", [])[:1]:
                self.act(person, f"requests/{request['n']}/{word}", {}, seen.body["version"])

        def act(self, person: Any, step: str, body: Any, version: int) -> None:
            path, key = f"/api/dossiers/{self.known.dossiers[0]}/{step}", secrets.token_urlsafe(18)
            self.last = lambda: person.ask("POST", path, body, version=version, key=key)
            self.last()

        @rule()
        def again(self) -> None:
            """The last act is sent again, with its key."""
            self.last()

        @rule(data=st.data(), operation=st.sampled_from(operations))
        def make_up(self, data: st.DataObject, operation: Any) -> None:
            """A made-up request about this very dossier."""
            made = data.draw(st.sampled_from(requests[operation.name]))
            fuzz.send_case(cast, operation, data.draw(made), self.known, data)

    return FuzzMachine


def test_made_up_requests_deep_in_the_life_of_a_dossier(cast: Cast, requests: Any) -> None:
    chosen = settings(AS_IT_COMES, max_examples=LIVES, stateful_step_count=STEPS)
    run_state_machine_as_test(build_machine(cast, requests), settings=chosen)
    assert cast.description.answered.total() > LIVES * STEPS / 2
