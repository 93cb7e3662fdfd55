"""The engine for the state machine: one table on the local cloud."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.repositories.dossier.dossiers import DossierTable
from infra.local.cloud import LocalCloud
from tests.contract.engines import create_empty_table, use_engine


@pytest.fixture(scope="module")
def store(cloud: LocalCloud) -> Iterator[DossierTable]:
    """A client of an empty table."""
    with use_engine(cloud.build_environment()), create_empty_table("motcua-stateful"):
        yield DossierTable()
