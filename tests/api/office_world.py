"""The officers' sign-in over routes: both pools in memory, and what a person enters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from pyotp import TOTP

from chalicelib.repositories.security.office_pool import CognitoOfficePool
from chalicelib.wiring import sessions as wiring_sessions
from tests.api.conftest import ApiAnswer
from tests.api.session_world import COOKIE, Browser, SessionWorld
from tests.support.fakes.fake_officer_pool import PASSWORD, FakeOfficerPool

STEP = f"{COOKIE}-step"
OWN = "Cua-Rieng-Toi-2026"
ELSEWHERE = "https://other.example.vn"


@dataclass
class OfficeWorld:
    """The officers' side of a deployment."""

    world: SessionWorld
    pool: FakeOfficerPool

    def name(self, name: str, password: str = PASSWORD, browser: Browser | None = None, **more: Any) -> ApiAnswer:
        """Enter name and password; in a browser of its own unless one is given."""
        asked = {"name": name, "password": password, **more}
        return (browser or self.world.browser()).ask("/api/session/officers", asked)

    def begun(self, name: str, password: str = PASSWORD) -> Browser:
        """A browser in which name and password were right."""
        browser = self.world.browser()
        assert self.name(name, password, browser).status == 200
        return browser

    def code(self, browser: Browser, code: str, **headers: str) -> ApiAnswer:
        """Enter a code."""
        return browser.ask("/api/session/officers/code", {"code": code}, **headers)

    def now(self, telephone: TOTP, steps: int = 0) -> str:
        """Return the telephone's code now, or so many codes later."""
        return telephone.at(self.world.clock.real_now(), counter_offset=steps)


@pytest.fixture
def office(world: SessionWorld, deployment: pytest.MonkeyPatch) -> OfficeWorld:
    """Huế with both pools in memory."""
    pool = FakeOfficerPool(now=world.clock.real_now)
    adapter = CognitoOfficePool(pool, "pool", "office-client")
    deployment.setattr(wiring_sessions, "provide_office_pool", lambda: adapter)
    return OfficeWorld(world, pool)
