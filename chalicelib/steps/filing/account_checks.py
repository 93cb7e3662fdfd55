"""Filings at a counter and the account that they belong to. Where the law takes filings of registered accounts alone
(QN-9.2, TB-6.2, HUE-11.1), the desk first finds or makes the account, for paper as well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts.filed_account import FiledAccount
from chalicelib.domain.accounts.people import normalise_id_number
from chalicelib.domain.dossier.intake import PAPER_CHANNELS
from chalicelib.domain.filing.draft_content import DraftContent
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.domain.shared.folding import split_words
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.dossier.context import Command, Dependencies
from chalicelib.steps.dossier.ports import Draft, Rulings

RULE = "account.unregistered_filing"
ACCOUNT_FIRST = frozenset({"account_first", "never_processed"})
"""Values by which nobody's filing is taken without an account. Elsewhere the rule is about filing online alone, and who
declines that is served on paper (LC-10.1.d, VL-15.1.a)."""


def needs_account(reference: Rulings, channel: str, now: datetime) -> bool:
    """Return whether a filing that an officer types must belong to an account."""
    return channel in PAPER_CHANNELS and reference.find_rule(RULE, CaseDates(now)).value in ACCOUNT_FIRST


def choose_account(deps: Dependencies, typed: str | None, draft: Draft) -> dict[str, Any] | None:
    """Return the account of a draft as it is stored: the one before, or another that the officer has found or made."""
    held = draft.body.get("account")
    if not typed or (held and held["person"] == typed):
        return held if typed else None
    found = deps.find_account(typed) if draft.unit and deps.find_account else None
    if found is None:
        vi, en = "Tìm hoặc lập tài khoản của người nộp trước.", "Find or make the applicant's account first."
        raise Invalid(fields=(FieldError("/account", "account_unknown", vi, en),))
    return {**asdict(found), "numbers": list(found.numbers)}


def require_account(
    deps: Dependencies, command: Command[object], draft: Draft, content: DraftContent
) -> tuple[str, tuple[Ruling, ...]]:
    """Return the person whose account a filing at the counter belongs to, with the rule; "" without one. Refuse a
    filing without an account where the law takes none, and an account of somebody else."""
    if not draft.unit:
        return "", ()
    rule = deps.reference.find_rule(RULE, command.dates)
    if content.account is None:
        if rule.value in ACCOUNT_FIRST:
            vi = "Người nộp chưa có tài khoản trên hệ thống: tìm hoặc lập tài khoản trước khi nộp."
            en = "The applicant has no account yet: find or make it before filing."
            with cite_on_refusal(rule):
                raise Invalid(fields=(FieldError("/account", "account_needed", vi, en),))
        return "", ()
    _require_theirs(content.account, content)
    return content.account.person, (rule,) if rule.value else ()


def _require_theirs(account: FiledAccount, content: DraftContent) -> None:
    """Refuse an account of somebody else than the filing names: a mistyped number must not give a stranger the
    dossier."""
    part, person = ("on_behalf", content.on_behalf) if content.on_behalf else ("applicant", content.applicant)
    faults = []
    if normalise_id_number(None, _read_text(person, "id_number")) not in account.numbers:
        faults.append("id_number")
    if split_words(_read_text(person, "full_name")) != split_words(account.full_name):
        faults.append("full_name")
    if faults:
        vi, en = "Khác với tài khoản đã chọn của người nộp.", "Not the same as in the account that was chosen."
        raise Invalid(fields=tuple(FieldError(f"/{part}/{each}", "account_of_another", vi, en) for each in faults))


def _read_text(person: Mapping[str, Any], name: str) -> str:
    return str(person.get(name) or "")
