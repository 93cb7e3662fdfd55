"""Feedback that people file at the stand-in national system, and how it is sent to the province.

People file it, take steps on it and follow it by `citizen_routes`. What they send is kept in a store of its own until
the province has taken it, and sent by signed calls that can go wrong on demand (`SendingFault`): what was not answered
is sent again, what was refused for its content is kept with the reason, and waits for a correction.
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

FEEDBACK_PATH = "/api/national/feedback"
STEPS_PATH = "/api/national/feedback/steps"
VIET_NAM = timezone(timedelta(hours=7))
ANSWER_SECONDS = 10
LATELY_SECONDS = 120
"""How long before now the first call is signed, so that many can be signed within one second."""
_SCHEMA = """
create table if not exists messages (
  n integer primary key autoincrement, reference text not null unique, path text not null, body text not null,
  standing text not null, answer text not null default '{}');
"""
WAITS, TAKEN, REFUSED = "waits", "taken", "refused"
OF_CONTENT = frozenset({400, 403, 404, 409, 413, 415, 422})
"""Answers that blame the message itself: it is never sent again as it is. After every other one it is."""
OF_CALL = frozenset({"call_unsigned", "call_signature_invalid", "call_stale", "call_replayed"})
"""Codes that say nothing about the message: its call was altered on the way, too old, or there before."""
UNKNOWN_FEEDBACK = 404
"""A step with this answer waits while its feedback does."""

Call = Callable[[str, bytes, Mapping[str, str]], tuple[int, dict[str, Any]]]
"""Makes one call to the province, of path, bytes and headers; returns status and content. Raises OSError for none."""


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
        self._keep_message(number, FEEDBACK_PATH, {"MaPhanAnh": number, "ThoiDiem": received, **feedback})
        return number

    def file_step(self, number: str, step: str, content: Mapping[str, Any]) -> str:
        """Keep a step of the sender on their feedback, to be sent; return its reference."""
        reference = f"{number}-{secrets.token_hex(4)}"
        message = {"MaPhanAnh": number, "MaThamChieu": reference, "Buoc": step, **content}
        self._keep_message(reference, STEPS_PATH, message)
        return reference

    def _keep_message(self, reference: str, path: str, message: Mapping[str, Any]) -> None:
        with self._lock:
            self._db.execute(
                "insert into messages (reference, path, body, standing) values (?, ?, ?, ?)",
                (reference, path, json.dumps(message, ensure_ascii=False), WAITS),
            )

    def correct_feedback(self, number: str, changes: Mapping[str, Any]) -> None:
        """Change refused feedback, which is then sent again. Raise ValueError for what was not refused."""
        with self._lock:
            asked = "select body from messages where reference = ? and standing = ?"
            ((body,),) = self._db.execute(asked, (number, REFUSED)).fetchall()
            text = json.dumps({**json.loads(body), **changes}, ensure_ascii=False)
            self._db.execute("update messages set body = ?, standing = ? where reference = ?", (text, WAITS, number))

    def find_standing(self, reference: str) -> dict[str, Any]:
        """Return where a message stands, by the feedback's number or the step's reference, and what the province
        answered. Raise KeyError for an unknown one."""
        with self._lock:
            asked = "select standing, answer from messages where reference = ?"
            row = self._db.execute(asked, (reference,)).fetchone()
        if row is None:
            raise KeyError(reference)
        return {"MaPhanAnh": reference, "TinhTrang": row[0], "TraLoi": json.loads(row[1])}

    def count_waiting(self) -> int:
        """Return how much still waits to be sent."""
        return len(self._list_waiting())

    def send_waiting(self, fault: SendingFault | None = None) -> None:
        """Send once all that waits, under a fault or without one."""
        waiting = self._list_waiting()
        for message in reversed(waiting) if fault is SendingFault.LAST_FIRST else waiting:
            self._send_under_fault(*message, fault)

    def list_refused(self) -> list[dict[str, Any]]:
        """Return what the province refused for good, oldest first, each with the reason that it gave."""
        with self._lock:
            asked = "select reference, path, answer from messages where standing = ? order by n"
            rows = self._db.execute(asked, (REFUSED,)).fetchall()
        return [
            {"MaThamChieu": reference, "Buoc": path == STEPS_PATH, "TraLoi": json.loads(answer)}
            for reference, path, answer in rows
        ]

    def _is_waiting(self, reference: str) -> bool:
        asked = "select 1 from messages where reference = ? and standing = ?"
        return self._db.execute(asked, (reference, WAITS)).fetchone() is not None

    def _list_waiting(self) -> list[tuple[str, str, bytes]]:
        with self._lock:
            asked = "select reference, path, body from messages where standing = ? order by n"
            rows = self._db.execute(asked, (WAITS,)).fetchall()
        return [(reference, path, body.encode()) for reference, path, body in rows]

    def _send_under_fault(self, reference: str, path: str, body: bytes, fault: SendingFault | None) -> None:
        if fault is SendingFault.UNREACHED:
            return
        call = (path, body, self._sign(body))
        other = body.replace(b'"MaPhanAnh": ', b'"TieuDe": "!!!", "MaPhanAnh": ')
        if fault is SendingFault.STALE:
            call = (path, body, self._sign(body, age=timedelta(minutes=10)))
        elif fault is SendingFault.ALTERED:
            call = (path, other, self._sign(body))
        elif fault is SendingFault.FORGED:
            self._make_call(path, other, self._sign(other, secrets.token_bytes(32)))
        elif fault is SendingFault.TWICE:
            self._make_call(*call)
            self._make_call(*call)
            call = (path, body, self._sign(body))
        answer = self._make_call(*call)
        if answer is not None and fault is not SendingFault.UNANSWERED:
            self._note_answer(reference, path, *answer)

    def _sign(self, body: bytes, key: bytes | None = None, age: timedelta = timedelta()) -> str:
        # A signature counts once and names its second: each is of a later one than the last.
        lately = int(datetime.now(UTC).timestamp()) - LATELY_SECONDS
        self._signed = max(lately, self._signed + 1)
        ((key_id, own),) = self.keys.items()
        return sign_call(body, key or own, key_id, datetime.fromtimestamp(self._signed, UTC) - age)

    def _make_call(self, path: str, body: bytes, signature: str) -> tuple[int, dict[str, Any]] | None:
        headers = {"Content-Type": "application/json", SIGNATURE_HEADER: signature}
        try:
            status, content = self.call(path, body, headers)
        except OSError:
            return None
        self.answers.append((status, str(content.get("code", ""))))
        return status, content

    def _note_answer(self, reference: str, path: str, status: int, content: Mapping[str, Any]) -> None:
        with self._lock:
            blamed = status in OF_CONTENT and content.get("code") not in OF_CALL
            if path == STEPS_PATH and status == UNKNOWN_FEEDBACK:
                blamed = not self._is_waiting(reference.rpartition("-")[0])
            standing = TAKEN if status == 200 else REFUSED if blamed else WAITS
            self._db.execute(
                "update messages set standing = ?, answer = ? where reference = ?",
                (standing, json.dumps(content, ensure_ascii=False), reference),
            )


def connect_province(origin: str) -> Call:
    """Return the way to a province's API over HTTP; without an origin nothing is reached."""
    place = urlsplit(origin)

    def call_province(path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        line = http.client.HTTPConnection(place.hostname or "", place.port, timeout=ANSWER_SECONDS)
        try:
            line.request("POST", path, body, dict(headers))
            reply = line.getresponse()
            return reply.status, json.loads(reply.read() or b"{}")
        except (http.client.HTTPException, ValueError) as broken:
            raise OSError("no readable answer") from broken
        finally:
            line.close()

    return call_province
