"""Read the identity a sign-in proved, compare a filing with it, and recognise an officer among the people of a dossier.

The provider's attributes come through the user pool (`infra/resources.yaml`, `AttributeMapping`). They count only for a
profile that only the provider signs in to: a user with a password may have written the attributes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.domain.accounts.people import find_person_faults, normalise_id_number
from chalicelib.domain.accounts.proven_identity import Proof, ProvenIdentity, Source
from chalicelib.domain.eforms.answer_formats import is_personal_id
from chalicelib.domain.eforms.form_schema import SAME_PERSON
from chalicelib.domain.shared.errors import FieldError
from chalicelib.domain.shared.folding import split_words
from chalicelib.domain.shared.text import clean_text

PROVIDER = "EIdentity"
"""The provider's name in the user pool."""
NUMBER, LEVEL = "custom:id_number", "custom:id_level"
"""Attributes of the pool that the provider's claims are mapped to."""
LEVELS: Mapping[str, int] = {"1": 1, "2": 2}
"""Levels of an electronic identity account (NĐ 69/2024/NĐ-CP)."""


def read_identity(claims: Mapping[str, Any]) -> ProvenIdentity | None:
    """Return the identity proven by an id token of the pool; None for a sign-in with a password, or
    an unknown level."""
    level = LEVELS.get(str(claims.get(LEVEL, "")).strip())
    if level is None or not _is_providers_own(claims):
        return None
    number = normalise_id_number(None, clean_text(str(claims.get(NUMBER) or "")))
    name = " ".join(filter(None, clean_text(str(claims.get("name") or "")).split(" ")))
    sound = not find_person_faults({"full_name": name}, "")
    return ProvenIdentity(level, number if is_personal_id(number) else "", name if sound else "")


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
