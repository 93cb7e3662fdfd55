"""Telephone and password of an own account are lost: who stands at the counter gets in again by a contact that one
officer proposes and another one decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.notices.contacts import Contact, Holder
from chalicelib.domain.notices.notice_rules import Channel
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.matters.matter_table import MatterTable
from chalicelib.repositories.notices.contacts import ContactTable
from chalicelib.wiring import core as wiring
from chalicelib.wiring.people import provide_profiles
from infra.local.person import HttpReply
from tests.product.accounts.registering import OWN, PERSON, connect_own_pool
from tests.product.accounts.test_person_cases import decide
from tests.product.accounts.test_second_factor import Holder as Applicant
from tests.product.accounts.test_second_factor import wait_for_next_second
from tests.product.conftest import MONDAY, THEN
from tests.product.office import Office, Worker

NEW, AGAIN = "mai.moi@vidu.example", "mua roi tren thanh pho"
OTHER = {"full_name": "Trần Văn Ba", "id_number": "046190001111", "contact": "ba@vidu.example"}


@pytest.fixture
def mai(office: Callable[..., Office], monkeypatch: pytest.MonkeyPatch) -> Applicant:
    """Somebody with an own account of Vĩnh Long in 2024, with a second factor, whose telephone is gone."""
    product = office("vinh-long", at=THEN)
    connect_own_pool(product, monkeypatch)
    found = Applicant(product, wiring.provide_settings().origins[0])
    found.name = found.open_account()
    assert found.add().status == 200
    return found


def ask(officer: Worker, person: str, **more: Any) -> HttpReply:
    """Propose another contact."""
    values = {
        "action": "contact", "subject": "Mất điện thoại và mật khẩu", "person": person, "letter": "12/GĐN",
        "id_number": PERSON["id_number"], "contact": NEW, "contact_again": more.get("contact", NEW),
        "grounds": "Đã đối chiếu thẻ căn cước với người đến quầy.", **more,
    }  # fmt: skip
    return officer.ask("POST", "/api/person-cases", {"values": {k: v for k, v in values.items() if v}})


def propose(mai: Applicant, **more: Any) -> dict[str, Any]:
    """The proposal of the counter."""
    answer = ask(mai.product("desk1"), f"own-{mai.name}", **more)
    assert answer.status == 201, answer.body
    found: dict[str, Any] = answer.body
    return found


def recover(mai: Applicant, contact: str = NEW, password: str = AGAIN) -> HttpReply:
    """Set another password on the page for lost passwords, by a contact's code alone."""
    browser = mai.elsewhere()
    channel = "mail" if "@" in contact else "sms"
    assert browser.ask("/recovery", {"channel": channel, "contact": contact}).status == 202
    code = browser.read_code(channel)
    return browser.ask("/recovery/code", {"channel": channel, "code": code, "password": password})


def list_faults(answer: HttpReply) -> list[str]:
    """The fields at fault."""
    return [each["path"] for each in answer.body.get("errors", ())]


def test_two_officers_replace_the_contact_and_only_that_one_leads_back_in(mai: Applicant) -> None:
    product, person = mai.product, f"own-{mai.name}"
    case = propose(mai)
    assert mai.since() is not None, "nothing has happened yet"
    assert decide(product("desk1"), case).status == 403
    assert decide(product("office"), case).status == 200
    # What was lost opens nothing, and everything of before has ended.
    assert mai.ask("/devices", {}, under="/api/session").status == 401
    wait_for_next_second()
    thief = mai.elsewhere()
    assert thief.sign_in(mai.name, OWN).body["code"] == "password_replaced"
    assert thief.ask("/sign-in/code", {"code": mai.telephone.show()}).status == 401
    changed = thief.ask(
        "/password", {"name": mai.name, "current": OWN, "password": AGAIN, "code": mai.telephone.show()}
    )
    assert changed.body["code"] == "password_replaced"
    sent = len(product.around.outlets[Channel.MAIL].codes)
    assert thief.ask("/recovery", {"channel": "mail", "contact": PERSON["contact"]}).status == 202
    assert len(product.around.outlets[Channel.MAIL].codes) == sent, "the contact of before leads nowhere"
    # The contact of before and the new one are notified, in words that name nobody.
    product.around.bring("send_notice", case["id"])
    mails = {each.address: letter.body for each, letter, _ in product.around.outlets[Channel.MAIL].sent}
    assert "bao-mat-tai-khoan" in mails[PERSON["contact"]]
    assert case["number"] in mails[NEW]
    assert PERSON["full_name"] not in repr(mails)
    # The holder is back in by the new contact, and reads what was done.
    given = recover(mai)
    assert given.status == 201, given.body
    wait_for_next_second()
    product.tokens[person] = mai.elsewhere().sign_in(mai.name, AGAIN).body["session"]["access_token"]
    holder = Worker(product("citizen1").stack, person, office=product)
    assert holder.get("/api/me/profile")["changes"][0]["cause"] == "contact_replaced"
    read = holder.get(f"/api/person-cases/{case['id']}")
    assert (read["state"], NEW in repr(read), "desk1" in repr(read)) == ("replaced", False, False)
    assert mai.elsewhere().sign_in(mai.name, OWN).body["code"] == "password_refused"


