"""Formats of text answers in an e-form: a day, an address, a number of a telephone, person or passport.

The web app checks the same (`web/src/eform/formats.ts`); the examples of `tests/data/typed.json` test both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime

from chalicelib.domain.shared.errors import FieldError

EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+"
    r"[A-Za-z]{2,63}"
)
DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?(?:Z|[+-]\d{2}:\d{2})")

NUMBER = "number"
"""The format of answers to questions for an amount or a count."""

IDENTITY_NUMBERS: Mapping[str, str] = {
    **dict.fromkeys(("CC", "CCCD", "CMND12", "SDDCN", "GCNCC"), "vn-personal-id"),
    "CMND9": "old-identity-card",
    "HC": "passport",
}
"""Format of the number by kind of identity paper (code list `identity_document_types`); the others have none of
their own."""


_MISTYPED_NUMBER = re.compile(r"[0-9OIL]{10,12}")
"""A personal number with a letter that looks like a digit; no passport is as long."""

_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
"""Letters with which identity papers write names; the font of official papers has all of them."""

SEVERAL_LINES = re.compile(r"[\n\t]")
"""Characters in a text that was pasted from several table cells or lines."""
ONE_LINE = (
    "{vi} chỉ nhận một dòng; bạn đã dán nhiều dòng hoặc cả bảng. Chỉ giữ lại nội dung của mục này",
    "{en} takes one line; several lines or a whole table were pasted. Keep only what belongs here",
)


def is_date(text: str) -> bool:
    """A day of the calendar written YYYY-MM-DD."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def is_date_time(text: str) -> bool:
    """An instant in RFC 3339, with its offset."""
    if not DATE_TIME.fullmatch(text):
        return False
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def is_email(text: str) -> bool:
    """An address that mail systems accept: local part up to 64 characters, a dotted domain."""
    local = text.partition("@")[0]
    return bool(EMAIL.fullmatch(text)) and ".." not in local and not local.startswith(".") and local[-1:] != "."


def is_phone(text: str) -> bool:
    """A Vietnamese number: a mobile number of ten digits, or a landline number of eleven digits that begins with 02."""
    return bool(re.fullmatch(r"0(?:[3-9][0-9]{8}|2[0-9]{9})", text))


def is_personal_id(text: str) -> bool:
    """A personal identification number: twelve digits."""
    return bool(re.fullmatch(r"[0-9]{12}", text))


def is_old_identity_card(text: str) -> bool:
    """The number of an identity card of nine digits."""
    return bool(re.fullmatch(r"[0-9]{9}", text))


def is_passport(text: str) -> bool:
    """A passport number of any country: letters and digits, or digits alone."""
    return not _MISTYPED_NUMBER.fullmatch(text) and bool(
        re.fullmatch(r"(?=.*[0-9])(?=.*[A-Z])[A-Z0-9]{6,12}|[0-9]{8,9}", text)
    )


def is_personal_id_or_passport(text: str) -> bool:
    """A personal identification number, or a passport number."""
    return is_personal_id(text) or is_passport(text)


def is_identity_number(text: str) -> bool:
    """The number of an identity paper of any kind: it has a digit."""
    return len(text) >= 3 and any(mark in "0123456789" for mark in text)


def has_letter(text: str) -> bool:
    """An address has a letter in any script."""
    return any(map(str.isalpha, text))


def is_person_name(text: str) -> bool:
    """A name as identity papers and official papers write it: it has Latin letters, and may have accents, punctuation
    and the characters of every keyboard; no letter or figure of another script, no other sign and no picture."""
    letters = [letter for letter in text if letter.isalpha()]
    others = (letter for letter in text if not letter.isalpha())
    return bool(letters) and all(map(_LATIN.match, letters)) and all(map(_can_stand_in_name, others))


def _can_stand_in_name(mark: str) -> bool:
    typed, accent = " " <= mark <= "~" or mark in "\n\t", "\u0300" <= mark <= "\u036f"
    return typed or accent or unicodedata.category(mark).startswith("P")


