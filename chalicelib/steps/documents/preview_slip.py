"""Preview: the papers that an act would make, before it is signed. The act is executed without saving.

The step runs with the same rights, rules and refusals, on a store that saves nothing. Nothing is numbered: only the
real act gives a dossier code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from chalicelib.domain.documents import slips
from chalicelib.domain.documents.slip_values import Slip
from chalicelib.domain.ledger.chain import Fact, Part
from chalicelib.domain.papers.paper import Paper
from chalicelib.domain.shared.errors import NotFound
from chalicelib.steps.approvals import decide_request
from chalicelib.steps.documents.render_slip import Library
from chalicelib.steps.dossier.command import CommandResult
from chalicelib.steps.dossier.context import Command, Dependencies
from chalicelib.steps.dossier.items import ItemName
from chalicelib.steps.dossier.ports import Change, Dossiers, Loaded
from chalicelib.steps.dossier.reader import Reader
from chalicelib.steps.handover import give_back, stop
from chalicelib.steps.reception import correct_reception, receive, refuse
from chalicelib.steps.settlement import extend, request_supplement, resolve, transfer

STEPS: Mapping[str, Callable[[Dependencies, Command[Any]], CommandResult]] = {
    "receive": receive.receive_dossier,
    "correct_reception": correct_reception.correct_reception,
    "refuse": refuse.refuse_dossier,
    "request_supplement": request_supplement.request_supplement,
    "transfer": transfer.transfer_dossier,
    "extend": extend.request_extension,
    "resolve": resolve.resolve_dossier,
    "stop": stop.stop_dossier,
    "close": give_back.close_dossier,
}
"""The steps that make papers by themselves; an approval makes those of its request."""
APPROVE = "approve"


@dataclass
class DryRun:
    """A store that reads the real one and saves nothing."""

    real: Dossiers
    tried: list[Change] = field(default_factory=list)

    def load(
        self, dossier_id: str, *, idem: str = "", papers: Sequence[str] = (), extra: Sequence[ItemName] = ()
    ) -> Loaded:
        """Return the data of the real store."""
        return self.real.load(dossier_id, idem=idem, papers=papers, extra=extra)

    def save(self, change: Change, *, now: datetime) -> None:
        """Hold the change that would have been written."""
        self.tried.append(change)

    def load_ledger(self, dossier_id: str) -> tuple[Fact, ...]:
        """Return the real ledger."""
        return self.real.load_ledger(dossier_id)

    def load_parts(self, dossier_id: str) -> Mapping[str, Part]:
        """Return the real parts."""
        return self.real.load_parts(dossier_id)


class NoCodes:
    """Returns a number that is not reserved: only the act reserves the real one."""

    def draw_next(self, series: str) -> int:
        """Return the first of any series."""
        return 1

    def list_unused(self, series: str, reserved: range) -> tuple[int, ...]:
        """Return none."""
        return ()

    def list_used(self, series: str, numbers: range) -> tuple[int, ...]:
        """Return none."""
        return ()

    def list_given(self, series: str) -> tuple[str, ...]:
        """Return none."""
        return ()


def preview_slips(reader: Reader, command: Command[Any], library: Library, request: int | None) -> tuple[Slip, ...]:
    """Return the slips that the act would make now, in their final words; none for an act that makes none.

    Raise every refusal of the act itself; not_found for an approval that names no request.
    """
    trial = DryRun(reader.deps.dossiers)
    desk = replace(reader.deps, dossiers=trial, codes=NoCodes(), keep=_keep_nothing)
    _try_step(desk, command, request)
    reader.require_seen(command.dossier_id, f"slip preview {command.step}")
    (change,) = trial.tried
    facts = (*trial.load_ledger(command.dossier_id), *change.facts)
    parts = {**trial.load_parts(command.dossier_id), **{part.digest: part for part in change.parts}}
    sources = (library.build_source(facts, fact.seq, parts, preview=True) for fact in change.facts)
    return tuple(each for source in sources for each in slips.build_slips(source))


def _try_step(deps: Dependencies, command: Command[Any], request: int | None) -> None:
    if command.step != APPROVE:
        STEPS[command.step](deps, command)
    elif request is None:
        raise NotFound()
    else:
        decide_request.approve_request(deps, command, request)


def _keep_nothing(paper: Paper) -> None:
    """A dry run removes no file from expiry."""
