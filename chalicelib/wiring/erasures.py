"""What erasing works with. Imports are inside: most of it is needed only when something is to be erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.wiring import core as wiring

if TYPE_CHECKING:
    from chalicelib.steps.privacy.erase_records import Eraser


def eraser() -> Eraser:
    """Erases dossiers at the moment."""
    from chalicelib.repositories.privacy.erasures import ErasureTable
    from chalicelib.steps.privacy.erase_records import Eraser
    from chalicelib.wiring import papers as wiring_papers
    from chalicelib.wiring import steps as wiring_steps

    clock = wiring.clock()
    return Eraser(wiring_steps.desk(), ErasureTable(), wiring_papers.paper_store(), clock.now(), clock.real_now())
