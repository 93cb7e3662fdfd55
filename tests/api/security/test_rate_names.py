"""Names of counters are digests that nobody without the deployment's secret can try out."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest

from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.notices.contacts import Holder, PendingCode
from chalicelib.domain.notices.notice_rules import Channel
from chalicelib.domain.shared.http_errors import TooMany
from chalicelib.domain.shared.text import clean_text
from chalicelib.repositories.dynamodb.rate_limit import RateLimit, name_caller
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.steps.notices.contacts import CODES_PER_ADDRESS, CodeAsking
from chalicelib.wiring import core as wiring

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
CALLERS = [
    "1.2.3.4", "2001:db8::1", "sms|+84912345678", "mail|lan@example.test", "citizen-1", "", "a" * 500, "Đỗ Thị Ẩn",
    "sms|0912345678", "127.0.0.1",
]  # fmt: skip


def _list_guesses(who: str) -> set[str]:
    """Return the guesses of an attacker who knows everything but the secret."""
    texts = (who, f"{TableItem.Meta.table_name}|{who}", f"{who}|{TableItem.Meta.table_name}")
    keys = (b"", TableItem.Meta.table_name.encode()[:64], b"rates", b"motcua|rates", b"motcua")
    plain = {hashlib.new(name, text.encode()).hexdigest() for name in ("sha256", "sha1", "md5") for text in texts}
    keyed = {hashlib.blake2b(who.encode(), key=key, digest_size=12).hexdigest() for key in keys}
    return plain | keyed | {each[:24] for each in plain}


@pytest.mark.parametrize("who", CALLERS)
def test_a_counters_name_cannot_be_made_without_the_secret(table: None, who: str) -> None:
    limit = RateLimit(lambda _: b"k" * 32)
    limit.count_use("contact-address", who, 5, 3600, NOW)
    (name,) = {row.pk.split("#")[2] for row in TableItem.scan()}
    assert name not in _list_guesses(who)
    assert name == name_caller(who, b"k" * 32) != name_caller(who, b"l" * 32)
    assert not who or who not in name


@pytest.mark.parametrize("who", CALLERS)
def test_a_counter_of_before_is_left_to_expire_and_a_new_one_counts(table: None, who: str) -> None:
    old = hashlib.blake2b(who.encode(), key=TableItem.Meta.table_name.encode()[:64], digest_size=12).hexdigest()
    window = int(NOW.timestamp()) // 3600
    TableItem(f"RATE#lookup#{old}#{window}", "COUNT", length=99, expires_at=1).save()
    limit = RateLimit(lambda _: b"k" * 32)
    limit.count_use("lookup", who, 1, 3600, NOW)
    with pytest.raises(TooMany):
        limit.count_use("lookup", who, 1, 3600, NOW)
    assert TableItem.get(f"RATE#lookup#{old}#{window}", "COUNT").length == 99


SPELLINGS = [
    *((Channel.SMS, "0912345678", other) for other in (
        "+84912345678", "84912345678", "0084912345678", "(+84) 912 345 678", "٠٩١٢٣٤٥٦٧٨",
        "０９１２３４５６７８", "𝟎𝟗𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖",
        "0912.345.678", "0912–345–678", "+84 (0)912 345 678", "tel:0912345678", "0912345678\u200b", "+840912345678",
    )),
    *((Channel.MAIL, "lan@vidu.example", other) for other in (
        "LAN@vidu.example", "Lan@Vidu.Example", "lan@vidu.example.", "<lan@vidu.example>", "lan＠vidu.example",
        "mailto:lan@vidu.example", "lan+1@vidu.example", "LAN+abc+d@VIDU.example", "ｌａｎ@vidu.example",
        " lan@vidu.example ",
    )),
]  # fmt: skip


@pytest.mark.parametrize(("channel", "one", "other"), SPELLINGS, ids=lambda each: ascii(each)[:24])
def test_a_telephone_and_a_mailbox_are_counted_once_however_they_are_written(
    table: None, channel: Channel, one: str, other: str
) -> None:
    """The limit of five codes an hour holds for an address in all its spellings."""
    limit = RateLimit(lambda _: b"k" * 32)
    asking = CodeAsking(Kept(), SentQueue(), limit.count_use)  # type: ignore[arg-type]
    for n in range(CODES_PER_ADDRESS):
        asking.ask(Actor(f"a-{n}"), Holder(sub=f"a-{n}"), channel, clean_text(one), "vi", NOW)
    with pytest.raises(TooMany):
        asking.ask(Actor("b"), Holder(sub="b"), channel, clean_text(other), "vi", NOW)
    asking.ask(Actor("c"), Holder(sub="c"), channel, {"0": "0987654321"}.get(one[0], "minh@vidu.example"), "vi", NOW)
    assert not any("lan" in row.pk or "912345678" in row.pk for row in TableItem.scan())


class Kept:
    """Nobody has a code yet."""

    def find_pending_code(self, holder: Holder, channel: Channel) -> None:
        """None waits."""

    def save_pending(self, holder: Holder, pending: PendingCode) -> PendingCode:
        """It is kept."""
        return pending


class SentQueue:
    """The queue of the sender."""

    def ask(self, holder: Holder, channel: Channel) -> None:
        """It goes out."""


def test_the_key_comes_from_the_secret_store(table: None, monkeypatch: pytest.MonkeyPatch) -> None:
    import boto3

    from chalicelib.repositories.aws.secrets import derive_key
    from tests.api.conftest import REAL_PURPOSE_KEY, forget_adapters

    text = "s" * 64
    arn = boto3.client("secretsmanager").create_secret(Name="find", SecretString=f'{{"key": "{text}"}}')["ARN"]
    monkeypatch.setenv("FIND_SECRET_ARN", arn)
    monkeypatch.setattr(wiring, "derive_purpose_key", REAL_PURPOSE_KEY)
    forget_adapters()
    assert (
        wiring.provide_rate_limit().key(NOW) == derive_key(text.encode(), "rates") == wiring.provide_quotas().key(NOW)
    )
    assert wiring.derive_purpose_key("cursors", NOW) == derive_key(text.encode(), "cursors")
