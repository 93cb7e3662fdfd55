"""Names of counters are digests that nobody without the deployment's secret can try out."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest

from chalicelib import wiring
from chalicelib.domain.edge_errors import TooMany
from chalicelib.repositories.rate_limit import RateLimit, name_caller
from chalicelib.repositories.tables import Row

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
CALLERS = [
    "1.2.3.4", "2001:db8::1", "sms|+84912345678", "mail|lan@example.test", "citizen-1", "", "a" * 500, "Đỗ Thị Ẩn",
    "sms|0912345678", "127.0.0.1",
]  # fmt: skip


def _guesses(who: str) -> set[str]:
    """What somebody could try who knows everything but the secret."""
    texts = (who, f"{Row.Meta.table_name}|{who}", f"{who}|{Row.Meta.table_name}")
    keys = (b"", Row.Meta.table_name.encode()[:64], b"rates", b"motcua|rates", b"motcua")
    plain = {hashlib.new(name, text.encode()).hexdigest() for name in ("sha256", "sha1", "md5") for text in texts}
    keyed = {hashlib.blake2b(who.encode(), key=key, digest_size=12).hexdigest() for key in keys}
    return plain | keyed | {each[:24] for each in plain}


@pytest.mark.parametrize("who", CALLERS)
def test_a_counters_name_cannot_be_made_without_the_secret(table: None, who: str) -> None:
    limit = RateLimit(lambda _: b"k" * 32)
    limit.spend("contact-address", who, 5, 3600, NOW)
    (name,) = {row.pk.split("#")[2] for row in Row.scan()}
    assert name not in _guesses(who)
    assert name == name_caller(who, b"k" * 32) != name_caller(who, b"l" * 32)
    assert not who or who not in name


@pytest.mark.parametrize("who", CALLERS)
def test_a_counter_of_before_is_left_to_expire_and_a_new_one_counts(table: None, who: str) -> None:
    old = hashlib.blake2b(who.encode(), key=Row.Meta.table_name.encode()[:64], digest_size=12).hexdigest()
    window = int(NOW.timestamp()) // 3600
    Row(f"RATE#lookup#{old}#{window}", "COUNT", length=99, expires_at=1).save()
    limit = RateLimit(lambda _: b"k" * 32)
    limit.spend("lookup", who, 1, 3600, NOW)
    with pytest.raises(TooMany):
        limit.spend("lookup", who, 1, 3600, NOW)
    assert Row.get(f"RATE#lookup#{old}#{window}", "COUNT").length == 99


def test_the_key_comes_from_the_secret_store(table: None, monkeypatch: pytest.MonkeyPatch) -> None:
    import boto3

    from chalicelib.repositories.secrets import derive_key
    from tests.api.conftest import REAL_PURPOSE_KEY, forget

    text = "s" * 64
    arn = boto3.client("secretsmanager").create_secret(Name="find", SecretString=f'{{"key": "{text}"}}')["ARN"]
    monkeypatch.setenv("FIND_SECRET_ARN", arn)
    monkeypatch.setattr(wiring, "purpose_key", REAL_PURPOSE_KEY)
    forget()
    assert wiring.rate_limit().key(NOW) == derive_key(text.encode(), "rates") == wiring.quotas().key(NOW)
    assert wiring.purpose_key("cursors", NOW) == derive_key(text.encode(), "cursors")
