"""What erasing works with. Imports are inside: most of it is needed only when something is to be erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib import wiring

if TYPE_CHECKING:
    from chalicelib.steps.erase_records import Eraser


def eraser() -> Eraser:
    """Erases dossiers at the moment."""
    from chalicelib import wiring_papers, wiring_steps
    from chalicelib.repositories.erasures import ErasureTable
    from chalicelib.steps.erase_records import Eraser

    clock = wiring.clock()
    return Eraser(wiring_steps.desk(), ErasureTable(), wiring_papers.paper_store(), clock.now(), clock.real_now())
