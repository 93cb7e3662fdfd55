"""The demo people of a local stack: citizens, and officers of every role at two units of the province.

Citizens sign in with the stand-in e-identity provider, which knows more of them.

One unit is of the structure before 01/07/2025 and one of today's, so that a demo can move the legal
clock to either time. Passwords and what their telephones show are printed; such accounts exist in local stages only.
"""

from __future__ import annotations

import contextlib
import json
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from pyotp import TOTP

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.proven_identity import PROVIDER
from chalicelib.domain.accounts.roles import Assignment, Role
from chalicelib.domain.catalogue.agencies import Agency, AgencyTree
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.repositories.law.rule_set import ProvinceLaw, load_rules
from infra.local.stack import DemoAccount, LocalStack
from infra.local.telephones import Telephones
from infra.operations.move_officers import MoveOrder, Pools, move_officers

PASSWORD = "Mot-Cua-2026"  # noqa: S105 - printed on purpose; the accounts exist on this machine only
BEFORE, TODAY = date(2024, 11, 1), date(2026, 11, 1)
SINCE = datetime(2018, 1, 1, tzinfo=UTC)
"""Rights hold in legal time, and the demo clock can be set to any year with a calendar."""
UNTIL = datetime(2031, 1, 1, tzinfo=UTC)
"""The end of rights that are given until a day."""


@dataclass(frozen=True)
class Workplaces:
    """A one-stop unit and the agencies that settle its dossiers, at one time."""

    one_stop: str
    other: str
    committee: str
    tax: str


@dataclass(frozen=True)
class Demo:
    """A demo person: name, purpose, and the role with its kind of unit."""

    username: str
    description: str
    role: Role | None = None
    at: str = ""
    name: str = ""
    title: str = ""


PEOPLE = (
    Demo("citizen1", "a citizen"),
    Demo("citizen2", "another citizen"),
    Demo("citizen3", "a citizen"),
    Demo("desk1", "one-stop officer", Role.ONE_STOP_OFFICER, "one_stop", "Lê Thị Hạnh", "Công chức Bộ phận Một cửa"),
    Demo(
        "desk2",
        "one-stop officer, same unit",
        Role.ONE_STOP_OFFICER,
        "one_stop",
        "Phạm Văn Dũng",
        "Công chức Bộ phận Một cửa",
    ),
    Demo(
        "other1",
        "one-stop officer of another unit",
        Role.ONE_STOP_OFFICER,
        "other",
        "Hoàng Thu Trang",
        "Công chức Bộ phận Một cửa",
    ),
    Demo(
        "deskhead",
        "head of the one-stop unit",
        Role.HEAD_OF_ONE_STOP,
        "one_stop",
        "Nguyễn Hữu Phước",
        "Trưởng Bộ phận Một cửa",
    ),
    Demo("director", "director of the centre", Role.CENTRE_DIRECTOR, "one_stop", "Đỗ Quang Vinh", "Giám đốc Trung tâm"),
    Demo("cashier1", "cashier", Role.CASHIER, "one_stop", "Bùi Thị Loan", "Công chức thu phí"),
    Demo("cashier2", "another cashier", Role.CASHIER, "one_stop", "Vũ Minh Tâm", "Công chức thu phí"),
    Demo("postman", "postal staff", Role.POSTAL_STAFF, "one_stop", "Trịnh Văn Sáu", "Nhân viên bưu chính"),
    Demo(
        "case1",
        "case officer of the agency",
        Role.CASE_OFFICER,
        "committee",
        "Trần Thị Mai",
        "Công chức tư pháp – hộ tịch",
    ),
    Demo("section", "head of section", Role.HEAD_OF_SECTION, "committee", "Ngô Đức Thắng", "Trưởng phòng"),
    Demo("head1", "head of the agency", Role.AGENCY_HEAD, "committee", "Phan Thanh Bình", "Chủ tịch Ủy ban nhân dân"),
    Demo("tax1", "case officer of the tax authority", Role.CASE_OFFICER, "tax", "Lý Hoàng Nam", "Công chức thuế"),
    Demo("office", "provincial office", Role.PROVINCIAL_OFFICE, "province", "Mai Xuân Hòa", "Chuyên viên Văn phòng"),
    Demo(
        "office2",
        "provincial office, a second person",
        Role.PROVINCIAL_OFFICE,
        "province",
        "Hồ Thị Kim Oanh",
        "Phó Trưởng phòng Văn phòng",
    ),
    Demo("auditor", "auditor", Role.AUDITOR, "province", "Tạ Bích Ngọc", "Thanh tra viên"),
    Demo("operator", "operator", Role.OPERATOR, "province", "Cao Việt Anh", "Quản trị hệ thống"),
    Demo(
        "operator2", "operator, a second person", Role.OPERATOR, "province", "Đinh Thị Lan Hương", "Quản trị hệ thống"
    ),
)


