"""The product of any province in one process; see `office.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from chalicelib import wiring
from chalicelib.domain.timezone import VIETNAM
from chalicelib.repositories.paper_store import PaperStore
from tests.api.conftest import deployment, forget, key_server, running_keys, table
from tests.product.office import LegalClock, Office, Reached

__all__ = ["deployment", "key_server", "running_keys", "table"]

SITE = "https://motcua.example.test"
MONDAY = datetime(2026, 11, 23, 9, tzinfo=VIETNAM)
"""An hour at which every desk is open."""


@pytest.fixture
def office(
    deployment: pytest.MonkeyPatch, table: None, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Office]]:
    """`office("hue")` is that province's product; a test may have several, one after the other."""
    from chalice.test import Client

    from app import app

    reached: set[Reached] = set()

    def of(province: str, at: datetime = MONDAY) -> Office:
        for name, value in {"PROVINCE": province, "SITE_ORIGIN": SITE, "MAIL_SET": "set"}.items():
            deployment.setenv(name, value)
        forget()
        clock = LegalClock(at)
        deployment.setattr(wiring, "clock", lambda: clock)
        deployment.setattr(PaperStore, "keep", lambda *_: None)
        made = Office(app, Client(app), province, clock, reached)
        made.around.connect(deployment)
        return made

    yield of
    request.node.user_properties.append(("reached", [[e.province, e.route, e.on.isoformat()] for e in sorted(reached)]))
