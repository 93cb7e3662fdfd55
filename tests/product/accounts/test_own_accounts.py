"""Own accounts of the public, on days on which the regulations know them: registered, signed in to, recovered."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.domain.accounts.registration import AccountExists, OwnPasswordUnfit
from chalicelib.handlers.security import own_accounts as handlers
from chalicelib.steps.notices.contacts import CODES_PER_ADDRESS
from chalicelib.steps.security import own_attempts
from chalicelib.steps.security.own_attempts import PER_ACCOUNT, PER_PLACE
from chalicelib.steps.security.own_recovery import RECOVERIES_PER_ADDRESS
from chalicelib.steps.security.own_registration import REGISTRATIONS_PER_ADDRESS
from chalicelib.steps.security.own_sign_in import REGISTERED
from chalicelib.wiring import core as wiring
from chalicelib.wiring import notices as wiring_notices
from chalicelib.wiring import people as wiring_people
from tests.product.accounts.registering import OWN, PERSON, Applicant, connect_own_pool, load_registration
from tests.product.conftest import MONDAY, THEN
from tests.product.office import Office
from tests.support.fakes.fake_own_pool import FakeOwnPool
from tests.support.running.requests_counted import count_requests

Open = Callable[..., Applicant]
OTHER = "mua roi tren thanh pho"


@pytest.fixture
def applicant(office: Callable[..., Office], monkeypatch: pytest.MonkeyPatch) -> Open:
    """A browser at a province's pages, on a day in the life of its regulation."""

    def open_pages(province: str, at: Any = THEN) -> Applicant:
        product = office(province, at=at)
        connect_own_pool(product, monkeypatch)
        return Applicant(product, wiring.provide_settings().origins[0])

    return open_pages


def find_pool() -> FakeOwnPool:
    """The pool of the present product."""
    from chalicelib.wiring import own_accounts

    client: FakeOwnPool = own_accounts.provide_own_pool().client
    return client


def list_faults(answer: Any) -> set[str]:
    """The fields at fault."""
    return {each["path"] for each in answer.body["errors"]}


@pytest.mark.clause("HUE-10.1.a", "HUE-17.2.b")
def test_hue_asks_for_every_mandatory_field_and_none_stays_empty(applicant):
    browser = applicant("hue")
    form = browser.form()
    assert (form["open"], "khoản 1 Điều 10" in form["article"]) == (True, True)
    assert form["fields"] == ["full_name", "id_number", "birth_date", "address"]
    for name in form["fields"]:
        answer = browser.register(**{name: "  "} if name != "birth_date" else {"birth_date": None})
        assert (answer.status, list_faults(answer)) == (422, {f"/{name}"}), name
    assert browser.register(contact="mai").body["errors"][0]["path"] == "/contact"
    assert list_faults(browser.register(full_name="Lê Тhị Mai", id_number="12")) == {"/full_name", "/id_number"}
    assert browser.register(birth_date="2090-02-03").status == 422
    assert browser.register().status == 202


@pytest.mark.clause("HUE-10.1.b", "HUE-10.1.c")
@pytest.mark.parametrize(
    ("delivery", "channel", "contact"),
    [("screen", "mail", "mai@vidu.example"), ("email", "mail", "mai@vidu.example"), ("sms", "sms", "0912 345 678")],
)
def test_in_hue_the_first_password_comes_as_the_applicant_chose_and_opens_the_account(
    applicant, delivery, channel, contact
):
    browser = applicant("hue")
    assert set(browser.form()["deliveries"]) == {"screen", "email", "sms"}
    assert browser.register(delivery=delivery, channel=channel, contact=contact).status == 202
    first = browser.prove(channel).body
    password = first["password"]
    assert (password is not None) == (delivery == "screen")
    if password is None:
        found = re.search(r"[a-z0-9]{4}(-[a-z0-9]{4}){3}", browser.read(channel))
        assert first["name"] in browser.read(channel)
        assert found
        password = found[0]
    assert browser.sign_in(first["name"], "khong-phai-mat-khau").body["code"] == "password_refused"
    assert browser.sign_in(first["name"].upper(), password).body["waits"] == "password"
    assert find_pool().members == {}, "nobody has an account before a password of their own"
    opened = browser.choose()
    assert (opened.status, opened.body["claims"]["name"]) == (201, "Lê Thị Mai")
    later = Applicant(browser.product, browser.origin)
    session = later.sign_in(first["name"], OWN).body["session"]
    browser.product.tokens["mai"] = session["access_token"]
    person = f"own-{first['name']}"
    profile = wiring_people.provide_profiles().load(person)
    assert (profile.full_name, profile.identifiers[0].number) == ("Lê Thị Mai", PERSON["id_number"])
    assert profile.terms is not None
    assert profile.terms.version == browser.form()["terms"]
    assert not profile.is_proven("full_name")
    assert [each.change.cause for each in wiring_people.provide_profiles().list_changes(person)] == [REGISTERED]
    assert load_registration(first["name"]) is None


