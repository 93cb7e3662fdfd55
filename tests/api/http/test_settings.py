"""Settings are checked as a whole, and the clock moves only in stages without real people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.clock import ServiceClock
from chalicelib.settings import API_NEEDS, SIGNER_NEEDS, Settings, SettingsError

GOOD = {"TABLE_NAME": "t", "PROVINCE": "hue", "STAGE": "prod"}
API = {
    "PAPERS_BUCKET": "p",
    "ISSUER": "i",
    "JWKS_URL": "j",
    "CLIENT_ID": "c",
    "OFFICE_ISSUER": "oi",
    "OFFICE_JWKS_URL": "oj",
    "OFFICE_CLIENT_ID": "oc",
}


def test_everything_missing_is_listed_at_once() -> None:
    with pytest.raises(SettingsError) as fault:
        Settings.from_env((*API_NEEDS, *SIGNER_NEEDS), {"PROVINCE": "hanoi", "EDGE_HOPS": "many"})
    for name in (
        "TABLE_NAME",
        "STAGE",
        *API_NEEDS,
        *SIGNER_NEEDS,
        "PROVINCE must be one of",
        "EDGE_HOPS must be",
    ):
        assert name in str(fault.value)


def test_a_function_needs_only_what_it_names() -> None:
    assert Settings.from_env((), GOOD).issuer == ""
    assert Settings.from_env(API_NEEDS, GOOD | API).jwks_url == "j"


@pytest.mark.parametrize("stage", ["staging", "prod", "Local", "local "])
def test_legal_time_is_not_moved_where_people_are_served(stage: str) -> None:
    moved = GOOD | {"STAGE": stage, "CLOCK_OFFSET_SECONDS": "60"}
    with pytest.raises(SettingsError, match="CLOCK_OFFSET_SECONDS is for the stages"):
        Settings.from_env((), moved)
    assert Settings.from_env((), moved | {"CLOCK_OFFSET_SECONDS": "0"}).clock_offset_seconds == 0


@pytest.mark.parametrize("stage", ["local", "demo", "test"])
def test_legal_time_may_be_moved_in_stages_without_people(stage: str) -> None:
    settings = Settings.from_env((), GOOD | {"STAGE": stage, "CLOCK_OFFSET_SECONDS": "-86400"})
    assert settings.may_simulate
    clock = ServiceClock(settings.clock_offset_seconds)
    assert clock.simulated
    assert timedelta(hours=23) < datetime.now(UTC) - clock.now() < timedelta(hours=25)
    assert abs(clock.real_now() - datetime.now(UTC)) < timedelta(minutes=1)
