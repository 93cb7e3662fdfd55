"""Finding a dossier at the counter: keyed digests of identity numbers, telephone numbers and beginnings of names.

A digest is made for one unit, so that one unit's entries reveal nothing about another's. Keys of the store hold only
digests; the names stay in the dossiers' personal parts and are read from there when found. Beginnings of names are kept
for open dossiers only, from each word of the name on and with the given name first.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from chalicelib.domain.dossier.current_parts import select_current_parts
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.shared.folding import fold_text
from chalicelib.domain.shared.typed_numbers import normalise_passport, normalise_phone

if TYPE_CHECKING:
    from chalicelib.domain.dossier.dossier import Dossier
    from chalicelib.domain.ledger.chain import Part

_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*")

PEOPLE = ("applicant", "principal")
"""Personal parts that name a person."""
LENGTHS = (2, 3, 4, 7, 10)
"""Lengths of beginnings that have their own digest. Another one is looked up by the longest that it contains, and
compared with the names themselves. Many given names have up to four letters; the commonest family name, with the first
letter of what follows, has seven."""
MOST_WORDS = 8
"""Number of words of a name from which it may be found: the first ones, and the last."""
NOBODYS = ""
"""In place of a unit: the digest by which a person finds, in the whole province, the dossiers that name them and are in
nobody's account."""
RECEIPT_PART = "receipt"
"""Stands for a personal part in the entry of a filing's number, which has none."""


class By(StrEnum):
    """Kinds of search."""

    CODE = "code"
    ID_NUMBER = "id_number"
    PHONE = "phone"
    NAME = "name"


class Purpose(StrEnum):
    """Why an officer looks a person up; it is kept in the access record (VL-7.2.b)."""

    COUNTER_QUESTION = "counter_question"
    PHONE_QUESTION = "phone_question"
    SUPPLEMENT = "supplement"
    HANDOVER = "handover"
    COMPLAINT = "complaint"
    INSPECTION = "inspection"


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One way to find a dossier: a digest, and the personal part that it was made of."""

    digest: str
    part: str


def digest_value(key: bytes, unit: str, by: By, value: str) -> str:
    """Return the keyed digest of one normalised value in one unit."""
    text = "|".join((unit, by.value, value)).encode()
    return base64.b32encode(hmac.digest(key, text, hashlib.sha256)[:16]).decode().lower().rstrip("=")


def normalise_value(by: By, text: str) -> str:
    """Return the one spelling of a number or name; empty for a value that cannot be looked up."""
    return _NORMAL[by](text)


def normalise_query(by: By, text: str) -> str:
    """Return the value whose digest is looked up: for a name only its first letters."""
    whole = normalise_value(by, text)
    if by is not By.NAME:
        return whole
    return next((whole[:n] for n in reversed(LENGTHS) if n <= len(whole)), "")


def is_whole_query(by: By, text: str) -> bool:
    """Return whether the digest that is looked up covers all of the text; otherwise names have to be compared."""
    return normalise_query(by, text) == normalise_value(by, text)


def matches_beginning(full_name: str, wanted: str) -> bool:
    """Return whether a name, from any of its words or with the given name first, begins with the typed text."""
    return any(spelt.startswith(normalise_value(By.NAME, wanted)) for spelt in _list_name_orders(full_name))


def build_entries(dossier: Dossier, parts: Mapping[str, Part], key: bytes) -> frozenset[SearchEntry]:
    """Return every search entry of the present dossier: at the unit that receives it and at the applicant's counter; by
    name, for their worklists, at the agencies that work on it; while it is in nobody's account, for the person whom it
    names. An erased dossier has none, a closed one no names."""
    people = [
        (number, part.value) for number, part in select_current_parts(dossier, parts).items() if part.name in PEOPLE
    ]
    counters = {dossier.one_stop, dossier.intake.desk} - {""}
    named = counters | {task.unit for task in dossier.tasks} if dossier.state is not State.CLOSED else set()
    return _list_nobodys(dossier, parts, key) | frozenset(
        SearchEntry(digest_value(key, unit, by, value), number)
        for number, person in people
        for units, values in ((counters, _list_numbers(person)), (named, _list_beginnings(person)))
        for by, value in values
        for unit in units
    )


def _list_nobodys(dossier: Dossier, parts: Mapping[str, Part], key: bytes) -> frozenset[SearchEntry]:
    """The person for whom somebody filed, else the one who filed, while the dossier is in nobody's account."""
    if dossier.owner:
        return frozenset()
    named = {part.name: (number, part.value) for number, part in select_current_parts(dossier, parts).items()}
    found = next((named[each] for each in reversed(PEOPLE) if each in named), None)
    value = normalise_value(By.ID_NUMBER, str(found[1].get(By.ID_NUMBER.value) or "")) if found else ""
    return frozenset(
        {SearchEntry(digest_value(key, NOBODYS, By.ID_NUMBER, value), found[0])} if found and value else ()
    )


def build_receipt_entry(dossier: Dossier) -> SearchEntry:
    """Return the entry of the number of its filing. That number names nobody: it is stored in clear and permanently."""
    return SearchEntry(dossier.receipt_no, RECEIPT_PART)


def _list_numbers(person: Mapping[str, object]) -> Iterable[tuple[By, str]]:
    for by in (By.ID_NUMBER, By.PHONE):
        if value := normalise_value(by, str(person.get(by.value) or "")):
            yield by, value


def _list_beginnings(person: Mapping[str, object]) -> Iterable[tuple[By, str]]:
    for spelt in _list_name_orders(str(person.get("full_name") or "")):
        yield from ((By.NAME, spelt[:n]) for n in LENGTHS if n <= len(spelt))


def _list_name_orders(full_name: str) -> tuple[str, ...]:
    """Return the name from each of its words, and with the given name first."""
    parts = _split_name(full_name)
    onward = ["".join(parts[n:]) for n in range(len(parts))]
    return (*onward[: MOST_WORDS - 1], *onward[MOST_WORDS - 1 :][-1:], "".join((*parts[-1:], *parts[:-1])))


def _normalise_number(text: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", normalise_passport(text).upper())


def _normalise_phone(text: str) -> str:
    return re.sub(r"[^0-9]", "", normalise_phone(text))


def _normalise_name(text: str) -> str:
    return "".join(_split_name(text))


def _split_name(name: str) -> list[str]:
    """The folded words of a name in any script."""
    return _WORD.findall(fold_text(name))


_NORMAL = {By.ID_NUMBER: _normalise_number, By.PHONE: _normalise_phone, By.NAME: _normalise_name}