@pytest.mark.clause("HUE-10.2")
def test_in_hue_who_has_an_account_is_led_to_it_and_gets_no_second_one(applicant):
    browser = applicant("hue")
    browser.open_account()
    other = Applicant(browser.product, browser.origin)
    assert other.register(id_number="046190008888").status == 202
    refused = other.prove()
    assert (refused.status, refused.body["code"]) == (409, AccountExists.code)
    another = Applicant(browser.product, browser.origin)
    another.register(contact="mai.le@vidu.example")
    first = another.prove().body
    another.sign_in(first["name"], first["password"])
    assert another.choose(OTHER).body["code"] == AccountExists.code
    assert len(find_pool().members) == 1


def test_who_asks_learns_nothing_of_accounts_and_costs_as_many_requests(applicant):
    browser = applicant("hue")
    browser.open_account()
    vars(wiring_notices.provide_queue())["sends"] = False

    def measure(path: str, body: dict[str, Any]) -> tuple[int, Any, list[str], int]:
        pool, before = find_pool(), len(find_pool().seen)
        with count_requests() as counted:
            answer = Applicant(browser.product, browser.origin).ask(path, body)
        return answer.status, answer.body, counted, len(pool.seen) - before

    terms = browser.form()["terms"]
    known, unknown = {**PERSON, "terms": terms}, {**PERSON, "terms": terms, "contact": "ai@vidu.example"}
    assert measure("", known) == measure("", {**unknown, "id_number": "046190007777"})
    sent = browser.product.around.outlets
    asked = {"channel": "mail", "contact": "mai@vidu.example"}
    first = measure("/recovery", asked)
    assert first == measure("/recovery", {**asked, "contact": "khong.ai@vidu.example"})
    assert first[0] == 202
    assert [each[0] for box in sent.values() for each in box.codes].count("khong.ai@vidu.example") == 0


@pytest.mark.clause("HUE-20.2")
def test_in_hue_a_password_is_long_the_persons_own_and_none_of_the_last_ten(applicant, monkeypatch):
    browser = applicant("hue")
    places = iter(range(1, 250))
    monkeypatch.setattr(handlers, "find_address", lambda _: f"203.0.113.{next(places)}")
    assert browser.register().status == 202
    first = browser.prove().body
    browser.sign_in(first["name"], first["password"])
    for unfit in ("ngan qua", "aaaaaaaaaaaaaaaaaaaa", "toi ten la Le Thi Mai", f"toi la {PERSON['id_number']}"):
        answer = browser.choose(unfit)
        assert (answer.body["code"], list_faults(answer)) == (OwnPasswordUnfit.code, {"/password"}), unfit
    assert browser.choose().status == 201
    old = OWN
    for number in range(10):
        chosen = {"name": first["name"], "current": old, "password": f"{OTHER} thu {number}"}
        assert browser.ask("/password", chosen).status == 201
        old = chosen["password"]
        repeated = browser.ask("/password", {"name": first["name"], "current": old, "password": OWN})
        assert (repeated.status == 201) == (number == 9), number
        if number < 9:
            assert repeated.body["code"] == OwnPasswordUnfit.code
    assert browser.sign_in(first["name"], old).body["code"] == "password_refused"


