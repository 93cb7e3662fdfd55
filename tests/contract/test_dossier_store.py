"""The store of dossiers: the same tests on the fake that unit tests use and on the real adapter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.fold import fold_facts
from chalicelib.domain.dossier.permission import list_deciding_units
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.ledger.chain import NewFact, Part, chain_facts
from chalicelib.domain.papers.paper import Paper
from chalicelib.domain.shared.errors import Malformed, TooLarge
from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.repositories.accounts.officers import build_rights_row
from chalicelib.repositories.dossier.codes import CodeCounter
from chalicelib.repositories.dossier.dossiers import DossierTable
from chalicelib.repositories.dynamodb.keys import build_work_place
from chalicelib.repositories.dynamodb.lists import TableLists
from chalicelib.repositories.dynamodb.table import LISTED, TableItem
from chalicelib.repositories.papers.paper_items import build_paper_row
from chalicelib.steps.dossier import alert_rules
from chalicelib.steps.dossier.items import CodeItem, PartItem
from chalicelib.steps.dossier.ports import Change, Conflict, Draft, ExtraPut, Lists, RecordedOutcome
from tests.contract.engines import DYNAMODB, open_simple_table
from tests.support.builders import CITIZEN, MONDAY, STATES, Case, provide_reference
from tests.support.fakes.fake_lists import FakeLists
from tests.support.fakes.stores import FakeCodes, FakeDossiers

pytestmark = pytest.mark.engine(DYNAMODB)

ID = "fcgv6kesdrfb66tent6sb8hzjp"
CLERK = Role.ONE_STOP_OFFICER
RESERVED = range(9001, 10_000)
DRAFT = Draft(ID, 1, CITIZEN.sub, "", {"procedure": "p", "answers": {"a": [1, 2.5, "ế"]}}, MONDAY)


class RealDossiers(DossierTable):
    """The adapter, with papers laid down as their upload leaves them."""

    def put_paper(self, paper: Paper) -> None:
        """A paper row."""
        build_paper_row(paper).save()


@dataclass
class Shop:
    """One implementation of the ports."""

    store: Any
    codes: Any
    lists: Lists

    def case(self, **changes: Any) -> Case:
        """A dossier on this store."""
        return Case(store=self.store, codes=self.codes, **changes)


@pytest.fixture(params=["fake", "real"])
def shop(request: pytest.FixtureRequest) -> Iterator[Shop]:
    """An empty store of either kind."""
    if request.param == "fake":
        fake = FakeDossiers()
        yield Shop(fake, FakeCodes(fake), FakeLists(fake))
        return
    yield from _open_real_shop(request)


@pytest.fixture
def table(request: pytest.FixtureRequest) -> Iterator[Shop]:
    """An empty store of the real kind, for what only a table has."""
    yield from _open_real_shop(request)


def _open_real_shop(request: pytest.FixtureRequest) -> Iterator[Shop]:
    with open_simple_table(request):
        yield Shop(RealDossiers(), CodeCounter(), TableLists())


def build_next_change(case: Case, **changes: Any) -> Change:
    """One more fact on a dossier, as a step would save it."""
    before = case.dossier
    fact = chain_facts(case.id, [NewFact("given_back", {"way": "post"})], head=before.head, length=before.length,
                 now=case.now, actor={"sub": "x"})[0]  # fmt: skip
    after = replace(before, version=before.version + 1, length=fact.seq, head=fact.hash, handed=("post",))
    return replace(Change(before=before, after=after, facts=(fact,)), **changes)


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


def test_the_counter_counts_and_lists_what_was_burnt(shop: Shop) -> None:
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


def list_ids(page: Any) -> list[str]:
    """Dossiers of a page, in order."""
    return [item["dossier_id"] for item in page.items]


def test_a_queue_shows_what_is_due_first_page_by_page(shop: Shop) -> None:
    cases = [shop.case(now=MONDAY + timedelta(minutes=10 * n), numbers=build_numbers(n)).file() for n in (2, 0, 1)]
    expected = [case.id for case in sorted(cases, key=lambda case: case.now)]
    unit = cases[0].one_stop
    first = shop.lists.list_work(unit, State.SUBMITTED, 2, None)
    rest = shop.lists.list_work(unit, State.SUBMITTED, 2, first.cursor)
    assert (list_ids(first), list_ids(rest), rest.cursor) == (expected[:2], expected[2:], None)
    with pytest.raises(Malformed):
        shop.lists.list_work(unit, State.RECEIVED, 2, first.cursor)
    for broken in ("x", "!!", "e30"):
        with pytest.raises(Malformed):
            shop.lists.list_work(unit, State.SUBMITTED, 2, broken)


def build_numbers(place: int) -> Any:
    """Keys of their own for each of several dossiers."""
    import itertools

    return itertools.count(1000 * (place + 1))


def test_a_dossier_moves_through_the_queues_of_its_units(shop: Shop) -> None:
    case = shop.case().received()
    assert list_ids(shop.lists.list_work(case.one_stop, State.SUBMITTED, 9, None)) == []
    assert list_ids(shop.lists.list_work(case.one_stop, State.RECEIVED, 9, None)) == [case.id]
    case.take("transfer", case.officer(CLERK))
    for unit in (case.agency, case.partner):
        assert list_ids(shop.lists.list_work(unit, State.PROCESSING, 9, None)) == [case.id]
    case.finish_partners()
    assert list_ids(shop.lists.list_work(case.partner, State.PROCESSING, 9, None)) == []
    case.take("stop", case.officer(Role.AGENCY_HEAD))
    assert list_ids(shop.lists.list_work(case.agency, State.PROCESSING, 9, None)) == []
    assert list_ids(shop.lists.list_work(case.one_stop, State.STOPPED, 9, None)) == [case.id]
    case.take("close", case.officer(CLERK))
    assert [s for s in State if list_ids(shop.lists.list_work(case.one_stop, s, 9, None))] == []


def test_people_find_their_own_newest_first(shop: Shop) -> None:
    older = shop.case().file()
    newer = shop.case(now=MONDAY + timedelta(hours=1), numbers=build_numbers(5)).file()
    assert list_ids(shop.lists.list_owned(CITIZEN.sub, 9, None)) == [newer.id, older.id]
    assert list_ids(shop.lists.list_owned("stranger", 9, None)) == []
    draft = shop.case(numbers=build_numbers(6)).start()
    assert list_ids(shop.lists.list_drafts(CITIZEN.sub, 9, None)) == [draft.id]


def list_rows(dossier: Dossier) -> dict[str, TableItem]:
    """The rows of a dossier's partition by sort key."""
    return {row.sk: row for row in TableItem.query(f"D#{dossier.id}")}


