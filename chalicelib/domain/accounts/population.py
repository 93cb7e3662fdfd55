"""Checks of an identity against population data: what is asked, and what may be answered (LC-10.1.a, HUE-9.1).

Only the answer and its reference are kept, never data of the other side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from chalicelib.domain.accounts.person_profile import IdentifierKind
from chalicelib.domain.shared.errors import BilingualWords, Refusal, RefusalKind


class PopulationVerdict(StrEnum):
    """The answer to a check."""

    MATCHED = "matched"
    MISMATCH = "mismatch"
    UNKNOWN = "unknown"
    LOCKED = "locked"
    DECEASED = "deceased"


@dataclass(frozen=True, slots=True)
class PopulationQuestion:
    """What is compared: number, name and, where it is known, birth date; the unit that asks, and what for."""

    kind: IdentifierKind
    number: str
    full_name: str
    birth_date: str
    unit: str
    purpose: str


@dataclass(frozen=True, slots=True)
class PopulationAnswer:
    """The verdict, and the other side's reference of the check."""

    verdict: PopulationVerdict
    reference: str


class PopulationUnavailable(Exception):
    """The population data did not answer; the officer continues by the paper."""


VERDICT_WORDS: Mapping[PopulationVerdict, BilingualWords] = {
    PopulationVerdict.MISMATCH: BilingualWords("họ tên hoặc ngày sinh không khớp", "name or birth date do not match"),
    PopulationVerdict.UNKNOWN: BilingualWords("không có số này", "there is no such number"),
    PopulationVerdict.LOCKED: BilingualWords("danh tính đang bị khóa", "the identity is locked"),
    PopulationVerdict.DECEASED: BilingualWords("người này đã mất", "the person has died"),
}


class IdentityNotConfirmed(Refusal):
    """The population data contradict what was presented at the desk."""

    code = "identity_not_confirmed"
    kind = RefusalKind.INVALID
    vi = (
        "Dữ liệu dân cư không xác nhận: {verdict}. Kiểm tra lại giấy tờ tùy thân; nếu vẫn vậy, hướng dẫn người dân "
        "đến cơ quan Công an."
    )
    en = (
        "The population data do not confirm it: {verdict}. Check the identity paper again; if it stays so, direct "
        "the person to the police."
    )


def require_confirmed(answer: PopulationAnswer) -> None:
    """Raise IdentityNotConfirmed unless the answer is a match."""
    if answer.verdict is not PopulationVerdict.MATCHED:
        raise IdentityNotConfirmed(verdict=VERDICT_WORDS[answer.verdict])