@pytest.mark.clause("HUE-23.3")
def test_in_hue_a_lost_password_is_replaced_by_a_code_to_the_registered_contact(applicant):
    browser = applicant("hue")
    name = browser.open_account()
    lost = Applicant(browser.product, browser.origin)
    assert lost.ask("/recovery", {"channel": "mail", "contact": PERSON["contact"]}).status == 202
    code = lost.read_code()
    wrong = "000000" if code != "000000" else "000001"
    new = {"channel": "mail", "password": OTHER}
    assert lost.ask("/recovery/code", {**new, "code": wrong}).body["code"] == "code_not_accepted"
    thief = Applicant(browser.product, browser.origin)
    assert thief.ask("/recovery/code", {**new, "code": code}).status == 401
    assert lost.ask("/recovery/code", {**new, "code": code, "password": OWN}).body["code"] == OwnPasswordUnfit.code
    given = lost.ask("/recovery/code", {**new, "code": code})
    assert given.status == 201
    devices = lost.ask("/devices", {}, under="/api/session")
    assert (devices.status, [each["current"] for each in devices.body["items"]]) == (200, [True])
    assert lost.ask("/recovery/code", {**new, "code": code}).status in (401, 422), "a code counts once"
    assert browser.sign_in(name, OWN).body["code"] == "password_refused"
    assert browser.sign_in(name, OTHER).status == 200


@pytest.mark.clause("VL-5.5#1")
def test_in_vinh_long_a_person_registers_alone(applicant):
    browser = applicant("vinh-long")
    assert "khoản 5 Điều 5" in browser.form()["article"]
    listed = [each["vi"] for each in browser.product.nobody().get("/api/session/methods")["listed"]]
    assert listed == ["tài khoản của tỉnh", "đăng nhập một lần"]
    assert browser.open_account()


@pytest.mark.clause("QN-9.1", "QN-27.1")
def test_in_quang_ngai_people_register_at_the_province_fully_and_keep_their_access_safe(applicant):
    browser = applicant("quang-ngai")
    form = browser.form()
    assert (form["open"], "khoản 1 Điều 9" in form["article"]) == (True, True)
    assert list_faults(browser.register(address="", birth_date=None)) == {"/address", "/birth_date"}
    browser.open_account()
    assert browser.product.nobody().get("/api/session/methods")["listed"][1]["vi"].startswith("tài khoản Cổng")


@pytest.mark.clause("TB-6.1")
def test_in_thai_binh_an_account_of_the_province_is_one_of_three(applicant):
    browser = applicant("thai-binh")
    listed = [each["vi"] for each in browser.product.nobody().get("/api/session/methods")["listed"]]
    assert len(listed) == 3
    assert browser.open_account()


@pytest.mark.parametrize("province", ["lai-chau", "hue"])
def test_where_the_law_knows_no_own_accounts_registration_is_refused_by_its_article(applicant, province):
    browser = applicant(province, at=MONDAY)
    form = browser.form()
    assert form["open"] is False
    refused = browser.register()
    assert (refused.status, refused.body["code"]) == (403, "sign_in_method_closed")
    assert form["article"] in refused.body["detail"]["vi"] if isinstance(refused.body["detail"], dict) else True
    assert browser.sign_in("dk0000000001", OWN).body["code"] == "sign_in_method_closed"
    assert browser.ask("/recovery", {"channel": "mail", "contact": "a@vidu.example"}).status == 403


def test_a_code_is_guessed_five_times_at_most_and_belongs_to_its_browser(applicant):
    browser = applicant("hue")
    browser.register()
    code = browser.read_code()
    stranger = Applicant(browser.product, browser.origin)
    stranger.register(contact="khac@vidu.example")
    assert stranger.ask("/code", {"code": code}).body["code"] == "code_not_accepted"
    wrong = "000000" if code != "000000" else "000001"
    for _ in range(5):
        assert browser.ask("/code", {"code": wrong}).body["code"] == "code_not_accepted"
    assert browser.ask("/code", {"code": code}).body["code"] == "code_not_accepted"


