"""Who reads a dossier or a list: the one place through which a reading is checked and put on record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.privacy.sight import (
    Sight,
    find_sight,
    require_list,
    require_sight,
)
from chalicelib.domain.privacy.sight_words import Content, UnitList
from chalicelib.domain.shared.timezone import parse_stamp
from chalicelib.steps.dossier.context import Dependencies
from chalicelib.steps.dossier.reading_ports import Accesses, People


@dataclass(frozen=True, slots=True)
class Reader:
    """The reader, and the dependencies of reading."""

    deps: Dependencies
    accesses: Accesses
    actor: Actor
    now: datetime
    real_now: datetime
    people: People

    def require_seen(
        self, dossier_id: str, what: str, needs: Content = Content.HEAD, *, as_line: bool = False
    ) -> tuple[Dossier, Sight]:
        """Return the dossier if it may be seen, with the reader's access; record the view when they do not own it, as a
        line of a list where it is read for one. Raise NotYourTask for a reader without the needed content."""
        dossier = require_sight(self.actor, self.deps.dossiers.load(dossier_id).dossier, self.now)
        sight = find_sight(self.actor, dossier, self.now)
        sight.require(needs)
        if not sight.is_owner:
            roles = sorted(self.actor.list_roles(self.now) - {Role.APPLICANT})
            listed = [dossier_id] if as_line else None
            self.accesses.record(dossier_id, self.actor.sub, ",".join(roles), what, self.real_now, listed)
        return dossier, sight


def require_work(reader: Reader, unit: str) -> None:
    """Refuse a caller who does not work in the unit; running the system or maintaining its catalogue is
    not such work."""
    require_list(reader.actor, unit, UnitList.WORK, reader.now)


def is_late(item: Mapping[str, str | None], now: datetime) -> bool:
    """Return whether a line's time is over and the unit has not acted: its head sees that together with what is due
    next (VL-21.3, LC-32.7). On the very due time is still in time; a wait for the applicant makes no unit late."""
    due_at = item["due_at"]
    return due_at is not None and item["state"] != State.SUPPLEMENT_REQUESTED and now > parse_stamp(due_at)
