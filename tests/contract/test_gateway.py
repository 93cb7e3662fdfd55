"""Our client and the stand-in gateway, over real HTTP: each mode of payment as seen from our side."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta

import pytest
import urllib3

from chalicelib.domain.payments import allocation, fees
from chalicelib.domain.payments.allocation import GatewayUnavailable, Reason
from chalicelib.domain.payments.gateway_signature import HEADER
from chalicelib.repositories.payments.gateway import PaymentGateway
from infra.local.stand_ins.gateway import GatewayStandIn
from infra.local.stand_ins.gateway_orders import Mode
from tests.contract.gateway_sides import HTTP, KEYS, CallbackDesk, Listener

API_KEY = "gateway-api-key"
RETURN = "http://127.0.0.1:1/ho-so"


@pytest.fixture
def desk():
    return CallbackDesk()


@pytest.fixture
def gateway(desk):
    def answer_callback(body, headers):
        return desk.receive(body, headers.get(HEADER)), b"{}"

    with Listener(answer_callback) as listener:
        standin = GatewayStandIn(listener.url, KEYS, API_KEY)
        standin.start()
        yield standin
        standin.stop()


@pytest.fixture
def client(gateway):
    with urllib3.PoolManager(retries=False, timeout=10) as http:
        yield PaymentGateway(gateway.url, API_KEY, "standin", http)


@pytest.fixture
def intent(desk, client):
    made = allocation.open_intent("int-1", "dossier-1", desk.owed, ["F01"], datetime.now(UTC))
    desk.intents[made.ref] = made
    client.create_intent(made.ref, made.amount, RETURN, made.expires_at)
    return made


def pay_order(gateway: GatewayStandIn, mode: str, ref: str = "int-1") -> list[int]:
    answer = HTTP.request("POST", f"{gateway.url}/intents/{ref}/pay?mode={mode}")
    assert answer.status == 200, answer.data
    return [delivery["status"] for delivery in json.loads(answer.data)["deliveries"]]


SEEN = {
    # mode: answers, transactions recorded by us, known to the gateway, reasons, still owed
    Mode.OK: ([200], 1, 1, [], 0),
    Mode.REPEAT: ([200, 200], 1, 1, [], 0),
    Mode.TWICE: ([200, 200], 2, 2, [Reason.SECOND], 0),
    Mode.LATE: ([200], 1, 1, [Reason.LATE], 100_000),
    Mode.OTHER_AMOUNT: ([200], 1, 1, [Reason.OTHER_AMOUNT], 100_000),
    Mode.UNKNOWN_INTENT: ([200], 1, 0, [Reason.UNKNOWN_INTENT], 100_000),
    Mode.SILENT: ([], 0, 1, [], 100_000),
    Mode.STALE: ([400], 0, 1, [], 100_000),
    Mode.FORGED: ([400], 0, 0, [], 100_000),
    Mode.ALTERED: ([400], 0, 0, [], 100_000),
    Mode.UNSIGNED: ([400], 0, 0, [], 100_000),
    Mode.FAILED: ([200], 0, 0, [], 100_000),
    Mode.CANCELLED: ([200], 0, 0, [], 100_000),
}


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.usefixtures("intent")
def test_each_mode_is_recorded_settled_reconciled_or_refused(mode, gateway, client, desk):
    answers, recorded, known, reasons, owed = SEEN[mode]
    assert pay_order(gateway, mode) == answers
    assert len(desk.recorded) == recorded
    assert len(client.query("int-1").transactions) == known
    assert desk.reasons == reasons
    assert fees.total_due(desk.owed) == owed


@pytest.mark.parametrize("mode", [Mode.OK, Mode.SILENT, Mode.STALE])
@pytest.mark.usefixtures("intent")
def test_a_query_returns_the_same_transaction_as_the_callback(mode, gateway, client, desk):
    pay_order(gateway, mode)
    (queried,) = client.query("int-1").transactions
    assert queried.amount == 100_000
    reported = desk.recorded.get(queried.ref, queried)
    assert allocation.is_repeat(queried, reported)


@pytest.mark.parametrize("mode", [Mode.FAILED, Mode.CANCELLED])
@pytest.mark.usefixtures("intent")
def test_a_failed_attempt_is_reported_and_listed_as_failed_and_may_be_repeated(mode, gateway, client, desk):
    pay_order(gateway, mode)
    answer = client.query("int-1")
    assert (list(answer.failed), answer.unreadable) == (desk.failed, 0)
    assert [each.ended_as.value for each in desk.failed] == [mode.value]
    assert pay_order(gateway, Mode.OK) == [200]
    assert fees.total_due(desk.owed) == 0


@pytest.mark.usefixtures("intent")
def test_a_callback_that_hits_a_fault_is_resent_with_a_fresh_signature(gateway, desk):
    desk.fail_next = 2
    assert pay_order(gateway, Mode.OK) == [200]
    assert fees.total_due(desk.owed) == 0


@pytest.mark.usefixtures("intent")
def test_a_side_that_cannot_be_reached_is_reported_as_such(gateway, client):
    gateway.callback = "http://127.0.0.1:1/"
    assert pay_order(gateway, Mode.OK) == [0]
    assert len(client.query("int-1").transactions) == 1


@pytest.mark.usefixtures("intent")
def test_a_well_behaved_gateway_takes_one_payment(gateway):
    pay_order(gateway, Mode.OK)
    again = HTTP.request("POST", f"{gateway.url}/intents/int-1/pay")
    assert again.status == 409


def test_a_well_behaved_gateway_takes_no_payment_after_the_end(gateway, intent):
    gateway.clock = lambda: intent.expires_at + timedelta(seconds=1)
    assert HTTP.request("POST", f"{gateway.url}/intents/int-1/pay").status == 409


def test_the_pay_page_says_what_it_is_and_leads_back(gateway, client, desk, intent):
    page = client.create_intent(intent.ref, intent.amount, RETURN, intent.expires_at)
    shown = HTTP.request("GET", page.url).data.decode()
    assert "mô phỏng" in shown
    assert "100.000 đồng" in shown
    left = HTTP.request("POST", page.url, fields={"mode": "cancelled"}, encode_multipart=False, redirect=False)
    assert (left.status, left.headers["Location"]) == (303, RETURN)
    assert [each.ended_as.value for each in desk.failed] == ["cancelled"]
    paid = HTTP.request("POST", page.url, redirect=False)
    assert (paid.status, paid.headers["Location"]) == (303, RETURN)
    assert fees.total_due(desk.owed) == 0


def test_announcing_again_is_safe_and_announcing_other_money_is_not(client, intent):
    again = client.create_intent(intent.ref, intent.amount, RETURN, intent.expires_at)
    assert again.ref == intent.ref
    with pytest.raises(GatewayUnavailable, match="gateway_unavailable") as refused:
        client.create_intent(intent.ref, intent.amount + 1, RETURN, intent.expires_at)
    assert refused.value.facts == {"reason": "status 409"}


def test_an_intent_the_gateway_never_heard_of_is_none(client):
    assert client.query("never/announced?") is None


def test_a_wrong_api_key_is_a_clear_refusal(gateway):
    with urllib3.PoolManager(retries=False) as http, pytest.raises(GatewayUnavailable) as refused:
        PaymentGateway(gateway.url, "wrong", "standin", http).query("int-1")
    assert refused.value.facts == {"reason": "status 401"}
    assert refused.value.retry_after
    assert "wrong" not in refused.value.text_en


@pytest.mark.parametrize("content", [b"{}", b"not json", b'{"ref": "r", "amount": 0}', b"[1]"])
def test_the_stand_in_refuses_what_is_no_intent(gateway, content):
    headers = {"Authorization": f"Bearer {API_KEY}"}
    answer = HTTP.request("POST", f"{gateway.url}/intents", body=content, headers=headers)
    assert answer.status in (400, 422)


@pytest.mark.usefixtures("intent")
def test_an_unknown_mode_or_intent_is_refused(gateway):
    assert HTTP.request("POST", f"{gateway.url}/intents/int-1/pay?mode=magic").status == 422
    assert HTTP.request("POST", f"{gateway.url}/intents/other/pay").status == 404


@pytest.mark.parametrize(
    ("status", "text", "reason"),
    [
        (200, b"not json", "answer"),
        (200, b"[]", "answer"),
        (200, b'{"ref": "other", "transactions": []}', "answer"),
        (200, b'{"ref": "int-1"}', "answer"),
        (500, b"{}", "status 500"),
        (302, b"", "status 302"),
    ],
)
def test_an_answer_that_says_nothing_is_one_refusal(status, text, reason):
    with (
        Listener(lambda body, headers: (status, text)) as listener,
        pytest.raises(GatewayUnavailable) as refused,
    ):
        PaymentGateway(listener.url, API_KEY, "gw", HTTP).query("int-1")
    assert refused.value.facts == {"reason": reason}


def test_entries_that_cannot_be_read_or_belong_elsewhere_are_counted_not_dropped():
    elsewhere = {
        "transaction": "T1",
        "intent": "int-2",
        "amount": 5,
        "currency": "VND",
        "status": "paid",
        "paid_at": "2026-03-02T15:33:00+07:00",
    }
    text = json.dumps({"ref": "int-1", "transactions": [elsewhere, {"transaction": "T1"}, 7]}).encode()
    with Listener(lambda body, headers: (200, text)) as listener:
        answer = PaymentGateway(listener.url, API_KEY, "gw", HTTP).query("int-1")
    assert answer is not None
    assert (answer.transactions, answer.unreadable) == ((), 3)


def test_a_reference_with_signs_of_its_own_stays_one_reference(client):
    client.create_intent("a?b#c", 5, RETURN, datetime.now(UTC) + timedelta(minutes=1))
    answer = client.query("a?b#c")
    assert answer is not None
    assert answer.ref == "a?b#c"


def test_the_key_does_not_follow_a_redirect():
    with Listener(lambda body, headers: (302, b"")) as listener, pytest.raises(GatewayUnavailable) as refused:
        PaymentGateway(listener.url, API_KEY, "gw").query("int-1")
    assert refused.value.facts == {"reason": "status 302"}


def test_a_busy_gateway_is_asked_again_without_pause_for_its_wishes():
    calls: list[bytes] = []

    def answer_busy(body, headers):
        calls.append(body)
        return (503, b"") if len(calls) < 3 else (201, b'{"ref": "int-1", "pay_url": "https://gw.example/p"}')

    with Listener(answer_busy) as listener:
        page = PaymentGateway(listener.url, API_KEY, "gw").create_intent("int-1", 5, RETURN, datetime.now(UTC))
    assert page.url == "https://gw.example/p"
    assert len(set(calls)) == 1
    assert len(calls) == 3


@pytest.mark.parametrize("page", ["javascript:alert(1)", "http://gw.example/p", 7])
def test_a_pay_page_that_is_no_safe_address_is_not_passed_on(page):
    text = json.dumps({"ref": "int-1", "pay_url": page}).encode()
    with Listener(lambda body, headers: (201, text)) as listener, pytest.raises(GatewayUnavailable):
        PaymentGateway(listener.url, API_KEY, "gw", HTTP).create_intent("int-1", 5, RETURN, datetime.now(UTC))


@pytest.mark.parametrize("url", ["http://gw.example", "ftp://127.0.0.1", "gw.example", ""])
def test_the_key_is_never_sent_over_a_network_in_the_clear(url):
    with pytest.raises(ValueError, match="https"):
        PaymentGateway(url, API_KEY, "gw")


def test_a_gateway_that_is_away_is_a_refusal():
    with urllib3.PoolManager(retries=False) as http, pytest.raises(GatewayUnavailable) as refused:
        PaymentGateway("http://127.0.0.1:1", API_KEY, "gw", http).query("int-1")
    assert refused.value.facts == {"reason": "connection"}


def test_a_taken_port_is_an_error_that_leaves_nothing_behind(gateway):
    before = set(threading.enumerate())
    second = GatewayStandIn("http://127.0.0.1:1/", KEYS, API_KEY, port=gateway.port)
    with pytest.raises(OSError, match="in use"):
        second.start()
    second.stop()
    assert set(threading.enumerate()) <= before
