"""Report the loss of an account without signing in: it locks at once, and the report is work of the office.

Everybody reads the same answer, whether or not an account was found: nobody learns who has one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.matters.kinds.account_cases import ACCOUNT_CASES, PUBLIC_SENDER
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.steps.dossier.context import Command, digest_body
from chalicelib.steps.matters.account_effects import LOSS
from chalicelib.steps.matters.matter_command import MatterResult, derive_matter_id
from chalicelib.steps.matters.matter_ports import MatterDependencies
from chalicelib.steps.matters.take_matter_step import open_matter

SUBJECTS: Mapping[str, str] = {
    "phone": "Mất thiết bị đăng nhập",
    "password": "Mất, lộ mật khẩu",
    "signature": "Mất, lộ chữ ký số",
    "misused": "Có người khác dùng tài khoản",
}
"""What was lost, as the office reads it."""


@dataclass(frozen=True, slots=True)
class LossReport:
    """What somebody says of their account: its number, name and proven contact, what was lost, and more words."""

    id_number: str
    full_name: str
    contact: str
    what: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class LossAnswers:
    """The report as answers to the opening form of a case."""

    values: Mapping[str, object]
    confirmed: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()


def report_lost_account(
    deps: MatterDependencies, report: LossReport, key: str, now: datetime, real_now: datetime
) -> MatterResult:
    """Open the case and lock the account that the report describes. The same key and report are the same case. Raise
    Invalid with the report's own fields, or KeyReused."""
    sender = Actor(PUBLIC_SENDER)
    values = {
        "sort": LOSS, "subject": SUBJECTS[report.what], "id_number": report.id_number, "full_name": report.full_name,
        "contact": report.contact, **({"content": report.words} if report.words else {}),
    }  # fmt: skip
    command = Command(
        f"open_{ACCOUNT_CASES.name}", derive_matter_id(ACCOUNT_CASES, sender.sub, key), sender, now, real_now,
        LossAnswers(values), key, digest=digest_body(values),
    )  # fmt: skip
    try:
        return open_matter(deps, ACCOUNT_CASES, command)
    except Invalid as invalid:
        raise Invalid(fields=tuple(_rename_field(each) for each in invalid.fields)) from None


def _rename_field(fault: FieldError) -> FieldError:
    name = fault.path.removeprefix("/values/")
    return replace(fault, path=f"/{'words' if name == 'content' else name}")
