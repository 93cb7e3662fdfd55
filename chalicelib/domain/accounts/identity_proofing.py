"""Read the identity a sign-in proved, compare a filing with it, and recognise an officer among the people of a dossier.

The provider's attributes come through the user pool (`infra/resources.yaml`, `AttributeMapping`). They count only for a
profile that only the provider signs in to: a user with a password may have written the attributes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.accounts.people import find_person_faults, normalise_id_number
from chalicelib.domain.accounts.proven_identity import CITIZEN, PROVIDER, Proof, ProvenIdentity, Source
from chalicelib.domain.eforms.answer_formats import is_date, is_personal_id
from chalicelib.domain.eforms.form_schema import SAME_PERSON
from chalicelib.domain.shared.errors import FieldError, Refusal, RefusalKind
from chalicelib.domain.shared.folding import split_words
from chalicelib.domain.shared.text import clean_text

LONGEST_NUMBER = 20
NUMBER, LEVEL = "custom:id_number", "custom:id_level"
"""Attributes of the pool that the provider's claims are mapped to."""
KIND = "custom:id_kind"
BIRTH_DATE, SEX, NATIONALITY = "birthdate", "gender", "custom:nationality"
SEXES = frozenset({"male", "female"})
_COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class KindRule:
    """The claims that a kind of person must have: a level or not, and a personal ID number or any number."""

    has_level: bool
    has_personal_id: bool


@dataclass(frozen=True, slots=True)
class ClaimRules:
    """How claims are read: the level by the provider's word, and what each kind of person must have."""

    levels: Mapping[str, int]
    kinds: Mapping[str, KindRule]


class IdentityIncomplete(Refusal):
    """The provider has signed somebody in without saying what must be known of them."""

    code = "identity_incomplete"
    kind = RefusalKind.UNAUTHENTICATED
    vi = (
        "Hệ thống định danh không gửi đủ thông tin (họ tên, số định danh, mức độ tài khoản) nên chưa đăng nhập được. "
        "Hãy thử lại; nếu vẫn vậy, hãy liên hệ cơ quan Công an nơi đăng ký tài khoản."
    )
    en = (
        "The identity system did not send what is needed (name, ID number, level of the account). Try again; if it "
        "happens again, ask the police office where the account was registered."
    )


def read_identity(claims: Mapping[str, Any], rules: ClaimRules) -> ProvenIdentity | None:
    """Return the identity proven by an id token of the pool; None for a sign-in with a password, an unknown kind of
    person, or an unknown level. Foreigners and organisations have no level: theirs is 0."""
    kind = str(claims.get(KIND) or CITIZEN).strip()
    rule = rules.kinds.get(kind)
    level = rules.levels.get(str(claims.get(LEVEL, "")).strip()) if rule and rule.has_level else 0
    if rule is None or level is None or not _is_providers_own(claims):
        return None
    number = normalise_id_number(None, clean_text(str(claims.get(NUMBER) or "")))
    name = " ".join(filter(None, clean_text(str(claims.get("name") or "")).split(" ")))
    known = is_personal_id(number) if rule.has_personal_id else _is_plain_number(number)
    sound = not find_person_faults({"full_name": name}, "")
    return ProvenIdentity(level, number if known else "", name if sound else "", kind, **_read_further_claims(claims))


def _read_further_claims(claims: Mapping[str, Any]) -> dict[str, str]:
    """Return birth date, sex and nationality; "" for what the provider did not say in the expected form."""
    born, sex, country = (str(claims.get(name) or "").strip() for name in (BIRTH_DATE, SEX, NATIONALITY))
    return {
        "birth_date": born if is_date(born) else "",
        "sex": sex if sex in SEXES else "",
        "nationality": country if _COUNTRY.fullmatch(country) else "",
    }


def require_complete(identity: ProvenIdentity | None) -> None:
    """Raise IdentityIncomplete unless the provider said who has signed in."""
    if identity is None or not identity.id_number or not identity.full_name:
        raise IdentityIncomplete()


def _is_plain_number(number: str) -> bool:
    return number.isascii() and number.isalnum() and len(number) <= LONGEST_NUMBER


