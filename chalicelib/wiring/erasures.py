"""Dependencies of erasing. Imports are inside: most of them are needed only when there is something to erase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.wiring import core as wiring

if TYPE_CHECKING:
    from chalicelib.steps.privacy.erase_records import Eraser


def provide_eraser() -> Eraser:
    """Return the eraser with the present time."""
    from chalicelib.domain.privacy.erasure_orders import DOSSIER, MATTER
    from chalicelib.repositories.privacy.erasures import ErasureTable
    from chalicelib.steps.matters.erased_matters import ErasedMatters
    from chalicelib.steps.privacy.erase_records import Eraser
    from chalicelib.steps.privacy.erased_dossiers import ErasedDossiers
    from chalicelib.wiring import matters as wiring_matters
    from chalicelib.wiring import papers as wiring_papers
    from chalicelib.wiring import steps as wiring_steps

    clock = wiring.provide_clock()
    matters = ErasedMatters(wiring_matters.provide_matter_dependencies(), wiring_matters.provide_public_matters())
    return Eraser(
        {DOSSIER: ErasedDossiers(wiring_steps.provide_dependencies()), MATTER: matters},
        ErasureTable(),
        wiring_papers.provide_paper_store(),
        clock.now(),
        clock.real_now(),
    )
