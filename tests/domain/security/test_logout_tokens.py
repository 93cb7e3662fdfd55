"""Logout tokens of the e-identity provider: each claim counts, and so does their age."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.security.logout_tokens import (
    EVENT,
    LEEWAY,
    OLDEST,
    LogoutTokenRefused,
    LogoutTokenReplayed,
    SignOutNotice,
    read_notice,
)

ISSUER, CLIENT = "https://id.vidu.example", "motcua"
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
AT = int(NOW.timestamp())
GOOD: dict[str, Any] = {
    "iss": ISSUER, "aud": CLIENT, "sub": "s-1", "iat": AT, "exp": AT + 120, "jti": "j-1", "events": {EVENT: {}},
}  # fmt: skip
ABSENT = object()


def read(**changes: Any) -> SignOutNotice:
    """Read a good token with changes at NOW."""
    claims = {name: value for name, value in {**GOOD, **changes}.items() if value is not ABSENT}
    return read_notice(claims, ISSUER, CLIENT, NOW)


def test_a_good_token_names_the_person_and_is_remembered_for_as_long_as_it_would_be_taken() -> None:
    notice = read()
    assert (notice.subject, notice.forget_at > NOW + OLDEST) == ("s-1", True)
    assert notice.digest != read(jti="j-2").digest
    assert (notice.digest, "j-1" in notice.digest) == (read(sub="s-2").digest, False)
    assert read(aud=[CLIENT, "them"]).digest == notice.digest
    assert read(sid="one of many").subject == "s-1", "every session ends, also where the provider names one"


@pytest.mark.parametrize(
    ("check", "values"),
    [
        ("iss", [ABSENT, "", f"{ISSUER}/", "https://evil.example", [ISSUER]]),
        ("aud", [ABSENT, "", "them", [], ["them"], [CLIENT.upper()], {CLIENT: 1}, 1]),
        ("events", [ABSENT, {}, EVENT, [EVENT], {EVENT: None}, {EVENT: True}, {f"{EVENT}s": {}}]),
        ("nonce", ["n", "", None]),
        ("jti", [ABSENT, "", 7, "j" * 256, "\ud800", "a\nb", None]),
        ("sub", [ABSENT, "", 7, "s" * 256, ["s-1"]]),
        ("iat", [ABSENT, None, "1", True, AT - OLDEST.seconds - 1, AT + LEEWAY.seconds + 1, 1e300, float("nan")]),
        ("exp", [ABSENT, None, "1", True, AT - LEEWAY.seconds, 1e300]),
    ],
)
def test_a_wrong_claim_is_named(check: str, values: list[Any]) -> None:
    for value in values:
        with pytest.raises(LogoutTokenRefused) as refused:
            read(**{check: value})
        assert refused.value.facts == {"check": check}, value
        assert check in refused.value.text_vi
        assert check in refused.value.text_en


def test_clocks_may_be_off_by_half_a_minute() -> None:
    assert read(iat=AT + LEEWAY.seconds, exp=AT - LEEWAY.seconds + 1).forget_at > NOW + OLDEST + timedelta(seconds=1)
    assert read(iat=AT - OLDEST.seconds).subject == "s-1"
    assert "mới" in LogoutTokenReplayed().text_vi
