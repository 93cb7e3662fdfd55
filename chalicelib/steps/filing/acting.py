"""A filing for somebody else: by what right it is made, and whether its agent still acts for the principal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from chalicelib.domain.accounts.acting_for import (
    CHILD,
    CONSENT,
    PAPER,
    ActingForNeeded,
    Authority,
    describe_principal,
    require_covered,
)
from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.dossier.intake import PAPER_CHANNELS
from chalicelib.domain.eforms.answer_formats import is_personal_id
from chalicelib.domain.filing.draft_content import DraftContent, TypedAuthority
from chalicelib.domain.shared.errors import FieldError
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.steps.dossier.context import Command, Dependencies
from chalicelib.steps.dossier.ports import Reference, Rulings

MINOR_AGE = "authorisation.minor_age"


def require_principal(actor: Actor, reference: Reference, content: DraftContent) -> DraftContent:
    """Return the content with the principal as their own sign-in proved them. Raise ActingForNeeded unless the actor
    acts by the authorisation under which the draft was begun, AuthorisationTooNarrow for another procedure."""
    if content.acting is None:
        return content
    acting = actor.acting
    if acting is None or acting.authorisation != content.acting.authorisation:
        raise ActingForNeeded()
    require_covered(acting, content.procedure, reference.find_procedure(content.procedure).field.code)
    return replace(content, on_behalf=describe_principal(acting), principal=acting.principal)


def find_principal(deps: Dependencies, command: Command[object], content: DraftContent) -> DraftContent:
    """Return the content with the person for whom it is filed online by a declared right, where number and name are
    those of somebody known here: the dossier is theirs (LC-10.1.a), and they are notified of it."""
    other = content.on_behalf
    if not other or content.acting or content.authority is None or content.channel in PAPER_CHANNELS:
        return content
    number, name = str(other.get("id_number") or ""), str(other.get("full_name") or "")
    return replace(content, principal=deps.find_person(number, name, command.real_now)) if number and name else content


def build_authority(content: DraftContent) -> Authority | None:
    """Return by what right the filing is made for another person; None for one's own."""
    if content.acting:
        return Authority(CONSENT, content.acting.authorisation)
    typed = content.authority
    if not content.on_behalf or typed is None:
        return None
    return Authority(typed.basis, "", typed.number, typed.signed_on) if typed.basis == PAPER else Authority(CHILD)


def find_authority_faults(rulings: Rulings, command: Command[object], content: DraftContent) -> list[FieldError]:
    """Return what is missing of the right to file for another person. A consent in the principal's account needs
    nothing typed, and a filer at the national portal was checked there."""
    if not content.on_behalf or content.acting or content.national:
        return []
    typed = content.authority
    if typed is None:
        vi, en = "Chọn căn cứ nộp thay.", "Choose by what right you file for this person."
        return [FieldError("/authority/basis", "authority_missing", vi, en)]
    if typed.basis == PAPER:
        return _find_paper_faults(typed, command.now)
    youngest = rulings.find_rule(MINOR_AGE, command.dates).to_int()
    return _find_child_faults(str(content.on_behalf.get("id_number") or ""), youngest, command.now)


def _find_paper_faults(typed: TypedAuthority, now: datetime) -> list[FieldError]:
    faults = []
    if not typed.number:
        vi, en = "Nhập số giấy ủy quyền.", "Enter the number of the authorisation paper."
        faults.append(FieldError("/authority/number", "authority_missing", vi, en))
    try:
        signed = date.fromisoformat(typed.signed_on)
    except ValueError:
        vi, en = "Nhập ngày ký giấy ủy quyền, ví dụ 27 3 2026.", "Enter the day it was signed, such as 27 3 2026."
        return [*faults, FieldError("/authority/signed_on", "authority_missing", vi, en)]
    if signed > now.astimezone(VIETNAM).date():
        vi, en = "Ngày ký giấy ủy quyền không thể ở tương lai.", "The authorisation cannot be signed in the future."
        faults.append(FieldError("/authority/signed_on", "in_future", vi, en))
    return faults


CENTURY = {"0": 1900, "1": 1900, "2": 2000, "3": 2000, "4": 2100, "5": 2100}
"""The fourth digit of a personal identification number, and the century of birth (NĐ 137/2015 điều 13)."""


def _find_child_faults(number: str, adult_age: int, now: datetime) -> list[FieldError]:
    """Return the fault of a child's number: only the number says how old the child is."""
    if not is_personal_id(number):
        vi, en = "Nhập số định danh cá nhân của con.", "Enter the child's personal ID number."
        return [FieldError("/on_behalf/id_number", "required", vi, en)]
    born = CENTURY.get(number[3], 1900) + int(number[4:6])
    if now.astimezone(VIETNAM).year - born > adult_age:
        vi = f"Theo số định danh, người này đã đủ {adult_age} tuổi; cần ủy quyền của họ."
        en = f"By the number this person is {adult_age} or older; their authorisation is needed."
        return [FieldError("/authority/basis", "not_a_child", vi, en)]
    return []
