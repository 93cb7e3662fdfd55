"""Obligations of a dossier with fees, and what settles them."""

from __future__ import annotations

from datetime import UTC, datetime

from chalicelib.domain.dossier.obligations import (
    Due,
    ExemptionClaim,
    FeeLine,
    Method,
    Obligation,
    Obligations,
    Payment,
)
from chalicelib.domain.payments import fees

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


AT_INTAKE = FeeLine("le_phi", "Lệ phí", "Fee", 100_000, Due.RECEPTION)


AT_WORK = FeeLine("tham_dinh", "Phí thẩm định", "Appraisal", 250_000, Due.PROCESSING, blocking=True)


AT_END = FeeLine("ban_sao", "Bản sao", "Copies", 8_000, Due.HANDOVER, exemption_groups=("ho_ngheo",))


FREE = FeeLine("dung_han", "Đăng ký đúng hạn", "Registered in time", 0)


CLAIM = ExemptionClaim("ho_ngheo", "paper-1", "citizen-1")


def build_obligations_of(*lines: FeeLine, claim: ExemptionClaim | None = None) -> Obligations:
    return fees.build_obligations(lines, claim, NOW)


def settle_one(obligation: Obligation, ref: str = "gw:1", method: Method = Method.CASH) -> Obligation:
    return fees.settle_obligation(obligation, Payment(ref, obligation.amount, method))
