"""The engine for the state machine: one table on the local cloud."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.repositories.dossiers import DossierTable
from infra.local.cloud import LocalCloud
from tests.contract.engine import table


@pytest.fixture(scope="module")
def store(cloud: LocalCloud) -> Iterator[DossierTable]:
    """A client of an empty table."""
    with table(cloud, "motcua-stateful"):
        yield DossierTable()
