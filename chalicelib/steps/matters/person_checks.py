"""Named checks of cases about people: what each action needs to be carried out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from chalicelib.domain.matters.kinds.person_cases import DEATH, MERGE, NUMBER, SEPARATE
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.steps.matters.matter_ports import Check, CheckContext

ACCOUNT_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
NEEDED: Mapping[str, str] = {MERGE: "other", SEPARATE: "other", NUMBER: "id_number", DEATH: "day"}
"""The field without which an action cannot be carried out."""


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
    needed = NEEDED.get(context.answers.find_text("action"), "")
    if needed and not context.answers.find_text(needed):
        vi, en = "Mục này cần có cho việc đã chọn.", "This is needed for what is to be done."
        raise Invalid(fields=(FieldError(f"/values/{needed}", "required", vi, en),))
    if needed == "other" and context.answers.find_text("other") == context.answers.find_text("person"):
        vi, en = "Hai mã tài khoản là một; ghi tài khoản khác.", "Both are the same account; name another."
        raise Invalid(fields=(FieldError("/values/other", "same_person", vi, en),))
    return {}


PERSON_CHECKS: Mapping[str, Check] = {"person_case": check_person_case}