def test_nothing_personal_is_in_facts_keys_or_notices_of_officers(mai: Applicant) -> None:
    case = propose(mai, former=PERSON["contact"])
    assert decide(mai.product("office"), case).status == 200
    facts = repr(MatterTable().load_ledger(case["id"]))
    named = (NEW, PERSON["contact"], PERSON["id_number"], PERSON["full_name"])
    assert [each for each in named if each in facts] == []
    rows = [(str(row.pk), str(row.sk)) for row in TableItem.scan()]
    assert [each for each in named if each in repr(rows)] == []


def test_a_contact_that_stayed_is_enough_where_only_app_and_password_are_lost(mai: Applicant) -> None:
    case = propose(mai, contact=PERSON["contact"])
    assert recover(mai, PERSON["contact"]).body["code"] == "second_factor_needed"
    assert decide(mai.product("office"), case).status == 200
    assert recover(mai, PERSON["contact"]).status == 201


def test_an_older_proposal_is_refused_once_another_contact_was_given(mai: Applicant) -> None:
    older, newer = propose(mai, contact="cu@vidu.example"), propose(mai)
    assert decide(mai.product("office"), newer).status == 200
    assert recover(mai).status == 201
    refused = decide(mai.product("office"), older)
    assert (refused.status, list_faults(refused)) == (422, ["/values/person"])
    reach = ContactTable().load_reach(Holder(sub=f"own-{mai.name}"))
    assert reach.find_address(Channel.MAIL) == NEW


def test_a_telephone_takes_the_place_of_a_mail_address(mai: Applicant) -> None:
    case = propose(mai, contact="0912345678")
    assert decide(mai.product("office"), case).status == 200
    reach = ContactTable().load_reach(Holder(sub=f"own-{mai.name}"))
    assert (reach.mail, reach.find_address(Channel.SMS)) == (None, "+84912345678")
    assert recover(mai, "0912345678").status == 201


def test_a_registered_contact_that_is_no_longer_on_record_is_named(mai: Applicant) -> None:
    table, holder = ContactTable(), Holder(sub=f"own-{mai.name}")
    reach = table.load_reach(holder)
    table.save(holder, replace(reach, mail=Contact("khac@vidu.example", mai.product.clock.at)))
    assert list_faults(ask(mai.product("desk1"), holder.sub)) == ["/values/former"]
    assert list_faults(ask(mai.product("desk1"), holder.sub, former="la@vidu.example")) == ["/values/former"]
    case = propose(mai, former=PERSON["contact"])
    assert decide(mai.product("office"), case).status == 200
    mai.product.around.bring("send_notice", case["id"])
    sent = {each.address for each, *_ in mai.product.around.outlets[Channel.MAIL].sent}
    assert {"khac@vidu.example", NEW} <= sent


def test_a_contact_of_before_that_is_not_the_accounts_is_refused(mai: Applicant) -> None:
    for former in ("la@vidu.example", OTHER["contact"]):
        assert list_faults(ask(mai.product("desk1"), f"own-{mai.name}", former=former)) == ["/values/former"]


