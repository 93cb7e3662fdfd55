"""The engine for these tests: one empty table for each file of tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from infra.local.cloud import LocalCloud
from tests.contract.engine import table
from tests.contract.journey import World


@pytest.fixture(scope="module")
def engine(cloud: LocalCloud, request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty table on the local cloud."""
    with table(cloud, f"motcua-{request.path.stem.replace('_', '-')}") as name:
        yield name


@pytest.fixture
def world(engine: str, request: pytest.FixtureRequest) -> World:
    """Everybody at one desk, with keys that no other test uses."""
    return World(f"{abs(hash(request.node.nodeid)):x}")
