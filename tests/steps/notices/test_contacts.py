"""Contacts: proven by a code before first use, within limits, and nobody's but their owner's."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.notices.contacts import (
    CODE_LIVES,
    CODE_TRIES,
    CodeNotAccepted,
    Holder,
    normalise_address,
    redact_contact,
)
from chalicelib.domain.notices.deliveries import Unreachable
from chalicelib.domain.notices.messages import News
from chalicelib.domain.notices.notice_rules import Channel
from chalicelib.domain.shared.errors import Forbidden, Invalid, NotFound
from chalicelib.domain.shared.http_errors import TooMany
from chalicelib.repositories.notices.notice_table import load_notices
from chalicelib.steps.dossier.reader import Reader
from chalicelib.steps.notices import contacts as steps
from chalicelib.steps.notices.contacts import CodeAsking, CodeSending
from tests.support.builders import CITIZEN, Case, build_actor
from tests.support.fakes.fake_people import FakeAccesses, FakePeople
from tests.support.notice_builders import NOW, FakeContacts, Outbox

ME = Holder(sub=CITIZEN.sub)
SMS, MAIL = Channel.SMS, Channel.MAIL


@dataclass
class ContactDesk:
    """Somebody asking for codes, the queue between, and the telephone that gets them."""

    contacts: FakeContacts = field(default_factory=FakeContacts)
    phone: Outbox = field(default_factory=Outbox)
    asked: list[tuple[Holder, Channel]] = field(default_factory=list)
    spent: Counter[tuple[str, str]] = field(default_factory=Counter)
    made: int = 0

    def spend(self, bucket: str, who: str, limit: int, seconds: int, now: datetime) -> None:
        self.spent[bucket, who] += 1
        if self.spent[bucket, who] > limit:
            raise TooMany(retry_after=seconds)

    def ask_for(self, holder: Holder, channel: Channel) -> None:
        self.asked.append((holder, channel))

    def code(self) -> str:
        self.made += 1
        return f"{self.made:06d}"

    def ask(self, address: str = "0912 345 678", channel: Channel = SMS, holder: Holder = ME, **more: Any) -> None:
        """Ask, and let the queue bring it at once."""
        asking = CodeAsking(self.contacts, CodeQueue(self), self.spend)
        asking.ask(CITIZEN, holder, channel, address, more.get("language", "vi"), more.get("now", NOW))
        self.deliver(**more)

    def deliver(self, now: datetime = NOW, **_: Any) -> None:
        while self.asked:
            self.sending.send(*self.asked.pop(0), now)

    @property
    def sending(self) -> CodeSending:
        outlets: dict[Channel, Any] = {SMS: self.phone, MAIL: self.phone}
        made = self.code
        return CodeSending(self.contacts, outlets, lambda: load_notices().words, made, made, lambda: "00" * 16)

    def confirm(self, code: str, channel: Channel = SMS, holder: Holder = ME, now: datetime = NOW) -> Any:
        return steps.confirm_contact(self.contacts, self.spend, CITIZEN, holder, channel, code, now)


@dataclass
class CodeQueue:
    """The `CodeRequests` port."""

    desk: ContactDesk

    def ask(self, holder: Holder, channel: Channel) -> None:
        self.desk.ask_for(holder, channel)


def test_a_contact_is_used_only_after_its_code_was_read_there():
    d = ContactDesk()
    d.ask()
    assert d.contacts.load_reach(ME).find_address(SMS) == ""
    ((address, _, text),) = d.phone.codes
    assert address == "+84912345678"
    assert "000001" in text
    assert d.confirm("000001").find_address(SMS) == "+84912345678"
    assert d.contacts.load_reach(ME).sms == d.contacts.load_reach(ME).merge_with(d.contacts.load_reach(ME)).sms


def test_the_code_is_stored_as_a_digest_and_shown_nowhere():
    d = ContactDesk()
    d.ask()
    stored = d.contacts.codes[ME, SMS]
    assert "000001" not in repr(stored)
    assert "digest" not in repr(stored)


@pytest.mark.parametrize("wrong", ["wrong", "late", "other", "never", "twice", "tries"])
def test_every_wrong_answer_is_the_same_answer(wrong):
    d = ContactDesk()
    if wrong != "never":
        d.ask()
    code, channel, now = "000001", SMS, NOW
    if wrong == "wrong":
        code = "999999"
    if wrong == "late":
        now = NOW + CODE_LIVES
    if wrong == "other":
        channel = MAIL
    if wrong == "twice":
        d.confirm("000001")
    if wrong == "tries":
        for _ in range(CODE_TRIES):
            with pytest.raises(CodeNotAccepted):
                d.confirm("999999")
    before = d.contacts.load_reach(ME)
    with pytest.raises(CodeNotAccepted) as caught:
        d.confirm(code, channel, now=now)
    assert (caught.value.facts, caught.value.fields) == ({}, ())
    assert d.contacts.load_reach(ME) == before


def test_a_new_code_ends_the_old_one_and_its_tries():
    d = ContactDesk()
    d.ask()
    d.ask()
    with pytest.raises(CodeNotAccepted):
        d.confirm("000001")
    assert d.confirm("000002").find_address(SMS)


def test_a_frequent_asker_waits_for_any_address_and_one_address_waits_for_any_asker():
    d = ContactDesk()
    for number in range(steps.CODES_PER_PERSON):
        d.ask(f"091234567{number}")
    with pytest.raises(TooMany):
        d.ask("0912345600")
    again = ContactDesk()
    for _ in range(steps.CODES_PER_ADDRESS):
        again.ask("+84 912 345 678")
    with pytest.raises(TooMany):
        again.ask("0912345678")
    assert len(again.phone.codes) == steps.CODES_PER_ADDRESS


def test_guessing_is_limited_however_many_codes_are_asked_for():
    d = ContactDesk()
    d.ask()
    for _ in range(steps.ANSWERS_PER_PERSON):
        with pytest.raises(CodeNotAccepted):
            d.confirm("999999")
    with pytest.raises(TooMany):
        d.confirm("000001")


def test_a_code_is_sent_once_though_its_message_comes_twice():
    d = ContactDesk()
    d.ask()
    assert d.sending.send(ME, SMS, NOW) is False
    assert d.sending.send(ME, MAIL, NOW) is False
    assert len(d.phone.codes) == 1


def test_trouble_makes_a_new_code_and_a_refusal_none():
    d = ContactDesk()
    d.phone.faults = [ConnectionError("down"), Unreachable("opted_out")]
    with pytest.raises(ConnectionError):
        d.ask()
    assert d.sending.send(ME, SMS, NOW) is False
    d.ask()
    with pytest.raises(CodeNotAccepted):
        d.confirm("000001")
    assert d.confirm("000003").find_address(SMS)


def test_an_old_request_is_not_sent_any_more():
    d = ContactDesk()
    asking = CodeAsking(d.contacts, CodeQueue(d), d.spend)
    asking.ask(CITIZEN, ME, SMS, "0912345678", "en", NOW)
    d.deliver(now=NOW + timedelta(hours=2))
    assert d.phone.codes == []


def test_wishes_keep_contacts_and_contacts_keep_wishes():
    d = ContactDesk()
    d.ask("Hoa@VIDU.vn", MAIL)
    d.confirm("000001", MAIL)
    chosen = steps.choose_wishes(d.contacts, ME, "en", ["sms"])
    assert (chosen.find_address(MAIL), chosen.language, chosen.off) == ("Hoa@vidu.vn", "en", frozenset({SMS}))
    d.ask(language="en")
    assert d.phone.codes[-1][2].startswith("Mot Cua code: 000002")
    assert d.confirm("000002").language == "en"
    steps.remove_contact(d.contacts, ME, MAIL)
    assert d.contacts.load_reach(ME).find_address(MAIL) == ""
    with pytest.raises(NotFound):
        steps.remove_contact(d.contacts, ME, MAIL)


def test_a_dossiers_contacts_are_for_its_owner_and_its_one_stop_unit():
    case = Case().at(State.RECEIVED)
    who = {
        CITIZEN: True,
        case.officer(Role.ONE_STOP_OFFICER): True,
        case.officer(Role.CASE_OFFICER): False,
    }
    looks = FakeAccesses()

    def build_reader(person: Actor) -> Reader:
        return Reader(case.deps, looks, person, case.now, case.real_now, FakePeople())

    for person, may in who.items():
        if may:
            held = steps.build_party_holder(build_reader(person), case.id, "filer")
            assert held == Holder(dossier_id=case.id, party="filer")
        else:
            with pytest.raises(Forbidden):
                steps.build_party_holder(build_reader(person), case.id, "filer")
    with pytest.raises(NotFound):
        steps.build_party_holder(build_reader(build_actor(Role.ONE_STOP_OFFICER, "ELSEWHERE")), case.id, "filer")
    assert len(looks.records) == 1, "the officer's look is on record, the owner's is not"


def test_the_filing_names_where_to_ask():
    case = Case().at(State.RECEIVED)
    parts = list(case.store.load_parts(case.id).values())
    assert steps.require_declared_address(parts, "filer", SMS) == "0912345678"
    for party, channel in (("filer", MAIL), ("principal", SMS)):
        with pytest.raises(Invalid):
            steps.require_declared_address(parts, party, channel)


def test_erasing_a_persons_part_takes_their_contacts_along():
    case = Case().at(State.CLOSED)
    key = (f"D#{case.id}", "REACH#filer")
    case.store.items[key] = case.store.items[f"D#{case.id}", "STATE"]
    office = build_actor(Role.PROVINCIAL_OFFICE, "province")
    digests = {part.name: digest for digest, part in case.store.load_parts(case.id).items()}
    case.take("erase", office, digest=digests["form"])
    assert key in case.store.items
    case.take("erase", office, digest=digests["applicant"])
    assert key not in case.store.items


@pytest.mark.parametrize(
    ("channel", "given", "kept"),
    [
        (SMS, "0912345678", "+84912345678"), (SMS, "84912345678", "+84912345678"),
        (SMS, "+84 35.123-4567", "+84351234567"), (SMS, "0351234567", "+84351234567"),
        (SMS, "0212345678", ""), (SMS, "+1 202 555 0100", ""), (SMS, "112", ""),
        (MAIL, " a.b@Vidu.VN ", "a.b@vidu.vn"), (MAIL, "a@b", ""), (MAIL, "a@b.vn\nBcc: x@y.vn", ""),
        (MAIL, "a@b.vn, c@d.vn", ""), (MAIL, "a..b@c.vn", ""), (MAIL, "Hoa <a@b.vn>", ""),
    ],
)  # fmt: skip
def test_only_what_a_provider_could_reach_is_an_address(channel, given, kept):
    if kept:
        assert normalise_address(channel, given) == kept
        return
    with pytest.raises(Invalid):
        normalise_address(channel, given)


@given(st.text(max_size=40))
def test_an_address_is_refused_or_has_one_form(text):
    for channel in (SMS, MAIL):
        try:
            once = normalise_address(channel, text)
        except Invalid:
            continue
        assert normalise_address(channel, once) == once
        assert not set("\r\n,;<>") & set(once)


def test_a_masked_contact_can_be_known_again_and_not_used():
    d = ContactDesk()
    d.ask("hoa@vidu.vn", MAIL)
    d.confirm("000001", MAIL)
    d.ask()
    reach = d.confirm("000002")
    assert (redact_contact(reach.mail), redact_contact(reach.sms), redact_contact(None)) == (
        "h***@vidu.vn",
        "+84*****678",
        "",
    )


@pytest.mark.parametrize("news", News)
def test_news_of_an_account_go_to_each_proven_contact_in_the_persons_language(news):
    d = ContactDesk()
    assert d.sending.announce(ME, news) == 0, "nobody is reached at a contact that nobody has proven"
    d.ask()
    d.confirm("000001")
    d.ask("mai@vidu.example", MAIL)
    d.confirm("000002", MAIL)
    d.phone.codes.clear()
    assert d.sending.announce(ME, news) == 2
    assert {address for address, _, _ in d.phone.codes} == {"+84912345678", "mai@vidu.example"}
    assert all("ứng dụng xác thực" in text.casefold() for _, _, text in d.phone.codes)
    steps.choose_wishes(d.contacts, ME, "en", ["mail", "sms"])
    d.phone.codes.clear()
    d.phone.faults = [Unreachable("gone")]
    assert d.sending.announce(ME, news) == 1, "owed to the person, also without courtesy notices"
    assert "authenticator app" in d.phone.codes[0][2]
