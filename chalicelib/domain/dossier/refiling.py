"""A dossier received for the wrong procedure, filed again under the right one: two dossiers that name each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.domain.dossier.carried_money import PaidSums
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.shared.errors import Kind, Refusal
from chalicelib.domain.shared.serialization import unpack

REFILED = "refiled"
STOPPED_CODE = "8"
"""What the portal and the statistics know a void dossier as: its settlement was stopped."""


@dataclass(frozen=True, slots=True)
class RefiledFrom:
    """Where a dossier comes from: the void dossier, every code that is void by now (the oldest first), when that was
    received, and what the right procedure asks for that it did not bring. `carried` is what was paid online there and
    pays the sums here, in đồng; `owed_back` what is left of it, for the applicant."""

    dossier: str
    codes: tuple[str, ...]
    received_at: datetime
    lacking: tuple[str, ...] = ()
    lacking_fields: tuple[str, ...] = ()
    carried: int = 0
    owed_back: PaidSums = ()


@dataclass(frozen=True, slots=True)
class RefiledInto:
    """Where a void dossier went: the dossier under the right procedure and its receipt number. `carried` of what was
    paid online pays the sums there, `owed_back` of it is left for the applicant, both in đồng."""

    dossier: str
    receipt_no: str
    carried: int = 0
    owed_back: int = 0


class RefilingIncomplete(Refusal):
    """The right procedure asks for what the wrong one did not: it is added before the reception."""

    code = "refiling_incomplete"
    kind = Kind.WRONG_MOMENT
    vi = "Thủ tục đúng còn thiếu {count} mục so với hồ sơ đã nộp; yêu cầu bổ sung trước khi tiếp nhận."
    en = "The right procedure lacks {count} things that were not filed; ask for them before the reception."


class PaymentTaken(Refusal):
    """A till took money under the wrong procedure; it gives that back first. Money paid online goes along instead."""

    code = "payment_taken"
    kind = Kind.WRONG_MOMENT
    vi = "Quầy đã thu {amount:,} đồng theo thủ tục cũ; hủy khoản thu ấy trước, rồi mới chuyển sang thủ tục đúng."
    en = "A counter took {amount:,} đồng under the former procedure; reverse that payment before filing it again."


def read_origin(data: Mapping[str, Any]) -> RefiledFrom | None:
    """What a filing's fact says of the dossier that it takes the place of."""
    return unpack(RefiledFrom, data["refiled_from"]) if "refiled_from" in data else None


def take_in_supplement(origin: RefiledFrom | None, f: Fact) -> RefiledFrom | None:
    """What is still lacking once something was added."""
    if origin is None:
        return None
    brought = set(f.data["papers"].values())
    fields = () if "form" in f.parts else origin.lacking_fields
    lacking = tuple(key for key in origin.lacking if key not in brought)
    return replace(origin, lacking=lacking, lacking_fields=fields)
