"""Dependencies of counting and showing boards, built once per process."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from chalicelib.steps.supervision.count_facts import FactCounter
from chalicelib.steps.supervision.recount_boards import Recounting
from chalicelib.wiring import core as wiring

if TYPE_CHECKING:
    from chalicelib.repositories.supervision.boards import BoardTable
    from chalicelib.repositories.supervision.ratings import RatingTable
    from chalicelib.repositories.supervision.unit_reminders import UrgingTable
    from chalicelib.steps.supervision.remind_unit import UrgingSender


@cache
def provide_boards() -> BoardTable:
    """The counts of this deployment."""
    from chalicelib.repositories.supervision.boards import BoardTable

    return BoardTable()


@cache
def provide_ratings() -> RatingTable:
    """The counts of ratings."""
    from chalicelib.repositories.supervision.ratings import RatingTable

    return RatingTable()


@cache
def provide_urgings() -> UrgingTable:
    """Return the records of urgings."""
    from chalicelib.repositories.supervision.unit_reminders import UrgingTable

    return UrgingTable()


@cache
def provide_urger() -> UrgingSender:
    """Return the dependencies of urging."""
    from chalicelib.repositories.notices.notice_table import load_notices
    from chalicelib.steps.supervision.remind_unit import UrgingSender
    from chalicelib.wiring import steps as wiring_steps

    return UrgingSender(
        provide_boards(),
        wiring_steps.provide_lists(),
        provide_urgings(),
        load_notices(province=wiring.provide_settings().province).words["urging"],
    )


@cache
def provide_counting() -> FactCounter:
    """Return the counter of facts."""
    return FactCounter(provide_boards())


@cache
def provide_recounting() -> Recounting:
    """Return the recount of the boards of every unit of this province, past and present."""
    from chalicelib.repositories.ledger.head_signer import TableHeads
    from chalicelib.repositories.ledger.sweep_state import SweepTable

    units = [agency.id for agency in wiring.provide_agencies().list_all()]
    return Recounting(provide_boards(), provide_counting(), TableHeads(), SweepTable("boards"), units)
