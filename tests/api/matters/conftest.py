"""A desk of matters over HTTP, for the tests of this folder."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.accounts.roles import Role
from chalicelib.wiring import core as wiring
from tests.api.conftest import Api
from tests.support.matters.api_desk import OTHER, UNIT, MatterDesk


@pytest.fixture
def desk(api: Api, appoint: Callable[..., Officer], deployment: pytest.MonkeyPatch) -> MatterDesk:
    """A desk with a clerk, a neighbour and the provincial office; citizens have their electronic identity."""
    appoint("clerk", Role.ONE_STOP_OFFICER, unit=UNIT)
    appoint("neighbour", Role.CASE_OFFICER, unit=OTHER)
    appoint("office", Role.PROVINCIAL_OFFICE, unit="province")
    wiring.provide_officers().keep_identity("citizen", ProvenIdentity(2))
    return MatterDesk(api)
