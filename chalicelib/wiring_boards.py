"""What counting and showing boards work with, built once per process."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from chalicelib import wiring
from chalicelib.steps.count_facts import Counting
from chalicelib.steps.recount_boards import Recounting

if TYPE_CHECKING:
    from chalicelib.repositories.boards import BoardTable
    from chalicelib.repositories.urgings import UrgingTable
    from chalicelib.steps.urge import Urger


@cache
def boards() -> BoardTable:
    """The counts of this deployment."""
    from chalicelib.repositories.boards import BoardTable

    return BoardTable()


@cache
def urgings() -> UrgingTable:
    """Who urged whom."""
    from chalicelib.repositories.urgings import UrgingTable

    return UrgingTable()


@cache
def urger() -> Urger:
    """Urges units."""
    from chalicelib import wiring_steps
    from chalicelib.repositories.notice_table import load_notices
    from chalicelib.steps.urge import Urger

    return Urger(
        boards(), wiring_steps.lists(), urgings(), load_notices(province=wiring.settings().province).words["urging"]
    )


@cache
def counting() -> Counting:
    """Counts facts."""
    return Counting(boards())


@cache
def recounting() -> Recounting:
    """Recounts the boards of every unit that this province ever had."""
    from chalicelib.repositories.head_signer import TableHeads
    from chalicelib.repositories.sweeps import SweepTable

    units = [agency.id for agency in wiring.agencies().all()]
    return Recounting(boards(), counting(), TableHeads(), SweepTable("boards"), units)
