"""An empty store of dossiers for each test: the fake that unit tests use, and the real adapter."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.contract.dossier.shops import Shop, open_real_shop
from tests.support.fakes.fake_lists import FakeLists
from tests.support.fakes.stores import FakeCodes, FakeDossiers


@pytest.fixture(params=["fake", "real"])
def shop(request: pytest.FixtureRequest) -> Iterator[Shop]:
    """An empty store of either kind."""
    if request.param == "fake":
        fake = FakeDossiers(strict=False)
        yield Shop(fake, FakeCodes(fake), FakeLists(fake))
        return
    yield from open_real_shop(request)


@pytest.fixture
def table(request: pytest.FixtureRequest) -> Iterator[Shop]:
    """An empty store of the real kind, for what only a table has."""
    yield from open_real_shop(request)
