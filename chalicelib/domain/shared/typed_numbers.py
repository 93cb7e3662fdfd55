"""Numbers and addresses of persons, and amounts, in the one form in which they are stored, for any typed form.

The web app does the same (`web/src/lib/typed_numbers.ts`); the examples of `tests/data/typed.json` test both.
"""

from __future__ import annotations

import re

from chalicelib.domain.shared.text import DASHES, clean_text, convert_digits, convert_to_latin

_BETWEEN_DIGITS = re.compile(rf"[ .,·•()_'’{DASHES}]")
"""Separators between the digits of one number. A tab or a line break separates two numbers."""
_PHONE = re.compile(r"(?:\+?(?:00)?84\(?0?\)?|0)([3-9][0-9]{8}|2[0-9]{9})")
"""Mobile numbers have ten digits, landline numbers eleven digits that begin with 02."""
_LABELS = (
    "tel|phone|mobile|cell|home|work|zalo|viber|whatsapp|hotline|sđt|sdt|đt|dđ|đtdđ|điện thoại|di động|số điện thoại"
)
_LABEL = re.compile(rf"[^0-9+]*:|\s*(?:{_LABELS})[\s.]*(?=[+0-9(])", re.IGNORECASE)
_LABEL_BEHIND = re.compile(rf"[\s(]+(?:{_LABELS})[\s).]*$", re.IGNORECASE)
"""Labels that a telephone's address book adds to a number when it fills a field in."""
_ID_LABEL = re.compile(
    r"(?:số\s+)?(?:cccd|cmnd|cmtnd|cc|căn cước(?: công dân)?|định danh(?: cá nhân)?|hộ chiếu|passport|hc|id|no)"
    r"(?:\s*(?:số|no|number))?[\s.:]+(?=\S*[0-9])|số[\s.:]+(?=\S*[0-9])",
    re.IGNORECASE,
)
"""Words that people copy together with the number of an identity paper."""
_IDENTITY = re.compile(r"[0-9]{9}|[0-9]{12}")
_PASSPORT = re.compile(r"[A-Za-z]{1,2}[0-9]{6,8}")
_ANY_PASSPORT = re.compile(r"(?=.*[0-9])[A-Za-z0-9]{6,12}")
_AROUND_EMAIL = re.compile(r"^(?:mailto:|[\s<])+|[\s>.,;]+$", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s<>@,;]+@[^\s<>@,;]+")
_CODE = re.compile(r"[0-9]+")
_RECEIPT = re.compile(r"[A-Z0-9][A-Z0-9./-]{0,31}")

_CURRENCY = r"(?:vnđ|vnd|đồng|dong|₫|đ)"
_MONEY = re.compile(
    rf"(?:{_CURRENCY} ?)?(?P<number>[-0-9 .,'’]*[0-9.,])(?:-{{1,2}})?(?: ?{_CURRENCY}\.?)?", re.IGNORECASE
)
_GROUPED = re.compile(r"(-?[1-9][0-9]{0,2}(?P<mark>[ .'’])[0-9]{3}(?:(?P=mark)[0-9]{3})*)(?:,([0-9]+))?")
_COMMA_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3}){2,}")
_PLAIN = re.compile(r"(-?[0-9]*)(?:[.,]([0-9]+))?")
_MOST_DIGITS = 15
"""Digits of a decimal number that a double holds; with more digits another number would be stored."""
_MOST_WHOLE = 2**53 - 1
LEAST_AMOUNT = 1e-4
"""As the least decimal of a ledger (`domain/ledger/chain.py`)."""


def normalise_phone(typed: str) -> str:
    """Return a Vietnamese number as 0 and its digits; any other text comes back as typed, trimmed."""
    typed = typed.strip()
    plain = convert_digits(typed)
    bare = _LABEL_BEHIND.sub("", plain[found.end() :] if (found := _LABEL.match(plain)) else plain)
    number = _PHONE.fullmatch(_strip_marks(bare, "/;"))
    return f"0{number[1]}" if number else typed


def normalise_identity(typed: str) -> str:
    """Return an identity number without marks between its digits, a passport number in capitals; else as typed."""
    typed = typed.strip()
    bare = _read_code(typed)
    return bare.upper() if _IDENTITY.fullmatch(bare) or _PASSPORT.fullmatch(bare) else typed


def normalise_passport(typed: str) -> str:
    """Return a passport number of any country without marks, in capitals; else as typed."""
    typed = typed.strip()
    bare = _read_code(typed)
    return bare.upper() if _ANY_PASSPORT.fullmatch(bare) else typed


def normalise_email(typed: str) -> str:
    """Return an e-mail address without copied extras: its link, brackets, a full stop after it. Anything else comes
    back as typed."""
    typed = typed.strip()
    bare = re.sub(" *@ *", "@", _AROUND_EMAIL.sub("", convert_digits(typed)))
    return bare if _EMAIL.fullmatch(bare) else typed


def normalise_code(typed: str) -> str:
    """Return the digits of a code received by message, without blanks or dashes; else as typed."""
    typed = typed.strip()
    bare = _strip_marks(convert_digits(typed))
    return bare if _CODE.fullmatch(bare) else typed


def normalise_receipt(typed: str) -> str:
    """Return the number of a receipt, voucher or record without blanks, in capitals; else as typed."""
    typed = typed.strip()
    bare = re.sub(" ", "", re.sub(f"[{DASHES}]", "-", convert_digits(typed))).upper()
    return bare if _RECEIPT.fullmatch(bare) else typed


def read_amount(typed: str) -> int | float | None:
    """Return the value of a number in Vietnamese or English notation: "50.000.000 đồng", "1,250,000", "2,5" or "0.5".

    None for a text with two readings or none ("1,250.50", "12 5"), and for more digits than can be stored.
    """
    found = _MONEY.fullmatch(re.sub(" +", " ", convert_digits(clean_text(typed)).replace("\u2212", "-")).strip())
    if found is None:
        return None
    number = re.sub(r"(?<=[0-9])[.,]$", "", found["number"].strip())
    if _COMMA_GROUPED.fullmatch(number):
        return _parse_number(number.replace(",", ""), "")
    if grouped := _GROUPED.fullmatch(number):
        return _parse_number(re.sub(r"[^-0-9]", "", grouped[1]), grouped[3] or "")
    plain = _PLAIN.fullmatch(number)
    return _parse_number(plain[1], plain[2] or "") if plain else None


def write_whole(number: int) -> str:
    """Return a whole number in Vietnamese notation: 1.250.000."""
    return f"{number:,}".replace(",", ".")


def _parse_number(whole: str, decimals: str) -> int | float | None:
    decimals = decimals.rstrip("0")
    if not decimals:
        number = int(whole) if re.search("[0-9]", whole) else 0
        return number if abs(number) <= _MOST_WHOLE else None
    decimal = float(f"{whole}.{decimals}")
    kept = len((whole + decimals).lstrip("-0")) <= _MOST_DIGITS and abs(decimal) >= LEAST_AMOUNT
    return decimal if kept else None


def _read_code(typed: str) -> str:
    plain = convert_to_latin(convert_digits(typed)).strip()
    return _strip_marks(plain[found.end() :] if (found := _ID_LABEL.match(plain)) else plain)


def _strip_marks(plain: str, others: str = "") -> str:
    return _BETWEEN_DIGITS.sub("", plain.translate({ord(mark): None for mark in others}))
