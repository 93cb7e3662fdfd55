"""A dossier received for the wrong procedure, filed again under the right one: two dossiers that name each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.domain.dossier.carried_money import PaidSums
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.ledger.fact_kinds import FactKind
from chalicelib.domain.shared.errors import Refusal, RefusalKind
from chalicelib.domain.shared.serialization import unpack_value

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.filing import Submitted

REFILED = FactKind.REFILED
STOPPED_CODE = "8"
"""The portal's and the statistics' code of a void dossier: its settlement was stopped."""


@dataclass(frozen=True, slots=True)
class RefiledFrom:
    """Origin of a dossier: the void dossier, every void code (the oldest first), when it was received, and the
    components the right procedure still lacks. `carried` is the money paid online there that pays the sums here, in
    đồng; `owed_back` the rest, for the applicant."""

    dossier: str
    codes: tuple[str, ...]
    received_at: datetime
    lacking: tuple[str, ...] = ()
    lacking_fields: tuple[str, ...] = ()
    carried: int = 0
    owed_back: PaidSums = ()


@dataclass(frozen=True, slots=True)
class RefiledInto:
    """Successor of a void dossier: the dossier under the right procedure and its receipt number. Of the money paid
    online, `carried` pays the sums there and `owed_back` is left for the applicant, both in đồng."""

    dossier: str
    receipt_no: str
    carried: int = 0
    owed_back: int = 0


class RefilingIncomplete(Refusal):
    """The right procedure needs components that the wrong one did not: they are added before the reception."""

    code = "refiling_incomplete"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Thủ tục đúng còn thiếu {count} mục so với hồ sơ đã nộp; yêu cầu bổ sung trước khi tiếp nhận."
    en = "The right procedure lacks {count} things that were not filed; ask for them before the reception."


class PaymentTaken(Refusal):
    """A till took money under the wrong procedure and must give it back first. Money paid online is carried over
    instead."""

    code = "payment_taken"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Quầy đã thu {amount:,} đồng theo thủ tục cũ; hủy khoản thu ấy trước, rồi mới chuyển sang thủ tục đúng."
    en = "A counter took {amount:,} đồng under the former procedure; reverse that payment before filing it again."


def read_origin(data: Submitted) -> RefiledFrom | None:
    """Return from a filing's fact the dossier that it replaces."""
    return unpack_value(RefiledFrom, data["refiled_from"]) if "refiled_from" in data else None


def take_in_supplement(origin: RefiledFrom | None, fact: Fact) -> RefiledFrom | None:
    """Return the remaining gaps after a supplement."""
    if origin is None:
        return None
    brought = set(payloads.SUPPLEMENTED.read(fact)["papers"].values())
    fields = () if "form" in fact.parts else origin.lacking_fields
    lacking = tuple(key for key in origin.lacking if key not in brought)
    return replace(origin, lacking=lacking, lacking_fields=fields)
