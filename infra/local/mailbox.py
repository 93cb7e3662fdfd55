"""Mail and SMS handed to the local cloud's providers, as their recipients would see them.

    python -m infra.local.mailbox [--cloud-port 4577] [--to part-of-an-address]        (make mailbox)

The same is a page of the site that `make run` serves, at PAGE.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from chalicelib.domain.shared.timezone import VIETNAM
from infra.local.cloud import LocalCloud
from infra.local.person import back_off
from infra.local.ports import CLOUD_PORT

PAGE = "/_local/mailbox"
PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"
_STYLE = "body{font:16px/1.5 sans-serif;max-width:48rem;margin:1rem auto;padding:0 1rem}pre{white-space:pre-wrap}"
PATIENCE = 300.0
"""Seconds within which a busy machine has sent a notice."""


class NothingCameError(AssertionError):
    """No such message in time."""


@dataclass(frozen=True)
class Mail:
    """A mail as it was handed over."""

    to: tuple[str, ...]
    subject: str
    text: str
    at: datetime


@dataclass(frozen=True)
class DeliveredLetter:
    """A mail or a text message. `at` is when it was handed over; of a text message the local cloud does not keep it."""

    to: str
    subject: str
    text: str
    at: datetime | None


def _parse_mail(message: dict[str, Any]) -> Mail:
    at = datetime.fromtimestamp(float(message["Timestamp"]), VIETNAM)
    return Mail(tuple(message["To"]), message["Subject"], message["BodyText"], at)


@dataclass(frozen=True)
class Mailbox:
    """Everybody's mail and SMS on a local cloud."""

    cloud: LocalCloud

    def list_mails(self, address: str) -> list[Mail]:
        """Mails to an address, oldest first."""
        accounts = self._read_endpoint("ses/messages")["messages"].values()
        found = [_parse_mail(each) for messages in accounts for each in messages]
        return [mail for mail in found if address in mail.to]

    def list_texts(self, phone: str) -> list[str]:
        """SMS to a telephone in international form, oldest first."""
        found = self._read_endpoint(f"sns/sms-messages?phoneNumber={urllib.parse.quote(phone)}")["sms_messages"]
        return [str(message["Message"]) for message in found.get(phone, [])]

    def list_letters(self, part: str = "") -> list[DeliveredLetter]:
        """Mails, then SMS, whose recipient has `part` in the address or number, newest first."""
        mails = [
            _parse_mail(each) for every in self._read_endpoint("ses/messages")["messages"].values() for each in every
        ]
        found = [
            DeliveredLetter(", ".join(mail.to), mail.subject, mail.text, mail.at)
            for mail in sorted(mails, key=lambda each: each.at, reverse=True)
        ]
        texts = self._read_endpoint("sns/sms-messages")["sms_messages"]
        found += [
            DeliveredLetter(phone, "", str(text["Message"]), None)
            for phone, every in texts.items()
            for text in reversed(every)
        ]
        return [each for each in found if part in each.to]

    def render_page(self) -> str:
        """Return all messages as a page, which reloads every five seconds."""
        head = f'<meta charset="utf-8"><meta http-equiv="refresh" content="5"><style>{_STYLE}</style>'
        title = "Thư và tin nhắn của bản chạy thử – Mail and text messages of this machine"
        letters = (
            "".join(_render_article(each) for each in self.list_letters())
            or "<p>Chưa có thư, tin nhắn nào. – Nothing yet.</p>"
        )
        return f'<!doctype html><html lang="vi">{head}<title>{title}</title><h1>{title}</h1>{letters}</html>'

    def _read_endpoint(self, path: str) -> dict[str, Any]:
        with urllib.request.urlopen(f"{self.cloud.endpoint}/_ministack/{path}", timeout=10) as answer:  # noqa: S310
            read: dict[str, Any] = json.loads(answer.read())
        return read


def _write_heading(letter: DeliveredLetter) -> str:
    at = f"{letter.at:%H:%M:%S %d/%m/%Y}  " if letter.at else ""
    return f"{at}{letter.to}"


def _render_article(letter: DeliveredLetter) -> str:
    text = re.sub(r"https?://[^\s<]+", lambda link: f'<a href="{link[0]}">{link[0]}</a>', html.escape(letter.text))
    title = html.escape(letter.subject or "SMS")
    return f"<article><h2>{title}</h2><p>{html.escape(_write_heading(letter))}</p><pre>{text}</pre></article>"


def wait_until(found: Callable[[], Any], what: str) -> Any:
    """Wait until `found` returns something and return it. Raises NothingCameError."""
    end = time.monotonic() + PATIENCE
    for pause in back_off(first=0.05):
        if result := found():
            return result
        if time.monotonic() > end:
            break
        time.sleep(pause)
    raise NothingCameError(f"no {what} came within {PATIENCE:.0f} s")


def main(argv: list[str]) -> int:
    """Print mails and SMS, the newest last; 2 with the reason on stderr where no local cloud runs."""
    parser = argparse.ArgumentParser(prog="python -m infra.local.mailbox")
    parser.add_argument("--cloud-port", type=int, default=CLOUD_PORT)
    parser.add_argument("--to", default="", help="part of an address or of a number")
    chosen = parser.parse_args(argv)
    try:
        letters = Mailbox(LocalCloud(Path(), chosen.cloud_port)).list_letters(chosen.to)
    except urllib.error.URLError:
        print(
            f"nothing runs at port {chosen.cloud_port}: start it with `make run` in another window, or name the "
            "CLOUD_PORT=… that it was started with",
            file=sys.stderr,
        )
        return 2
    for each in reversed(letters):
        print(f"── {_write_heading(each)}  {each.subject or 'SMS'}\n{each.text.rstrip()}\n")
    if not letters:
        print("no mail and no text message yet")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
