"""More officers than the demo has, on a running stack: no other test knows them, so that no function remembers them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from chalicelib.domain.accounts.account_state import AccountStanding, AccountState
from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Assignment, Role
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.repositories.accounts.officers import build_rights_row, build_unit_rows
from infra.local.person import ApiPerson
from infra.local.seed import PASSWORD, SINCE, make_account, register_telephone
from infra.local.stack import DemoAccount, LocalStack


def open_account(site: LocalStack, username: str) -> str:
    """An officer's account with a telephone; its subject."""
    sub = make_account(site, username)
    site.accounts += (DemoAccount(username, PASSWORD, username, register_telephone(site, username)),)
    return sub


def seat_newcomer(
    site: LocalStack, username: str, name: str, *rights: Assignment, state: AccountStanding = AccountStanding.OPEN
) -> str:
    """Somebody who can sign in and has these rights, with an account in some state; the subject."""
    sub = open_account(site, username)
    put_officer(site, sub, name, *rights, state=state)
    return sub


def put_officer(
    site: LocalStack, sub: str, name: str, *rights: Assignment, state: AccountStanding = AccountStanding.OPEN
) -> None:
    """Write an officer's record as the seed does, with a state as the nightly job leaves it."""
    officer = Officer(sub, 1, name, "Công chức", "", rights)
    record = build_rights_row(officer, listed=True)
    if state is not AccountStanding.OPEN:
        left = AccountState(state, 1, datetime.now(UTC), reason="Lâu không sử dụng")
        record.standing, record.standing_version = json.dumps(pack_value(left)), left.version
    for row in (record, *build_unit_rows(officer)):
        site.aws.client("dynamodb").put_item(TableName=site.table, Item=row.serialize())


def ask_rights(asker: ApiPerson, asked: Mapping[str, str]) -> dict[str, str]:
    """Ask in writing for a change of rights."""
    values = {
        "subject": "Giao nhiệm vụ", "letter": "12/CV", "letter_day": "2026-11-20", "reason": "appointment",
        "action": "grant", "document": "15/QĐ-CAT", "document_day": "2026-11-20", **asked,
    }  # fmt: skip
    given = {key: value for key, value in values.items() if value}
    return dict(asker.ask("POST", "/api/account-requests", {"values": given}, expect=201).body)


def grant_rights(granter: ApiPerson, request: Mapping[str, str]) -> None:
    """Carry a request out."""
    reply = {"values": {"reply": "45/VP-KSTT", "outcome": "Đã giao."}}
    path = f"/api/account-requests/{request['id']}/grant"
    granter.ask("POST", path, reply, version=int(request["version"]), expect=200)


def list_rights(*rights: tuple[str, str]) -> tuple[Assignment, ...]:
    """Rights in force since the demo's, by role and unit."""
    return tuple(Assignment(Role(role), unit, SINCE) for role, unit in rights)
