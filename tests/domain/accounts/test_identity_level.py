"""The level of the electronic identity that a procedure asks for."""

from __future__ import annotations

import pytest

from chalicelib.domain.accounts.identity_level import IdentityDemand, IdentityLevelNeeded, require_level
from chalicelib.domain.accounts.proven_identity import ProvenIdentity

DEMAND = IdentityDemand(2, "khoản 3 Điều 9")


@pytest.mark.parametrize("identity", [None, ProvenIdentity(0), ProvenIdentity(1)])
def test_below_the_level_nobody_files(identity: ProvenIdentity | None) -> None:
    require_level(None, identity)
    with pytest.raises(IdentityLevelNeeded) as refused:
        require_level(DEMAND, identity)
    assert refused.value.facts == {"level": 2, "article": DEMAND.article}


@pytest.mark.parametrize("kind", ["foreigner", "organisation"])
def test_who_can_have_no_level_is_not_asked_for_one(kind: str) -> None:
    require_level(DEMAND, ProvenIdentity(0, kind=kind))
    require_level(DEMAND, ProvenIdentity(2))
