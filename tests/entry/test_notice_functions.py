"""The event functions of notices from their events to what is sent and kept."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends
from moto.sns.models import sns_backends

from chalicelib.domain.ledger.chain import encode_canonical
from chalicelib.domain.notices.contacts import Contact, ContactReach, Holder, PendingCode
from chalicelib.domain.notices.deliveries import Beginning, Delivery, DeliveryState
from chalicelib.domain.notices.notice_feedback import SmsReport
from chalicelib.domain.notices.notice_rules import Channel
from chalicelib.handlers.http.registry import MODULES
from chalicelib.handlers.notices.on_notice_feedback import on_notice_feedback
from chalicelib.handlers.notices.send_notice import LAST_TRY, send_notice
from chalicelib.handlers.notices.sweep_notices import sweep_notices
from chalicelib.repositories.dynamodb.rows import build_fact_row, build_state_row
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.notices.contacts import ContactTable
from chalicelib.repositories.notices.deliveries import DeliveryTable, ErrandTable
from chalicelib.wiring import core as wiring
from chalicelib.wiring import notices as wiring_notices
from chalicelib.wiring import steps as wiring_steps
from tests.support.builders import CITIZEN, Case
from tests.support.fakes.made_up_aws import start_mock_aws
from tests.support.notice_builders import MAIL, NOW, PHONE

ROOT = Path(__file__).parents[2]
REGION = "ap-southeast-1"
OK: dict[str, Any] = {"batchItemFailures": []}


def read_sample(name: str) -> dict[str, Any]:
    """A sample event."""
    found: dict[str, Any] = json.loads((ROOT / "events" / f"{name}.json").read_text())
    return found


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A deployment without network; the address of its queue."""
    set_environment(monkeypatch)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with start_mock_aws():
        TableItem.create_table(billing_mode="PAY_PER_REQUEST", wait=True)
        boto3.client("sesv2").create_email_identity(EmailIdentity="hue.example.vn")
        boto3.client("sesv2").create_configuration_set(ConfigurationSetName="set")
        url = boto3.client("sqs").create_queue(QueueName="notices")["QueueUrl"]
        monkeypatch.setenv("NOTICES_QUEUE_URL", url)
        forget_adapters()
        yield url
    forget_adapters()


def set_environment(monkeypatch: pytest.MonkeyPatch, **more: str) -> None:
    """Return the functions' environment from the template."""
    given = {
        "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": REGION,
        "TABLE_NAME": TableItem.Meta.table_name, "PROVINCE": "hue", "STAGE": "test",
        "SITE_ORIGIN": "https://motcua.hue.example.vn", "MAIL_FROM": "mot-cua@hue.example.vn", "MAIL_SET": "set",
    }  # fmt: skip
    for name, value in {**given, **more}.items():
        monkeypatch.setenv(name, value)
    forget_adapters()


def forget_adapters() -> None:
    for module in (wiring, wiring_notices, wiring_steps):
        for made in vars(module).values():
            if hasattr(made, "cache_clear"):
                made.cache_clear()


@pytest.fixture
def asked(queue: str) -> Case:
    """A dossier that waits for its applicant, in the table; the applicant's contacts are proven."""
    made = Case().asked_at_intake()
    for fact in made.facts:
        build_fact_row(fact).save()
    build_state_row(made.dossier).save()
    ContactTable().save(Holder(sub=CITIZEN.sub), ContactReach(Contact(MAIL, NOW), Contact(PHONE, NOW)))
    return made


def build_event(made: Case, *seqs: int, tries: int = 1) -> dict[str, Any]:
    """The queue's batch for these facts."""
    records = []
    for seq in seqs:
        record = json.loads(json.dumps(read_sample("send_notice.messages")["Records"][0]))
        record["body"] = encode_canonical(next(fact.body for fact in made.facts if fact.seq == seq)).decode()
        record["messageId"] = f"message-{seq}"
        record["attributes"]["ApproximateReceiveCount"] = str(tries)
        records.append(record)
    return {"Records": records}


def list_mails() -> list[Any]:
    return list(ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages)