def seed(stack: LocalStack) -> tuple[DemoAccount, ...]:
    """Create the demo people of the stack; existing ones keep their data."""
    move_demo_officers(stack)
    # A province may have no units from before the change of structure.
    days = [on for on in (BEFORE, TODAY) if on == TODAY or len(_list_units(stack.agencies, on)) >= 2]
    places = tuple(find_place(stack.agencies, on) for on in days)
    with ThreadPoolExecutor(4) as pool:
        return tuple(pool.map(lambda demo: _create_person(stack, demo, places), PEOPLE))


def find_workplace(stack: LocalStack) -> str:
    """Return today's name of the demo people's one-stop unit, at which a demo citizen files."""
    return stack.agencies.get(find_place(stack.agencies, TODAY).one_stop).name.vi


def find_place(tree: AgencyTree, on: date) -> Workplaces:
    """Return the first two commune one-stop units at work that day, with their committee and the tax authority."""
    units = _list_units(tree, on)
    tax = next(each.id for each in tree.list_active(on) if each.kind == "tax_authority")
    return Workplaces(units[0].id, units[1].id, str(units[0].parent), tax)


def _list_units(tree: AgencyTree, on: date) -> list[Agency]:
    return [each for each in tree.list_one_stop_units(on) if _is_of_commune(tree, each.parent)]


def _is_of_commune(tree: AgencyTree, parent: str | None) -> bool:
    return parent is not None and tree.get(parent).kind == "commune_peoples_committee"


def move_demo_officers(stack: LocalStack) -> None:
    """Move officers of a state older than their pool into it, as an operator would (infra.operations.move_officers)."""
    cognito, pools = stack.aws.client("cognito-idp"), Pools.find_pools(stack.outputs)
    officers = {demo.username for demo in PEOPLE if demo.role}
    pages = cognito.get_paginator("list_users").paginate(UserPoolId=pools.people)
    if officers & {user["Username"] for page in pages for user in page["Users"]}:
        order = MoveOrder("seed", "demo", datetime.now(UTC), mail=False)
        deque(move_officers(stack.aws, pools, stack.table, order), maxlen=0)


def _create_person(stack: LocalStack, demo: Demo, places: tuple[Workplaces, ...]) -> DemoAccount:
    if demo.role is None:
        join_old_account(stack, demo.username)
    else:
        sub = make_account(stack, demo.username)
        from chalicelib.repositories.accounts.officers import build_rights_row, build_unit_rows

        rights = list_demo_rights(demo, _list_demo_units(demo, places), _list_tasks(stack))
        officer = Officer(sub, 1, demo.name, demo.title, "", rights)
        dynamodb = stack.aws.client("dynamodb")
        with contextlib.suppress(dynamodb.exceptions.ConditionalCheckFailedException):
            dynamodb.put_item(
                TableName=stack.table,
                Item=build_rights_row(officer, listed=True).serialize(),
                ConditionExpression="attribute_not_exists(pk)",
            )
            for row in build_unit_rows(officer):
                dynamodb.put_item(TableName=stack.table, Item=row.serialize())
    secret = register_telephone(stack, demo.username) if demo.role else ""
    return DemoAccount(demo.username, PASSWORD if demo.role else "", demo.description, secret)


def list_demo_rights(demo: Demo, units: Iterable[str], tasks: Collection[str]) -> tuple[Assignment, ...]:
    """Return a demo officer's rights: the role in each unit, and there what who files at a counter needs: the scanning
    where the law wants it assigned in writing (HUE-9.3.b), the look-up where the police grant it (LC-17.5)."""
    each_once = sorted(set(units))
    desk = demo.role is Role.ONE_STOP_OFFICER
    needed = {Role.ASSIGNED_DIGITISER: Role.ASSIGNED_DIGITISER, Role.POPULATION_READER: Role.POLICE_POPULATION}
    given = [task for task, word in needed.items() if word in tasks]
    roles = (demo.role,) if demo.role else ()
    return (
        *(Assignment(role, unit, SINCE) for role in roles for unit in each_once),
        *(
            Assignment(task, unit, SINCE, UNTIL, document="01/QĐ-TTHCC", document_day=SINCE.date())
            for task in given
            for unit in each_once
            if desk
        ),
    )


