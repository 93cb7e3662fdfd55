"""How long a notice takes from its fact to the mail provider, on a local cloud: `python -m bench notices`.

The time starts when the officer's step is answered, so it holds the stream, two queues and the sender; a first
notice, whose functions start cold, is left out. Target: 95 of 100 within 5 s.
"""

from __future__ import annotations

import math
import secrets
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from infra.local.cloud import LocalCloud
from infra.local.mailbox import Mailbox
from infra.local.person import PAID_LATER
from infra.local.ports import find_free_port
from infra.local.seed import TODAY
from infra.local.serve import serve_stack
from infra.local.stack import LocalStack
from infra.local.stories.hue_notices import prove_contact
from infra.local.stories.telling import Scenario

TARGET = 5.0
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


def summarise_waits(seconds: list[float]) -> NoticeTimes:
    """Return the figures of some waits."""
    ordered = sorted(seconds)
    return NoticeTimes(
        len(ordered), statistics.median(ordered), ordered[math.ceil(len(ordered) * 0.95) - 1], ordered[-1]
    )


def write_lines(found: NoticeTimes) -> list[str]:
    """Return a table for reading."""
    return [
        f"{found.count} notices: p50 {found.p50:.2f} s, p95 {found.p95:.2f} s, most {found.most:.2f} s"
        f"  bound {TARGET:g}  {'MISSED' if list_missed(found) else 'ok'}"
    ]


def list_missed(found: NoticeTimes) -> list[str]:
    """Return the target, when it is missed."""
    return ["p95 from fact to mail"] if found.p95 > TARGET else []
