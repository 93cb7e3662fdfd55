"""The store of dossiers: the same tests on the fake that unit tests use and on the real adapter."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.fold import fold_facts
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.ledger.chain import Part
from chalicelib.domain.shared.errors import TooLarge
from chalicelib.repositories.dynamodb.table import LISTED, TableItem
from chalicelib.steps.dossier.items import CodeItem, PartItem
from chalicelib.steps.dossier.ports import Change, Conflict, ExtraPut, RecordedOutcome
from tests.contract.dossier.shops import (
    CLERK,
    DRAFT,
    ID,
    RESERVED,
    Shop,
    build_next_change,
    list_rows,
)
from tests.contract.engines import DYNAMODB
from tests.support.builders import MONDAY, STATES

pytestmark = pytest.mark.engine(DYNAMODB)


def test_what_is_not_there_is_loaded_as_nothing(shop: Shop) -> None:
    loaded = shop.store.load(ID, idem="x", papers=["p"], extra=[CodeItem("A", "B")])
    assert (loaded.dossier, loaded.draft, loaded.outcome, loaded.papers, loaded.extra) == (None, None, None, {}, {})
    assert (shop.store.load_ledger(ID), dict(shop.store.load_parts(ID))) == ((), {})


@pytest.mark.parametrize(("state", "stage"), [s for s in STATES if s[0] is not State.DRAFT])
def test_every_state_is_stored_and_replayed(shop: Shop, state: State, stage: str) -> None:
    case = shop.case().at(state, stage)
    assert case.dossier.state is state
    assert fold_facts(case.facts) == case.dossier
    assert [fact.seq for fact in case.facts] == list(range(1, case.dossier.length + 1))


def test_facts_come_in_order_beyond_ten(shop: Shop) -> None:
    case = shop.case().file()
    case.take("refuse", case.officer(CLERK))
    for _ in range(11):
        case.take("give_back", case.officer(CLERK))
    assert [fact.seq for fact in case.facts] == list(range(1, 14))


def test_a_save_on_an_older_ledger_conflicts_and_writes_nothing(shop: Shop) -> None:
    case = shop.case().file()
    late = build_next_change(
        case, parts=(Part("reason", "x", "00" * 16),), idem="late", outcome=RecordedOutcome("d", {})
    )
    shop.store.save(build_next_change(case), now=case.real_now)
    current, parts = case.dossier, dict(shop.store.load_parts(case.id))
    with pytest.raises(Conflict):
        shop.store.save(late, now=case.real_now)
    assert (case.dossier, dict(shop.store.load_parts(case.id))) == (current, parts)
    assert shop.store.load(case.id, idem="late").outcome is None


def test_a_dossier_is_not_created_twice(shop: Shop) -> None:
    case = shop.case().file()
    first = build_next_change(case, before=None)
    with pytest.raises(Conflict):
        shop.store.save(first, now=case.real_now)


def test_a_key_keeps_its_first_answer(shop: Shop) -> None:
    case = shop.case().file()
    first = RecordedOutcome("digest", {"dossier": {"id": case.id, "names": ["ế"]}})
    shop.store.save(build_next_change(case, idem="k", outcome=first), now=case.real_now)
    assert shop.store.load(case.id, idem="k").outcome == first
    with pytest.raises(Conflict):
        shop.store.save(build_next_change(case, idem="k", outcome=RecordedOutcome("other", {})), now=case.real_now)
    assert shop.store.load(case.id, idem="k").outcome == first


def test_the_life_of_a_draft(shop: Shop) -> None:
    store, now = shop.store, MONDAY
    store.save(Change(draft=DRAFT), now=now)
    assert store.load(ID).draft == DRAFT
    with pytest.raises(Conflict):
        store.save(Change(draft=DRAFT), now=now)
    newer = replace(DRAFT, version=2, body={"procedure": "p", "answers": {}})
    store.save(Change(draft=newer, draft_was=1), now=now)
    with pytest.raises(Conflict):
        store.save(Change(draft=replace(newer, version=2), draft_was=1), now=now)
    with pytest.raises(Conflict):
        store.save(Change(dossier_id=ID, draft_was=1, draft_gone=True), now=now)
    assert store.load(ID).draft == newer
    store.save(Change(dossier_id=ID, draft_was=2, draft_gone=True), now=now)
    assert store.load(ID).draft is None
    with pytest.raises(Conflict):
        store.save(Change(dossier_id=ID, draft_was=2, draft_gone=True), now=now)


def test_filing_takes_the_draft_away(shop: Shop) -> None:
    case = shop.case().start()
    assert shop.store.load(case.id).draft is not None
    case.submit()
    assert shop.store.load(case.id).draft is None


def test_parts_are_kept_and_erased_one_by_one(shop: Shop) -> None:
    case = shop.case().file()
    held = dict(shop.store.load_parts(case.id))
    assert {part.name for part in held.values()} == {"form", "applicant"}
    gone = min(held)
    shop.store.save(build_next_change(case, erased=(gone,)), now=case.real_now)
    assert dict(shop.store.load_parts(case.id)) == {digest: part for digest, part in held.items() if digest != gone}
    with pytest.raises(Conflict):
        shop.store.save(build_next_change(case, erased=(gone,)), now=case.real_now)


def test_a_part_can_be_looked_at_by_name(shop: Shop) -> None:
    case = shop.case().file()
    digest, part = next(iter(shop.store.load_parts(case.id).items()))
    place = PartItem(case.id, digest)
    assert shop.store.load(case.id, extra=[place]).extra[place]["name"] == part.name


def test_papers_are_loaded_by_name(shop: Shop) -> None:
    case = shop.case().file()
    names = [*case.dossier.papers, "ghost"]
    found = shop.store.load(case.id, papers=names).papers
    assert list(found) == list(case.dossier.papers)
    assert all(paper.dossier_id == case.id for paper in found.values())


def test_extra_items_are_new_or_on_their_version(shop: Shop) -> None:
    def put_item(expect: int | None) -> None:
        shop.store.save(
            Change(dossier_id=ID, extras=(ExtraPut(CodeItem("A", "B"), {"n": expect}, expect),)), now=MONDAY
        )

    def read_item() -> Any:
        return shop.store.load(ID, extra=[CodeItem("A", "B")]).extra[CodeItem("A", "B")]

    put_item(None)
    assert read_item() == {"n": None, "version": 1}
    with pytest.raises(Conflict):
        put_item(None)
    put_item(1)
    assert read_item() == {"n": 1, "version": 2}
    with pytest.raises(Conflict):
        put_item(1)


def test_twenty_five_items_fit_in_a_transaction_and_no_more(shop: Shop) -> None:
    def build_change(number: int) -> Change:
        return Change(dossier_id=ID, extras=tuple(ExtraPut(CodeItem(f"N{number}", str(n)), {}) for n in range(number)))

    shop.store.save(build_change(25), now=MONDAY)
    with pytest.raises(TooLarge):
        shop.store.save(build_change(26), now=MONDAY)
    assert shop.store.load(ID, extra=[CodeItem("N25", "24"), CodeItem("N26", "0")]).extra == {
        CodeItem("N25", "24"): {"version": 1}
    }


def test_the_counter_counts_and_lists_unused_numbers(shop: Shop) -> None:
    assert [shop.codes.draw_next("S-1") for _ in range(3)] == [1, 2, 3]
    assert shop.codes.draw_next("S-2") == 1
    used = Change(dossier_id=ID, extras=(ExtraPut(CodeItem("S-1", "0000002"), {"dossier": ID}),))
    shop.store.save(used, now=MONDAY)
    assert shop.codes.list_unused("S-1", RESERVED) == (1, 3)
    assert shop.codes.list_unused("S-9", RESERVED) == ()


def test_a_code_is_not_given_twice(shop: Shop) -> None:
    case = shop.case().received()
    series, _, number = case.dossier.code.rpartition("-")
    with pytest.raises(Conflict):
        shop.store.save(Change(dossier_id=ID, extras=(ExtraPut(CodeItem(series, number), {}),)), now=MONDAY)


def test_no_index_carries_the_version() -> None:
    assert not {"version", "length", "body"} & set(LISTED)


def test_what_is_stored_is_small(table: Shop) -> None:
    stored = list_rows(table.case().processing().dossier)
    assert len(stored["STATE"].packed) < 700
    assert all(len(row.packed) < 1000 for sk, row in stored.items() if sk.startswith("FACT#"))


def test_a_draft_and_a_key_expire_and_a_dossier_never_does(table: Shop) -> None:
    case = table.case().start()
    draft = list_rows(Dossier(case.id, "", "", "", "", "", "", "", MONDAY))["DRAFT"]
    assert draft.expires_at == int((case.real_now + timedelta(days=90)).timestamp())
    case.submit()
    assert {row.expires_at for sk, row in list_rows(case.dossier).items() if not sk.startswith("PAPER#")} == {None}


def test_the_days_head_is_kept_for_the_signature(table: Shop) -> None:
    case = table.case().received()
    head = TableItem.get(f"HEADS#{case.real_now.date().isoformat()}", case.id)
    assert (head.body, head.length) == (case.dossier.head, case.dossier.length)
