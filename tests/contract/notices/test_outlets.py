"""The senders: requests to providers, and their final refusals."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import boto3
import pytest
from botocore.config import Config
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends
from moto.sns.models import sns_backends

from chalicelib.domain.notices.deliveries import Delivery, Unreachable
from chalicelib.domain.notices.notice_plan import PlannedDelivery, RenderedNotice
from chalicelib.domain.notices.notice_rules import Channel
from chalicelib.domain.notices.recipients import Recipient
from chalicelib.domain.shared.hmac_signature import verify_signature
from chalicelib.repositories.aws.secrets import Secret, parse_keys
from chalicelib.repositories.notices.notice_table import load_notices
from chalicelib.repositories.notices.senders import APP_SIGNATURE, AppOutlet, MailOutlet, SmsOutlet
from tests.contract.engines import SENDERS, open_simple_engine
from tests.support.notice_builders import MAIL, NOW, PHONE

REGION = "ap-southeast-1"
NOTICE = load_notices().notices[0]
DELIVERY = Delivery("0123456789abcdefghjkmnpqrs", 2, "filer", Channel.MAIL, NOTICE.key, official=True, queued_at=NOW)
LETTER = RenderedNotice("Hồ sơ đã nhận", "Nội dung", "Ho so da nhan", {"vi": {"subject": "a", "body": "b"}})


def build_planned(channel: Channel, address: str = "", sub: str = "citizen-1") -> PlannedDelivery:
    """Something to send."""
    return PlannedDelivery(NOTICE, Recipient("filer", sub=sub, party="filer"), channel, address)


@pytest.fixture
def aws(request: pytest.FixtureRequest) -> Iterator[None]:
    """The providers of mail and text messages."""
    with open_simple_engine(request):
        yield


@pytest.mark.engine(SENDERS)
def test_a_mail_says_who_where_and_by_which_tags_it_comes_back(aws, monkeypatch):
    boto3.client("sesv2").create_email_identity(EmailIdentity="hue.example.vn")
    boto3.client("sesv2").create_configuration_set(ConfigurationSetName="set")
    outlet, asked = MailOutlet.connect_to("mot-cua@hue.example.vn", "set"), list[dict[str, Any]]()
    real = outlet._client.send_email

    def send_email(**given: Any) -> Any:
        asked.append(given)
        return real(**given)

    monkeypatch.setattr(outlet._client, "send_email", send_email)
    assert outlet.send(build_planned(Channel.MAIL, MAIL), LETTER, DELIVERY)
    (message,) = ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages
    assert message.source == "mot-cua@hue.example.vn"
    assert message.destinations["ToAddresses"] == [MAIL]
    assert asked[0]["ConfigurationSetName"] == "set"
    tags = {tag["Name"]: tag["Value"] for tag in asked[0]["EmailTags"]}
    assert tags == {"dossier": DELIVERY.dossier_id, "seq": "00000002", "to": "filer"}
    outlet.send_code(MAIL, "Mã", "Mã: 123456")
    assert asked[1]["EmailTags"] == []


@pytest.mark.engine(SENDERS)
def test_an_unverified_sender_is_a_refusal_without_the_address(aws):
    with pytest.raises(Unreachable) as caught:
        MailOutlet.connect_to("mot-cua@elsewhere.example.vn", "set").send(
            build_planned(Channel.MAIL, MAIL), LETTER, DELIVERY
        )
    assert caught.value.reason == "refused_messagerejected"
    assert caught.value.__cause__ is None


@pytest.mark.engine(SENDERS)
def test_an_sms_is_a_transaction_and_a_code_is_plain(aws):
    outlet = SmsOutlet.connect_to("MOTCUA")
    assert outlet.send(build_planned(Channel.SMS, PHONE), LETTER, DELIVERY)
    outlet.send_code(PHONE, "", "Mã xác nhận: 123456")
    sent = sns_backends[DEFAULT_ACCOUNT_ID][REGION].sms_messages
    assert [tuple(each[:2]) for each in sent.values()] == [(PHONE, "Ho so da nhan"), (PHONE, "Ma xac nhan: 123456")]


@pytest.mark.engine(SENDERS)
def test_a_number_that_nobody_can_have_is_a_refusal(aws):
    with pytest.raises(Unreachable, match="refused_invalidparameter"):
        SmsOutlet.connect_to("").send(build_planned(Channel.SMS, "not-a-number"), LETTER, DELIVERY)


@pytest.mark.engine(SENDERS)
def test_trouble_is_trouble_and_says_only_its_code(aws, monkeypatch):
    outlet = SmsOutlet.connect_to("")
    monkeypatch.setattr(outlet, "_client", boto3.client("sns", endpoint_url="http://127.0.0.1:9", config=FAST))
    with pytest.raises(Exception, match="connect") as caught:
        outlet.send(build_planned(Channel.SMS, PHONE), LETTER, DELIVERY)
    assert not isinstance(caught.value, Unreachable)


FAST = Config(connect_timeout=1, retries={"total_max_attempts": 1})


# ---- the province's app -----------------------------------------------------------------------------------


class WebhookApp:
    """The app's webhook: answers as configured, and records calls."""

    def __init__(self) -> None:
        self.got: list[tuple[bytes, str]] = []
        self.status = 204
        app = self

        class AppHandler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                app.got.append((body, self.headers[APP_SIGNATURE]))
                self.send_response(app.status)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), AppHandler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/notices"


