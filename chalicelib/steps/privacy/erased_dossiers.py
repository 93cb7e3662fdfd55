"""Dossiers as the eraser sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.accounts.roles import SYSTEM
from chalicelib.domain.dossier.erasure import ORDERED
from chalicelib.domain.ledger import payloads
from chalicelib.domain.privacy.erasure_orders import OpenErasure
from chalicelib.steps.dossier.command import build_change, run_command
from chalicelib.steps.dossier.context import Command, Decision, Dependencies
from chalicelib.steps.dossier.items import ErasureOrderItem
from chalicelib.steps.dossier.ports import Change, Loaded
from chalicelib.steps.privacy.erase_records import AlreadyErased, DescribeEnd, ErasedRecord, list_basis


@dataclass(frozen=True, slots=True)
class ErasedDossiers:
    """The dossiers of one deployment."""

    deps: Dependencies

    def find_record(self, number: str) -> ErasedRecord:
        """Return a dossier with the accounts and dossiers that may use its files. Raise ValueError for a draft."""
        dossier = self.deps.dossiers.load(number).dossier
        if dossier is None:
            raise ValueError("only a filed dossier can be erased")
        links = (dossier.refiled_into, dossier.refiled_from)
        related = frozenset(link.dossier for link in links if link)
        return ErasedRecord(dossier.id, frozenset({dossier.owner, dossier.filer} - {""}), related)

    def hide_record(self, number: str) -> None:
        """Do nothing: nobody reads a dossier without signing in, and its search entries follow its parts."""

    def record_end(self, order: OpenErasure, describe: DescribeEnd, now: datetime, real_now: datetime) -> None:
        """Record the end, with the digests of the deleted parts and the ids of the deleted papers."""
        number = order.dossier_id
        command = Command("erase_records", number, SYSTEM, now, real_now, None)
        place = ErasureOrderItem(number, order.seq)

        def build_end_change(loaded: Loaded) -> Change:
            if loaded.dossier is None or place not in loaded.extra:
                raise AlreadyErased
            facts = self.deps.dossiers.load_ledger(number)
            data = describe(facts, self.deps.dossiers.load_parts(number).keys())
            law = list_basis(facts, lambda fact: fact.kind == ORDERED)
            fact = payloads.DOSSIER_ERASED.build(data, law=law, by_system=True)
            return build_change(self.deps, command, loaded.dossier, Decision((fact,), gone=(place,)), None, "")

        try:
            run_command(self.deps, command, build_end_change, extra=[place])
        except AlreadyErased:
            return