def _is_providers_own(claims: Mapping[str, Any]) -> bool:
    """Return whether only the provider signs in to the profile; a linked account also has a password."""
    identities = claims.get("identities") or ()
    if isinstance(identities, str):
        identities = json.loads(identities)
    users = {
        f"{PROVIDER}_{each.get('userId')}".casefold() for each in identities if each.get("providerName") == PROVIDER
    }
    return str(claims.get("cognito:username", "")).casefold() in users


def prove_filing(source: Source, identity: ProvenIdentity | None) -> tuple[Proof, dict[str, str]]:
    """Return the filing's record of a sign-in, and the value of its personal part (empty when nothing personal was
    proven)."""
    if source is not Source.SIGN_IN or identity is None:
        return Proof(source), {}
    held = {"id_number": identity.id_number, "full_name": identity.full_name}
    proof = Proof(source, identity.level, bool(identity.id_number), bool(identity.full_name))
    return proof, {name: value for name, value in held.items() if value}


def find_own_faults(identity: ProvenIdentity | None, applicant: Mapping[str, Any]) -> list[FieldError]:
    """Return faults where a person with a proven identity names somebody else as the filer."""
    return _find_others(identity, applicant, "/applicant/", _OTHER_NUMBER, _OTHER_NAME)


def find_own_answer_faults(identity: ProvenIdentity | None, answers: Mapping[str, Any]) -> list[FieldError]:
    """Return the same faults of a form's answers: questions that can only be about the filer must have the same name
    and number."""
    said = {what: answers.get(f"{SAME_PERSON}{what}") for what in ("id_number", "full_name")}
    return _find_others(identity, said, f"/answers/{SAME_PERSON}", _OTHER_NUMBER, _OTHER_NAME)


def find_correction_faults(identity: ProvenIdentity | None, applicant: Mapping[str, Any]) -> list[FieldError]:
    """Return faults where an officer corrects the filer to another person than the sign-in of the filing proved."""
    return _find_others(identity, applicant, "/applicant/", _CORRECTED_NUMBER, _CORRECTED_NAME)


def _find_others(
    identity: ProvenIdentity | None,
    said: Mapping[str, Any],
    at: str,
    number_words: tuple[str, str],
    name_words: tuple[str, str],
) -> list[FieldError]:
    if identity is None:
        return []
    faults = []
    number = str(said.get("id_number") or "")
    if identity.id_number and number and normalise_id_number(None, number) != identity.id_number:
        faults.append(FieldError(f"{at}id_number", "not_proven_number", *number_words))
    name = str(said.get("full_name") or "")
    if identity.full_name and name and split_words(name) != split_words(identity.full_name):
        faults.append(FieldError(f"{at}full_name", "not_proven_name", *name_words))
    return faults


_CORRECTED_NUMBER = (
    "Người nộp đã xác thực số định danh khác khi đăng nhập; không sửa sang số của người khác.",
    "The applicant proved another ID number when signing in; it cannot become somebody else's.",
)
_CORRECTED_NAME = (
    "Người nộp đã xác thực họ và tên khác khi đăng nhập; không sửa sang tên của người khác.",
    "The applicant proved another name when signing in; it cannot become somebody else's.",
)
_OTHER_NUMBER = (
    "Số định danh khác với số đã xác thực khi bạn đăng nhập. "
    "Để nộp cho người khác, khai người đó ở mục người được nộp thay.",
    "The ID number is not the one proven when you signed in. "
    "To file for somebody else, name them as the represented person.",
)
_OTHER_NAME = (
    "Họ và tên khác với tên đã xác thực khi bạn đăng nhập. "
    "Để nộp cho người khác, khai người đó ở mục người được nộp thay.",
    "The name is not the one proven when you signed in. "
    "To file for somebody else, name them as the represented person.",
)


def read_proof(proof: Proof | None, held: Mapping[str, Any] | None) -> ProvenIdentity | None:
    """Return the identity that the sign-in of a filing proved, from the dossier's record; None where nothing personal
    was proven."""
    if proof is None or not held:
        return None
    return ProvenIdentity(proof.level, str(held.get("id_number") or ""), str(held.get("full_name") or ""))


def is_party(numbers: Iterable[str], people: Iterable[Mapping[str, Any]]) -> bool:
    """Return whether a person with these identity numbers is one of the people of a dossier."""
    own = {normalise_id_number(None, number) for number in numbers if number}
    return (
        any(normalise_id_number(None, str(person.get("id_number") or "")) in own for person in people) if own else False
    )
