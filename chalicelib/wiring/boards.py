"""Dependencies of counting dossiers and matters and of showing boards, built once per process."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from chalicelib.steps.supervision.count_facts import FactCounter
from chalicelib.steps.supervision.recount_boards import Recounting
from chalicelib.wiring import core as wiring

if TYPE_CHECKING:
    from chalicelib.domain.matters.matter_counts import MatterCountLine
    from chalicelib.domain.supervision.boards import BoardLine
    from chalicelib.repositories.matters.matter_counts import MatterCountTable
    from chalicelib.repositories.matters.successor_matters import SuccessorMatterCounts
    from chalicelib.repositories.supervision.boards import BoardTable
    from chalicelib.repositories.supervision.ratings import RatingTable
    from chalicelib.repositories.supervision.successor_counts import SuccessorCounts
    from chalicelib.repositories.supervision.unit_reminders import UrgingTable
    from chalicelib.steps.matters.count_matters import MatterCounter, MatterRecounting
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
        provide_work_counts(),
        wiring_steps.provide_lists(),
        provide_urgings(),
        load_notices(province=wiring.provide_settings().province).words["urging"],
    )


@cache
def provide_counting() -> FactCounter:
    """Return the counter of facts."""
    return FactCounter(provide_boards())


@cache
def provide_recounting() -> Recounting[BoardLine]:
    """Return the recount of the boards of every unit of this province, past and present."""
    from chalicelib.repositories.ledger.head_signer import TableHeads
    from chalicelib.repositories.ledger.sweep_state import SweepTable

    return Recounting(provide_boards(), provide_counting(), TableHeads(), SweepTable("boards"), _list_units())


@cache
def provide_work_counts() -> SuccessorCounts:
    """Return the counts of each unit with those of the units whose work it has."""
    from chalicelib.repositories.supervision.successor_counts import SuccessorCounts
    from chalicelib.wiring import steps as wiring_steps

    return SuccessorCounts(provide_boards(), wiring_steps.list_working_units)


@cache
def provide_matter_counts() -> MatterCountTable:
    """The counts of matters."""
    from chalicelib.repositories.matters.matter_counts import MatterCountTable

    return MatterCountTable()


@cache
def provide_matter_statistics() -> SuccessorMatterCounts:
    """The counts of matters as statistics read them."""
    from chalicelib.repositories.matters.successor_matters import SuccessorMatterCounts
    from chalicelib.wiring import steps as wiring_steps

    return SuccessorMatterCounts(provide_matter_counts(), wiring_steps.list_working_units)


@cache
def provide_matter_counting() -> MatterCounter:
    """Return the counter of matters' facts."""
    from chalicelib.steps.matters.count_matters import MatterCounter

    return MatterCounter(provide_matter_counts())


@cache
def provide_open_matters_recounting() -> Recounting[MatterCountLine]:
    """Return the recount of the open matters of every unit."""
    from chalicelib.repositories.ledger.head_signer import MatterHeads
    from chalicelib.repositories.ledger.sweep_state import SweepTable

    runs, units = SweepTable("matter_counts"), _list_units()
    return Recounting(provide_matter_counts(), provide_matter_counting(), MatterHeads(), runs, units)


@cache
def provide_matter_recounting() -> MatterRecounting:
    """Return the recount of all matters from their facts."""
    from chalicelib.steps.matters.count_matters import MatterRecounting

    return MatterRecounting(provide_matter_counts(), provide_matter_counting(), _list_units())


def _list_units() -> list[str]:
    return [agency.id for agency in wiring.provide_agencies().list_all()]
