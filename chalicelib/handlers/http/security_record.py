"""One record of the security log for each request that may need to be accounted for."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chalice.app import Request

from chalicelib import observe
from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.security.security_line import GOOD, LINE
from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.handlers.http.operations import Access, Operation
from chalicelib.handlers.http.read import ID_PATTERNS

DEVICE_LETTERS = 16
ACCOUNT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
DOSSIER_ID = re.compile(ID_PATTERNS["dossier_id"])
"""Text in another form names no dossier: a person may have typed a number of theirs there."""


@dataclass(slots=True)
class Caller:
    """Known data of the caller, as far as the request was read. `at` is real time, `now` the legal time in which rights
    apply."""

    address: str = ""
    actor: Actor | None = None
    at: datetime | None = None
    now: datetime | None = None


def write_record(
    op: Operation, request: Request, params: Mapping[str, str], caller: Caller, status: int, code: str, trace_id: str
) -> None:
    """Write the record of a request: of every refused one, every change for a person, and every one that gave an
    officer personal data. Reading public data, or one's own, leaves no record."""
    reads = observe.list_noted_reads()
    if caller.at is None or caller.now is None or not _is_kept(op, status, reads):
        return
    actor, (account, office) = caller.actor, observe.find_noted_account()
    own = params.get("dossier_id") or params.get("matter_id", "")
    named = (own,) if DOSSIER_ID.fullmatch(own) else ()
    roles = actor.list_roles(caller.now) - {Role.APPLICANT} if actor else frozenset()
    observe.log_security_record(
        LINE,
        {
            "at": write_stamp(caller.at),
            "trace_id": trace_id,
            "who": actor.sub if actor else account,
            "address": caller.address,
            "method": op.method,
            "route": op.path,
            "act": op.step or op.name,
            "dossiers": list(dict.fromkeys((*reads, *named))),
            "status": status,
            "outcome": code or GOOD,
            "officer": bool(roles) or office,
            "seen": bool(reads) and status < 400,
            "device": _digest_device(request),
            "about": _find_subject(op, params),
            "listed": list(observe.list_noted_lines()),
        },
    )


def _is_kept(op: Operation, status: int, reads: tuple[str, ...]) -> bool:
    if status >= 400 or reads:
        return True
    return op.method != "GET" and op.access in (Access.SIGNED_IN, Access.OFFICER, Access.SESSION)


def _find_subject(op: Operation, params: Mapping[str, str]) -> str:
    """Return whose rights the request is about: an account's number, in the pools' format. Other text may have been
    typed by a person: it is not recorded."""
    about = params.get("sub", "") if op.path.startswith("/api/officers/") else ""
    return about if ACCOUNT.fullmatch(about) else ""


def _digest_device(request: Request) -> str:
    """Return a digest of the browser's user agent: it only distinguishes kinds of devices. A missing user agent is a
    kind as well, which no officer's browser has."""
    said = request.headers.get("user-agent", "")
    return hashlib.sha256(said.encode()).hexdigest()[:DEVICE_LETTERS]
