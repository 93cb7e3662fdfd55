"""What is declared of a person: name, identity number, telephone and e-mail, each in the form that it must have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.answer_formats import IDENTITY_NUMBERS, ONE_LINE, SEVERAL_LINES, find_format_fault
from chalicelib.domain.answers import TIDIED
from chalicelib.domain.errors import FieldError

TITLES = {
    "full_name": ("Họ và tên", "Full name"),
    "id_number": ("Số định danh cá nhân", "Personal ID number"),
    "phone": ("Số điện thoại", "Phone number"),
    "email": ("Thư điện tử", "E-mail"),
    "address": ("Nơi ở hiện nay", "Present address"),
}


def find_id_format(kind: str | None) -> str:
    """Return the format of an identity number by the kind of paper; without a kind it may be either number that people
    have: the personal identification number, or that of a passport."""
    return IDENTITY_NUMBERS.get(kind, "identity-number") if kind else "personal-id-or-passport"


def tidy_id_number(kind: str | None, typed: str) -> str:
    """Return an identity number in its one spelling; what is no such number comes back as typed, trimmed."""
    return TIDIED[find_id_format(kind)](typed)


def find_person_faults(person: Mapping[str, Any], at: str) -> list[FieldError]:
    """Return the faults of what a person's part holds; what is absent has none. `at` is its JSON pointer."""
    found = find_name_faults(str(person.get("full_name") or ""), f"{at}/full_name")
    found += _find_lines("address", str(person.get("address") or ""), f"{at}/address")
    formats = {"id_number": find_id_format(person.get("id_type")), "phone": "phone", "email": "email"}
    for name, form in formats.items():
        if text := person.get(name):
            fault = find_format_fault(form, *TITLES[name], str(text), f"{at}/{name}")
            found += [fault] if fault else []
    return found


def find_name_faults(name: str, path: str) -> list[FieldError]:
    """Return the fault of a name that is there: it has one line, with letters."""
    if lines := _find_lines("full_name", name, path):
        return lines
    fault = find_format_fault("person-name", *TITLES["full_name"], name, path) if name else None
    return [fault] if fault else []


def _find_lines(title: str, text: str, path: str) -> list[FieldError]:
    vi, en = TITLES[title]
    several = FieldError(path, "several_lines", ONE_LINE[0].format(vi=vi), ONE_LINE[1].format(en=en))
    return [several] if SEVERAL_LINES.search(text) else []