def test_a_registration_that_was_cut_short_goes_on_where_it_was(applicant):
    browser = applicant("hue")
    browser.register()
    first = browser.prove().body
    again = browser.ask("/code", {"code": browser.read_code()}).body
    assert again["name"] == first["name"], "the answer was lost"
    other = Applicant(browser.product, browser.origin)
    assert other.sign_in(again["name"], first["password"]).body["code"] == "password_refused"
    assert other.sign_in(again["name"], again["password"]).status == 200
    pool = find_pool()
    said = [{"Name": "name", "Value": "Lê Thị Mai"}]
    pool.admin_create_user(Username=again["name"], UserAttributes=said, TemporaryPassword="a" * 14)
    assert other.choose().status == 201, "the account was made, then the function stopped"
    assert other.sign_in(again["name"], OWN).status == 200


def test_guessing_is_slowed_for_who_guesses_and_locks_nobody_out(applicant, monkeypatch):
    browser = applicant("hue")
    name = browser.open_account()
    where = ["203.0.113.66"]
    monkeypatch.setattr(handlers, "find_address", lambda _: where[0])
    for _ in range(PER_PLACE):
        assert browser.sign_in(name, "sai mat khau roi").body["code"] == "password_refused"
    assert browser.sign_in(name, OWN).status == 429
    for number in range(PER_ACCOUNT - PER_PLACE):
        where[0] = f"203.0.113.{100 + number}"
        browser.sign_in(name, "sai mat khau roi")
    where[0] = "203.0.113.250"
    assert browser.sign_in(name, OWN).status == 429, "from a place that the account has never used"
    monkeypatch.undo()


def test_codes_asked_for_in_another_name_leave_the_holder_a_way_back(applicant, monkeypatch):
    browser = applicant("hue")
    where = [browser.address]
    monkeypatch.setattr(handlers, "find_address", lambda _: where[0])
    browser.open_account()
    asked = {"channel": "mail", "contact": PERSON["contact"]}
    stranger = Applicant(browser.product, browser.origin)
    where[0] = "203.0.113.200"
    for _ in range(CODES_PER_ADDRESS):
        stranger.ask("/recovery", asked)
    assert stranger.ask("/recovery", asked).status == 429
    where[0] = browser.address
    assert browser.ask("/recovery", asked).status == 202
    new = {"channel": "mail", "password": OTHER, "code": browser.read_code()}
    assert browser.ask("/recovery/code", new).status == 201


def test_one_password_tried_with_many_names_is_stopped_for_its_address_alone(applicant, monkeypatch):
    browser = applicant("hue")
    name = browser.open_account()
    monkeypatch.setattr(own_attempts, "PER_ADDRESS", 5)
    where = ["203.0.113.66"]
    monkeypatch.setattr(handlers, "find_address", lambda _: where[0])
    answers = [browser.sign_in(f"dk{number:010d}", OWN).status for number in range(7)]
    assert answers == [401] * 5 + [429] * 2
    assert browser.sign_in(name, OWN).status == 429
    where[0] = browser.address
    assert browser.sign_in(name, OWN).status == 200


def test_one_address_registers_and_recovers_only_so_often(applicant):
    browser = applicant("hue")
    terms = browser.form()["terms"]
    for number in range(REGISTRATIONS_PER_ADDRESS):
        assert browser.register(contact=f"mai{number}@vidu.example", terms=terms).status == 202
    assert browser.register(contact="mai@vidu.example", terms=terms).status == 429
    for number in range(RECOVERIES_PER_ADDRESS):
        asked = {"channel": "mail", "contact": f"ai{number}@vidu.example"}
        assert browser.ask("/recovery", asked).status == 202
    assert browser.ask("/recovery", {"channel": "mail", "contact": "ai@vidu.example"}).status == 429
