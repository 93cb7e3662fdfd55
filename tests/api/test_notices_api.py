"""Contacts, inboxes, notices and errands over HTTP, with the sender behind its queue."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import boto3
import pytest
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.sns.models import sns_backends

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.ledger.chain import encode_canonical
from chalicelib.handlers.notices.send_notice import send_notice
from chalicelib.repositories.dynamodb.rows import build_fact_row, build_part_row, build_state_row
from chalicelib.wiring import core as wiring
from tests.api.conftest import Api, ApiAnswer, forget_adapters
from tests.api.route_counter import ShiftedClock
from tests.support.builders import CERTIFICATE, CITIZEN, MONDAY, Case

ME = CITIZEN.sub
MINE = "/api/me/contacts"


class NoticeDeployment:
    """The API, its queue and its sender."""

    def __init__(self, api: Api, queue: str) -> None:
        self.api, self.queue, self.sqs = api, queue, boto3.client("sqs")

    def drain(self) -> list[str]:
        """Let the sender handle what waits; the texts of all SMS since the start."""
        while found := self.sqs.receive_message(QueueUrl=self.queue).get("Messages", []):
            for message in found:
                assert "+84" not in message["Body"]
                record = {"messageId": message["MessageId"], "body": message["Body"], "attributes": {}}
                assert send_notice({"Records": [record]}, None) == {"batchItemFailures": []}
                self.sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
        return [str(each[1]) for each in sns_backends[DEFAULT_ACCOUNT_ID]["ap-southeast-1"].sms_messages.values()]

    def code(self) -> str:
        """The code that was sent last."""
        found = re.search(r"[0-9]{6}", self.drain()[-1])
        assert found
        return found[0]

    def asks(self, path: str, sub: str = ME, **body: Any) -> ApiAnswer:
        """Ask for a code, or send one."""
        return self.api("POST", path, sub=sub, body={"channel": "sms", **body})

    def send_all(self, case: Case) -> None:
        """Send the notices of every fact of the dossier."""
        for fact in case.facts:
            body = encode_canonical(fact.body).decode()
            assert send_notice({"Records": [{"messageId": "m", "body": body, "attributes": {}}]}, None)


@pytest.fixture
def noticing(api: Api, deployment: pytest.MonkeyPatch) -> NoticeDeployment:
    """A deployment of Huế on a Monday morning, without mail."""
    queue = boto3.client("sqs").create_queue(QueueName="notices")["QueueUrl"]
    deployment.setenv("NOTICES_QUEUE_URL", queue)
    deployment.setenv("SITE_ORIGIN", "https://motcua.hue.example.vn")
    deployment.setenv("MAIL_SET", "set")
    deployment.setenv("PROVINCE", "hue")
    forget_adapters()
    clock = ShiftedClock(MONDAY)
    deployment.setattr(wiring, "provide_clock", lambda: clock)
    return NoticeDeployment(api, queue)


@pytest.fixture
def asked(noticing: NoticeDeployment) -> Case:
    """A dossier that waits for its applicant, in the table."""
    case = Case(CERTIFICATE).asked_at_intake()
    for fact in case.facts:
        build_fact_row(fact).save()
    for part in case.store.load_parts(case.id).values():
        build_part_row(case.id, part).save()
    build_state_row(case.dossier).save()
    return case


def test_a_contact_is_proven_then_shown_to_its_owner_and_forgotten_on_request(noticing):
    empty = noticing.api("GET", MINE, sub=ME)
    assert empty.json == {"mail": None, "sms": None, "language": "vi", "off": []}
    answer = noticing.asks(f"{MINE}/codes", address="0912 345 678")
    assert (answer.status, answer.json) == (202, {"channel": "sms", "good_for_seconds": 900})
    wrong = noticing.asks(f"{MINE}/confirm", code="000000" if noticing.code() != "000000" else "000001")
    assert (wrong.status, wrong.code) == (422, "code_not_accepted")
    shown = noticing.asks(f"{MINE}/confirm", code=noticing.code())
    assert (shown.status, shown.json["sms"]["address"]) == (200, "+84912345678")
    chosen = noticing.api("PUT", MINE, sub=ME, body={"language": "en", "off": ["sms"]})
    assert (chosen.json["language"], chosen.json["off"], chosen.json["sms"] is None) == ("en", ["sms"], False)
    assert noticing.api("GET", MINE, sub="citizen-2").json["sms"] is None
    assert noticing.api("DELETE", f"{MINE}/sms", sub=ME).status == 204
    assert noticing.api("DELETE", f"{MINE}/sms", sub=ME).status == 404
    assert noticing.api("DELETE", f"{MINE}/inbox", sub=ME).status == 404


def test_what_is_no_address_is_named_and_never_sent(noticing):
    for body in ({"address": "not-a-number"}, {"channel": "mail", "address": "a@b"}):
        answer = noticing.asks(f"{MINE}/codes", **body)
        assert (answer.status, list(answer.fields)) == (422, ["/address"])
    assert noticing.asks(f"{MINE}/confirm", code="12345").status == 400
    assert noticing.drain() == []


def test_asking_and_guessing_are_limited(noticing):
    for _ in range(5):
        assert noticing.asks(f"{MINE}/codes", address="0912345678").status == 202
    again = noticing.asks(f"{MINE}/codes", address="+84912345678")
    assert (again.status, again.code) == (429, "too_many_requests")
    assert int(again.headers["retry-after"]) > 0


def test_a_partys_contact_is_proven_at_the_desk_with_what_the_filing_says(
    noticing, asked, appoint: Callable[..., Officer]
):
    appoint("clerk", Role.ONE_STOP_OFFICER, unit=asked.one_stop)
    appoint("other", Role.ONE_STOP_OFFICER, unit="ELSEWHERE")
    path = f"/api/dossiers/{asked.id}/contacts/filer"
    assert noticing.asks(f"{path}/codes", sub="clerk").status == 202
    assert noticing.asks(f"{path}/codes", sub="other").status == 404
    assert noticing.asks(f"/api/dossiers/{asked.id}/contacts/nobody/codes", sub="clerk").status == 404
    absent = noticing.asks(f"/api/dossiers/{asked.id}/contacts/principal/codes", sub="clerk")
    assert (absent.status, absent.fields) == (422, {"/address": "required"})
    shown = noticing.asks(f"{path}/confirm", sub="clerk", code=noticing.code())
    assert shown.json["sms"]["address"] == "+84*****678"
    assert noticing.api("PUT", path, sub=ME, body={"language": "en"}).json["language"] == "en"
    assert noticing.api("GET", path, sub="clerk").json == noticing.api("GET", path, sub=ME).json
    noticing.send_all(asked)
    assert f"Dossier {asked.dossier.receipt_no}: 1 items to add." in noticing.drain()[-1]
    assert noticing.api("DELETE", f"{path}/sms", sub=ME).status == 204


def test_the_fate_of_notices_is_on_the_dossier_and_their_words_in_the_inbox(noticing, asked):
    noticing.send_all(asked)
    items = noticing.api("GET", f"/api/dossiers/{asked.id}/notices", sub=ME).json["items"]
    fate = {(one["notice"], one["channel"]): (one["state"], one["reason"]) for one in items}
    assert fate["supplement_requested.intake", "sms"] == ("failed", "no_contact")
    assert fate["submitted.to_pay", "inbox"] == ("delivered", None)
    assert noticing.api("GET", f"/api/dossiers/{asked.id}/notices", sub="stranger").status == 404

    first = noticing.api("GET", "/api/inbox?limit=1", sub=ME).json
    assert [one["notice"] for one in first["items"]] == ["supplement_requested.intake"]
    assert "Chờ bổ sung hồ sơ" not in first["items"][0]["vi"]["body"]
    rest = noticing.api("GET", f"/api/inbox?limit=5&cursor={first['cursor']}", sub=ME).json["items"]
    assert [one["notice"] for one in rest] == ["submitted.to_pay"]
    read = noticing.api("POST", f"/api/inbox/{rest[0]['id']}/read", sub=ME)
    assert (read.status, read.json["read_at"] is None) == (200, False)
    assert noticing.api("POST", f"/api/inbox/{rest[0]['id']}/read", sub="stranger").status == 404
    assert noticing.api("GET", f"/api/inbox?cursor={first['cursor']}", sub="stranger").status == 400


def test_a_desk_has_an_inbox_for_those_who_sit_there(noticing, asked, appoint: Callable[..., Officer]):
    appoint("clerk", Role.ONE_STOP_OFFICER, unit=asked.one_stop)
    noticing.send_all(asked)
    whose = f"unit={asked.one_stop}&role=one_stop_officer"
    (message,) = noticing.api("GET", f"/api/inbox?{whose}", sub="clerk").json["items"]
    assert message["notice"] == "submitted.one_stop"
    assert noticing.api("POST", f"/api/inbox/{message['id']}/read?{whose}", sub="clerk").status == 200
    assert noticing.api("GET", f"/api/inbox?{whose}", sub=ME).status == 404


def test_a_person_delivers_and_confirms_what_reached_nobody(noticing, asked, appoint: Callable[..., Officer]):
    appoint("clerk", Role.ONE_STOP_OFFICER, unit=asked.one_stop)
    noticing.send_all(asked)
    path = f"/api/errands?unit={asked.one_stop}"
    (errand,) = noticing.api("GET", path, sub="clerk").json["items"]
    assert (errand["notice"], errand["number"]) == ("supplement_requested.intake", asked.dossier.receipt_no)
    done = f"/api/errands/{errand['id']}/done"
    assert noticing.api("POST", done, sub="clerk", body={"way": "phone"}).status == 428
    stale = noticing.api("POST", done, sub="clerk", body={"way": "phone"}, headers={"If-Match": '"9"'})
    assert stale.status == 412
    for _ in range(2):
        answer = noticing.api("POST", done, sub="clerk", body={"way": "phone"}, headers={"If-Match": '"1"'})
        assert (answer.status, answer.json["done_by"]) == (200, "clerk")
    other = noticing.api("POST", done, sub="clerk", body={"way": "letter"}, headers={"If-Match": '"2"'})
    assert (other.status, other.code) == (409, "errand_done")
    assert noticing.api("GET", path, sub="clerk").json["items"] == []
    assert noticing.api("GET", path, sub=ME).status == 403
