"""What the local cloud's providers were handed: mail and SMS, as their recipients would have them."""

from __future__ import annotations

import json
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from infra.local.cloud import LocalCloud
from infra.local.person import back_off

PATIENCE = 60.0
"""Seconds within which a busy machine has handed a notice over."""


class NothingCameError(AssertionError):
    """No such message in time."""


@dataclass(frozen=True)
class Mail:
    """A mail as it was handed over."""

    to: tuple[str, ...]
    subject: str
    text: str
    at: str


def _mail(message: dict[str, Any]) -> Mail:
    return Mail(tuple(message["To"]), message["Subject"], message["BodyText"], message["Timestamp"])


@dataclass(frozen=True)
class Mailbox:
    """Everybody's mail and SMS on a local cloud."""

    cloud: LocalCloud

    def mails(self, address: str) -> list[Mail]:
        """Mails to an address, oldest first."""
        accounts = self._read("ses/messages")["messages"].values()
        found = [_mail(each) for messages in accounts for each in messages]
        return [mail for mail in found if address in mail.to]

    def texts(self, phone: str) -> list[str]:
        """SMS to a telephone in international form, oldest first."""
        found = self._read(f"sns/sms-messages?phoneNumber={urllib.parse.quote(phone)}")["sms_messages"]
        return [str(message["Message"]) for message in found.get(phone, [])]

    def _read(self, path: str) -> dict[str, Any]:
        with urllib.request.urlopen(f"{self.cloud.endpoint}/_ministack/{path}", timeout=10) as answer:  # noqa: S310
            read: dict[str, Any] = json.loads(answer.read())
        return read


def until(found: Callable[[], Any], what: str) -> Any:
    """What is looked for, as soon as it is there. Raises NothingCameError."""
    end = time.monotonic() + PATIENCE
    for pause in back_off(first=0.05):
        if result := found():
            return result
        if time.monotonic() > end:
            break
        time.sleep(pause)
    raise NothingCameError(f"no {what} came within {PATIENCE:.0f} s")
