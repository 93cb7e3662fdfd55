"""Every table about facts knows every kind: a new kind fails here until each table has its entry, or names it."""

from __future__ import annotations

import typing

import pytest

from chalicelib.domain.documents import slip_choice
from chalicelib.domain.documents.handover_log import _MOVES
from chalicelib.domain.dossier import course
from chalicelib.domain.dossier.effects.reception import SERVING
from chalicelib.domain.dossier.fold import EFFECTS
from chalicelib.domain.flow.transitions import REQUESTS, TABLE
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.fact_kinds import REQUEST_KINDS, FactKind
from chalicelib.domain.ledger.fact_registry import ATTACHING, DECIDING, FACTS, PRINTING, Consumer
from chalicelib.domain.ledger.matter_facts import is_matter_fact
from chalicelib.domain.ledger.routing import ROUTES
from chalicelib.domain.notices.notice_values import COMMON, VALUES
from chalicelib.domain.privacy.sight_facts import FACT_CONTENT
from chalicelib.repositories.notices.notice_table import load_notices
from chalicelib.repositories.portal.portal_mapping import load_mapping
from tests.data.test_stored_items import LEDGERS, load_ledger
from tests.support.payload_keys import list_wrong_keys
from tests.support.web_words import list_words

KINDS = set(FactKind)
UNSEEN = {FactKind.ERASURE_PROPOSED, FactKind.ERASURE_ORDERED, FactKind.DOSSIER_ERASED}
"""Kinds that only readers of everything see in a course."""
OUTSIDE_TABLE = {
    *(FactKind.REQUEST_ENDORSED, FactKind.REQUEST_SENT_BACK, FactKind.REQUEST_ANSWERED, FactKind.REQUEST_DECLINED),
    *(FactKind.REQUEST_CANCELLED, FactKind.PAYMENT_RECORDED, FactKind.PAYMENT_FAILED, FactKind.STATUS_REPORTED),
    *(FactKind.ERASURE_PROPOSED, FactKind.ERASURE_ORDERED, FactKind.DOSSIER_ERASED),
    *(FactKind.DUE_SOON, FactKind.OVERDUE, FactKind.DUE_RECOMPUTED, FactKind.UNIT_SUCCEEDED),
}
"""Kinds that no row of the flow table states: decisions on requests, news of money, erasures, successions of units and
the clock's own."""


def list_kinds(consumer: Consumer) -> set[str]:
    return {kind for kind, wanted in ROUTES.items() if consumer in wanted and not is_matter_fact(kind)}


@pytest.mark.parametrize(
    ("table", "without"),
    [
        (FACTS, set()),
        ({kind: wanted for kind, wanted in ROUTES.items() if not is_matter_fact(kind)}, set()),
        (EFFECTS, {FactKind.SUBMITTED}),
        (FACT_CONTENT, UNSEEN),
        (load_mapping().facts, set()),
    ],
    ids=["registry", "routes", "effects", "sight", "portal"],
)
def test_each_kind_has_its_entry_and_no_entry_is_left_over(
    table: typing.Mapping[str, object], without: set[FactKind]
) -> None:
    assert set(table) == KINDS - without


def test_the_flow_table_states_known_kinds_and_each_other_kind_is_named() -> None:
    stated = {row.fact for row in TABLE if row.fact} | {rule.fact for rule in REQUESTS.values()}
    assert stated == KINDS - OUTSIDE_TABLE
    decided = {rule.fact for rule in REQUESTS.values()}
    assert decided <= DECIDING


def test_each_notice_rests_on_a_fact_that_is_brought_with_its_values() -> None:
    notices = load_notices()
    assert notices.kinds == KINDS
    assert list_kinds(Consumer.NOTICES) == KINDS - set(notices.none_owed)
    named = {name for row in FACTS.values() for name in row.notices or ()}
    assert named | COMMON == set(VALUES)


def test_slips_are_made_of_exactly_the_facts_that_print() -> None:
    assert set(slip_choice._RULES) == PRINTING == list_kinds(Consumer.SLIPS)


def test_the_smaller_tables_name_known_kinds() -> None:
    assert {kind for kind, _ in course.REACH} | course.GOES_OUT | SERVING | set(_MOVES) <= KINDS
    assert course.PROPOSING < ATTACHING
    assert course.PROPOSING < REQUEST_KINDS


def test_each_kind_has_its_words_in_the_timeline() -> None:
    for found in list_words("dossier/timeline_words.ts", "FACTS"):
        assert KINDS - found == set()


def test_each_kind_has_its_payload() -> None:
    typed = {name: each for name, each in vars(payloads).items() if isinstance(each, payloads.PayloadKind)}
    assert {each.kind for each in typed.values()} == KINDS
    assert all(name == each.kind.name for name, each in typed.items())
    with pytest.raises(ValueError, match="no payload of received"):
        payloads.RECEIVED.read(load_ledger(0)[0])


@pytest.mark.parametrize("number", LEDGERS)
def test_the_stored_payloads_are_of_their_types(number: int) -> None:
    for fact in load_ledger(number):
        assert list_wrong_keys(fact.kind, fact.data) == []
