"""Text messages over HTTP: who sent a call, how often they may, and what is never logged or stored."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from chalicelib.domain.search import sms
from chalicelib.domain.shared.hmac_signature import sign_body
from chalicelib.handlers.search.sms import PER_SENDER
from chalicelib.repositories.dynamodb.compression import decompress_text
from chalicelib.repositories.dynamodb.table import TableItem
from tests.api.conftest import forget_adapters
from tests.api.search.lookup_street import PROVIDER, SENDER, LookupStreet, check_refused


@pytest.mark.clause("LC-13.2")
def test_a_message_is_answered(street: LookupStreet) -> None:
    answer = street.sms(f"HS {street.code}")
    assert (answer.status, answer.json) == (200, {"text": f"Ho so {street.code}: Da tiep nhan (1/4)."})
    assert street.sms("HS 000-000000-0000").json == {"text": sms.NOT_FOUND}
    help_text = street.sms("xin chao").json["text"]
    assert help_text == sms.write_help(street.api("GET", "/api/lookup/channels").json["code_example"])
    assert sms.find_asked_code(help_text.partition("Vi du: ")[2])


def test_an_unsigned_or_stale_call_is_refused_counted_and_not_stored(
    street: LookupStreet, monkeypatch: pytest.MonkeyPatch
) -> None:
    for call in (
        lambda: street.post_sms(b"{}", None),
        lambda: street.post_sms(b"{}", "t=1,kid=p1,v1=" + "0" * 64),
        lambda: street.sms("HS 1", key=b"x" * 32),
        lambda: street.sms("HS 1", late=301),
        lambda: street.sms("HS 1", late=-301),
    ):
        assert check_refused(street, monkeypatch, call) == (400, "sms_refused")


def test_a_replayed_call_is_refused(street: LookupStreet, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = json.dumps({"id": "1", "from": SENDER, "text": f"HS {street.code}"}).encode()
    header = sign_body(raw, PROVIDER, "p1", datetime.now(UTC))
    assert street.post_sms(raw, header).status == 200
    assert check_refused(street, monkeypatch, lambda: street.post_sms(raw, header)) == (409, "sms_replayed")


def test_a_genuine_call_of_another_shape_is_refused(street: LookupStreet) -> None:
    named = b'{"id":"1","from":"Viettel","text":"HS 1"}'
    for raw, code in (
        (b"", "malformed_request"), (b"[]", "malformed_request"), (b"\xff", "malformed_request"),
        (b"{}", "sms_refused"), (named, "sms_refused"), (b'{"id":"1","id":"2"}', "malformed_request"),
    ):  # fmt: skip
        answer = street.post_sms(raw, sign_body(raw, PROVIDER, "p1", datetime.now(UTC)))
        assert (answer.status, answer.code) == (400, code), raw


def test_a_sender_who_asks_too_much_waits_and_others_do_not(street: LookupStreet) -> None:
    answers = [street.sms(f"HS {street.code}", number=f"m{n}").status for n in range(PER_SENDER.limit + 1)]
    assert answers == [200] * PER_SENDER.limit + [429]
    assert street.sms(f"HS {street.code}", sender="+84900000001").status == 200


def read_stored(row: TableItem) -> str:
    """Everything of a row as text, what is squeezed too."""
    return " ".join(
        decompress_text(value) if isinstance(value, bytes) else str(value) for value in row.attribute_values.values()
    )


def test_neither_number_nor_text_is_logged_or_stored(street: LookupStreet, capsys: pytest.CaptureFixture[str]) -> None:
    street.sms(f"HS {street.code} Nguyen Van Bi Mat")
    street.sms("HS Nguyen Van Bi Mat", key=b"x" * 32)
    street.look(code="Nguyen Van Bi Mat")
    street.find(text="Bi Mat")
    kept = capsys.readouterr().out + "".join(read_stored(row) for row in TableItem.scan() if row.kind != "part")
    for secret in (SENDER, SENDER[3:], "Bi Mat", "bimat"):
        assert secret not in kept


def test_where_the_regulation_knows_no_messages_none_is_answered(
    street: LookupStreet, deployment: pytest.MonkeyPatch
) -> None:
    deployment.setenv("PROVINCE", "thai-binh")
    forget_adapters()
    answer = street.sms("HS 000-000000-0000")
    assert (answer.status, answer.code) == (409, "lookup_channel_closed")