@pytest.mark.parametrize(("state", "stage"), [s for s in STATES if s[0] is not State.DRAFT])
def test_an_open_dossier_is_in_the_worklists_and_any_with_something_to_say_in_the_due_index(
    table: Shop, state: State, stage: str
) -> None:
    dossier = table.case().at(state, stage).dossier
    row = list_rows(dossier)["STATE"]
    assert row.work_pk == (f"{dossier.one_stop}#{state.value}" if dossier.is_open else None)
    alert_at = alert_rules.list_alert_entries(provide_reference(), dossier).get(0)
    assert (row.due_sk and row.due_sk.partition("#")[0]) == (write_stamp(max(alert_at, MONDAY)) if alert_at else None)
    assert row.due_at == (write_stamp(dossier.next_due) if dossier.next_due else None)
    assert row.owner_pk == f"OWNER#{CITIZEN.sub}"
    assert row.state == state.value


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


@pytest.mark.clause("QN-11.4#2")
def test_the_tasks_in_the_worklists_follow_the_dossiers_due_time(table: Shop) -> None:
    case = table.case().processing()
    first = {sk: row.work_sk for sk, row in list_rows(case.dossier).items() if sk.startswith("TASK#")}
    d = case.apologised().dossier
    for task in d.tasks:
        row = list_rows(d)[f"TASK#{task.n:02d}"]
        assert (row.due_at, row.version) == (write_stamp(task.due_at), 2)
        assert row.work_sk == build_work_place(write_stamp(task.due_at), d.id, d.applicant_part, task.n) > first[row.sk]
        # The lead's alerts are the dossier's; a partner's entry stands at its own next alert, before the due time.
        assert (row.due_sk is None) is task.lead
        assert row.due_sk is None or row.due_sk < row.work_sk


def test_a_request_is_listed_where_it_is_decided_and_leaves_with_the_decision(table: Shop) -> None:
    case = table.case().processing()
    case.take("extend", case.officer(Role.CASE_OFFICER), units=1, reason="Chờ thẩm định thực địa.")
    d = case.dossier
    (request,) = d.requests
    (unit,) = list_deciding_units(d, request)
    (line,) = table.lists.list_approvals(unit, 9, None).items
    assert (line["dossier_id"], line["n"], line["kind"], line["code"]) == (d.id, request.n, "extension", d.code)
    assert line["holder"] == ",".join(role.value for role in request.chain[0])
    while case.dossier.requests:
        stage = case.dossier.requests[0]
        case.approve(case.officer(stage.chain[stage.passed][0], f"approver-{stage.passed}"))
        places = frozenset().union(*(list_deciding_units(case.dossier, each) for each in case.dossier.requests))
        listed = {
            each["unit"] for place in (unit, *places) for each in table.lists.list_approvals(place, 9, None).items
        }
        assert listed == places
    assert [sk for sk in list_rows(case.dossier) if sk.startswith("REQUEST#")] == []


@pytest.mark.clause("HUE-6.5")
def test_the_worklist_names_the_officer_who_handles_the_case(table: Shop) -> None:
    case = table.case().processing()
    officer = case.officer(Role.CASE_OFFICER, "chuyen-vien-1")
    build_rights_row(Officer(officer.sub, 1, "A", "B", "a@example.test", officer.assignments)).save()
    case.take("assign", case.officer(Role.HEAD_OF_SECTION), officer=officer.sub)
    listed = table.lists.list_work(case.agency, State.PROCESSING, 9, None).items
    assert [(line["kind"], line["holder"]) for line in listed] == [("task", officer.sub)]
