"""Client of the national portal: send a package, query one, compare days, pull catalogues.

The portal may not recognise duplicates, so callers query before they send again. Nothing is retried here: the caller
decides when to retry, after the portal has had time to finish.
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

from chalicelib.domain.ledger.chain import encode_canonical
from chalicelib.domain.portal.portal_signature import HEADER
from chalicelib.domain.portal.position import PortalRefused, PortalUnavailable
from chalicelib.domain.shared.hmac_signature import sign_body
from chalicelib.repositories.payments.gateway import is_private

TIMEOUT = urllib3.Timeout(connect=2.0, read=6.0)
REFUSED = frozenset({400, 409, 413, 415, 422})
"""Answers about the content. Every other failure is about the connection or the keys: it concerns all dossiers alike.
"""

_REASON = re.compile(r"[a-z][a-z0-9_]{0,63}")
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,127}")


class NationalPortal:
    """The portal at `base_url`; every call is signed with `key`, which the portal knows as `key_id`.

    Raises ValueError for an address that would send people's data unencrypted over a network.
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
        """Send one package; return the portal's reference for it.

        Raise PortalRefused when its content is wrong, PortalUnavailable when it may or may not have arrived.
        """
        answer = self._call("POST", "/packages", encode_canonical(package))
        # 202 means received, not processed: until the portal shows it, it is not acknowledged.
        return _require_reference(answer, str(package["MaGoi"]))

    def find(self, fact_id: str) -> str | None:
        """Return the portal's reference for a processed package; None when it has none."""
        answer = self._call("GET", f"/packages/{quote(fact_id, safe='')}", missing=True)
        return None if answer is None else _require_reference(answer, fact_id)

    def read_day(self, day: date) -> dict[str, dict[str, str]]:
        """Return the dossiers sent on a day (UTC, as recorded here): unit → number → code of the present state."""
        answer = self._call("GET", f"/days/{day.isoformat()}")
        units = answer.get("DonVi") if answer else None
        if not isinstance(units, dict) or not all(isinstance(each, dict) for each in units.values()):
            raise PortalUnavailable("answer")
        return units

    def find_holding(self, number: str) -> tuple[str, int] | None:
        """Return a dossier at the portal: code of its state, and the last fact sent; None when unknown."""
        answer = self._call("GET", f"/dossiers/{quote(number, safe='')}", missing=True)
        if answer is None:
            return None
        status, seq = answer.get("TrangThai"), answer.get("ThuTu")
        if not isinstance(status, str) or not isinstance(seq, int):
            raise PortalUnavailable("answer")
        return status, seq

    def find_faq(self, number: str) -> int:
        """Return the edition of a frequent question that the portal shows; 0 for none."""
        return self._find_number(f"/questions/{quote(number, safe='')}", "LanDang")

    def find_feedback(self, number: str) -> int:
        """Return the number of the last fact of a feedback that the portal holds; 0 for none."""
        return self._find_number(f"/feedback/{quote(number, safe='')}", "ThuTu")

    def fetch_catalogue(self, name: str) -> tuple[str, list[Any]]:
        """Return version and entries of a shared catalogue."""
        answer = self._call("GET", f"/catalogues/{quote(name, safe='')}") or {}
        version, entries = answer.get("PhienBan"), answer.get("DanhMuc")
        if not isinstance(version, str) or not _REFERENCE.fullmatch(version) or not isinstance(entries, list):
            raise PortalUnavailable("answer")
        return version, entries

    def _find_number(self, path: str, name: str) -> int:
        answer = self._call("GET", path, missing=True)
        found = answer.get(name) if answer else 0
        if not isinstance(found, int):
            raise PortalUnavailable("answer")
        return found

    def _call(self, method: str, path: str, body: bytes = b"", *, missing: bool = False) -> dict[str, Any] | None:
        """Return the JSON object of the answer; None for a 404 that means absence."""
        # A query has no body, so its path is signed.
        signed = body or path.encode()
        headers = {"Accept": "application/json", HEADER: sign_body(signed, self._key, self.key_id, self._now())}
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
            raise PortalRefused(_read_reason(answer.data))
        if answer.status not in (200, 201):
            raise PortalUnavailable(f"status_{answer.status}")
        return _parse_json_object(answer.data)


def _read_reason(data: bytes) -> str:
    """Return the portal's code of the fault: only the code, since its text may repeat our data."""
    try:
        code = json.loads(data).get("code")
    except (ValueError, AttributeError, RecursionError):
        code = None
    return f"portal_{code}" if isinstance(code, str) and _REASON.fullmatch(code) else "portal_refused"


def _require_reference(answer: Mapping[str, Any] | None, fact_id: str) -> str:
    """Return the reference of exactly this package: an acknowledgement of another one proves nothing."""
    reference = answer.get("MaThamChieu") if answer and answer.get("MaGoi") == fact_id else None
    if not isinstance(reference, str) or not _REFERENCE.fullmatch(reference):
        raise PortalUnavailable("answer")
    return reference


def _parse_json_object(data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as broken:
        raise PortalUnavailable("answer") from broken
    if not isinstance(value, dict):
        raise PortalUnavailable("answer")
    return value
