"""Erase the personal data of a dossier or a matter: the grounds, the legal retention period, and the progress of an
erasure.

One officer proposes to erase all of it, another orders it; then the system erases it part by part, and records
the end. Digests and facts stay, so that the chain still proves the content.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.fact_kinds import FactKind
from chalicelib.domain.ledger.matter_facts import MatterFact
from chalicelib.domain.shared.errors import Refusal, RefusalKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chalicelib.domain.ledger.chain import Fact

AUTHORITY = "authority_decision"
"""The ground that ends the duty to keep: a decision of a competent authority, which is named."""

PROPOSED, ORDERED, ERASED = FactKind.ERASURE_PROPOSED, FactKind.ERASURE_ORDERED, FactKind.DOSSIER_ERASED
PART_ERASED = FactKind.PART_ERASED


class RetentionRunning(Refusal):
    """The dossier must still be kept; its last day is named (Luật 33/2024 15)."""

    code = "retention_running"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Hồ sơ phải lưu trữ đến hết ngày {until}; chưa được xóa trước ngày đó."
    en = "The dossier must be kept until {until}; it may not be erased before."


class RetentionForGood(Refusal):
    """The dossier is kept for ever."""

    code = "retention_for_good"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Hồ sơ của thủ tục này lưu trữ vĩnh viễn, không được xóa."
    en = "Dossiers of this procedure are kept for ever and may not be erased."


class RetentionUnknown(Refusal):
    """The procedure has no retention period yet; until then nothing received is erased."""

    code = "retention_unknown"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Chưa xác định thời hạn lưu trữ cho hồ sơ của thủ tục này, nên hồ sơ đã tiếp nhận chưa được xóa."
    en = "No retention term is set for dossiers of this procedure yet, so what was received may not be erased."


class ErasureUnderWay(Refusal):
    """The dossier is being erased: the ordered erasure must finish first."""

    code = "erasure_under_way"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Hồ sơ này đang được xóa theo lệnh đã ghi nhận; không cần đề nghị lại."
    en = "This dossier is being erased as ordered; there is nothing to propose again."


@dataclass(frozen=True, slots=True)
class Retention:
    """How long dossiers of a procedure are kept after the year in which they ended, and by which article; `years` is
    None for those kept for ever."""

    years: int | None
    article: str

    def calculate_last_day(self, ended: date) -> date | None:
        """The last day on which a dossier that ended on a day must be kept; None for one that is kept for ever."""
        return None if self.years is None else date(ended.year + self.years, 12, 31)


@dataclass(frozen=True, slots=True)
class Erasure:
    """Progress of an erasure of the whole dossier. `decision` names that of a competent authority."""

    ground: str
    decision: str
    proposer: str
    proposed_at: datetime
    ordered_at: datetime | None = None
    done_at: datetime | None = None

    @property
    def under_way(self) -> bool:
        """Return whether it was ordered and is not finished."""
        return self.ordered_at is not None and self.done_at is None

    def is_same_proposal(self, ground: str, decision: str) -> bool:
        """Return whether it waits for a second person who requests exactly the same."""
        return self.ordered_at is None and (self.ground, self.decision) == (ground, decision)


def list_erased_digests(facts: Iterable[Fact]) -> frozenset[str]:
    """Return the digests of the personal parts that facts record as erased."""
    found: set[str] = set()
    for fact in facts:
        if fact.kind == PART_ERASED:
            found.add(payloads.PART_ERASED.read(fact)["digest"])
        if fact.kind in (ERASED, MatterFact.MOVED):
            found.update(fact.data.get("erased_parts", ()))
    return frozenset(found)