def test_wrong_proposals_are_refused_at_their_field(mai: Applicant) -> None:
    product, person = mai.product, f"own-{mai.name}"
    other = Applicant(product, mai.origin)
    other.name = other.open_account(**OTHER)
    desk = product("desk1")
    for more, fields in (
        ({"id_number": ""}, ["/values/id_number"]),
        ({"contact": "", "contact_again": ""}, ["/values/contact", "/values/contact_again"]),
        ({"contact_again": "mai.khac@vidu.example"}, ["/values/contact_again"]),
        ({"contact": "khong phai thu"}, ["/values/contact"]),
        ({"contact": OTHER["contact"]}, ["/values/contact"]),
        ({"id_number": OTHER["id_number"]}, ["/values/id_number"]),
        ({"former": OTHER["contact"], "id_number": OTHER["id_number"]}, ["/values/id_number"]),
    ):
        assert list_faults(ask(desk, person, **more)) == fields, more
    assert list_faults(ask(desk, "nobody-here")) == ["/values/person"]
    assert list_faults(ask(desk, product("office").get("/api/me")["sub"])) == ["/values/person"]
    for username in ("case1", "operator", "office"):
        assert ask(product(username), person).code == "forbidden", "who is at no counter"


def test_a_contact_that_somebody_took_meanwhile_is_refused_and_nothing_is_half_done(mai: Applicant) -> None:
    case = propose(mai)
    other = Applicant(mai.product, mai.origin)
    other.name = other.open_account(**{**OTHER, "contact": NEW})
    refused = decide(mai.product("office"), case)
    assert (refused.status, list_faults(refused)) == (422, ["/values/contact"])
    assert mai.since() is not None
    assert provide_profiles().load(f"own-{mai.name}").version == 1


def test_nobody_proposes_or_decides_about_themselves_with_any_account(mai: Applicant) -> None:
    product, person = mai.product, f"own-{mai.name}"
    records = wiring.provide_officers()

    def number(username: str, number: str) -> None:
        officer = records.load(product(username).get("/api/me")["sub"])
        records.save(replace(officer, version=officer.version + 1, id_number=number), "test", "1", product.clock.at)
        records.cache.clear()

    number("desk1", PERSON["id_number"])
    assert ask(product("desk1"), person).code == "own_identity"
    number("desk1", "046190007777")
    case = propose(mai)
    second = product.appoint("second", Role.PROVINCIAL_OFFICE, "province")
    number("second", PERSON["id_number"])
    assert decide(second, case).code == "own_identity", "the holder's own account of an officer"
    number("second", "046190007777")
    assert decide(second, case).code == "own_matter", "another account of who proposed"
    number("second", "046190006666")
    assert decide(second, case).status == 200


def test_it_is_decided_once_and_a_repeated_decision_is_answered_as_before(mai: Applicant) -> None:
    case, office = propose(mai), mai.product("office")
    second = mai.product.appoint("second", Role.PROVINCIAL_OFFICE, "province")
    path, body = f"/api/person-cases/{case['id']}/approve", {"values": {"outcome": "Đúng người."}}
    first, same = (office.ask("POST", path, body, key="decided-once-0001", version=1) for _ in range(2))
    assert (first.status, same.status, first.body["state"], same.body["state"]) == (200, 200, "replaced", "replaced")
    assert decide(second, case).status in (409, 412)
    kept = recover(mai)
    again = office.ask("POST", path, body, key="decided-once-0001", version=1)
    assert (kept.status, again.status) == (201, 200)
    wait_for_next_second()
    assert mai.elsewhere().sign_in(mai.name, AGAIN).body["session"] is not None, "a replay takes nothing back"
    declined = propose(mai, contact="khac@vidu.example")
    assert decide(second, declined, "decline").body["state"] == "declined"
    assert mai.elsewhere().sign_in(mai.name, AGAIN).body["session"] is not None


def test_today_it_is_refused_by_the_rule_that_leads_to_the_e_identity(mai: Applicant) -> None:
    case = propose(mai)
    mai.product.clock.at = MONDAY
    wiring.provide_officers().cache.clear()
    late = decide(mai.product("office"), case)
    refused = ask(mai.product("desk1"), f"own-{mai.name}")
    for answer in (late, refused):
        assert (answer.status, answer.code) == (403, "sign_in_method_closed")
        assert "định danh điện tử" in answer.body["detail"]["vi"]
