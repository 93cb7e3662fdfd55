"""The engine for these tests: one empty table for each file of tests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest

from chalicelib.repositories.dossiers import DossierTable
from infra.local.cloud import LocalCloud
from tests.contract.engine import table
from tests.contract.journey import World


@pytest.fixture(scope="module")
def engine(cloud: LocalCloud, request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty table on the local cloud."""
    with table(cloud, f"motcua-{request.path.stem.replace('_', '-')}") as name:
        yield name


@pytest.fixture(scope="module")
def store(engine: str) -> DossierTable:
    """One client for all tests of a file."""
    return DossierTable()


@pytest.fixture
def world(store: DossierTable, request: pytest.FixtureRequest) -> World:
    """Everybody at one desk, with keys that no other test uses."""
    return World(hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:12], store)
