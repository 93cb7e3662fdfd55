"""Naming a person where a matter is published: with the consents that the law of the day wants, recorded with the
matter and withdrawn at any time (Law 91/2025 arts 9 and 24; before it NĐ 13/2023 arts 11 and 20).

Silence is no consent: a name that nobody consented to is refused at the form, and shown nowhere.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from chalicelib.domain.shared.errors import FieldError

CONSENT, NAME, AGE = "name_consent", "named_person", "named_age"
REPRESENTATIVE, REPRESENTATIVE_CONSENT, CHILD_CONSENT = "representative", "representative_consent", "child_consent"
OF_CHILD = (AGE, REPRESENTATIVE, REPRESENTATIVE_CONSENT, CHILD_CONSENT)
NAMING_KEYS = (CONSENT, NAME, *OF_CHILD)
ADULT_AGE = 16
"""Years from which a person is no child (Law on children 102/2016 art. 1)."""


def list_name_faults(values: Mapping[str, Any]) -> list[FieldError]:
    """Return what a form lacks to name somebody: the box, then a name that holds no number or address, which everybody
    would read. Empty for one that names nobody."""
    given = any(values.get(key) not in (None, "", False) for key in NAMING_KEYS)
    if given and values.get(CONSENT) is not True:
        vi, en = "Đánh dấu đồng ý, hoặc để trống phần nêu tên.", "Tick this to be named, or leave the name out."
        return [FieldError(f"/values/{CONSENT}", "consent_needed", vi, en)]
    if given and not values.get(NAME):
        return [FieldError(f"/values/{NAME}", "required", "Nhập họ và tên được nêu.", "Enter the name to be shown.")]
    if any(each.isdigit() or each == "@" for each in str(values.get(NAME, ""))):
        vi, en = "Chỉ nhập họ và tên, không ghi số hoặc địa chỉ thư.", "Enter the name alone, without numbers or mail."
        return [FieldError(f"/values/{NAME}", "not_a_name", vi, en)]
    return []


def list_stranger_faults(values: Mapping[str, Any], proven: str) -> list[FieldError]:
    """Return the fault of a sender whose name the sign-in proved, and who names another adult: nobody agrees for
    somebody else. A child is named by the consents of its own; empty for an unproven sender."""
    named = values.get(NAME)
    if not named or not proven or values.get(AGE) is not None or _fold_name(named) == _fold_name(proven):
        return []
    vi = "Chỉ nêu được họ tên của chính người gửi, như tài khoản định danh đã xác thực."
    en = "Only the sender's own name can be shown, as the electronic identity account has it."
    return [FieldError(f"/values/{NAME}", "not_own_name", vi, en)]


def _fold_name(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def list_child_faults(values: Mapping[str, Any], child_age: int | None) -> list[FieldError]:
    """Return the consents that are missing for the name of a child: the representative's, and from `child_age` years on
    the child's own; None is the silence of the law."""
    age, found = values.get(AGE), list[FieldError]()
    if age is None:
        if any(values.get(key) not in (None, "", False) for key in OF_CHILD):
            vi, en = "Nhập tuổi của trẻ được nêu tên.", "Enter the age of the child who is named."
            found.append(FieldError(f"/values/{AGE}", "required", vi, en))
        return found
    if age >= ADULT_AGE:
        vi, en = "Chỉ nhập tuổi khi người được nêu tên dưới 16 tuổi.", "Enter an age for somebody under 16 only."
        return [FieldError(f"/values/{AGE}", "not_a_child", vi, en)]
    if not values.get(REPRESENTATIVE):
        vi, en = "Nhập họ và tên cha, mẹ hoặc người giám hộ.", "Enter the name of a parent or guardian."
        found.append(FieldError(f"/values/{REPRESENTATIVE}", "required", vi, en))
    if values.get(REPRESENTATIVE_CONSENT) is not True:
        vi, en = "Cần đồng ý của cha, mẹ hoặc người giám hộ.", "A parent or guardian has to agree."
        found.append(FieldError(f"/values/{REPRESENTATIVE_CONSENT}", "consent_needed", vi, en))
    if child_age is not None and age >= child_age and values.get(CHILD_CONSENT) is not True:
        vi = f"Trẻ từ đủ {child_age} tuổi cũng phải đồng ý."
        en = f"A child of {child_age} years or more has to agree as well."
        found.append(FieldError(f"/values/{CHILD_CONSENT}", "consent_needed", vi, en))
    return found
