"""Client of the population data behind the provincial platform: one check at a time, signed with our key.

Nothing is retried: the officer continues by the paper, and checks later. Neither a question nor an answer is logged.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime

import urllib3
from urllib3.exceptions import HTTPError

from chalicelib.domain.accounts.population import (
    PopulationAnswer,
    PopulationQuestion,
    PopulationUnavailable,
    PopulationVerdict,
)
from chalicelib.domain.ledger.chain import encode_canonical
from chalicelib.domain.portal.portal_signature import HEADER
from chalicelib.domain.shared.hmac_signature import sign_body
from chalicelib.repositories.payments.gateway import is_private

TIMEOUT = urllib3.Timeout(connect=2.0, read=4.0)
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class PopulationClient:
    """Population data at `base_url`; every call is signed with `key`, known there as `key_id`.

    Raises ValueError for an address that would send people's data unencrypted over a network.
    """

    def __init__(
        self,
        base_url: str,
        key_id: str,
        key: bytes,
        http: urllib3.PoolManager | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        if not is_private(base_url):
            raise ValueError("population data must be reached by https")
        self._base, self._key_id, self._key, self._now = base_url.rstrip("/"), key_id, key, now
        self._http = http or urllib3.PoolManager(timeout=TIMEOUT, retries=False)

    def check(self, question: PopulationQuestion) -> PopulationAnswer:
        """Compare what was presented; raise PopulationUnavailable for every answer that is none."""
        asked = {
            "LoaiSo": question.kind.value, "So": question.number, "HoTen": question.full_name,
            "NgaySinh": question.birth_date, "DonVi": question.unit, "MucDich": question.purpose,
        }  # fmt: skip
        body = encode_canonical(asked)
        headers = {
            "Accept": "application/json", "Content-Type": "application/json",
            HEADER: sign_body(body, self._key, self._key_id, self._now()),
        }  # fmt: skip
        try:
            answer = self._http.request("POST", f"{self._base}/checks", body=body, headers=headers, redirect=False)
        except HTTPError as failed:
            raise PopulationUnavailable("connection") from failed
        if answer.status != 200:
            raise PopulationUnavailable(f"status_{answer.status}")
        return _read_answer(answer.data)


def _read_answer(data: bytes) -> PopulationAnswer:
    try:
        said = json.loads(data)
        verdict, reference = PopulationVerdict(said["KetQua"]), said["MaThamChieu"]
    except (ValueError, KeyError, TypeError, RecursionError) as broken:
        raise PopulationUnavailable("answer") from broken
    if not isinstance(reference, str) or not _REFERENCE.fullmatch(reference):
        raise PopulationUnavailable("answer")
    return PopulationAnswer(verdict, reference)
