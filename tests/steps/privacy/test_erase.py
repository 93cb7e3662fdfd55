"""Erase: personal data are removed completely; the ledger stays complete, and the law's retention is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.dossier.erasure import Retention
from chalicelib.domain.ledger.verification import verify_ledger
from chalicelib.domain.notices.deliveries import Delivery, DeliveryState
from chalicelib.domain.notices.notice_rules import Channel
from chalicelib.domain.papers.paper import PaperKind
from chalicelib.domain.papers.paper_files import build_words_key
from chalicelib.domain.privacy.erasure_orders import OpenErasure, pick_turn
from chalicelib.domain.shared.errors import NotFound
from chalicelib.domain.shared.timezone import VIETNAM
from tests.steps.privacy.erasures import COLLEAGUE, DECIDED, OFFICE, TERM, close_dossier, order_erasure, require_gone
from tests.support.builders import Case, build_actor
from tests.support.fakes.erasure_fakes import FakeErasure, ProcessDied, build_eraser
from tests.support.fakes.stores import FakeItem


def test_an_erased_part_leaves_the_chain_whole() -> None:
    case = close_dossier()
    digests = sorted(case.store.load_parts(case.id))
    for digest in digests:
        case.take("erase", OFFICE, digest=digest)
    assert case.store.load_parts(case.id) == {}
    bodies = [fact.body for fact in case.facts]
    assert verify_ledger(case.id, bodies, head=case.dossier.head, length=case.dossier.length) == []
    erased = [(fact.kind, fact.data["digest"]) for fact in case.facts[-len(digests) :]]
    assert erased == [("part_erased", digest) for digest in digests]


@pytest.mark.parametrize("digest", ["0" * 64, "erased"])
def test_a_part_that_is_not_there_is_not_found(digest: str) -> None:
    case = close_dossier()
    if digest == "erased":
        digest = min(case.store.load_parts(case.id))
        case.take("erase", OFFICE, digest=digest)
    assert isinstance(case.refused("erase", OFFICE, digest=digest), NotFound)


@pytest.mark.parametrize(
    "who", [build_actor(Role.AUDITOR, "province"), Actor("citizen-1"), build_actor(Role.OPERATOR, "province")]
)
@pytest.mark.parametrize("whole", [True, False])
def test_nobody_else_erases(who: Actor, whole: bool) -> None:
    case = close_dossier()
    digest = None if whole else min(case.store.load_parts(case.id))
    assert case.refused("erase", who, digest=digest).code in ("forbidden", "not_found")


@pytest.mark.parametrize("whole", [True, False])
def test_an_open_dossier_keeps_its_parts(whole: bool) -> None:
    case = Case().resolved()
    digest = None if whole else min(case.store.load_parts(case.id))
    assert case.refused("erase", OFFICE, digest=digest).code == "wrong_moment"


def test_a_whole_dossier_goes_by_two_people_and_to_the_end() -> None:
    case = close_dossier()
    held = set(case.store.load_parts(case.id))
    world = order_erasure(case)
    assert set(case.store.load_parts(case.id)) == held, "nothing goes before the run"
    report = build_eraser(case, world).erase_ordered()
    assert (report.dossiers, report.failed) == (1, 0)
    assert report.versions == 3 * len(world.list_papers(case.id)) > 0
    require_gone(case, world)
    assert build_eraser(case, world).erase_ordered().dossiers == 0
    by_whom = [(fact.kind, fact.actor["sub"]) for fact in case.facts[-3:-1]]
    assert by_whom == [("erasure_proposed", OFFICE.sub), ("erasure_ordered", COLLEAGUE.sub)]
    assert case.facts[-1].by_system


@given(st.lists(st.integers(0, 12), max_size=6))
def test_an_erasure_that_dies_is_taken_up_where_it_was(deaths: list[int]) -> None:
    case = close_dossier().copy()
    world = order_erasure(case)
    for lives in deaths:
        world.lives = lives
        report = build_eraser(case, world).erase_ordered()
        assert all(isinstance(fault, ProcessDied) for fault in report.faults)
    world.lives = 10_000
    build_eraser(case, world).erase_ordered()
    require_gone(case, world)


def test_nobody_orders_what_they_proposed() -> None:
    case = close_dossier()
    case.take("erase", OFFICE, digest=None, **DECIDED)
    assert case.refused("erase", OFFICE, digest=None, **DECIDED).code == "own_proposal"
    # Another ground is another proposal, which again a second person orders.
    other = DECIDED | {"decision": "Quyết định số 13/QĐ-TA"}
    case.take("erase", COLLEAGUE, digest=None, **other)
    assert [fact.kind for fact in case.facts[-2:]] == ["erasure_proposed", "erasure_proposed"]
    assert case.refused("erase", COLLEAGUE, digest=None, **other).code == "own_proposal"
    case.take("erase", OFFICE, digest=None, **other)
    assert case.facts[-1].kind == "erasure_ordered"
    assert case.refused("erase", OFFICE, digest=None, **other).code == "erasure_under_way"


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("ground", ["subject_request", "retention_over"])
@pytest.mark.parametrize(
    ("term", "on", "refused"),
    [
        (None, date(2026, 11, 27), "retention_unknown"),
        (None, date(2060, 1, 1), "retention_unknown"),
        (Retention(None, TERM.article), date(2090, 1, 1), "retention_for_good"),
        (TERM, date(2026, 11, 27), "retention_running"),
        (TERM, date(2031, 12, 31), "retention_running"),
        (TERM, date(2032, 1, 1), ""),
        (Retention(0, TERM.article), date(2026, 12, 31), "retention_running"),
        (Retention(0, TERM.article), date(2027, 1, 1), ""),
    ],
)
def test_the_law_has_it_kept_until_its_day(
    term: Retention | None, on: date, refused: str, ground: str, whole: bool
) -> None:
    case = close_dossier(term)
    case.now = datetime(on.year, on.month, on.day, 12, tzinfo=VIETNAM).astimezone(UTC)
    body = {"digest": None if whole else min(case.store.load_parts(case.id)), "ground": ground, "decision": None}
    if not refused:
        case.take("erase", OFFICE, **body)
        assert case.facts[-1].law[0]["article"]
        return
    refusal = case.refused("erase", OFFICE, **body)
    assert refusal.code == refused
    assert any("Luật Lưu trữ 2024" in article for article in refusal.law), refusal.law
    if term is not None:
        assert TERM.article in refusal.law
    if refused == "retention_running" and term is not None and term.years:
        assert "31/12/2031" in refusal.text_vi
        assert "31/12/2031" in refusal.text_en


def test_what_was_never_received_is_under_no_term() -> None:
    case = Case().file()
    desk = case.officer(Role.ONE_STOP_OFFICER)
    case.take("refuse", desk)
    case.take("close", desk)
    case.take("erase", OFFICE, digest=None, ground="subject_request", decision=None)
    assert case.facts[-1].kind == "erasure_proposed"


@pytest.mark.parametrize(
    ("ground", "decision", "field"),
    [
        ("authority_decision", None, "/decision"),
        ("subject_request", "12/QĐ-TA", "/decision"),
        ("retention_over", "12/QĐ-TA", "/decision"),
        ("because", None, "/ground"),
        ("other_law", "12/QĐ-TA", "/ground"),
    ],
)
def test_a_ground_is_one_of_the_law_and_a_decision_is_named(ground: str, decision: str | None, field: str) -> None:
    refusal = close_dossier().refused("erase", OFFICE, digest=None, ground=ground, decision=decision)
    assert [fault.path for fault in refusal.fields] == [field]


def test_the_words_of_a_slip_go_with_it() -> None:
    case = close_dossier()
    paper = FakeErasure(case.store).list_papers(case.id)[0]
    slip = replace(paper, id="slip", kind=PaperKind.SLIP, component="receipt")
    case.store.put_paper(slip)
    world = order_erasure(case)
    world.files[build_words_key(slip.key)] = 1
    build_eraser(case, world).erase_ordered()
    require_gone(case, world)


def build_delivery(channel: Channel, state: DeliveryState, to: str = "filer") -> Delivery:
    """One notice of an order."""
    at = datetime(2026, 11, 27, tzinfo=UTC)
    return Delivery("d", 9, to, channel, "erasure_ordered", official=True, queued_at=at, state=state)


MAIL, INBOX, QUEUED = Channel.MAIL, Channel.INBOX, DeliveryState.QUEUED


@pytest.mark.parametrize(
    ("sent", "later", "goes"),
    [
        ((), timedelta(), False),  # the notice has not begun
        ((), timedelta(minutes=59), False),
        ((), timedelta(hours=1), True),  # nobody is notified
        ((build_delivery(MAIL, QUEUED),), timedelta(hours=2), False),
        ((build_delivery(MAIL, DeliveryState.FAILED), build_delivery(Channel.SMS, QUEUED)), timedelta(hours=24), False),
        ((build_delivery(MAIL, QUEUED),), timedelta(hours=25), True),  # no provider takes it any more
        ((build_delivery(MAIL, DeliveryState.SENT),), timedelta(), True),
        ((build_delivery(MAIL, DeliveryState.FAILED), build_delivery(INBOX, QUEUED)), timedelta(), True),
    ],
)
def test_contacts_stay_until_their_owner_has_been_notified(
    sent: tuple[Delivery, ...], later: timedelta, goes: bool
) -> None:
    case = close_dossier()
    world = order_erasure(case)
    case.store.items[f"D#{case.id}", "REACH#filer"] = FakeItem("contacts")
    world.sent = sent
    report = build_eraser(case, world, later).erase_ordered()
    assert (report.dossiers, report.waiting) == (int(goes), int(not goes))
    assert ((f"D#{case.id}", "REACH#filer") in case.store.items) is not goes
    assert bool(case.store.load_parts(case.id)) is not goes


@given(st.integers(0, 90), st.integers(1, 30), st.integers(0, 10**6))
def test_orders_that_cannot_be_carried_out_stand_in_nobodys_way(orders: int, most: int, turn: int) -> None:
    known = [OpenErasure(f"d{n}", f"d{n}#1") for n in range(orders)]
    runs = [pick_turn(known, most, turn + n) for n in range(-(-orders // most) or 1)]
    assert all(len(set(run)) == len(run) <= most for run in runs)
    # A window over the end begins again: one run more sees all.
    assert {each for run in (*runs, pick_turn(known, most, turn + len(runs))) for each in run} == set(known)
