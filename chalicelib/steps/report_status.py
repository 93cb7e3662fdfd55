"""Report a status: the line-of-business system of an agency says how far it is with a dossier (VL-9.1)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain import codes
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.errors import FieldError, Invalid, NotFound, WrongMoment
from chalicelib.domain.ledger import NewFact
from chalicelib.domain.roles import SYSTEM
from chalicelib.domain.signed import TOLERANCE
from chalicelib.repositories.ports import Change, Loaded
from chalicelib.steps.act import Answer, Ask, Decision, Desk, attempt, write

STEP = "report_status"


def report_status(
    desk: Desk, system: str, code: str, status: str, at: datetime, reference: str, now: datetime, real_now: datetime
) -> Answer:
    """Record the system's own code of its progress as a fact; the dossier's state stays ours to decide.

    `system` is its registered id, `<unit>` or `<unit>.<name>`: it speaks of dossiers of that unit alone. The same
    `reference` again is the first answer. Refuses with NotFound, WrongMoment, Invalid, KeyReused or Busy.
    """
    ask = Ask(
        f"{STEP}-{system}", _dossier_of(desk, code), SYSTEM, now, real_now, reference,
        body={"status": status, "at": at},
    )  # fmt: skip

    def change(loaded: Loaded) -> Change:
        dossier = require_its_own(loaded.dossier, system)
        if not dossier.is_open:
            raise WrongMoment(step=STEP, state=dossier.state.value)
        if at > now + TOLERANCE:
            vi, en = "Thời điểm nằm trong tương lai.", "The time lies in the future."
            raise Invalid(fields=(FieldError("/ThoiDiem", "in_future", vi, en),))
        data = {"system": system, "status": status, "reference": reference}
        fact = NewFact("status_reported", data, occurred_at=at, by_system=True)
        return write(desk, ask, dossier, Decision((fact,)), None, "")

    return attempt(desk, ask, change)


def require_its_own(dossier: Dossier | None, system: str) -> Dossier:
    """The dossier, when the system's unit works on it; any other does not exist for it."""
    unit = system.partition(".")[0]
    if dossier is None or unit not in {dossier.agency, *(task.unit for task in dossier.tasks)}:
        raise NotFound()
    return dossier


def _dossier_of(desk: Desk, code: str) -> str:
    """The id behind a dossier code."""
    series, number = codes.split(code)
    key = (f"CODES#{series}", number)
    found = desk.dossiers.load("", extra=[key]).extra.get("|".join(key))
    if found is None:
        raise NotFound()
    return str(found["dossier"])