def list_texts() -> list[Any]:
    return list(sns_backends[DEFAULT_ACCOUNT_ID][REGION].sms_messages.values())


def list_states(made: Case, seq: int) -> dict[str, str]:
    """Return the delivery states of a fact's notices to the filer."""
    return {
        each.channel.value: each.state.value
        for each in DeliveryTable().list_by_fact(made.id, seq)
        if each.to == "filer"
    }


def test_a_fact_becomes_mail_sms_and_a_message_in_the_inbox(asked, capsys):
    assert send_notice(build_event(asked, 2), None) == OK
    assert list_states(asked, 2) == {"mail": "sent", "sms": "sent", "inbox": "delivered"}
    assert [message.destinations["ToAddresses"] for message in list_mails()] == [[MAIL]]
    assert [text[0] for text in list_texts()] == [PHONE]
    logged = capsys.readouterr().out
    assert "NoticesSent" in logged
    for secret in ("vidu.vn", "912345678", "Hoa"):
        assert secret not in logged
    assert send_notice(build_event(asked, 2), None) == OK
    assert len(list_mails()) == len(list_texts()) == 1


def test_one_that_cannot_be_read_goes_back_alone(asked, capsys):
    batch = build_event(asked, 1, 2)
    batch["Records"].insert(1, {"messageId": "poison", "body": "{", "attributes": {}})
    assert send_notice(batch, None) == {"batchItemFailures": [{"itemIdentifier": "poison"}]}
    assert list_states(asked, 2)["mail"] == "sent"
    assert "NoticeMessagesFailed" in capsys.readouterr().out


def test_a_provider_in_trouble_is_tried_by_the_queue_a_few_times_and_then_by_the_sweeper(asked, queue, monkeypatch):
    def raise_down(*_: object, **__: object) -> str:
        raise ConnectionError

    outlet = wiring_notices.provide_sending().outlets[Channel.MAIL]
    monkeypatch.setattr(type(outlet), "send", raise_down)
    assert send_notice(build_event(asked, 2), None)["batchItemFailures"] == [{"itemIdentifier": "message-2"}]
    assert list_states(asked, 2) == {"mail": "queued", "sms": "sent", "inbox": "delivered"}
    assert send_notice(build_event(asked, 2, tries=LAST_TRY), None) == OK
    assert sweep_notices(read_sample("sweep_notices"), None) == {"facts": 0, "failed": 0}

    monkeypatch.undo()
    set_environment(monkeypatch, NOTICES_QUEUE_URL=queue)
    later = wiring.provide_clock().real_now() + timedelta(hours=2)
    monkeypatch.setattr(type(wiring.provide_clock()), "real_now", lambda self: later)
    assert sweep_notices(read_sample("sweep_notices"), None) == {"facts": 1, "failed": 0}
    (message,) = boto3.client("sqs").receive_message(QueueUrl=queue)["Messages"]
    again = {"Records": [{"messageId": "again", "body": message["Body"], "attributes": {}}]}
    assert send_notice(again, None) == OK
    assert list_states(asked, 2)["mail"] == "sent"


def test_without_mail_a_person_informs_the_applicant(asked, monkeypatch):
    monkeypatch.setenv("MAIL_FROM", "")
    ContactTable().save(Holder(dossier_id=asked.id, party="filer"), ContactReach())
    forget_adapters()
    send_notice(build_event(asked, 2), None)
    (mail,) = [each for each in DeliveryTable().list_by_fact(asked.id, 2) if each.channel is Channel.MAIL]
    assert (mail.state, mail.reason) == (DeliveryState.FAILED, "channel_not_connected")


def test_a_code_is_made_here_and_sent(queue, capsys):
    code = read_sample("send_notice.messages")["Records"][1]
    real_now = wiring.provide_clock().real_now()
    ContactTable().save_pending(Holder(sub="citizen-1"), PendingCode(Channel.SMS, PHONE, real_now))
    assert send_notice({"Records": [code]}, None) == OK
    ((number, text, *_),) = list_texts()
    assert number == PHONE
    assert text.startswith("Ma xac nhan lien he Mot Cua: ")
    assert send_notice({"Records": [code]}, None) == OK
    assert len(list_texts()) == 1
    assert PHONE not in capsys.readouterr().out


