"""Accounts of the national portal: linked to a person here, never copied (QĐ 31/2021 III)."""

from __future__ import annotations

from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.shared.errors import Refusal, RefusalKind

PORTAL = Actor("national-portal")
"""The actor that files and sends what people made at the portal, on behalf of the account holder there."""


class AccountTaken(Refusal):
    """The account is linked to another person; only an operator who has checked both people may change the link."""

    code = "account_taken"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Tài khoản này của Cổng Dịch vụ công quốc gia đã liên kết với người khác."
    en = "This account of the national portal is linked to another person."
