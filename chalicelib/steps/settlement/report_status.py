"""Report a status: the line-of-business system of an agency reports its progress on a dossier (VL-9.1)."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.domain.accounts.roles import SYSTEM
from chalicelib.domain.dossier import codes
from chalicelib.domain.dossier.code_words import REPORT_STATUS, state_words
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.sector_status import is_behind
from chalicelib.domain.dossier.unit_moves import find_unit_since
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.ledger import payloads
from chalicelib.domain.search import public_status
from chalicelib.domain.shared.errors import FieldError, Invalid, NotFound, WrongMoment
from chalicelib.domain.shared.hmac_signature import TOLERANCE
from chalicelib.domain.supervision.use_findings import build_unknown_dossier
from chalicelib.steps.dossier.command import CommandResult, build_change, build_finding_item, run_command
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, digest_body
from chalicelib.steps.dossier.items import CodeItem
from chalicelib.steps.dossier.ports import Change, Conflict, Loaded

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.settlement import StatusReported

STEP = "report_status"


def report_status(
    deps: Dependencies,
    system: str,
    code: str,
    status: str,
    at: datetime,
    reference: str,
    now: datetime,
    real_now: datetime,
) -> CommandResult:
    """Record the system's own code of its progress as a fact; only our steps decide the dossier's state.

    `system` is its registered id, `<unit>` or `<unit>.<name>`: it may report only dossiers of that unit. The same
    `reference` returns the first answer. Raise NotFound, WrongMoment, Invalid, KeyReused or Busy.
    """
    dossier_id = _find_dossier_id(deps, code)
    if not dossier_id:
        _note_unknown(deps, system, code, at, now, real_now)
        raise NotFound()
    digest = digest_body({"status": status, "at": at})
    command = Command(f"{STEP}-{system}", dossier_id, SYSTEM, now, real_now, None, reference, digest=digest)

    def build_status_change(loaded: Loaded) -> Change:
        dossier = require_its_own(loaded.dossier, system)
        if not dossier.is_open:
            raise WrongMoment(step=REPORT_STATUS, state=state_words(dossier.state))
        if at > now + TOLERANCE:
            vi, en = "Thời điểm nằm trong tương lai.", "The time is in the future."
            raise Invalid(fields=(FieldError("/ThoiDiem", "in_future", vi, en),))
        data: StatusReported = {"system": system, "status": status, "reference": reference}
        if is_behind(dossier.state, status):
            data["behind"] = True
        fact = payloads.STATUS_REPORTED.build(data, occurred_at=at, by_system=True)
        return build_change(deps, command, dossier, Decision((fact,)), None, "")

    return run_command(deps, command, build_status_change)


def require_its_own(dossier: Dossier | None, system: str) -> Dossier:
    """Return the dossier, when the system's unit works on it; otherwise it is not found."""
    unit = system.partition(".")[0]
    if dossier is None:
        raise NotFound()
    concerned = {dossier.agency, *(task.unit for task in dossier.tasks)}
    if concerned.isdisjoint({unit, find_unit_since(dossier.moves, unit)}):
        raise NotFound()
    return dossier


def _find_dossier_id(deps: Dependencies, code: str) -> str:
    """Return the id of a dossier code; empty for a code that was never given."""
    item = CodeItem(*codes.split_code(code))
    found = deps.dossiers.load("", extra=[item]).extra.get(item)
    return str(found["dossier"]) if found else ""


def _note_unknown(deps: Dependencies, system: str, code: str, at: datetime, now: datetime, real_now: datetime) -> None:
    """Record that a unit's system works on a dossier that was never received here, where the province requires every
    dossier on this system (QN-21.2, TB-22.2, LC-32.2); once for each report."""
    every_dossier = deps.reference.find_rule("intake.all_on_system", CaseDates(now)).value
    if not every_dossier or public_status.read_typed_code(code) is None:
        return
    item = build_finding_item(build_unknown_dossier(system.partition(".")[0], code, at, now))
    # A repeated report finds its own item there.
    with suppress(Conflict):
        deps.dossiers.save(Change(dossier_id=code, extras=(item,)), now=real_now)
