"""Named checks of cases about people: what each action needs to be carried out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from chalicelib.domain.accounts.desk_accounts import OwnIdentity
from chalicelib.domain.accounts.population import IdentityNotConfirmed
from chalicelib.domain.accounts.sign_in_methods import SignInMethodClosed
from chalicelib.domain.matters.kinds.person_cases import CONTACT, DEATH, MERGE, NUMBER, SEPARATE
from chalicelib.domain.shared.errors import FieldError, Invalid, Refusal
from chalicelib.steps.matters.matter_ports import Check, CheckContext

ACCOUNT_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
NEEDED: Mapping[str, tuple[str, ...]] = {
    MERGE: ("other",), SEPARATE: ("other",), NUMBER: ("id_number",), DEATH: ("day",),
    CONTACT: ("id_number", "contact", "contact_again"),
}  # fmt: skip
"""The fields without which an action cannot be carried out."""
PERSON_REFUSALS: tuple[type[Refusal], ...] = (SignInMethodClosed, OwnIdentity, IdentityNotConfirmed)
"""What the contact of an own account is not replaced with (`steps/accounts/lost_access.py`)."""


def check_person_case(context: CheckContext) -> Mapping[str, Any]:
    """Refuse a case without what its action needs, one about a person and themselves, and what is no account's id: a
    name or a number typed there would become a key of the store."""
    for key in ("person", "other"):
        typed = context.answers.find_text(key)
        if typed and not ACCOUNT_ID.fullmatch(typed):
            vi, en = (
                "Nhập đúng mã tài khoản (chữ không dấu, chữ số, gạch nối), như ở trang Cài đặt của người đó.",
                "Enter the account ID as the person's settings page shows it: letters, digits and hyphens.",
            )
            raise Invalid(fields=(FieldError(f"/values/{key}", "not_an_account_id", vi, en),))
    needed = NEEDED.get(context.answers.find_text("action"), ())
    vi, en = "Mục này cần có cho việc đã chọn.", "This is needed for what is to be done."
    empty = (key for key in needed if not context.answers.find_text(key))
    if missing := tuple(FieldError(f"/values/{key}", "required", vi, en) for key in empty):
        raise Invalid(fields=missing)
    if "contact" in needed and context.answers.find_text("contact") != context.answers.find_text("contact_again"):
        vi, en = "Hai lần nhập liên hệ mới khác nhau.", "The new contact was typed in two ways."
        raise Invalid(fields=(FieldError("/values/contact_again", "not_the_same", vi, en),))
    if "other" in needed and context.answers.find_text("other") == context.answers.find_text("person"):
        vi, en = "Hai mã tài khoản là một; ghi tài khoản khác.", "Both are the same account; name another."
        raise Invalid(fields=(FieldError("/values/other", "same_person", vi, en),))
    return {}


def note_account(context: CheckContext) -> Mapping[str, Any]:
    """Note whose account the decision is about: its holder is notified, and reads the case."""
    return {"account": str(context.matter.values["person"])} if context.matter else {}


PERSON_CHECKS: Mapping[str, Check] = {"person_case": check_person_case, "contact_case": note_account}
