"""A lost telephone: one administrator asks, another agrees, and the old account loses all access."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

import pytest
from botocore.exceptions import ClientError

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.recovery import Login
from chalicelib.domain.accounts.roles import Role
from chalicelib.repositories.accounts.pool_accounts import PoolAccounts
from chalicelib.wiring import core as wiring
from tests.api.conftest import OFFICE, Api, ApiAnswer, forget_adapters, sign_token

REF = "15/CV-VP ngày 02/11/2026"


@dataclass
class RecoveryPool:
    """The officers' pool; `fails` is where it is cut off."""

    made: dict[str, Login] = field(default_factory=dict)
    fails: int = 0
    renewed: list[tuple[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def has(self, sub: str) -> bool:
        """Whether somebody has the account."""
        return self.find(sub) is not None

    def find(self, sub: str) -> Login | None:
        """The account of a subject."""
        self.asked.append(sub)
        return next((each for each in self.made.values() if each.sub == sub), None)

    def renew(self, username: str, was: str, email: str, name: str) -> str:
        """A new account in place of the subject `was`."""
        if self.fails:
            self.fails -= 1
            raise RuntimeError("cut off")
        if self.made[username].sub == was:
            self.made[username] = Login(username, f"{was}-new", email)
            self.renewed.append((username, email))
        return self.made[username].sub


@dataclass
class Admins:
    """Those who grant rights, and the officer whose telephone is lost."""

    api: Api
    pool: RecoveryPool

    def ask(self, by: str = "op1", version: int = 1, sub: str = "lan", **changes: Any) -> ApiAnswer:
        """Ask for a new account."""
        body = {"request_ref": REF, **changes}
        headers = {"If-Match": f'"{version}"'}
        return self.api("POST", f"/api/officers/{sub}/recovery", sub=by, body=body, headers=headers)

    def decide(self, by: str = "op2", version: int = 2, sub: str = "lan", agree: Any = True) -> ApiAnswer:
        """Agree, or not."""
        headers = {"If-Match": f'"{version}"'}
        path = f"/api/officers/{sub}/recovery/decision"
        return self.api("POST", path, sub=by, body={"agree": agree}, headers=headers)

    def me(self, account: str) -> ApiAnswer:
        """Return the API's view of an account."""
        wiring.provide_officers().cache.clear()
        return self.api("GET", "/api/me", headers={"Authorization": f"Bearer {sign_token(account, **OFFICE)}"})


@pytest.fixture
def admins(api: Api, appoint: Callable[..., Officer], deployment: pytest.MonkeyPatch) -> Admins:
    """Two operators, an auditor, and Lan at her desk."""
    deployment.setenv("PROVINCE", "hue")
    forget_adapters()
    pool = RecoveryPool({name: Login(name, name, f"{name}@example.test") for name in ("op1", "op2", "lan", "audit")})
    deployment.setattr(wiring, "provide_accounts", lambda: pool)
    for name in ("op1", "op2"):
        appoint(name, Role.OPERATOR)
    appoint("audit", Role.AUDITOR)
    appoint("lan", Role.CASHIER, unit="province")
    return Admins(api, pool)


def test_two_people_give_an_officer_a_new_account_and_the_old_one_opens_nothing(admins: Admins) -> None:
    assert admins.me("lan").status == 200
    asked = admins.ask()
    assert asked.status == 200
    waiting = asked.json["recovery"]
    assert (waiting["asked_by"], waiting["request_ref"], waiting["agreed"]) == ("op1", REF, False)
    assert waiting["may_decide"] is False
    assert admins.me("lan").status == 200, "nothing changes before the second person"
    done = admins.decide()
    assert (done.status, done.json["recovery"], done.json["version"]) == (200, None, 4)
    assert admins.pool.renewed == [("lan", "can.bo@example.test")]
    old, new = admins.me("lan"), admins.me("lan-new")
    assert old.status == 401
    again = {"Authorization": f"Bearer {sign_token('lan', **OFFICE, iat=_find_later_time(), exp=_find_later_time(9))}"}
    assert admins.api("GET", "/api/me", headers=again).status == 401, "also with a later token"
    fresh = {
        "Authorization": f"Bearer {sign_token('lan-new', **OFFICE, iat=_find_later_time(), exp=_find_later_time(9))}"
    }
    assert new.status == 401, "issued before the sessions ended"
    me = admins.api("GET", "/api/me", headers=fresh)
    assert (me.status, me.json["sub"], me.json["roles"]) == (200, "lan", ["cashier"])
    history = [
        (each["by"], each["request_ref"], each.get("account", ""))
        for each in wiring.provide_officers().list_changes("lan")
    ]
    assert history == [("seed", "01/TB", ""), ("op1", REF, ""), ("op2", REF, ""), ("op2", REF, "lan-new")]
    kept = wiring.provide_officers().list_changes("lan")
    assert kept[1]["recovery"]["asked_by"] == "op1"
    assert kept[2]["recovery"]["approved_by"] == "op2"
    assert wiring.provide_officers().load("lan").begun_after is not None


def _find_later_time(minutes: int = 0) -> Any:
    from datetime import UTC, datetime, timedelta

    return datetime.now(UTC) + timedelta(minutes=minutes, seconds=5)


def test_a_second_recovery_replaces_the_replacement(admins: Admins) -> None:
    admins.ask()
    admins.decide()
    admins.ask(version=4)
    done = admins.decide(version=5)
    assert (done.status, done.json["version"]) == (200, 7)
    token = sign_token("lan-new-new", **OFFICE, iat=_find_later_time(), exp=_find_later_time(9))
    later = {"Authorization": f"Bearer {token}"}
    wiring.provide_officers().cache.clear()
    assert admins.api("GET", "/api/me", headers=later).json["sub"] == "lan"
    assert admins.me("lan-new").status == 401


def test_what_was_cut_short_is_done_by_agreeing_again(admins: Admins) -> None:
    admins.ask()
    admins.pool.fails = 1
    assert admins.decide().status == 500
    read = admins.api("GET", "/api/officers/lan", sub="op2").json
    assert (read["recovery"]["agreed"], read["recovery"]["may_decide"], read["version"]) == (True, True, 3)
    later = {"Authorization": f"Bearer {sign_token('lan', **OFFICE, iat=_find_later_time(), exp=_find_later_time(9))}"}
    assert admins.api("GET", "/api/me", headers=later).status == 401, "what was agreed to opens nothing meanwhile"
    assert admins.decide(by="op1", version=3).code == "own_proposal"
    assert admins.decide(version=3, agree=False).code == "recovery_missing", "too late: the account may be gone"
    assert admins.decide(version=3).json["recovery"] is None
    assert len(admins.pool.renewed) == 1


def test_the_password_goes_to_the_address_that_the_second_person_sees(admins: Admins) -> None:
    admins.ask()
    changed = replace(wiring.provide_officers().load("lan"), version=3, email="lan@example.test")
    wiring.provide_officers().save(changed, "op1", REF, wiring.provide_clock().now())
    assert admins.decide(version=3).status == 200
    assert admins.pool.renewed == [("lan", "lan@example.test")]


def test_a_pool_that_is_asked_too_often_is_busy(admins: Admins, deployment: pytest.MonkeyPatch) -> None:
    def refuse_call(_: str) -> NoReturn:
        raise ClientError({"Error": {"Code": "TooManyRequestsException", "Message": ""}}, "ListUsers")

    deployment.setattr(admins.pool, "find", refuse_call)
    asked = admins.ask()
    assert (asked.status, asked.code) == (503, "busy")


def test_the_pool_is_asked_for_nobody_who_may_not_ask(admins: Admins) -> None:
    for by in ("lan", "audit", "somebody"):
        assert admins.ask(by=by).status == 403
    assert admins.ask(by="op1", sub="op1").status == 403
    assert admins.ask(version=9).status == 412
    assert admins.pool.asked == []


def test_the_second_person_may_refuse(admins: Admins) -> None:
    admins.ask()
    assert admins.decide(agree=False).json["recovery"] is None
    assert admins.pool.renewed == []
    assert admins.me("lan").status == 200
    assert admins.decide(version=3).code == "recovery_missing"


REFUSED: dict[str, tuple[Callable[[Admins], ApiAnswer], int, str]] = {
    "the one who asked agrees": (lambda a: (a.ask(), a.decide(by="op1"))[1], 403, "own_proposal"),
    "nobody asked": (lambda a: a.decide(version=1), 409, "recovery_missing"),
    "asked twice": (lambda a: (a.ask(), a.ask(by="op2", version=2))[1], 409, "recovery_open"),
    "the officer asks": (lambda a: a.ask(by="lan"), 403, "forbidden"),
    "the officer agrees": (lambda a: (a.ask(), a.decide(by="lan"))[1], 403, "forbidden"),
    "an operator asks for themselves": (lambda a: a.ask(sub="op1"), 403, "own_rights"),
    "an operator agrees for themselves": (lambda a: (a.ask(sub="op2"), a.decide(sub="op2"))[1], 403, "own_rights"),
    "an auditor asks": (lambda a: a.ask(by="audit"), 403, "forbidden"),
    "an auditor agrees": (lambda a: (a.ask(), a.decide(by="audit"))[1], 403, "forbidden"),
    "a citizen asks": (lambda a: a.ask(by="somebody"), 403, "forbidden"),
    "on an old version": (lambda a: a.ask(version=0), 412, "stale_version"),
    "agreed to on an old version": (lambda a: (a.ask(), a.decide(version=1))[1], 412, "stale_version"),
    "nobody's account": (lambda a: a.ask(sub="ghost", version=0), 422, "account_unknown"),
    "without a reference": (lambda a: a.ask(request_ref=" "), 400, "malformed_request"),
    "neither yes nor no": (lambda a: (a.ask(), a.decide(agree="maybe"))[1], 400, "malformed_request"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_no_account_is_replaced_by_less(admins: Admins, case: str) -> None:
    act, status, code = REFUSED[case]
    answer = act(admins)
    assert (answer.status, answer.code) == (status, code)
    assert admins.pool.renewed == []


def test_the_pool_recreates_the_account_once(table: None) -> None:
    import boto3

    cognito = boto3.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="officers")["UserPool"]["Id"]
    accounts = PoolAccounts.connect_to(f"https://cognito-idp.ap-southeast-1.amazonaws.com/{pool}")
    said: Any = [{"Name": "email", "Value": "lan@example.test"}]
    made = cognito.admin_create_user(UserPoolId=pool, Username="lan", UserAttributes=said)["User"]["Attributes"]
    was = next(each["Value"] for each in made if each["Name"] == "sub")
    assert accounts.find(was) == Login("lan", was, "lan@example.test")
    fresh = accounts.renew("lan", was, "lan@example.test", "Lan")
    assert fresh != was
    assert accounts.renew("lan", was, "lan@example.test", "Lan") == fresh, "cut short and repeated"
    assert not accounts.has(was)
    assert accounts.has(fresh)
