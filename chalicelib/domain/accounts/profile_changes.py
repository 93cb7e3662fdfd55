"""What the holder changes in the profile (HUE-10.3.a), what must not stay empty (HUE-17.2.b), and which data the law of
the day takes as valid (HUE-9.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from chalicelib.domain.accounts.people import LONGEST, TITLES, find_length_fault, find_name_faults
from chalicelib.domain.accounts.person_profile import (
    ADDRESS,
    NAMED_PARTS,
    Identifier,
    PersonAddress,
    PersonKind,
    PersonProfile,
    ProfileProof,
    ProofMethod,
    find_identifier_kind,
    put_identifier,
)
from chalicelib.domain.eforms.answer_formats import find_format_fault, has_letter, is_date
from chalicelib.domain.shared.errors import FieldError, Invalid, Refusal, RefusalKind

RULE = "account.identity_proof"
"""The rule that says by what account data become valid."""
METHODS_BY_WORD: Mapping[str, frozenset[ProofMethod]] = {
    "in_person": frozenset({ProofMethod.IN_PERSON}),
    "population_db": frozenset({ProofMethod.POPULATION_DATA, ProofMethod.E_IDENTITY}),
    "authentication": frozenset({ProofMethod.E_IDENTITY, ProofMethod.IN_PERSON, ProofMethod.POPULATION_DATA}),
    "identity_system": frozenset({ProofMethod.E_IDENTITY}),
    "personal_id": frozenset({ProofMethod.IN_PERSON, ProofMethod.E_IDENTITY}),
    "passport": frozenset({ProofMethod.IN_PERSON}),
    "travel_document": frozenset({ProofMethod.IN_PERSON}),
    "organisation_code": frozenset({ProofMethod.IN_PERSON, ProofMethod.E_IDENTITY}),
}
"""The proofs that each word of the rule accepts. The electronic identity is made from the population database
(NĐ 69/2024), so what it proves was matched with it."""
PART_WORDS: Mapping[str, tuple[str, str]] = {
    "full_name": ("Họ và tên", "Full name"),
    "id_number": ("Số định danh", "ID number"),
    "birth_date": ("Ngày sinh", "Date of birth"),
    "sex": ("Giới tính", "Sex"),
    "nationality": ("Quốc tịch", "Nationality"),
    "address": ("Nơi ở hiện nay", "Present address"),
    "commune": ("Xã, phường", "Commune or ward"),
    "province": ("Tỉnh, thành phố", "Province or city"),
}
MANDATORY: Mapping[PersonKind, tuple[str, ...]] = {
    PersonKind.CITIZEN: ("full_name", "id_number", "birth_date", "sex", "address", "commune", "province"),
    PersonKind.FOREIGNER: (
        "full_name",
        "id_number",
        "birth_date",
        "sex",
        "nationality",
        "address",
        "commune",
        "province",
    ),
    PersonKind.ORGANISATION: ("full_name", "id_number", "address", "commune", "province"),
}
"""What each kind of person must say of themselves."""
UPDATE_RULE = "account.update_demand"
BARS_FILING = "bars_filing"
"""The word of that rule by which nothing is filed until the account is up to date."""


class UpdateNeeded(Refusal):
    """The account must be brought up to date before anything is filed (HUE-10.3.b)."""

    code = "account_update_needed"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Tài khoản của bạn cần được cập nhật trước khi nộp hồ sơ. Mở trang Tài khoản của tôi, kiểm tra và lưu lại."
    en = "Your account must be brought up to date before you file. Open the page My account, check it and save."


@dataclass(frozen=True, slots=True)
class ProfileEdit:
    """What the holder says: the parts that may be declared, the address, and the number where none was proven."""

    parts: Mapping[str, str]
    address: PersonAddress
    id_number: str = ""


def change_profile(profile: PersonProfile, edit: ProfileEdit, at: datetime, today: date) -> PersonProfile:
    """Return the profile as its holder says; a demand to update it is met. Raise Invalid with each field at fault: a
    proven part that would change, one that must not stay empty, one in a wrong form."""
    changed: dict[str, Any] = {name: edit.parts.get(name, "") for name in NAMED_PARTS if not profile.is_proven(name)}
    faults = (*_find_proven_faults(profile, edit), *_find_form_faults(profile.kind, changed, edit, today))
    known = {**{name: getattr(profile, name) for name in NAMED_PARTS}, **changed}
    numbers = tuple(each.number for each in profile.identifiers if each.until is None)
    known["id_number"] = edit.id_number or next(iter(numbers), "")
    faults = (*faults, *find_missing(profile.kind, known, edit.address))
    if faults:
        raise Invalid(fields=faults)
    proof = ProfileProof(ProofMethod.DECLARED, at)
    identifiers = profile.identifiers
    if edit.id_number and edit.id_number not in numbers:
        named = find_identifier_kind(profile.kind, edit.id_number)
        identifiers = put_identifier(identifiers, Identifier(named, edit.id_number, proof))
    declared = {name: proof for name, value in changed.items() if value and value != getattr(profile, name)}
    proofs = {**profile.proofs, **declared}
    if edit.address != profile.address:
        proofs[ADDRESS] = proof
    return replace(
        profile,
        version=profile.version + 1,
        address=edit.address,
        proofs=proofs,
        demand=None,
        identifiers=identifiers,
        **changed,
    )


def list_missing(profile: PersonProfile) -> tuple[str, ...]:
    """Return the parts that must not stay empty and are."""
    known = {name: getattr(profile, name) for name in NAMED_PARTS}
    known["id_number"] = next((each.number for each in profile.identifiers if each.until is None), "")
    return tuple(fault.path.removeprefix("/") for fault in find_missing(profile.kind, known, profile.address))


def find_missing(kind: PersonKind, known: Mapping[str, str], address: PersonAddress) -> tuple[FieldError, ...]:
    """Return a fault for each part that must not stay empty (HUE-17.2.b)."""
    held = {**known, "address": address.line, "commune": address.commune, "province": address.province}
    empty = [name for name in MANDATORY[kind] if not held.get(name)]
    return tuple(
        FieldError(f"/{name}", "required", f"Nhập {vi[0].lower()}{vi[1:]}.", f"Enter: {en.lower()}.")
        for name, (vi, en) in ((each, PART_WORDS[each]) for each in empty)
    )


def is_valid_part(profile: PersonProfile, part: str, words: Iterable[str]) -> bool:
    """Return whether the law of the day takes a part as valid, by the words of the rule; a silent rule takes what was
    proven."""
    proof = profile.proofs.get(part)
    if proof is None:
        return False
    accepted = [METHODS_BY_WORD[each] for each in words]
    return any(proof.method in each for each in accepted) if accepted else proof.proves


def _find_proven_faults(profile: PersonProfile, edit: ProfileEdit) -> tuple[FieldError, ...]:
    vi, en = (
        "Mục này đã được xác thực; chỉ đổi khi có xác thực mới (đăng nhập lại bằng tài khoản định danh điện tử, hoặc "
        "mang giấy tờ đến bộ phận Một cửa).",
        "This is proven and changes only by a new proof: sign in again with the electronic identity, or bring your "
        "papers to the one-stop unit.",
    )
    other = (
        name
        for name, value in edit.parts.items()
        if value and profile.is_proven(name) and value != getattr(profile, name)
    )
    held = [each for each in profile.identifiers if each.until is None and each.proof.proves]
    numbered = ["id_number"] if edit.id_number and held and edit.id_number not in {e.number for e in held} else []
    return tuple(FieldError(f"/{name}", "proven", vi, en) for name in (*other, *numbered))


def _find_form_faults(
    kind: PersonKind, parts: Mapping[str, str], edit: ProfileEdit, today: date
) -> tuple[FieldError, ...]:
    address, found = edit.address, find_name_faults(parts.get("full_name", ""), "/full_name")
    if edit.id_number:
        title = PART_WORDS["id_number"]
        fault = find_format_fault("personal-id-or-passport", *title, edit.id_number, "/id_number")
        found += [fault] if fault and kind is not PersonKind.ORGANISATION else []
    born = parts.get("birth_date", "")
    if born and not (is_date(born) and "1900-01-01" <= born <= today.isoformat()):
        found.append(FieldError("/birth_date", "not_a_date", "Nhập ngày sinh đã qua.", "Enter a day that is past."))
    country = parts.get("nationality", "")
    if country and not (len(country) == 2 and country.isascii() and country.isupper()):
        found.append(FieldError("/nationality", "not_a_country", "Nhập hai chữ cái, ví dụ VN.", "Two letters: VN."))
    if address.line and not has_letter(address.line):
        found.append(FieldError("/address", "no_letters", "Nhập số nhà, đường, thôn.", "Enter house, road, hamlet."))
    if len(address.line) > LONGEST["address"]:
        found.append(find_length_fault(*TITLES["address"], LONGEST["address"], "/address"))
    return tuple(found)
