"""Callbacks of the gateway: only untouched bytes, signed by a known key within five minutes, are believed."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.payments import gateway_signature as gs
from chalicelib.domain.shared import hmac_signature
from chalicelib.domain.shared.errors import RefusalKind

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
OLD, NEW = bytes(range(32)), bytes(range(32, 64))
KEYS = {"k1": OLD, "k2": NEW}
BODY = '{"ghi_chú":"đã nộp"}'.encode()


def test_the_signature_is_hmac_sha256_over_time_dot_body():
    at = int(NOW.timestamp())
    expected = hmac.new(OLD, str(at).encode() + b"." + BODY, hashlib.sha256).hexdigest()
    assert hmac_signature.sign_body(BODY, OLD, "k1", NOW) == f"t={at},kid=k1,v1={expected}"


@pytest.mark.parametrize(("kid", "key"), KEYS.items())
def test_each_key_in_use_verifies_while_keys_are_being_changed(kid, key):
    assert gs.verify_callback(BODY, hmac_signature.sign_body(BODY, key, kid, NOW), KEYS, NOW) == NOW


def test_a_key_taken_away_verifies_no_longer():
    with pytest.raises(gs.GatewaySignatureInvalid):
        gs.verify_callback(BODY, hmac_signature.sign_body(BODY, OLD, "k1", NOW), {"k2": NEW}, NOW)


def test_a_key_does_not_verify_under_another_keys_name():
    with pytest.raises(gs.GatewaySignatureInvalid):
        gs.verify_callback(BODY, hmac_signature.sign_body(BODY, OLD, "k2", NOW), KEYS, NOW)


@pytest.mark.parametrize("header", [None, ""])
def test_no_signature_is_missing(header):
    with pytest.raises(gs.GatewaySignatureMissing):
        gs.verify_callback(BODY, header, KEYS, NOW)


@pytest.mark.parametrize("seconds", [-300, -299, 0, 300])
def test_five_minutes_either_way_are_tolerated(seconds):
    header = hmac_signature.sign_body(BODY, OLD, "k1", NOW + timedelta(seconds=seconds))
    assert gs.verify_callback(BODY, header, KEYS, NOW) == NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize("seconds", [-86_400, -301, 301])
def test_beyond_five_minutes_it_is_stale(seconds):
    header = hmac_signature.sign_body(BODY, OLD, "k1", NOW + timedelta(seconds=seconds))
    with pytest.raises(gs.GatewaySignatureStale) as refused:
        gs.verify_callback(BODY, header, KEYS, NOW)
    assert "5 phút" in refused.value.text_vi


def test_a_stale_forgery_is_reported_only_as_invalid():
    header = hmac_signature.sign_body(BODY, bytes(32), "k1", NOW - timedelta(days=1))
    with pytest.raises(gs.GatewaySignatureInvalid):
        gs.verify_callback(BODY, header, KEYS, NOW)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda header: header + " ",
        lambda header: header + "\n",
        lambda header: header.replace("v1=", "v0="),
        lambda header: header.replace("t=", "t=0"),
        lambda header: header.replace("t=", "t=-"),
        lambda header: header.replace("t=1", "t=١"),
        lambda header: header.replace("kid=k1,", ""),
        lambda header: header.upper(),
        lambda header: f"{header},{header}",
        lambda header: "t=99999999999" + header[header.index(",") :],
    ],
)
def test_a_header_not_exactly_as_signed_is_invalid(spoil):
    with pytest.raises(gs.GatewaySignatureInvalid):
        gs.verify_callback(BODY, spoil(hmac_signature.sign_body(BODY, OLD, "k1", NOW)), KEYS, NOW)


@given(body=st.binary(max_size=60), position=st.integers(0, 10**6), mask=st.integers(1, 255))
def test_any_changed_byte_is_found(body, position, mask):
    header = hmac_signature.sign_body(body, OLD, "k1", NOW)
    assert gs.verify_callback(body, header, KEYS, NOW) == NOW
    at = position % (len(body) + 1)
    changed = body[:at] + bytes([body[at] ^ mask]) + body[at + 1 :] if at < len(body) else body + b" "
    with pytest.raises(gs.GatewaySignatureInvalid):
        gs.verify_callback(changed, header, KEYS, NOW)


@given(st.text(max_size=120))
def test_no_text_at_all_makes_it_fail_otherwise(text):
    with pytest.raises((gs.GatewaySignatureMissing, gs.GatewaySignatureInvalid)):
        gs.verify_callback(BODY, text, KEYS, NOW)


def test_all_three_refusals_are_malformed_requests_with_their_codes():
    family = (gs.GatewaySignatureMissing, gs.GatewaySignatureInvalid, gs.GatewaySignatureStale)
    assert [one.code for one in family] == [
        "gateway_signature_missing",
        "gateway_signature_invalid",
        "gateway_signature_stale",
    ]
    assert {one.kind for one in family} == {RefusalKind.MALFORMED}


def test_keys_are_read_from_hex_and_short_ones_are_named_without_their_value():
    assert hmac_signature.read_keys({"k1": OLD.hex()}) == {"k1": OLD}
    with pytest.raises(ValueError, match="under 32 bytes: k3, k4") as wrong:
        hmac_signature.read_keys({"k4": "", "k1": OLD.hex(), "k3": "ab" * 31})
    assert "abab" not in str(wrong.value)
