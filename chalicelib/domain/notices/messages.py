"""Messages of the sender's queue: a fact to notify of, a code that was asked for, or news of an account; ids alone,
never an address."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum

from chalicelib.domain.ledger.messages import FactMessage, parse_fact_message
from chalicelib.domain.notices.contacts import Holder
from chalicelib.domain.notices.notice_rules import Channel


@dataclass(frozen=True, slots=True)
class CodeMessage:
    """A code to generate and send to a holder's pending contact."""

    holder: Holder
    channel: Channel


class News(StrEnum):
    """What a notice says of an account, as the words of notices call it."""

    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"


@dataclass(frozen=True, slots=True)
class AccountNews:
    """News of an account for its holder's contacts."""

    holder: Holder
    news: News


def write_account_news(message: AccountNews) -> str:
    """Return the body of a message."""
    return json.dumps({"account": {"sub": message.holder.sub, "news": message.news.value}})


def write_code_message(message: CodeMessage) -> str:
    """Return the body of a message."""
    holder = message.holder
    place = {"sub": holder.sub, "dossier_id": holder.dossier_id, "party": holder.party}
    return json.dumps({"code": {**place, "channel": message.channel.value}})


def parse_notice_message(body: str) -> FactMessage | CodeMessage | AccountNews:
    """Return what a message asks for. Raise ValueError, TypeError or KeyError for any other message."""
    found = json.loads(body)
    if "account" in found:
        return AccountNews(Holder(sub=found["account"]["sub"]), News(found["account"]["news"]))
    if "code" not in found:
        return parse_fact_message(body)
    place = found["code"]
    holder = Holder(sub=place["sub"], dossier_id=place["dossier_id"], party=place["party"])
    return CodeMessage(holder, Channel(place["channel"]))
