"""Matters as the eraser sees them, of every kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.domain.accounts.roles import SYSTEM
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.ledger.matter_facts import MatterFact
from chalicelib.domain.matters.kind_table import find_kind
from chalicelib.domain.matters.kinds.erasure_rows import DECISION, ERASE, ERASED, ERASING, ORDER
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.privacy.erasure_orders import OpenErasure
from chalicelib.steps.dossier.context import Command
from chalicelib.steps.dossier.items import ErasureOrderItem
from chalicelib.steps.matters.matter_command import MatterDecision, run_matter_command
from chalicelib.steps.matters.matter_fact_parts import describe_state
from chalicelib.steps.matters.matter_ports import LoadedMatter, MatterDependencies
from chalicelib.steps.privacy.erase_records import AlreadyErased, DescribeEnd, ErasedRecord, list_basis


class PublicFaces(Protocol):
    """What everybody reads of matters."""

    def remove(self, matter_id: str, length: int) -> None:
        """Remove a face and every word by which it is found."""


@dataclass(frozen=True, slots=True)
class ErasedMatters:
    """The matters of one deployment, and their public faces."""

    deps: MatterDependencies
    public: PublicFaces

    def find_record(self, number: str) -> ErasedRecord:
        """Return a matter that is being erased, or was. Its files are its own, and each matter as which it continues
        shows them until that one is erased itself. Raise ValueError for any other matter."""
        matter = self._load_matter(number)
        facts = self.deps.matters.load_ledger(number)
        decisions = frozenset(digest for fact in facts for name, digest in fact.parts.items() if name == DECISION)
        return ErasedRecord(matter.id, kept_parts=decisions, in_use=self._is_continued(matter))

    def hide_record(self, number: str) -> None:
        """Remove the public face; its consumer does so too, in its own time."""
        matter = self._load_matter(number)
        if matter.public_at is not None:
            self.public.remove(number, matter.length)

    def record_end(self, order: OpenErasure, describe: DescribeEnd, now: datetime, real_now: datetime) -> None:
        """Record the end as a step of the system, with the digests of the deleted texts and the ids of the files."""
        number = order.dossier_id
        command = Command("erase_records", number, SYSTEM, now, real_now, None)

        def decide(loaded: LoadedMatter) -> MatterDecision:
            matter = loaded.matter
            if matter is None or matter.state != ERASING:
                raise AlreadyErased
            facts, kind = self.deps.matters.load_ledger(number), find_kind(matter.kind)
            law = list_basis(facts, lambda fact: fact.data.get("step") == ORDER)
            data = {
                "matter": kind.name,
                "step": ERASE,
                "to": ERASED,
                **describe_state(kind.find_state(ERASED)),
                **describe(facts, self.deps.matters.load_parts(number).keys()),
            }
            fact = NewFact(MatterFact.MOVED.value, data, law=law, by_system=True)
            return MatterDecision((fact,), None, "", gone=(ErasureOrderItem(number, order.seq),))

        try:
            run_matter_command(self.deps, command, decide)
        except AlreadyErased:
            return

    def _is_continued(self, matter: Matter) -> bool:
        """Return whether a matter as which this one continues still stands: it may have continued as a third."""
        while matter.became:
            later = self.deps.matters.load_matter(matter.became.id).matter
            if later is None:
                return False
            if later.state != ERASED:
                return True
            matter = later
        return False

    def _load_matter(self, number: str) -> Matter:
        matter = self.deps.matters.load_matter(number).matter
        if matter is None or matter.state not in (ERASING, ERASED):
            raise ValueError("only an ordered erasure can be carried out")
        return matter
