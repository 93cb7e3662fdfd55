"""Senders: mail through SES, SMS through SNS, and the app of the province through a signed webhook.

A permanent failure raises Unreachable; any other fault is raised unchanged and the message is tried again. No address
is in any error text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import urllib3
from botocore.config import Config
from botocore.exceptions import ClientError

from chalicelib.domain.notices.deliveries import Delivery, Unreachable
from chalicelib.domain.notices.notice_feedback import build_tags
from chalicelib.domain.notices.notice_plan import PlannedDelivery, RenderedNotice
from chalicelib.domain.notices.notice_text import strip_for_sms
from chalicelib.domain.shared.hmac_signature import sign_body
from chalicelib.repositories.aws import sdk
from chalicelib.repositories.aws.secrets import Secret
from chalicelib.repositories.payments.gateway import is_private

PATIENCE = Config(connect_timeout=2, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 2})
MAIL_REFUSED = frozenset({"MessageRejected", "BadRequestException", "NotFoundException"})
SMS_REFUSED = frozenset({"InvalidParameter", "InvalidParameterException", "OptedOutException", "ValidationException"})
APP_SIGNATURE = "X-Motcua-Signature"
TIMEOUT = urllib3.Timeout(connect=2.0, read=4.0)


class MailOutlet:
    """Mail from one official address, with a configuration set that reports its delivery."""

    def __init__(self, client: Any, sender: str, configuration_set: str) -> None:
        self._client = client
        self._sender = sender
        self._set = configuration_set

    @classmethod
    def connect_to(cls, sender: str, configuration_set: str) -> MailOutlet:
        """Return the sender, with a client of its own."""
        return cls(sdk.create_client("sesv2", config=PATIENCE), sender, configuration_set)

    def send(self, planned: PlannedDelivery, letter: RenderedNotice, delivery: Delivery) -> str:
        """Send the mail; papers are never attached."""
        tags = build_tags(delivery.dossier_id, delivery.seq, delivery.to)
        return self._send_mail(planned.address, letter.subject, letter.body, tags)

    def send_code(self, address: str, subject: str, text: str) -> None:
        """Send a code; without tags, so that no delivery is reported."""
        self._send_mail(address, subject, text, {})

    def _send_mail(self, address: str, subject: str, text: str, tags: dict[str, str]) -> str:
        content = {"Data": text, "Charset": "UTF-8"}
        try:
            answer = self._client.send_email(
                FromEmailAddress=self._sender,
                Destination={"ToAddresses": [address]},
                Content={"Simple": {"Subject": {"Data": subject, "Charset": "UTF-8"}, "Body": {"Text": content}}},
                EmailTags=[{"Name": name, "Value": value} for name, value in tags.items()],
                ConfigurationSetName=self._set,
            )
        except ClientError as fault:
            raise _translate_fault(fault, MAIL_REFUSED) from None
        return str(answer["MessageId"])


class SmsOutlet:
    """SMS directly to a telephone, as a transactional message: it is sent before advertisements."""

    def __init__(self, client: Any, sender_id: str) -> None:
        self._client = client
        self._sender_id = sender_id

    @classmethod
    def connect_to(cls, sender_id: str) -> SmsOutlet:
        """Return the sender, with a client of its own."""
        return cls(sdk.create_client("sns", config=PATIENCE), sender_id)

    def send(self, planned: PlannedDelivery, letter: RenderedNotice, delivery: Delivery) -> str:
        """Send the SMS."""
        return self._send_sms(planned.address, letter.short)

    def send_code(self, address: str, subject: str, text: str) -> None:
        """Send a code."""
        self._send_sms(address, strip_for_sms(text))

    def _send_sms(self, address: str, text: str) -> str:
        kind = {"AWS.SNS.SMS.SMSType": {"DataType": "String", "StringValue": "Transactional"}}
        name = {"AWS.SNS.SMS.SenderID": {"DataType": "String", "StringValue": self._sender_id}}
        attributes = {**kind, **(name if self._sender_id else {})}
        try:
            answer = self._client.publish(PhoneNumber=address, Message=text, MessageAttributes=attributes)
        except ClientError as fault:
            raise _translate_fault(fault, SMS_REFUSED) from None
        return str(answer["MessageId"])


class AppOutlet:
    """The province's own app: one signed POST for each notice (`domain.signed`).

    The app identifies its users by the subject of their sign-in; the message holds that, codes, state and words.
    """

    def __init__(
        self,
        url: str,
        secret: Secret[Mapping[str, bytes]],
        real_now: Callable[[], datetime],
        http: urllib3.PoolManager | None = None,
    ) -> None:
        if not is_private(url):
            raise ValueError("the app must be reached by https")
        self._url = url
        self._secret = secret
        self._real_now = real_now
        self._http = http or urllib3.PoolManager(timeout=TIMEOUT, retries=False)

    def send(self, planned: PlannedDelivery, letter: RenderedNotice, delivery: Delivery) -> str:
        """Post the notice; its `id` is the same for every attempt."""
        now = self._real_now()
        message = {
            "id": f"{delivery.dossier_id}#{delivery.id}",
            "to": planned.recipient.sub,
            "dossier": delivery.dossier_id,
            "notice": delivery.notice,
            "official": delivery.official,
            "words": letter.words,
        }
        body = json.dumps(message, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        keys = sorted(self._secret.get(now).items())
        if not keys:
            raise ConnectionError("the app's secret holds no key yet")
        kid, key = keys[-1]
        headers = {"Content-Type": "application/json", APP_SIGNATURE: sign_body(body, key, kid, now)}
        answer = self._http.request("POST", self._url, body=body, headers=headers, redirect=False)
        if answer.status >= 500 or answer.status == 429:
            raise ConnectionError(f"the app answered {answer.status}")
        if answer.status >= 300:
            raise Unreachable(f"app_{answer.status}")
        return str(message["id"])


def _translate_fault(fault: ClientError, refused: frozenset[str]) -> Exception:
    """Return Unreachable for a refusal, only the fault's code for other faults: the message may hold an address."""
    code = fault.response.get("Error", {}).get("Code", "unknown")
    if code in refused:
        return Unreachable(f"refused_{code.lower()}")
    return ConnectionError(f"the provider answered {code}")
