"""The page of an erasure: what is held, what went, and what must stay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.documents.prints import SlipErased
from chalicelib.domain.documents.slip_values import SlipKind
from chalicelib.steps.documents.print_slips import Printer, WantedSlip, print_slips
from chalicelib.steps.dossier.reader import Reader
from chalicelib.steps.privacy.read_erasure import read_erasure
from tests.steps.privacy.erasures import DECIDED, OFFICE, close_dossier, order_erasure
from tests.support.builders import Case, build_actor
from tests.support.fakes.erasure_fakes import FakeErasure, build_eraser
from tests.support.fakes.fake_people import FakeAccesses


def test_an_erased_receipt_is_not_waited_for() -> None:
    case = close_dossier()
    world = order_erasure(case)

    class ErasedShelf:
        def list_by_dossier(self, dossier_id: str) -> Sequence[Any]:
            return world.list_papers(dossier_id)

    shelf: Any = ErasedShelf()
    people: Any = None
    desk = case.officer(Role.ONE_STOP_OFFICER)
    reader = Reader(case.deps, FakeAccesses(), desk, case.now, case.real_now, people)
    printer = Printer(reader, shelf, shelf, shelf)
    build_eraser(case, world).erase_ordered()
    for kind in (SlipKind.RECEIPT, SlipKind.CONTROL):
        with pytest.raises(SlipErased) as refused:
            print_slips(printer, case.ask("print", desk), [WantedSlip(case.id, kind)])
        assert [(each.path, each.code) for each in refused.value.fields] == [("/slips/0", "slip_erased")]


def test_the_page_says_what_is_held_what_went_and_what_must_stay() -> None:
    case = close_dossier()
    accesses = FakeAccesses()

    def read_page(who: Actor) -> dict[str, Any]:
        people: Any = None
        reader = Reader(case.deps, accesses, who, case.now, case.real_now, people)
        return read_erasure(reader, case.id, FakeErasure(case.store).list_papers(case.id))

    before = read_page(OFFICE)
    assert before["duty"]["code"] == "retention_unknown"
    assert before["duty"]["law"]
    assert before["papers_held"] > 0
    assert before["parts_held"]["applicant"] == 1
    assert before["acts"] == []
    world = order_erasure(case)
    assert read_page(OFFICE)["under_way"]
    decision = DECIDED["decision"]
    for who, named in (
        (OFFICE, decision), (build_actor(Role.AUDITOR, "province"), decision), (Actor(case.dossier.owner), decision),
        (case.officer(Role.ONE_STOP_OFFICER), None), (case.officer(Role.CASE_OFFICER), None),
    ):  # fmt: skip
        assert {act["decision"] for act in read_page(who)["acts"]} <= {named}, "a decision is named in free words"
    build_eraser(case, world).erase_ordered()
    after = read_page(Actor(case.dossier.owner))
    assert (after["papers_held"], after["parts_held"], after["under_way"]) == (0, {}, False)
    assert [act["kind"] for act in after["acts"]] == ["erasure_proposed", "erasure_ordered", "dossier_erased"]
    assert after["acts"][-1]["parts"] == sum(before["parts_held"].values())
    assert all(act["law"] and act["law"][0]["article"] for act in after["acts"])
    assert [what for *_, what in accesses.records] == ["erasure"] * 6, "the owner's own view leaves no record"
    case = Case().resolved()
    assert read_page(OFFICE)["duty"]["code"] == "dossier_open"
