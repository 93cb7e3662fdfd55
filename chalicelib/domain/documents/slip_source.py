"""The sources of a slip: the ledger up to its fact, the law, the names and the wording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.catalogue.agencies import Agency, AgencyTree
from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.documents.official_names import find_place, write_agency
from chalicelib.domain.documents.slip_values import SlipTable, Wording
from chalicelib.domain.dossier.corrections import CORRECTED
from chalicelib.domain.dossier.course import PROPOSING
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.fold import fold_facts
from chalicelib.domain.law.rulings import Law
from chalicelib.domain.ledger.chain import Fact, Json, Part
from chalicelib.domain.ledger.fact_kinds import FactKind
from chalicelib.domain.ledger.payloads import read_any

Answer = tuple[str, ...] | SlipTable | None

ERASED = "(đã xóa theo quy định về bảo vệ dữ liệu cá nhân)"


@dataclass(frozen=True, slots=True)
class DocumentSource:
    """All sources of a slip: the ledger up to its fact, the dossier before and after, law, names, words.

    `preview` is true for facts that are only simulated. `link` is the address of the dossier's look-up page, empty
    where the deployment has none.
    """

    facts: tuple[Fact, ...]
    before: Dossier | None
    dossier: Dossier
    law: Law
    procedure: Procedure
    agencies: AgencyTree
    wording: Wording
    parts: Mapping[str, Part]
    preview: bool = False
    link: str = ""

    @property
    def fact(self) -> Fact:
        """The fact that makes the slip."""
        return self.facts[-1]

    @property
    def proposal(self) -> Fact | None:
        """The fact that gave the decided request its final form: the last answer to remarks, else its opening."""
        number = read_any(self.fact).get("request")
        made = (f for f in reversed(self.facts) if f.kind in PROPOSING and read_any(f)["request"] == number)
        return next(made, None) if number is not None else None

    def find_unit(self, unit: str) -> Agency:
        """Return an agency by its id."""
        return self.agencies.get(unit)

    def write_unit_name(self, unit: str) -> str:
        """Return an agency's name as papers write it, empty for none."""
        return write_agency(self.find_unit(unit).name.vi) if unit else ""

    def find_unit_place(self, unit: str) -> str:
        """Return the place in the date line of a unit's paper."""
        return find_place(each.name.vi for each in self.agencies.list_lineage(unit))

    @property
    def agency(self) -> str:
        """Return the settling agency; before reception the one-stop unit."""
        return self.dossier.agency or self.dossier.one_stop

    def find_part(self, fact: Fact, name: str) -> Any:
        """Return a personal part of a fact: its value, a note when it was erased, None when there was none."""
        digest = fact.parts.get(name)
        if digest is None:
            return None
        held = self.parts.get(digest)
        return held.value if held else ERASED


def replay_until(facts: tuple[Fact, ...], seq: int) -> tuple[tuple[Fact, ...], Dossier | None, Dossier]:
    """Return the ledger up to a fact, and the dossier before and with it. Raise ValueError when it has no such fact."""
    upto = tuple(fact for fact in facts if fact.seq <= seq)
    if not upto or upto[-1].seq != seq:
        raise ValueError(f"no fact {seq}")
    return upto, fold_facts(upto[:-1]) if upto[:-1] else None, fold_facts(upto)


def keep_lines(*lines: str) -> tuple[str, ...]:
    """Return the lines that have text."""
    return tuple(line for line in lines if line)


def find_said(source: DocumentSource, name: str) -> Any:
    """Return a person's current part: that of the newest correction of the reception, else of the filing."""
    newest = [fact for fact in source.facts if fact.kind in {FactKind.SUBMITTED, CORRECTED} and name in fact.parts]
    return source.find_part(newest[-1], name) if newest else None


def list_citations(source: DocumentSource) -> tuple[Json, ...]:
    """Return the rules that the fact and its proposal cite."""
    opened = source.proposal
    return (*source.fact.law, *(opened.law if opened else ()))
