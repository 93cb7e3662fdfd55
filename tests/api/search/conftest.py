"""The public look-up, text messages and the counter's search, each with one dossier to find."""

from __future__ import annotations

import json
from collections.abc import Callable

import boto3
import pytest

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Role
from chalicelib.repositories.papers.paper_store import PaperStore
from chalicelib.wiring import core as wiring
from tests.api.conftest import Api
from tests.api.route_counter import UNIT, ShiftedClock
from tests.api.search.lookup_street import PROVIDER, LookupStreet


@pytest.fixture
def street(
    api: Api, deployment: pytest.MonkeyPatch, appoint: Callable[..., Officer], monkeypatch: pytest.MonkeyPatch
) -> LookupStreet:
    client = boto3.client("secretsmanager")
    for name, text in (
        ("LINK", {"current": "k1", "k1": "l" * 64}),
        ("FIND", {"key": "f" * 64}),
        ("SMS", {"keys": {"p1": PROVIDER.hex()}}),
    ):
        made = client.create_secret(Name=name, SecretString=json.dumps(text))
        deployment.setenv(f"{name}_SECRET_ARN", made["ARN"])
    clock = ShiftedClock()
    monkeypatch.setattr(wiring, "provide_clock", lambda: clock)
    monkeypatch.setattr(PaperStore, "keep", lambda *_: None)
    appoint("clerk", Role.ONE_STOP_OFFICER, unit=UNIT)
    appoint("elsewhere", Role.ONE_STOP_OFFICER, unit="LC-N03388-1C")
    return LookupStreet(api, clock)