# ---- feedback ------------------------------------------------------------------------------------------------


def record_sent(made_of: dict[str, Any], channel: Channel, ref: str) -> None:
    """A delivery that the provider took, as the sample events mean it."""
    table = DeliveryTable()
    wanted = Delivery(made_of["dossier"][0], int(made_of["seq"][0]), made_of["to"][0], channel, "received",
                      official=True, queued_at=NOW, state=DeliveryState.SENT, ref=ref)  # fmt: skip
    (kept,) = table.begin([Beginning(wanted)]) or ()
    table.remember_reference(ref, kept, NOW)


def test_a_bounce_and_a_delivery_are_noted_and_no_address_is_logged(queue, capsys):
    bounce = read_sample("on_notice_feedback.bounce")
    tags = bounce["detail"]["mail"]["tags"]
    record_sent(tags, Channel.MAIL, "0100018f-a1b2c3d4")
    assert on_notice_feedback(read_sample("on_notice_feedback.delivery"), None) == {"noted": 1, "unknown": 0}
    assert on_notice_feedback(bounce, None) == {"noted": 1, "unknown": 0}
    (found,) = DeliveryTable().list_by_dossier(tags["dossier"][0])
    assert (found.state, found.reason) == (DeliveryState.BOUNCED, "bounce_noemail")
    logged = capsys.readouterr().out
    assert "NoticesBounced" in logged
    assert "vidu.vn" not in logged


def test_a_failed_sms_is_noted_by_its_id_and_an_unknown_one_is_counted(queue, capsys):
    report = read_sample("on_notice_feedback.sms_failed")
    assert on_notice_feedback(report, None) == {"noted": 0, "unknown": 1}
    tags = read_sample("on_notice_feedback.bounce")["detail"]["mail"]["tags"]
    record_sent(tags, Channel.SMS, "34d9b400-c6dd-5444-820d-fbeb0f1f54cf")
    assert on_notice_feedback(report, None) == {"noted": 1, "unknown": 0}
    (found,) = DeliveryTable().list_by_dossier(tags["dossier"][0])
    assert (found.state, found.reason) == (DeliveryState.BOUNCED, "sms_unknown_error_attempting_to_reach_phone")
    logged = capsys.readouterr().out
    assert "NoticeFeedbackUnknown" in logged
    assert "912345678" not in logged


def test_both_ways_lost_is_an_errand_of_the_unit(asked):
    send_notice(build_event(asked, 2), None)
    bounce, report = read_sample("on_notice_feedback.bounce"), DeliveryTable().list_by_fact(asked.id, 2)
    bounce["detail"]["mail"]["tags"]["dossier"] = [asked.id]
    on_notice_feedback(bounce, None)
    sms = next(each for each in report if each.channel is Channel.SMS)
    wiring_notices.provide_feedback().record_sms_report(SmsReport(sms.ref, DeliveryState.BOUNCED), NOW)
    (errand,), _ = ErrandTable().list_by_unit(asked.one_stop, 10, None)
    assert (errand.dossier_id, errand.seq, errand.to) == (asked.id, 2, "filer")


def test_an_event_that_is_none_fails_loudly(queue, capsys):
    with pytest.raises(KeyError):
        on_notice_feedback({"detail": {}}, None)
    assert "notice_feedback_failed" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["send_notice", "sweep_notices", "on_notice_feedback"])
def test_a_function_starts_alone(name: str) -> None:
    banned = ["app", "PIL", "pypdf", "pydantic", "boto3", "pynamodb", "jwt", "urllib3"]
    program = f"import sys; import {MODULES[name]};print([name for name in {banned!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_sweeper_fails_loudly_when_it_cannot_look(queue, monkeypatch, capsys):
    def raise_broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(DeliveryTable, "list_waiting", raise_broken)
    with pytest.raises(RuntimeError):
        sweep_notices(read_sample("sweep_notices"), None)
    assert "sweep_notices_failed" in capsys.readouterr().out
