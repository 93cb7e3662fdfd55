"""What a program can see in a text before a person reads it: numbers that identify somebody, and how it is written.

A finding names its kind and never the text. It decides nothing: the author looks again, an officer judges.
"""

from __future__ import annotations

import re
from enum import StrEnum

from chalicelib.domain.shared.text import DASHES, convert_digits, strip_accents


class TextFinding(StrEnum):
    """What was found in a text."""

    TELEPHONE = "telephone"
    IDENTITY_NUMBER = "identity_number"
    MAIL_ADDRESS = "mail_address"
    ACCOUNT_NUMBER = "account_number"
    NO_MARKS = "no_marks"
    ABBREVIATION = "abbreviation"
    SYMBOL = "symbol"
    NOT_CONCRETE = "not_concrete"


_MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]+ ?(?:@|[(\[] ?(?:at|a còng) ?[)\]]) ?[\w-]+ ?(?:\.|[(\[] ?(?:dot|chấm) ?[)\]]) ?[\w.-]+",
    re.IGNORECASE,
)
"""A mail address, also as people write it to hide it from machines."""
_NUMBER = re.compile(r"(?<!\d)\+?\d(?:[ .-]?\d){7,18}(?!\d)")
_TELEPHONE = re.compile(r"(?<!\d)\(?(?:\+?84|0)\)?(?:[ .,/()\n-]{0,2}\d){8,10}(?!\d)")
"""A telephone number in whichever way people part its digits."""
_GROUPED = re.compile(r"(?<!\d)(?:\+?84|0)\d{2,3}(?: ?[-:;|·•…] ?\d{3,4}){2}(?!\d)")
"""A telephone number in groups with other signs between them: hours of the day have groups of two digits."""
_IDENTITY = re.compile(r"(?<!\d)0\d{2}(?:[ .-]?\d{3}){3}(?!\d)")
"""A personal identification number (12 digits, the first of them 0), whole or in the groups of three in which people
write it: its first groups look like a telephone number."""
_PARTED = re.compile(r"[ _*]+")
"""What parts digits like one blank: blanks in a row, a cell of a table, a mark of emphasis."""
_DASHED = re.compile("['’‘‛`´′\"=~]")
"""What parts digits like a dash."""
_PASSPORT = re.compile(r"\b[A-Za-z] ?\d{7}\b")
_AMOUNT = re.compile(r"\d{1,3}(?:[.,]\d{3})+(?= ?(?:đồng|đ\b|vnd\b|VND\b|VNĐ\b))")
_WORD = re.compile(r"[^\W\d_]+")
_SHORT = frozenset(
    (
        "ko", "k", "kg", "khg", "hok", "hem", "dc", "đc", "đk", "dk", "vs", "bít", "bik", "j", "z", "ntn", "tn", "ad",
        "ib", "inbox", "ng", "nc", "mk", "mik", "ns", "nta", "cty", "bn", "nhìu", "nhiu",
    )
)  # fmt: skip
"""Short forms of chats that are no words of Vietnamese."""
_SYMBOL = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f<>{}\\\\^~|$#@*=]")
_YEARS = re.compile(r"(?<!\d)(?<!\d[ .-])(?:19|20)\d{2}(?:(?: ?- ?| )(?:19|20)\d{2})+(?![ .-]?\d)")
"""Years in a row, from one to another or as the head of a table."""
_DATES = re.compile(r"(?<!\d)[0-3]?\d[/.-][01]?\d[/.-](?:19|20)\d{2}(?![ ]?\d{3})")
FEWEST_WORDS = 5
"""A question of fewer words is hardly concrete."""
LEAST_MARKED = 0.2
"""The least share of words with marks in Vietnamese prose; ordinary texts have well over half."""
LEAST_COUNTED = 6
"""Words that a text needs before its marks are judged."""


def find_personal_numbers(text: str) -> tuple[TextFinding, ...]:
    """Return the kinds of numbers and addresses in a text that single out a person."""
    plain = re.sub(r"[^\S\n]", " ", re.sub(f"[{DASHES}]", "-", convert_digits(text)))
    plain = _AMOUNT.sub(" ", _DATES.sub(" ", plain))
    found = [TextFinding.MAIL_ADDRESS] if _MAIL.search(plain) else []
    plain = _PARTED.sub(" ", _DASHED.sub("-", _MAIL.sub(" ", plain)))
    plain = _YEARS.sub(" ", plain)
    rest = _IDENTITY.sub(" ; ", plain)
    if _TELEPHONE.search(rest) or _GROUPED.search(rest):
        found.append(TextFinding.TELEPHONE)
    if rest != plain or _PASSPORT.search(rest):
        found.append(TextFinding.IDENTITY_NUMBER)
    numbers = _NUMBER.finditer(_TELEPHONE.sub(" ", _GROUPED.sub(" ", rest)))
    found += [_judge_number(re.sub(r"\D", "", match[0]), match[0]) for match in numbers]
    return tuple(dict.fromkeys(found))


def _judge_number(digits: str, written: str) -> TextFinding:
    local = "0" + digits[2:] if digits.startswith("84") and len(digits) == 11 else digits
    if re.fullmatch(r"0(?:[3-9][0-9]{8}|2[0-9]{9})", local) or written.startswith("+"):
        return TextFinding.TELEPHONE
    if len(digits) in (9, 12):
        return TextFinding.IDENTITY_NUMBER
    return TextFinding.ACCOUNT_NUMBER


def find_writing_faults(text: str) -> tuple[TextFinding, ...]:
    """Return what makes a question hard to answer: no marks, short forms of chats, symbols, hardly a sentence."""
    words = _WORD.findall(text)
    found = []
    marked = sum(strip_accents(word) != word for word in words)
    if len(words) >= LEAST_COUNTED and marked < LEAST_MARKED * len(words):
        found.append(TextFinding.NO_MARKS)
    if any(word.lower() in _SHORT for word in words):
        found.append(TextFinding.ABBREVIATION)
    if _SYMBOL.search(text):
        found.append(TextFinding.SYMBOL)
    if len(words) < FEWEST_WORDS:
        found.append(TextFinding.NOT_CONCRETE)
    return tuple(found)
