"""The second factor of own accounts: added, asked for at sign-in, kept through a lost password, lost with a telephone,
and removed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pyotp import TOTP

from chalicelib.domain.accounts.registration import OwnPasswordUnfit
from chalicelib.domain.notices.messages import News
from chalicelib.handlers.security import own_accounts, own_factor
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.steps.security.own_factor import CODES_PER_ACCOUNT, CODES_PER_PLACE
from chalicelib.wiring import core as wiring
from chalicelib.wiring import notices as wiring_notices
from infra.local.person import HttpReply
from tests.product.accounts.registering import OWN, PERSON, Applicant, connect_own_pool
from tests.product.conftest import MONDAY, THEN
from tests.product.office import Office
from tests.support.running.requests_counted import count_requests

SHORT, OTHER = "bamhoang", "mua roi tren thanh pho"
CONTACT = {"channel": "mail", "contact": PERSON["contact"]}
WRONG = {"code_refused", "code_used"}


@dataclass
class Telephone:
    """An authenticator app; each code that it shows is a new one."""

    secret: str
    shown: int = field(default=-2)

    def show(self) -> str:
        """The next code: those of the period before, of now and of the one after are good."""
        self.shown += 1
        return TOTP(self.secret).at(datetime.now(UTC) + timedelta(seconds=30 * self.shown))


@dataclass
class Holder(Applicant):
    """Somebody with an own account, at a page where they are signed in."""

    name: str = ""
    telephone: Telephone = field(default_factory=lambda: Telephone(""))

    def add(self, current: str = OWN) -> HttpReply:
        """Add an authenticator app, as the page leads through it."""
        begun = self.ask("/factor/enrolment", {"current": current})
        assert begun.status == 200, begun.body
        self.telephone = Telephone(begun.body["secret"])
        assert begun.body["secret"] in begun.body["uri"]
        return self.ask("/factor/confirmation", {"code": self.telephone.show()})

    def elsewhere(self) -> Holder:
        """Another browser of the same person."""
        return Holder(self.product, self.origin, name=self.name, telephone=self.telephone)

    def enter(self, password: str = OWN) -> HttpReply:
        """Sign in with password and code."""
        asked = self.sign_in(self.name, password)
        assert asked.body["waits"] == "code", asked.body
        return self.ask("/sign-in/code", {"code": self.telephone.show()})

    def change(self, password: str, code: str | None, current: str = OWN) -> HttpReply:
        """Choose another password."""
        return self.ask("/password", {"current": current, "password": password, "code": code})

    def remove(self, current: str = OWN, **more: Any) -> HttpReply:
        """Remove the authenticator app."""
        code = {} if "code" in more else {"code": self.telephone.show()}
        return self.ask("/factor/removal", {"current": current, **code, **more})

    def since(self) -> str | None:
        """Since when there is a second factor."""
        found = self.ask("/factor", {}).body
        assert found["offered"] is True
        since: str | None = found["since"]
        return since


@pytest.fixture
def holder(office: Callable[..., Office], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Holder]:
    """Somebody who has opened an account of Huế and is signed in."""

    def open_account(at: Any = THEN) -> Holder:
        product = office("hue", at=at)
        connect_own_pool(product, monkeypatch)
        found = Holder(product, wiring.provide_settings().origins[0])
        found.name = found.open_account()
        return found

    return open_account


def wait_for_next_second() -> None:
    """What ended with a replaced password ended until the end of its second."""
    time.sleep(1 - time.time() % 1)


def list_news() -> list[News]:
    """What contacts were sent of accounts."""
    found: list[News] = vars(wiring_notices.provide_queue())["announced"]
    return found


@pytest.mark.clause("HUE-20.2")
def test_with_a_second_factor_eight_letters_are_enough_and_its_code_is_asked_for(holder):
    me = holder()
    assert me.change(SHORT, None).body["code"] == OwnPasswordUnfit.code
    assert (me.since(), me.add().status, list_news()) == (None, 200, [News.FACTOR_ADDED])
    assert me.since() is not None
    assert "ứng dụng xác thực" in me.read()
    assert me.change(SHORT, None).body["code"] == "second_factor_needed"
    assert me.change("ngan qu", "000000").body["code"] == OwnPasswordUnfit.code
    assert me.change(SHORT, me.telephone.show()).status == 201
    wait_for_next_second()
    other = me.elsewhere()
    assert other.sign_in(me.name, OWN).body["code"] == "password_refused"
    assert other.enter(SHORT).status == 201
    assert TableItem.get(f"OWN_FACTOR#own-{me.name}", "FACTOR").body.count(me.telephone.secret) == 0


def test_a_password_alone_opens_nothing_and_a_code_counts_once(holder):
    me = holder()
    me.add()
    other = me.elsewhere()
    asked = other.sign_in(me.name, OWN)
    assert (asked.status, asked.body["session"], asked.body["waits"]) == (200, None, "code")
    assert other.ask("/devices", {}, under="/api/session").status == 401
    seen = TOTP(me.telephone.secret).at(datetime.now(UTC) - timedelta(seconds=30))
    assert other.ask("/sign-in/code", {"code": seen}).body["code"] in WRONG, "the code that confirmed the app"
    code = me.telephone.show()
    given = other.ask("/sign-in/code", {"code": code})
    assert (given.status, given.body["claims"]["name"]) == (201, PERSON["full_name"])
    thief = me.elsewhere()
    thief.sign_in(me.name, OWN)
    assert thief.ask("/sign-in/code", {"code": code}).body["code"] in WRONG
    assert other.ask("/sign-in/code", {"code": me.telephone.show()}).status == 401, "the step is over"


def test_wrong_codes_end_the_step_and_then_stop_the_place_but_not_the_holders_own(holder, monkeypatch):
    me = holder()
    me.add()
    home = "127.0.0.1"
    where = [home]
    for module in (own_accounts, own_factor):
        monkeypatch.setattr(module, "find_address", lambda _: where[0])
    where[0] = "203.0.113.66"
    thief = me.elsewhere()
    answers: list[str] = []
    for number in range(CODES_PER_PLACE + 1):
        if number % 6 == 0:
            thief.sign_in(me.name, OWN)
        answers.append(thief.ask("/sign-in/code", {"code": f"{number:06d}"}).body["code"])
    assert set(answers[:5]) <= WRONG
    assert answers[5] == "too_many_codes"
    assert answers[-1] in {"code_refused", "too_many_requests"}
    for number in range(CODES_PER_ACCOUNT):
        where[0] = f"198.51.100.{number}"
        guesser = me.elsewhere()
        guesser.sign_in(me.name, OWN)
        guesser.ask("/sign-in/code", {"code": "000000"})
    where[0] = "198.51.100.250"
    late = me.elsewhere()
    late.sign_in(me.name, OWN)
    assert late.ask("/sign-in/code", {"code": "000000"}).status == 429
    where[0] = home
    assert me.elsewhere().enter().status == 201, "where the holder signs in, nobody else's guesses count"


def test_an_app_is_removed_with_a_code_and_a_password_that_is_long_enough_alone(holder):
    me = holder()
    assert me.remove(code="123456").body["code"] == "second_factor_off"
    me.add()
    assert me.ask("/factor/enrolment", {"current": OWN}).body["code"] == "second_factor_on"
    assert me.remove(code="000000").body["code"] in WRONG
    assert me.remove("khong phai mat khau").body["code"] == "password_refused"
    me.telephone.shown = -1
    removed = me.remove()
    assert (removed.status, removed.body["session"], me.since()) == (200, None, None)
    assert list_news() == [News.FACTOR_ADDED, News.FACTOR_REMOVED]
    assert me.elsewhere().sign_in(me.name, OWN).body["session"] is not None


def test_a_short_password_is_replaced_before_the_app_goes(holder):
    me = holder()
    me.add()
    assert me.change(SHORT, me.telephone.show()).status == 201
    for unfit in (None, "van con ngan"):
        refused = me.remove(SHORT, code="000000", password=unfit)
        assert (refused.body["code"], refused.body["errors"][0]["path"]) == (OwnPasswordUnfit.code, "/password")
    removed = me.remove(SHORT, password=OTHER)
    assert (removed.status, removed.body["session"] is not None, me.since()) == (200, True, None)
    assert me.elsewhere().sign_in(me.name, SHORT).body["code"] == "password_refused"
    assert me.elsewhere().sign_in(me.name, OTHER).body["session"] is not None


def test_who_lost_the_password_keeps_the_app_and_who_lost_the_telephone_needs_the_password(holder):
    me = holder()
    me.add()
    lost = me.elsewhere()
    assert lost.ask("/recovery", CONTACT).status == 202
    new = {"channel": "mail", "code": lost.read_code()}
    refused = lost.ask("/recovery/code", {**new, "password": OTHER})
    assert (refused.body["code"], refused.body["errors"][0]["path"]) == ("second_factor_needed", "/authenticator")
    assert me.elsewhere().sign_in(me.name, OWN).body["waits"] == "code", "the contact's code alone changes nothing"
    assert lost.ask("/recovery/code", {**new, "password": OTHER, "current": "khong phai"}).status == 401
    given = lost.ask("/recovery/code", {**new, "password": SHORT, "authenticator": me.telephone.show()})
    assert (given.status, lost.since() is not None) == (201, True)

    gone = me.elsewhere()
    assert gone.ask("/recovery", CONTACT).status == 202
    new = {"channel": "mail", "code": gone.read_code(), "current": SHORT}
    assert gone.ask("/recovery/code", {**new, "password": "van con ngan"}).body["code"] == OwnPasswordUnfit.code
    given = gone.ask("/recovery/code", {**new, "password": OTHER})
    assert (given.status, gone.since()) == (201, None)
    assert list_news()[-1] is News.FACTOR_REMOVED
    assert me.elsewhere().sign_in(me.name, OTHER).body["session"] is not None


def test_who_asks_learns_nothing_of_a_second_factor_and_a_sign_in_costs_one_reading(holder):
    me = holder()

    def measure(password: str) -> tuple[str, list[str]]:
        with count_requests() as counted:
            answer = me.elsewhere().sign_in(me.name, password)
        return str(answer.body.get("code")), counted

    alone, wrong = measure(OWN), measure("khong phai mat khau")
    me.add()
    assert measure("khong phai mat khau") == wrong
    assert len(measure(OWN)[1]) < len(alone[1]), "one reading, and the step instead of a session"


def test_nobody_adds_an_app_without_a_session_the_password_and_a_law_that_knows_the_account(holder):
    me = holder()
    stranger = Applicant(me.product, me.origin)
    assert stranger.ask("/factor", {}).body["code"] == "session_ended"
    assert stranger.ask("/factor/enrolment", {"current": OWN}).body["code"] == "session_ended"
    assert me.ask("/factor/enrolment", {"current": OTHER}).body["code"] == "password_refused"
    assert me.ask("/factor/confirmation", {"code": "000000"}).body["code"] == "enrolment_expired"
    begun = me.ask("/factor/enrolment", {"current": OWN})
    assert me.ask("/factor/confirmation", {"code": "00000"}).status == 400
    assert me.since() is None, "not before its first code"
    me.product.at(MONDAY)
    code = TOTP(begun.body["secret"]).now()
    assert me.ask("/factor/confirmation", {"code": code}).body["code"] == "sign_in_method_closed"
    assert me.ask("/factor", {}).body == {"offered": False, "since": None}


def test_an_account_of_before_second_factors_signs_in_recovers_and_needs_a_long_password(holder):
    me = holder()
    with pytest.raises(TableItem.DoesNotExist):
        TableItem.get(f"OWN_FACTOR#own-{me.name}", "FACTOR")
    assert me.elsewhere().sign_in(me.name, OWN).body["session"] is not None
    lost = me.elsewhere()
    assert lost.ask("/recovery", CONTACT).status == 202
    new = {"channel": "mail", "code": lost.read_code()}
    assert lost.ask("/recovery/code", {**new, "password": SHORT}).body["code"] == OwnPasswordUnfit.code
    assert lost.ask("/recovery/code", {**new, "password": OTHER}).status == 201
