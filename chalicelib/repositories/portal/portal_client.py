"""Client of the national portal: send a package, ask for one, compare days, pull catalogues.

The portal is not relied on to recognise what it has seen; callers ask before they send again. Nothing is retried here:
when to try again is the caller's to decide, after the portal has had time to finish what it was doing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote

import urllib3
from urllib3.exceptions import HTTPError

from chalicelib.domain.ledger.chain import canonical
from chalicelib.domain.portal.portal_signature import HEADER
from chalicelib.domain.portal.position import PortalRefused, PortalUnavailable
from chalicelib.domain.shared.hmac_signature import sign
from chalicelib.repositories.payments.gateway import is_private

TIMEOUT = urllib3.Timeout(connect=2.0, read=6.0)
REFUSED = frozenset({400, 409, 413, 415, 422})
"""Answers about the content. Every other failure is about the way or the keys: it concerns all dossiers alike."""

_REASON = re.compile(r"[a-z][a-z0-9_]{0,63}")
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,127}")


class NationalPortal:
    """The portal at `base_url`; every call is signed with `key`, which the portal knows as `key_id`.

    ValueError for an address that would carry people's data unencrypted over a network.
    """

    def __init__(
        self,
        base_url: str,
        key: bytes,
        key_id: str,
        http: urllib3.PoolManager | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        if not is_private(base_url):
            raise ValueError("the portal must be reached by https")
        self._base, self._key, self._now = base_url.rstrip("/"), key, now
        self.key_id = key_id
        self._http = http or urllib3.PoolManager(timeout=TIMEOUT, retries=False)

    def send(self, package: Mapping[str, Any]) -> str:
        """Send one package; the portal's reference for it.

        Raises PortalRefused when its content is wrong, PortalUnavailable when it may or may not have arrived.
        """
        answer = self._call("POST", "/packages", canonical(package))
        # 202 says that it was taken, not that it counts: until the portal shows it, it is not acknowledged.
        return _reference(answer, str(package["MaGoi"]))

    def find(self, fact_id: str) -> str | None:
        """The portal's reference for a package that counts there; None when it knows of none."""
        answer = self._call("GET", f"/packages/{quote(fact_id, safe='')}", missing=True)
        return None if answer is None else _reference(answer, fact_id)

    def day(self, day: date) -> dict[str, dict[str, str]]:
        """The dossiers told of on a day (UTC, as recorded here): unit → number → code of the state now."""
        answer = self._call("GET", f"/days/{day.isoformat()}")
        units = answer.get("DonVi") if answer else None
        if not isinstance(units, dict) or not all(isinstance(each, dict) for each in units.values()):
            raise PortalUnavailable("answer")
        return units

    def holding(self, number: str) -> tuple[str, int] | None:
        """A dossier as the portal has it: code of its state, and the last fact it was told; None when unknown."""
        answer = self._call("GET", f"/dossiers/{quote(number, safe='')}", missing=True)
        if answer is None:
            return None
        status, seq = answer.get("TrangThai"), answer.get("ThuTu")
        if not isinstance(status, str) or not isinstance(seq, int):
            raise PortalUnavailable("answer")
        return status, seq

    def catalogue(self, name: str) -> tuple[str, list[Any]]:
        """Version and entries of a shared catalogue."""
        answer = self._call("GET", f"/catalogues/{quote(name, safe='')}") or {}
        version, entries = answer.get("PhienBan"), answer.get("DanhMuc")
        if not isinstance(version, str) or not _REFERENCE.fullmatch(version) or not isinstance(entries, list):
            raise PortalUnavailable("answer")
        return version, entries

    def _call(self, method: str, path: str, body: bytes = b"", *, missing: bool = False) -> dict[str, Any] | None:
        """The JSON object answered; None for a 404 that means absence."""
        # A question has no body, so its path is what is signed.
        signed = body or path.encode()
        headers = {"Accept": "application/json", HEADER: sign(signed, self._key, self.key_id, self._now())}
        if body:
            headers["Content-Type"] = "application/json"
        try:
            answer = self._http.request(
                method, self._base + path, body=body or None, headers=headers, redirect=False, retries=False
            )
        except HTTPError as failed:
            raise PortalUnavailable("connection") from failed
        if answer.status == 404 and missing:
            return None
        if method == "POST" and answer.status in REFUSED:
            raise PortalRefused(_reason(answer.data))
        if answer.status not in (200, 201):
            raise PortalUnavailable(f"status_{answer.status}")
        return _json_object(answer.data)


def _reason(data: bytes) -> str:
    """The portal's code for what is wrong: a code alone, since its words may repeat what we sent."""
    try:
        code = json.loads(data).get("code")
    except (ValueError, AttributeError, RecursionError):
        code = None
    return f"portal_{code}" if isinstance(code, str) and _REASON.fullmatch(code) else "portal_refused"


def _reference(answer: Mapping[str, Any] | None, fact_id: str) -> str:
    """The reference of exactly this package: an acknowledgement of another one proves nothing."""
    reference = answer.get("MaThamChieu") if answer and answer.get("MaGoi") == fact_id else None
    if not isinstance(reference, str) or not _REFERENCE.fullmatch(reference):
        raise PortalUnavailable("answer")
    return reference


def _json_object(data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as broken:
        raise PortalUnavailable("answer") from broken
    if not isinstance(value, dict):
        raise PortalUnavailable("answer")
    return value
