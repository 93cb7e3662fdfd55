"""How long a notice takes from its fact to the mail provider, on a local cloud: `python -m bench notices`.

The time starts when the officer's step is answered, so it holds the stream, two queues and the sender; a first
notice, whose functions start cold, is left out. Then sixteen clients run whole journeys of another province, and the
time starts with the fact. Target of both: 95 of 100 within 5 s.
"""

from __future__ import annotations

import itertools
import math
import secrets
import statistics
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.crowd import load
from chalicelib.domain.shared.timezone import parse_stamp
from infra.local.cloud import LocalCloud
from infra.local.mailbox import Mail, Mailbox, wait_until
from infra.local.person import PAID_LATER, ApiPerson
from infra.local.ports import find_free_port
from infra.local.seed import TODAY
from infra.local.serve import serve_stack
from infra.local.stack import LocalStack
from infra.local.stories.hue_notices import prove_contact
from infra.local.stories.telling import Scenario

TARGET, CLIENTS = 5.0, 16
COPY, CLOCK = "2.000815", "2026-11-23T09:00:00"
ANSWERS = {
    "applicant_full_name": "Trần Thị Hoa", "applicant_id_number": "046190000001", "applicant_phone": "0912345678",
    "document_title": "Bằng tốt nghiệp", "document_issuer": "Đại học Huế", "page_count": 1, "copy_count": 2,
    "language": "vi",
}  # fmt: skip
PERSON = {"full_name": "Trần Thị Hoa", "id_number": "046190000001", "phone": "0912345678"}


@dataclass(frozen=True)
class NoticeTimes:
    """How long notices took, in seconds."""

    count: int
    p50: float
    p95: float
    most: float


@dataclass(frozen=True)
class NoticeWaits:
    """How long notices took one after another, and while many clients worked."""

    alone: NoticeTimes
    crowd: NoticeTimes


def _measure_seconds(telling: Scenario, count: int) -> list[float]:
    """Return seconds from each fact to its mail; facts follow one another, as at a counter."""
    box, unit = Mailbox(telling.stack.cloud), telling.find_place(TODAY).one_stop
    citizen, desk = telling.find_person("citizen1"), telling.find_person("desk1")
    address = f"bench-{secrets.token_hex(4)}@vidu.example"
    prove_contact(citizen, "mail", address, lambda: [mail.text for mail in box.list_mails(address)])
    seconds = []
    for _ in range(count + 1):
        dossier = citizen.draft(COPY, unit, "own_portal", {"answers": ANSWERS, "applicant": PERSON})
        citizen.submit(dossier, [])
        code = desk.step(dossier, "receive", PAID_LATER)["code"]
        began = time.monotonic()
        while not any(code in mail.subject for mail in box.list_mails(address)):
            time.sleep(0.02)
            if time.monotonic() - began > 120:
                raise SystemExit("a notice did not come within two minutes")
        seconds.append(time.monotonic() - began)
    return seconds[1:]


def measure_notices(count: int = 40) -> NoticeTimes:
    """Start a separate stack and send `count` notices."""
    with (
        tempfile.TemporaryDirectory() as state,
        LocalCloud(Path(state)) as cloud,
        serve_stack(LocalStack(cloud, "hue", find_free_port()), find_free_port()) as stack,
    ):
        telling = Scenario(stack)
        telling.set_clock(CLOCK)
        return summarise_waits(_measure_seconds(telling, count))


def measure_crowd(clients: int = CLIENTS, seconds: float = load.SECONDS) -> NoticeTimes:
    """Return how long the notices of receptions took while so many clients ran whole journeys."""
    with load.deploy_stack() as stack:
        box, numbers, citizen = Mailbox(stack.cloud), itertools.count(1), ApiPerson(stack, load.PEOPLE[0])
        address = f"bench-{secrets.token_hex(4)}@vidu.example"
        prove_contact(citizen, "mail", address, lambda: [mail.text for mail in box.list_mails(address)])
        load.run_journey(stack, next(numbers), [], [])
        time.sleep(load.QUIET_S)
        made, desk = load.run_clients(stack, clients, seconds, numbers).made, ApiPerson(stack, "desk1")
        received = dict(_read_reception(desk.get(f"/api/dossiers/{dossier}/ledger")) for dossier in made)
        came = wait_until(lambda: _find_all_mails(box.list_mails(address), received), "a mail of each reception")
    return summarise_waits([(came[code] - at).total_seconds() for code, at in received.items()])


def _read_reception(export: dict[str, Any]) -> tuple[str, datetime]:
    """Return the code that a dossier was given, and when."""
    fact = next(each for each in export["facts"] if each["kind"] == "received")
    return str(fact["data"]["code"]), parse_stamp(fact["recorded_at"])


def _find_all_mails(mails: list[Mail], received: Mapping[str, datetime]) -> dict[str, datetime]:
    """Return when the first mail about each code came; nothing while one is still on its way."""
    first = {code: next((mail.at for mail in mails if code in mail.subject), None) for code in received}
    came = {code: at for code, at in first.items() if at is not None}
    return came if len(came) == len(received) else {}


def summarise_waits(seconds: list[float]) -> NoticeTimes:
    """Return the figures of some waits."""
    ordered = sorted(seconds)
    return NoticeTimes(
        len(ordered), statistics.median(ordered), ordered[math.ceil(len(ordered) * 0.95) - 1], ordered[-1]
    )


def write_lines(found: NoticeWaits) -> list[str]:
    """Return a table for reading."""
    return [
        f"{each.count} notices, {how}: p50 {each.p50:.2f} s, p95 {each.p95:.2f} s, most {each.most:.2f} s"
        f"  bound {TARGET:g}  {'MISSED' if each.p95 > TARGET else 'ok'}"
        for how, each in (("one after another", found.alone), (f"{CLIENTS} clients", found.crowd))
    ]


def list_missed(found: NoticeWaits) -> list[str]:
    """Return the targets that are missed."""
    names = {"p95 from fact to mail": found.alone, f"p95 from fact to mail with {CLIENTS} clients": found.crowd}
    return [name for name, each in names.items() if each.p95 > TARGET]