FORMATS: Mapping[str, Callable[[str], bool]] = {
    "date": is_date,
    "date-time": is_date_time,
    "email": is_email,
    "phone": is_phone,
    "vn-personal-id": is_personal_id,
    "old-identity-card": is_old_identity_card,
    "passport": is_passport,
    "personal-id-or-passport": is_personal_id_or_passport,
    "identity-number": is_identity_number,
    "person-name": is_person_name,
}

FORMAT_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "date": (
        "not_a_date",
        "{vi} phải là ngày có thật, ví dụ 27 3 1990",
        "{en} must be a real date, for example 27 3 1990",
    ),
    "date-time": ("not_a_time", "{vi} phải là ngày và giờ có thật", "{en} must be a real day and time"),
    "email": (
        "not_an_email",
        "{vi} phải là địa chỉ thư, ví dụ ten@vidu.vn",
        "{en} must be an e-mail address, for example ten@vidu.vn",
    ),
    "phone": (
        "not_a_phone_number",
        "{vi} phải có 10 chữ số bắt đầu bằng 0 (di động), hoặc 11 chữ số bắt đầu bằng 02 (cố định); bạn nhập {counted}",
        "{en} must have 10 digits and start with 0 (mobile), or 11 that start with 02; you entered {counted_en}",
    ),
    "vn-personal-id": (
        "not_a_personal_id",
        "{vi} phải có đúng 12 chữ số; bạn nhập {counted}",
        "{en} must have exactly 12 digits; you entered {counted_en}",
    ),
    "old-identity-card": (
        "not_an_old_identity_card",
        "{vi} của chứng minh nhân dân cũ phải có đúng 9 chữ số; bạn nhập {counted}",
        "{en} of an old identity card must have exactly 9 digits; you entered {counted_en}",
    ),
    "passport": (
        "not_a_passport_number",
        "{vi} phải là số hộ chiếu: 6 đến 12 chữ cái không dấu và chữ số, ví dụ C1234567; bạn nhập {n} ký tự",
        "{en} must be a passport number: 6 to 12 letters and digits, for example C1234567; you entered {n} characters",
    ),
    "personal-id-or-passport": (
        "not_a_personal_id_or_passport",
        "{vi} phải là 12 chữ số, hoặc số hộ chiếu như C1234567; bạn nhập {counted}",
        "{en} must have 12 digits, or be a passport number like C1234567; you entered {counted_en}",
    ),
    "identity-number": (
        "not_an_identity_number",
        "{vi} phải có chữ số, như in trên giấy tờ; bạn nhập {n} ký tự",
        "{en} must have digits, as printed on the paper; you entered {n} characters",
    ),
    "person-name": (
        "not_a_name",
        "{vi} phải có chữ cái La-tinh như trên giấy tờ tùy thân; "
        "không dùng ký hiệu hay chữ viết khác, kể cả chữ trông giống",
        "{en} must have Latin letters as on the identity paper, and no signs or letters of another script, "
        "not even ones that look alike",
    ),
}


def find_format_fault(name: str, vi: str, en: str, text: str, path: str) -> FieldError | None:
    """Return the fault of a text by the named format, or None; `vi` and `en` are the names of the field."""
    if FORMATS[name](text):
        return None
    code, said_vi, said_en = FORMAT_TEXTS[name]
    counts = count_letters(text)
    return FieldError(path, code, said_vi.format(vi=vi, **counts), said_en.format(en=en, **counts))


def count_letters(text: str) -> dict[str, int | str]:
    """Return how many characters a text has, and in words how many digits and letters, which reveals an O in place of a
    0."""
    digits, letters = sum(map(str.isdecimal, text)), sum(map(str.isalpha, text))
    both_vi, both_en = f"{digits} chữ số", f"{digits} digit{'' if digits == 1 else 's'}"
    if letters:
        both_vi += f" và {letters} chữ cái"
        both_en += f" and {letters} letter{'' if letters == 1 else 's'}"
    return {"n": len(text), "counted": both_vi, "counted_en": both_en}