def _list_tasks(stack: LocalStack) -> tuple[str, ...]:
    law = ProvinceLaw(stack.province, load_rules(stack.provinces.law))
    return law.find_rule("roles.special", CaseDates(datetime.now(UTC))).list_words()


def _list_demo_units(demo: Demo, places: tuple[Workplaces, ...]) -> Iterator[str]:
    for each in places:
        yield "province" if demo.at == "province" else str(getattr(each, demo.at))


def join_old_account(stack: LocalStack, username: str) -> None:
    """Let a citizen of an older state, who signed in with a password, keep the dossiers at the sign-in with the
    e-identity provider."""
    cognito, pool = stack.aws.client("cognito-idp"), stack.outputs["UserPoolId"]
    try:
        old = cognito.admin_get_user(UserPoolId=pool, Username=username)
    except cognito.exceptions.UserNotFoundException:
        return
    person = next(str(one["Value"]) for one in old["UserAttributes"] if one["Name"] == "sub")
    own = [{"userId": username, "providerName": PROVIDER, "providerType": "OIDC"}]
    identities = {"Name": "identities", "Value": json.dumps(own)}
    account = _make_account(stack, pool, f"{PROVIDER}_{username}", [identities])
    from chalicelib.repositories.accounts.officers import link_row

    dynamodb, row = stack.aws.client("dynamodb"), link_row(Officer(person, account=account))
    with contextlib.suppress(dynamodb.exceptions.ConditionalCheckFailedException):
        dynamodb.put_item(TableName=stack.table, Item=row.serialize(), ConditionExpression="attribute_not_exists(pk)")


def make_account(stack: LocalStack, username: str) -> str:
    """Create the officer's account, without a telephone, unless it exists; return its subject."""
    said = {"email": f"{username}@example.test", "email_verified": "true"}
    attributes = [{"Name": name, "Value": value} for name, value in said.items()]
    return _make_account(stack, stack.outputs["OfficerPoolId"], username, attributes)


def _make_account(stack: LocalStack, pool: str, username: str, attributes: Sequence[Mapping[str, str]]) -> str:
    cognito = stack.aws.client("cognito-idp")
    try:
        user = cognito.admin_get_user(UserPoolId=pool, Username=username)
        found, status = user["UserAttributes"], user["UserStatus"]
    except cognito.exceptions.UserNotFoundException:
        made = cognito.admin_create_user(
            UserPoolId=pool, Username=username, MessageAction="SUPPRESS", UserAttributes=list(attributes)
        )["User"]
        found, status = made["Attributes"], made["UserStatus"]
    if status == "FORCE_CHANGE_PASSWORD":
        cognito.admin_set_user_password(UserPoolId=pool, Username=username, Password=PASSWORD, Permanent=True)
    return next(str(one["Value"]) for one in found if one["Name"] == "sub")


def register_telephone(stack: LocalStack, username: str) -> str:
    """Return the secret of the officer's telephone, which is kept with the local cloud's state; registers one unless
    that was done."""
    kept = Telephones.find_telephones(stack)
    if not (secret := kept.read_secrets().get(username, "")):
        secret = _register_factor(stack, username)
        kept.keep_secret(username, secret)
    return secret


def _register_factor(stack: LocalStack, username: str) -> str:
    cognito, pool = stack.aws.client("cognito-idp"), stack.outputs["OfficerPoolId"]
    off: Any = {"Enabled": False}
    cognito.admin_set_user_mfa_preference(UserPoolId=pool, Username=username, SoftwareTokenMfaSettings=off)
    here = {"UserPoolId": pool, "ClientId": stack.outputs["OfficeClientId"]}
    given = {"USERNAME": username, "PASSWORD": PASSWORD}
    asked = cognito.admin_initiate_auth(AuthFlow="ADMIN_USER_PASSWORD_AUTH", AuthParameters=given, **here)
    begun = cognito.associate_software_token(Session=asked["Session"])
    secret = str(begun["SecretCode"])
    verified = cognito.verify_software_token(Session=begun["Session"], UserCode=TOTP(secret).now())
    cognito.admin_respond_to_auth_challenge(
        ChallengeName="MFA_SETUP", ChallengeResponses={"USERNAME": username}, Session=verified["Session"], **here
    )
    return secret
