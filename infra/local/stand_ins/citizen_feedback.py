"""Feedback that people file at the stand-in national system, and how it is sent to the province.

People file it at `POST /citizen/feedback` and follow it at `GET /citizen/feedback/{number}`. It is kept in a store of
its own until the province has taken it, and sent by signed calls that can go wrong on demand (`SendingFault`): what was
not answered is sent again, what was refused for its content waits for a correction.
"""

from __future__ import annotations

import http.client
import json
import secrets
import sqlite3
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from infra.local.stand_ins.call_signatures import SIGNATURE_HEADER, sign_call

PATH = "/api/national/feedback"
VIET_NAM = timezone(timedelta(hours=7))
ANSWER_SECONDS = 10
LATELY_SECONDS = 120
"""How long before now the first call is signed, so that many can be signed within one second."""
_SCHEMA = """
create table if not exists feedback (
  n integer primary key autoincrement, number text not null unique, body text not null, standing text not null,
  answer text not null default '{}');
"""
WAITS, TAKEN, REFUSED = "waits", "taken", "refused"
OF_CONTENT = frozenset({403, 404, 422})
"""Answers that blame the feedback itself; after every other one it is sent again."""

Call = Callable[[bytes, Mapping[str, str]], tuple[int, dict[str, Any]]]
"""Makes one call to the province, of bytes and headers; returns status and content. Raises OSError for none."""


class SendingFault(StrEnum):
    """What goes wrong while feedback is sent."""

    TWICE = "twice"  # the same call goes out twice, and then another of the same feedback
    LAST_FIRST = "last_first"  # what was filed last goes out first
    FORGED = "forged"  # a stranger sends other feedback under the number, signed with a key of their own
    ALTERED = "altered"  # the text is changed on the way
    UNANSWERED = "unanswered"  # the call arrives, and its answer does not
    UNREACHED = "unreached"  # the call does not arrive
    STALE = "stale"  # the call arrives long after it was signed


@dataclass(slots=True)
class CitizenFeedback:
    """The store and the sender. `call` reaches the province; `keys` sign, by their id; `clock` says when something is
    filed. `answers` holds what the province answered to every call, forged ones too: status and code."""

    call: Call
    keys: Mapping[str, bytes]
    store: Path | None = None
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    answers: list[tuple[int, str]] = field(default_factory=list)
    _db: sqlite3.Connection = field(init=False)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _signed: int = 0

    def __post_init__(self) -> None:
        """Open the store: in memory, or in the file."""
        self._db = sqlite3.connect(self.store or ":memory:", check_same_thread=False, isolation_level=None)
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def file_feedback(self, feedback: Mapping[str, Any]) -> str:
        """Keep a person's feedback as received now, to be sent; return its number."""
        number = f"PAKN-{secrets.token_hex(4)}"
        received = self.clock().astimezone(VIET_NAM).isoformat(timespec="seconds")
        body = {"MaPhanAnh": number, "ThoiDiem": received, **feedback}
        with self._lock:
            self._db.execute(
                "insert into feedback (number, body, standing) values (?, ?, ?)",
                (number, json.dumps(body, ensure_ascii=False), WAITS),
            )
        return number

    def correct_feedback(self, number: str, changes: Mapping[str, Any]) -> None:
        """Change refused feedback, which is then sent again. Raise ValueError for what was not refused."""
        with self._lock:
            asked = "select body from feedback where number = ? and standing = ?"
            ((body,),) = self._db.execute(asked, (number, REFUSED)).fetchall()
            text = json.dumps({**json.loads(body), **changes}, ensure_ascii=False)
            self._db.execute("update feedback set body = ?, standing = ? where number = ?", (text, WAITS, number))

    def find_standing(self, number: str) -> dict[str, Any]:
        """Return where feedback stands, and what the province answered. Raise KeyError for an unknown number."""
        with self._lock:
            row = self._db.execute("select standing, answer from feedback where number = ?", (number,)).fetchone()
        if row is None:
            raise KeyError(number)
        return {"MaPhanAnh": number, "TinhTrang": row[0], "TraLoi": json.loads(row[1])}

    def count_waiting(self) -> int:
        """Return how much still waits to be sent."""
        return len(self._list_waiting())

    def send_waiting(self, fault: SendingFault | None = None) -> None:
        """Send once all that waits, under a fault or without one."""
        waiting = self._list_waiting()
        for number, body in reversed(waiting) if fault is SendingFault.LAST_FIRST else waiting:
            self._send_under_fault(number, body, fault)

    def _list_waiting(self) -> list[tuple[str, bytes]]:
        with self._lock:
            rows = self._db.execute("select number, body from feedback where standing = ? order by n", (WAITS,))
            return [(number, body.encode()) for number, body in rows.fetchall()]

    def _send_under_fault(self, number: str, body: bytes, fault: SendingFault | None) -> None:
        if fault is SendingFault.UNREACHED:
            return
        call = (body, self._sign(body))
        if fault is SendingFault.STALE:
            call = (body, self._sign(body, age=timedelta(minutes=10)))
        elif fault is SendingFault.ALTERED:
            call = (body.replace(b'"NoiDung": "', b'"NoiDung": "... '), self._sign(body))
        elif fault is SendingFault.FORGED:
            forged = body.replace(b'"NoiDung": "', b'"NoiDung": "!!! ')
            self._make_call(forged, self._sign(forged, secrets.token_bytes(32)))
        elif fault is SendingFault.TWICE:
            self._make_call(*call)
            self._make_call(*call)
            call = (body, self._sign(body))
        answer = self._make_call(*call)
        if answer is not None and fault is not SendingFault.UNANSWERED:
            self._note_answer(number, *answer)

    def _sign(self, body: bytes, key: bytes | None = None, age: timedelta = timedelta()) -> str:
        # A signature counts once and names its second: each is of a later one than the last.
        lately = int(datetime.now(UTC).timestamp()) - LATELY_SECONDS
        self._signed = max(lately, self._signed + 1)
        ((key_id, own),) = self.keys.items()
        return sign_call(body, key or own, key_id, datetime.fromtimestamp(self._signed, UTC) - age)

    def _make_call(self, body: bytes, signature: str) -> tuple[int, dict[str, Any]] | None:
        try:
            status, content = self.call(body, {"Content-Type": "application/json", SIGNATURE_HEADER: signature})
        except OSError:
            return None
        self.answers.append((status, str(content.get("code", ""))))
        return status, content

    def _note_answer(self, number: str, status: int, content: Mapping[str, Any]) -> None:
        standing = TAKEN if status == 200 else REFUSED if status in OF_CONTENT else WAITS
        with self._lock:
            self._db.execute(
                "update feedback set standing = ?, answer = ? where number = ?",
                (standing, json.dumps(content, ensure_ascii=False), number),
            )


def connect_province(origin: str) -> Call:
    """Return the way to a province's API over HTTP; without an origin nothing is reached."""
    place = urlsplit(origin)

    def call_province(body: bytes, headers: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        line = http.client.HTTPConnection(place.hostname or "", place.port, timeout=ANSWER_SECONDS)
        try:
            line.request("POST", PATH, body, dict(headers))
            reply = line.getresponse()
            return reply.status, json.loads(reply.read() or b"{}")
        except (http.client.HTTPException, ValueError) as broken:
            raise OSError("no readable answer") from broken
        finally:
            line.close()

    return call_province
