"""Question and answer by text message: `HS <dossier code>`, answered with the minimum in plain letters.

The provider of the number calls us with each message, signed (see `signed`), and sends on what we answer. The
answer fits one message of 160 plain characters, for accented letters would cut it to 70.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chalicelib.domain.search import public_status
from chalicelib.domain.shared.errors import Kind, Refusal
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
    """The call is unsigned, by an unknown key, over other bytes, stale or malformed; which of them stays untold."""

    code = "sms_refused"
    kind = Kind.MALFORMED
    vi = "Cuộc gọi của nhà cung cấp tin nhắn không hợp lệ."
    en = "The message provider's call is not valid."


class SmsReplayed(Refusal):
    """The very same signed call came before; whoever asks again signs again."""

    code = "sms_replayed"
    kind = Kind.WRONG_MOMENT
    vi = "Cuộc gọi này đã được trả lời. Hãy ký lại để gửi lại."
    en = "This call was answered before. Sign it again to resend it."


@dataclass(frozen=True, slots=True)
class Question:
    """A message as the provider tells it; sender and text are never logged."""

    sender: str = field(repr=False)
    text: str = field(repr=False)


def question(told: Json) -> Question:
    """The message in a call's body; raises SmsRefused for any other shape."""
    texts = all(isinstance(value, str) for value in told.values())
    if set(told) != FIELDS or not texts or not told["id"] or len(told["text"]) > 1000:
        raise SmsRefused()
    if not _SENDER.fullmatch(told["from"]):
        raise SmsRefused()
    return Question(told["from"], told["text"])


def asked_code(text: str) -> str | None:
    """The code that a message asks for; None when it asks for none."""
    found = _QUESTION.fullmatch(text)
    return public_status.typed_code(found["code"]) if found else None


def write_help(example: str) -> str:
    """The message to who asks for nothing that is known, with a code as the province writes them."""
    return f"Soan: HS <ma ho so>. Vi du: HS {example}"


def answer(found: public_status.Minimum) -> str:
    """The minimum as one message."""
    told = found.completion
    text = f"Ho so {found.code}" + (f": {plain(told.vi)} ({told.done}/{told.of})." if told else ".")
    if told and told.progress:
        text += f" {plain(told.progress.vi)}."
    return text[:ONE_MESSAGE]


def plain(text: str) -> str:
    """Vietnamese without its marks, as the plainest telephone shows it."""
    return strip_accents(text).encode("ascii", "replace").decode()


def call_id(header: str) -> str:
    """The name of a signed call, by which a second one is known."""
    return hashlib.sha256(header.encode()).hexdigest()