@pytest.fixture
def app() -> Iterator[WebhookApp]:
    """A running webhook."""
    made = WebhookApp()
    thread = threading.Thread(target=made.server.serve_forever)
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


class Secrets:
    """A client of the secret store."""

    def __init__(self, keys: dict[str, str]) -> None:
        self.keys = keys

    def get_secret_value(self, SecretId: str) -> dict[str, str]:  # noqa: N803 - the provider's name
        return {"SecretString": json.dumps({"keys": self.keys})}


def build_outlet(app: WebhookApp, keys: dict[str, str]) -> AppOutlet:
    """The outlet with these keys."""
    return AppOutlet(app.url, Secret(Secrets(keys), "arn", parse_keys), lambda: NOW)


def test_the_app_can_verify_that_a_notice_is_ours_and_the_same(app):
    keys = {"k1": "11" * 32, "k2": "22" * 32}
    outlet = build_outlet(app, keys)
    first = outlet.send(build_planned(Channel.APP), LETTER, DELIVERY)
    assert outlet.send(build_planned(Channel.APP), LETTER, DELIVERY) == first
    (body, signature), _ = app.got
    assert verify_signature(body, signature, {"k2": bytes.fromhex(keys["k2"])}, NOW) == NOW
    assert json.loads(body) == {
        "id": first, "to": "citizen-1", "dossier": DELIVERY.dossier_id, "notice": NOTICE.key, "official": True,
        "words": LETTER.words,
    }  # fmt: skip


@pytest.mark.parametrize(("status", "final"), [(404, True), (400, True), (302, True), (500, False), (429, False)])
def test_the_apps_own_refusals_are_final_and_its_trouble_is_not(app, status, final):
    app.status = status
    with pytest.raises(Unreachable if final else ConnectionError, match=str(status)):
        build_outlet(app, {"k1": "11" * 32}).send(build_planned(Channel.APP), LETTER, DELIVERY)


def test_without_a_key_nothing_is_sent_and_over_a_network_only_encrypted(app):
    with pytest.raises(ConnectionError, match="no key"):
        build_outlet(app, {}).send(build_planned(Channel.APP), LETTER, DELIVERY)
    assert app.got == []
    with pytest.raises(ValueError, match="https"):
        AppOutlet("http://app.example.vn", Secret(Secrets({}), "arn", parse_keys), lambda: NOW)
