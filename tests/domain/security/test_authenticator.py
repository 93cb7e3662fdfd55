"""Codes of authenticator apps: the vectors of RFC 6238, what counts once, and what expires."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.security.authenticator import (
    DRIFT,
    ENROLMENT_LIVES,
    PERIOD_SECONDS,
    Authenticator,
    EnrolmentExpired,
    SecondFactorOn,
    accept_code,
    calculate_code,
    confirm_authenticator,
    encode_secret,
    is_confirmed,
)
from chalicelib.domain.security.second_factor import CodeRefused, CodeUsed

SECRET = encode_secret(b"12345678901234567890")
NOW = datetime(2026, 7, 6, 9, 0, 10, tzinfo=UTC)
PERIOD = int(NOW.timestamp()) // PERIOD_SECONDS
BEGUN = Authenticator(SECRET, NOW)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_standard(seconds, code):
    assert calculate_code(SECRET, seconds // PERIOD_SECONDS) == code


def test_what_is_no_secret_makes_no_codes():
    with pytest.raises(ValueError, match="secret"):
        calculate_code("no secret", 1)


def test_a_code_counts_once_and_none_of_before_counts_after_it():
    after = accept_code(BEGUN, calculate_code(SECRET, PERIOD), NOW)
    for period in (PERIOD, PERIOD - 1):
        with pytest.raises(CodeUsed):
            accept_code(after, calculate_code(SECRET, period), NOW)
    assert accept_code(after, calculate_code(SECRET, PERIOD + 1), NOW).last_period == PERIOD + 1


@pytest.mark.parametrize("by", [-DRIFT - 1, DRIFT + 1])
def test_a_code_of_another_time_is_refused(by):
    with pytest.raises(CodeRefused):
        accept_code(BEGUN, calculate_code(SECRET, PERIOD + by), NOW)


@pytest.mark.parametrize("by", range(-DRIFT, DRIFT + 1))
def test_a_telephones_clock_may_be_a_little_wrong(by):
    assert accept_code(BEGUN, calculate_code(SECRET, PERIOD + by), NOW).last_period == PERIOD + by


def test_an_app_counts_from_its_first_code_on():
    code = calculate_code(SECRET, PERIOD)
    added = confirm_authenticator(BEGUN, code, NOW)
    assert (is_confirmed(None), is_confirmed(BEGUN), is_confirmed(added)) == (False, False, True)
    assert confirm_authenticator(added, code, NOW) == added, "a repetition after a lost answer"
    with pytest.raises(SecondFactorOn):
        confirm_authenticator(added, calculate_code(SECRET, PERIOD + 1), NOW)


@pytest.mark.parametrize("begun", [None, Authenticator(SECRET, NOW - ENROLMENT_LIVES)])
def test_the_first_code_comes_in_time(begun):
    with pytest.raises(EnrolmentExpired):
        confirm_authenticator(begun, calculate_code(SECRET, PERIOD), NOW)
    late = Authenticator(SECRET, NOW - ENROLMENT_LIVES + timedelta(seconds=1))
    assert is_confirmed(confirm_authenticator(late, calculate_code(SECRET, PERIOD), NOW))


def test_a_secret_is_shown_nowhere_by_accident():
    assert SECRET not in repr(BEGUN)
