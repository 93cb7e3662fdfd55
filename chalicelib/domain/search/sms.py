"""Question and answer by text message: `HS <dossier code>`, answered with the minimum in plain letters.

The provider of the number calls us with each message, signed (see `signed`), and forwards our answer. The answer fits
one message of 160 plain characters, because accented letters would reduce it to 70.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chalicelib.domain.search import public_status
from chalicelib.domain.shared.errors import Refusal, RefusalKind
from chalicelib.domain.shared.text import strip_accents

if TYPE_CHECKING:
    from chalicelib.domain.ledger.chain import Json

HEADER = "X-Sms-Signature"
ONE_MESSAGE = 160
FIELDS = frozenset({"id", "from", "text"})
NOT_FOUND = "Khong tim thay ho so. Kiem tra lai ma ho so tren giay tiep nhan."
_SENDER = re.compile(r"\+?[0-9]{8,15}")
_QUESTION = re.compile(r"\s*HS[\s:]+(?P<code>\S.*)", re.IGNORECASE | re.DOTALL)


class SmsRefused(Refusal):
    """The call is unsigned, by an unknown key, over other bytes, stale or malformed; the answer does not say which."""

    code = "sms_refused"
    kind = RefusalKind.MALFORMED
    vi = "Cuộc gọi của nhà cung cấp tin nhắn không hợp lệ."
    en = "The message provider's call is not valid."


class SmsReplayed(Refusal):
    """The same signed call was received before; to ask again, the caller signs again."""

    code = "sms_replayed"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Cuộc gọi này đã được trả lời. Hãy ký lại để gửi lại."
    en = "This call was answered before. Sign it again to resend it."


@dataclass(frozen=True, slots=True)
class Question:
    """A message from the provider; sender and text are never logged."""

    sender: str = field(repr=False)
    text: str = field(repr=False)


def parse_question(told: Json) -> Question:
    """Return the message in a call's body; raise SmsRefused for any other shape."""
    texts = all(isinstance(value, str) for value in told.values())
    if set(told) != FIELDS or not texts or not told["id"] or len(told["text"]) > 1000:
        raise SmsRefused()
    if not _SENDER.fullmatch(told["from"]):
        raise SmsRefused()
    return Question(told["from"], told["text"])


def find_asked_code(text: str) -> str | None:
    """Return the code that a message asks for; None when it asks for none."""
    found = _QUESTION.fullmatch(text)
    return public_status.read_typed_code(found["code"]) if found else None


def write_help(example: str) -> str:
    """Return the help message for an unknown question, with an example code of the province."""
    return f"Soan: HS <ma ho so>. Vi du: HS {example}"


def write_answer(found: public_status.Minimum) -> str:
    """Return the minimum as one message."""
    told = found.completion
    text = f"Ho so {found.code}" + (f": {strip_to_ascii(told.vi)} ({told.done}/{told.of})." if told else ".")
    if told and told.progress:
        text += f" {strip_to_ascii(told.progress.vi)}."
    return text[:ONE_MESSAGE]


def strip_to_ascii(text: str) -> str:
    """Return Vietnamese without its accents, for the plainest telephones."""
    return strip_accents(text).encode("ascii", "replace").decode()


def call_id(header: str) -> str:
    """Return the id of a signed call, by which a repetition is recognised."""
    return hashlib.sha256(header.encode()).hexdigest()
