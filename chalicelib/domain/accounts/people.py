"""Declared data of a person: name, identity number, telephone and e-mail, each in its required form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, get_args

from chalicelib.domain.eforms.answer_formats import IDENTITY_NUMBERS, ONE_LINE, SEVERAL_LINES, find_format_fault
from chalicelib.domain.eforms.answers import TIDIED
from chalicelib.domain.shared.errors import FieldError
from chalicelib.domain.shared.text import strip_accents

IdType = Literal[
    "CC", "CCCD", "CMND9", "CMND12", "SDDCN", "CCDT", "GCNCC", "HC", "GKS", "THUONGTRU", "TAMTRU", "CMQD", "MSDN",
    "MDD", "KHAC",
]  # fmt: skip
"""Kinds of identity paper: the codes of the code list `identity_document_types`."""
ID_TYPES: Final = frozenset(get_args(IdType))
OTHER_PAPER: Final = "KHAC"
_FORMER_WORDS: Mapping[str, str] = {
    "can cuoc": "CC", "the can cuoc": "CC", "can cuoc cong dan": "CCCD", "the can cuoc cong dan": "CCCD",
    "cmnd": "CMND9", "cmt": "CMND9", "chung minh nhan dan": "CMND9", "ho chieu": "HC", "passport": "HC",
    "giay khai sinh": "GKS", "so dinh danh ca nhan": "SDDCN",
}  # fmt: skip
"""Values that older versions stored instead of a code, folded."""

TITLES = {
    "full_name": ("Họ và tên", "Full name"),
    "id_number": ("Số định danh cá nhân", "Personal ID number"),
    "phone": ("Số điện thoại", "Phone number"),
    "email": ("Thư điện tử", "E-mail"),
    "address": ("Nơi ở hiện nay", "Present address"),
}
RETURN_ADDRESS = ("Địa chỉ nhận kết quả", "The address for the result")
LONGEST: Mapping[str, int] = {"full_name": 200, "id_number": 30, "phone": 30, "email": 200, "address": 500}
"""Greatest number of letters once filed; a draft keeps all typed or pasted text."""


def read_person(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return a person's stored data with the kind of paper as a code: older versions accepted any text for it."""
    kind = stored.get("id_type")
    if not kind or kind in ID_TYPES:
        return dict(stored)
    typed = str(kind).strip()
    known = (
        typed.upper() if typed.upper() in ID_TYPES else _FORMER_WORDS.get(strip_accents(typed).casefold(), OTHER_PAPER)
    )
    return {**stored, "id_type": known}


def find_id_format(kind: str | None) -> str:
    """Return the format of an identity number by the kind of paper; without a kind either number is allowed: the
    personal identification number, or a passport's."""
    return IDENTITY_NUMBERS.get(kind, "identity-number") if kind else "personal-id-or-passport"


def normalise_id_number(kind: str | None, typed: str) -> str:
    """Return an identity number in its one spelling; any other text comes back as typed, trimmed."""
    return TIDIED[find_id_format(kind)](typed)


def find_person_faults(person: Mapping[str, Any], at: str) -> list[FieldError]:
    """Return the faults of a person's part; absent values have none. `at` is its JSON pointer."""
    found = find_name_faults(str(person.get("full_name") or ""), f"{at}/full_name")
    found += _find_lines(TITLES["address"], str(person.get("address") or ""), f"{at}/address")
    long = [name for name, most in LONGEST.items() if len(str(person.get(name) or "")) > most]
    found += [find_length_fault(*TITLES[name], LONGEST[name], f"{at}/{name}") for name in long]
    formats = {"id_number": find_id_format(person.get("id_type")), "phone": "phone", "email": "email"}
    for name, form in formats.items():
        if (text := person.get(name)) and name not in long:
            fault = find_format_fault(form, *TITLES[name], str(text), f"{at}/{name}")
            found += [fault] if fault else []
    return found


def find_name_faults(name: str, path: str) -> list[FieldError]:
    """Return the fault of a present name: it has one line, with letters."""
    if lines := _find_lines(TITLES["full_name"], name, path):
        return lines
    fault = find_format_fault("person-name", *TITLES["full_name"], name, path) if name else None
    return [fault] if fault else []


def find_return_address_faults(address: str, path: str) -> list[FieldError]:
    """Return the faults of the postal address for the result: one line, as long as a person's address."""
    found = _find_lines(RETURN_ADDRESS, address, path)
    long = len(address) > LONGEST["address"]
    return [*found, find_length_fault(*RETURN_ADDRESS, LONGEST["address"], path)] if long else found


def _find_lines(title: tuple[str, str], text: str, path: str) -> list[FieldError]:
    vi, en = title
    several = FieldError(path, "several_lines", ONE_LINE[0].format(vi=vi), ONE_LINE[1].format(en=en))
    return [several] if SEVERAL_LINES.search(text) else []


def find_length_fault(vi: str, en: str, most: int, path: str) -> FieldError:
    """Return the message for a text that is too long, with the field's name in both languages."""
    return FieldError(path, "too_long", f"{vi} dài tối đa {most} ký tự", f"{en} can be at most {most} characters")
