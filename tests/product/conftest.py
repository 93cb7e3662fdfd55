"""The product of any province in one process; see `office.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.repositories.accounts import identity
from chalicelib.repositories.law.rule_set import load_rules
from chalicelib.repositories.papers.paper_store import PaperStore
from chalicelib.wiring import core as wiring
from infra.aws.site_addresses import find_addresses
from tests.api.conftest import KeyServer, deployment, forget_adapters, key_server, running_keys, table
from tests.product.office import LegalClock, Office, Reached

__all__ = ["deployment", "key_server", "running_keys", "table"]

MONDAY = datetime(2026, 11, 23, 9, tzinfo=VIETNAM)
"""An hour at which every desk is open; the law of that day is today's. Tuesday is Culture Day, a holiday."""
THEN = datetime(2024, 11, 4, 9, tzinfo=VIETNAM)
"""A Monday in the undisputed life of the five regulations."""


@pytest.fixture(params=[THEN, MONDAY], ids=["2024", "today"])
def at(request: pytest.FixtureRequest) -> datetime:
    """A day in the regulations' undisputed life, and today."""
    found: datetime = request.param
    return found


def find_site(province: str, at: datetime) -> str:
    """The address of the real system on that day, by the province's law."""
    return f"https://{find_addresses(load_rules(), province, at.date()).portal}"


@pytest.fixture
def office(
    deployment: pytest.MonkeyPatch, key_server: KeyServer, table: None, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Office]]:
    """`office("hue")` is that province's product; a test may have several, one after the other."""
    from chalice.test import Client

    from app import app

    reached: set[Reached] = set()
    # Each test would ask for the same keys again; how they are fetched is tested in tests/api/security.
    deployment.setattr(identity, "build_key_fetcher", lambda _: key_server.fetch_keys)

    def open_office(province: str, at: datetime = MONDAY) -> Office:
        for name, value in {"PROVINCE": province, "SITE_ORIGIN": find_site(province, at), "MAIL_SET": "set"}.items():
            deployment.setenv(name, value)
        forget_adapters()
        clock = LegalClock(at)
        deployment.setattr(wiring, "provide_clock", lambda: clock)
        made = Office(app, Client(app), province, clock, reached)
        made.around.connect(deployment)
        deployment.setattr(PaperStore, "keep", lambda _, paper: made.around.kept.append(paper.id))
        return made

    yield open_office
    request.node.user_properties.append(("reached", [[e.province, e.route, e.on.isoformat()] for e in sorted(reached)]))
