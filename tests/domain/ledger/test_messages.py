"""Messages are read once, at the edge: what is not a message fails alone, and an empty list is not a missing one."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.domain.ledger.messages import (
    DossierEvent,
    SweepEvent,
    handle_batch,
    parse_dossier_event,
    parse_fact_message,
    parse_recount_event,
    parse_sweep_event,
)
from chalicelib.domain.notices.contacts import Holder
from chalicelib.domain.notices.messages import (
    AccountNews,
    CodeMessage,
    News,
    parse_notice_message,
    write_account_news,
    write_code_message,
)
from chalicelib.domain.notices.notice_rules import Channel
from tests.support.builders import Case


def test_a_stored_body_is_the_message_of_its_fact() -> None:
    fact = Case().file().facts[0]
    message = parse_fact_message(fact.text.decode())
    assert message == parse_notice_message(fact.text.decode()) == (fact.dossier_id, fact.seq, fact.kind)


@pytest.mark.parametrize("body", ["", "[]", "{}", "null", '{"dossier":"d","seq":"x","kind":"received"}'])
def test_another_body_is_no_message_of_a_fact(body: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        parse_fact_message(body)


def test_a_requested_code_is_read_as_it_was_sent() -> None:
    asked = CodeMessage(Holder(dossier_id="d1", party="filer"), Channel.SMS)
    assert parse_notice_message(write_code_message(asked)) == asked


@pytest.mark.parametrize("news", News)
def test_news_of_an_account_are_read_as_they_were_sent(news: News) -> None:
    message = AccountNews(Holder(sub="s1"), news)
    assert parse_notice_message(write_account_news(message)) == message


def test_a_batch_names_the_messages_that_failed_and_knows_their_tries() -> None:
    records = [{"messageId": "a", "body": "1", "attributes": {"ApproximateReceiveCount": "4"}}, {"messageId": "b"}]
    assert handle_batch({"Records": records}, lambda message: message.tries == 4) == {
        "batchItemFailures": [{"itemIdentifier": "b"}]
    }


def test_an_event_without_dossiers_is_not_one_with_none() -> None:
    assert parse_dossier_event({}) == DossierEvent()
    assert parse_dossier_event({"dossier_ids": []}) == DossierEvent(None, ())
    assert parse_recount_event({"repair": "yes"}).repair is False
    assert parse_sweep_event({"days": []}).days == ()
    assert parse_sweep_event({"dossier_id": "d", "after": "3"}) == SweepEvent("d", 3)
    assert parse_sweep_event({"days": ["2026-11-27"]}).days == (date(2026, 11, 27),)
