"""The life of dossiers under random hands: the real store and an independent model stay equal."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from chalicelib.domain.flow.transitions import State
from chalicelib.repositories.dossier.dossiers import DossierTable
from tests.contract.engine import SIZE, choose_size
from tests.stateful.machine import REACHED, DossierMachine

# A failure of the small size is shown as it was met: making it small takes minutes on a real store.
PHASES = (Phase.explicit, Phase.generate, Phase.shrink) if SIZE == "full" else (Phase.explicit, Phase.generate)


@pytest.mark.cloud
def test_no_hand_leads_a_dossier_astray(store: DossierTable) -> None:
    """Any people, any steps, any order: the table is kept, the ledger replays, and refusals change nothing."""
    DossierMachine.store = store
    REACHED.clear()
    began = time.perf_counter()
    chosen = settings(
        max_examples=choose_size(8, 300), stateful_step_count=choose_size(20, 50), deadline=None,
        suppress_health_check=list(HealthCheck), print_blob=True, phases=PHASES,
    )  # fmt: skip
    run_state_machine_as_test(DossierMachine, settings=chosen)
    print(f"{time.perf_counter() - began:.1f} s")
    for name, count in sorted(REACHED.items()):
        print(f"{name:40} {count:6}")
    if SIZE == "full":
        assert {f"state: {state.value}" for state in State if state is not State.DRAFT} <= set(REACHED)
