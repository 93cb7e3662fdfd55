"""The store of notices: the same tests on the fakes that unit tests use and on the real tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.notices import deliveries as domain
from chalicelib.domain.notices.contacts import Contact, ContactReach, Holder, PendingCode
from chalicelib.domain.notices.deliveries import Beginning, Delivery, DeliveryState, Errand
from chalicelib.domain.notices.inbox import InboxMessage
from chalicelib.domain.notices.notice_rules import Channel
from chalicelib.domain.notices.recipients import Recipient
from chalicelib.domain.shared.errors import Malformed
from chalicelib.repositories.accounts.officers import Officers, build_rights_row
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.notices import notice_rows
from chalicelib.repositories.notices.contacts import ContactTable, TableReaches
from chalicelib.repositories.notices.deliveries import DeliveryTable, ErrandTable
from chalicelib.repositories.notices.inboxes import InboxTable
from tests.contract.engines import DYNAMODB, open_simple_table
from tests.support.notice_builders import NOW, FakeContacts, FakeDeliveries, FakeErrands, FakeInboxes

pytestmark = pytest.mark.engine(DYNAMODB)

ONE, TWO = "0123456789abcdefghjkmnpqrs", "1123456789abcdefghjkmnpqrs"
MESSAGE = InboxMessage("m1", ONE, 2, "received", True, NOW, {"vi": {"subject": "Hồ sơ", "body": "…"}})


@dataclass
class NoticeStore:
    """One implementation of the ports."""

    deliveries: Any
    errands: Any
    inboxes: Any
    contacts: Any


@pytest.fixture(params=["fake", "real"])
def store(request: pytest.FixtureRequest) -> Iterator[NoticeStore]:
    """An empty store of either kind."""
    if request.param == "fake":
        inboxes = FakeInboxes()
        yield NoticeStore(FakeDeliveries(inboxes), FakeErrands(), inboxes, FakeContacts())
        return
    with open_simple_table(request):
        yield NoticeStore(DeliveryTable(), ErrandTable(), InboxTable(), ContactTable())


def build_delivery(dossier: str = ONE, seq: int = 2, channel: Channel = Channel.MAIL, **changes: Any) -> Delivery:
    """A queued delivery."""
    made = Delivery(dossier, seq, "filer", channel, "received", official=True, queued_at=NOW)
    return replace(made, **changes)


def begin_delivery(deliveries: Any, made: Delivery) -> Delivery:
    """That delivery, put on record alone."""
    (kept,) = deliveries.begin([Beginning(made)])
    assert isinstance(kept, Delivery)
    return kept


def test_a_delivery_is_added_once_for_life(store):
    first = begin_delivery(store.deliveries, build_delivery())
    assert (
        store.deliveries.begin([Beginning(build_delivery(notice="another", queued_at=NOW + timedelta(days=900)))])
        is None
    )
    assert store.deliveries.list_by_fact(ONE, 2) == [first]
    assert store.deliveries.list_by_fact(ONE, 9) == []


def test_deliveries_begin_with_their_messages_or_not_at_all(store):
    inner = build_delivery(channel=Channel.INBOX, state=DeliveryState.DELIVERED)
    begun = [
        Beginning(build_delivery()),
        Beginning(inner, "me", MESSAGE),
        Beginning(replace(inner, to="agent"), "me", MESSAGE),
    ]
    kept = store.deliveries.begin(begun)
    assert [each.version for each in kept] == [1, 1, 1]
    assert sorted(store.deliveries.list_by_fact(ONE, 2), key=lambda each: each.id) == sorted(
        kept, key=lambda each: each.id
    )
    assert store.inboxes.find("me", MESSAGE.id) == replace(MESSAGE, version=1)
    assert [place[0] for place in store.deliveries.list_waiting(NOW + timedelta(hours=1), 10)] == [ONE]
    again = Beginning(replace(inner, to="partner"), "desk", replace(MESSAGE, id="m2"))
    assert store.deliveries.begin([again, Beginning(build_delivery())]) is None
    assert store.inboxes.find("desk", "m2") is None
    assert len(store.deliveries.list_by_fact(ONE, 2)) == 3
    assert store.deliveries.begin([Beginning(replace(inner, to="partner"), "me", MESSAGE)]) is None, "it lies there"
    assert store.deliveries.begin([]) == []


def test_more_deliveries_than_a_transaction_holds_begin_all_the_same(store):
    desks = [Beginning(build_delivery(to=f"desk-{n}", channel=Channel.INBOX), f"desk-{n}", MESSAGE) for n in range(85)]
    assert len(store.deliveries.begin(desks)) == len(store.deliveries.list_by_fact(ONE, 2)) == 85
    assert store.inboxes.find("desk-84", MESSAGE.id)


def test_a_change_on_an_old_version_is_not_kept(store):
    first = begin_delivery(store.deliveries, build_delivery())
    mine = domain.claim_if_free(first, NOW)
    assert [each.tries for each in store.deliveries.save([mine])] == [1]
    assert store.deliveries.save([mine]) is None
    assert store.deliveries.save([replace(first, version=0)]) is None
    assert [(each.tries, each.version) for each in store.deliveries.list_by_fact(ONE, 2)] == [(1, 2)]


def test_deliveries_are_found_by_fact_and_by_dossier(store):
    for each in (build_delivery(), build_delivery(seq=12), build_delivery(TWO)):
        store.deliveries.begin([Beginning(each)])
    store.deliveries.begin([Beginning(build_delivery(channel=Channel.SMS))], 1)
    assert [each.channel for each in store.deliveries.list_by_fact(ONE, 2)] == [Channel.MAIL, Channel.SMS]
    assert [each.seq for each in store.deliveries.list_by_dossier(ONE)] == [2, 2, 12]


def test_rows_of_older_code_hold_one_delivery_each_and_are_taken_up(table):
    """Before, each delivery had a row of its own, with its fields as text."""
    mail, text = build_delivery(), build_delivery(channel=Channel.SMS)
    for each in (mail, text):
        place = {"due_pk": "NOTICES#1", "due_sk": f"2026-11-23T03:00:00.000000Z#{ONE}#{each.id}"}
        row = notice_rows.build_row(
            replace(each, version=1), f"D#{ONE}", f"NOTICE#{each.id}", kind="notice", dossier_id=ONE, **place
        )
        row.save()
    deliveries = DeliveryTable()
    found = deliveries.list_by_fact(ONE, 2)
    assert found == [replace(each, version=1, row=each.id) for each in (mail, text)] == deliveries.list_by_dossier(ONE)
    assert deliveries.list_waiting(NOW + timedelta(hours=1), 10) == [(ONE, 2), (ONE, 2)]
    assert deliveries.save([domain.record_sent(found[0], "ref", NOW)])
    assert deliveries.save([found[0]]) is None
    later = deliveries.list_by_fact(ONE, 2)
    assert [(each.state, each.version) for each in later] == [(DeliveryState.SENT, 2), (DeliveryState.QUEUED, 1)]
    assert deliveries.list_waiting(NOW + timedelta(hours=1), 10) == [(ONE, 2)]
    assert deliveries.begin([Beginning(build_delivery(to="principal"))], len(later)) is not None
    assert len(deliveries.list_by_fact(ONE, 2)) == 3


def test_only_what_is_still_queued_waits_oldest_first(store):
    late = begin_delivery(store.deliveries, build_delivery(TWO, 3, queued_at=NOW + timedelta(minutes=1)))
    gone = begin_delivery(store.deliveries, build_delivery())
    assert store.deliveries.list_waiting(NOW + timedelta(hours=1), 10) == [(ONE, 2), (TWO, 3)]
    assert store.deliveries.list_waiting(NOW + timedelta(hours=1), 1) == [(ONE, 2)]
    assert store.deliveries.list_waiting(NOW, 10) == []
    store.deliveries.save([domain.record_sent(gone, "ref", NOW)])
    assert store.deliveries.list_waiting(NOW + timedelta(hours=1), 10) == [(TWO, 3)]
    store.deliveries.save([domain.record_failure(late, "gave_up", NOW)])
    assert store.deliveries.list_waiting(NOW + timedelta(hours=1), 10) == []


def test_a_first_attempt_waits_in_the_queue_alone_until_it_is_put_back_or_tried_again(store):
    """The queue has its message; the index gets what is put back at once, and every claim after the first."""
    mine, hour = domain.claim_delivery(build_delivery(), NOW), NOW + timedelta(hours=1)
    (first,) = store.deliveries.begin([Beginning(mine)], retried=False)
    assert store.deliveries.list_waiting(hour, 10) == []
    store.deliveries.save([domain.claim_delivery(first, NOW)])
    assert store.deliveries.list_waiting(hour, 10) == [(ONE, 2)]
    store.deliveries.begin([Beginning(replace(mine, dossier_id=TWO))], retried=True)
    assert store.deliveries.list_waiting(hour, 10) == [(ONE, 2), (TWO, 2)]
    third = domain.put_back(replace(mine, seq=3))
    store.deliveries.begin([Beginning(third)], retried=False)
    assert sorted(store.deliveries.list_waiting(hour, 10)) == [(ONE, 2), (ONE, 3), (TWO, 2)]


def test_a_providers_id_leads_to_its_delivery_as_it_is_now(store):
    kept = begin_delivery(store.deliveries, build_delivery(channel=Channel.SMS))
    store.deliveries.remember_reference("34d9b400", kept, NOW)
    assert store.deliveries.find_by_reference("34d9b400") == (ONE, kept.id)
    assert store.deliveries.find_by_reference("unknown") is None


def test_errands_stand_in_their_units_queue_until_they_are_done(store):
    errand = Errand(ONE, 2, "filer", "received", "U1", NOW, "no_contact", "TN-1")
    assert store.errands.add(errand) is True
    assert store.errands.add(errand) is False
    store.errands.add(replace(errand, dossier_id=TWO, opened_at=NOW - timedelta(days=1)))
    store.errands.add(replace(errand, seq=3, unit="U2"))
    found, cursor = store.errands.list_by_unit("U1", 10, None)
    assert ([each.dossier_id for each in found], cursor) == ([TWO, ONE], None)
    done = store.errands.save(replace(found[0], done_at=NOW, done_by="x", way="phone"))
    assert store.errands.find(TWO, 2, "filer") == done
    assert [each.dossier_id for each in store.errands.list_by_unit("U1", 10, None)[0]] == [ONE]
    assert store.errands.save(replace(found[0], way="letter")) is None


def test_an_inbox_holds_each_message_once_newest_first(store):
    for number, message_id in enumerate(["20260101-a", "20260102-b", "20260103-c"]):
        store.inboxes.put("me", replace(MESSAGE, id=message_id, seq=number))
    store.inboxes.put("me", replace(MESSAGE, id="20260102-b", notice="another"))
    store.inboxes.put("U1#agency_head", MESSAGE)
    found, _ = store.inboxes.list_page("me", 10, None)
    assert [each.id for each in found] == ["20260103-c", "20260102-b", "20260101-a"]
    assert {each.notice for each in found} == {"received"}
    read = store.inboxes.save("me", replace(found[0], read_at=NOW))
    assert store.inboxes.find("me", "20260103-c") == read
    assert store.inboxes.save("me", found[0]) is None
    assert store.inboxes.find("U1#agency_head", "m1").words == MESSAGE.words


def test_contacts_and_codes_belong_to_their_holder(store):
    me, party = Holder(sub="me"), Holder(dossier_id=ONE, party="filer")
    assert store.contacts.load_reach(me) == ContactReach()
    mine = store.contacts.save(me, ContactReach(mail=Contact("a@vidu.vn", NOW), off=frozenset({Channel.SMS})))
    assert store.contacts.load_reach(me) == mine
    assert store.contacts.load_reach(party) == ContactReach()
    assert store.contacts.save(me, ContactReach()) is None
    pending = store.contacts.save_pending(party, PendingCode(Channel.SMS, "+84912345678", NOW))
    assert store.contacts.find_pending_code(party, Channel.SMS) == pending
    assert (
        store.contacts.find_pending_code(me, Channel.SMS)
        is store.contacts.find_pending_code(party, Channel.MAIL)
        is None
    )


# ---- of the real tables alone ---------------------------------------------------------------------------


@pytest.fixture
def table(request: pytest.FixtureRequest) -> Iterator[None]:
    """The table in moto."""
    with open_simple_table(request):
        yield


def test_pages_go_on_where_they_ended_and_not_in_another_list(table):
    inboxes, errands = InboxTable(), ErrandTable()
    for number in range(5):
        inboxes.put("me", replace(MESSAGE, id=f"m{number}"))
        errands.add(Errand(ONE, number, "filer", "received", "U1", NOW, "no_contact"))
    pages: dict[str, Any] = {"me": inboxes.list_page, "U1": errands.list_by_unit}
    for name, page in pages.items():
        first, cursor = page(name, 3, None)
        second, _ = page(name, 3, cursor)
        assert len({each.id for each in (*first, *second)}) == 5
        with pytest.raises(Malformed):
            page("other", 3, cursor)


def test_no_address_is_in_a_key_or_an_index(table):
    contacts = ContactTable()
    contacts.save(Holder(sub="me"), ContactReach(mail=Contact("hoa@vidu.vn", NOW), sms=Contact("+84912345678", NOW)))
    contacts.save_pending(Holder(sub="me"), PendingCode(Channel.MAIL, "hoa@vidu.vn", NOW))
    DeliveryTable().begin([Beginning(build_delivery())])
    for row in TableItem.scan():
        named = {name: value for name, value in row.attribute_values.items() if name != "body"}
        assert "vidu" not in str(named)
        assert "912345678" not in str(named)


def test_what_is_of_no_use_any_more_is_forgotten_by_itself(table):
    ContactTable().save_pending(Holder(sub="me"), PendingCode(Channel.MAIL, "hoa@vidu.vn", NOW))
    InboxTable().put("me", MESSAGE)
    DeliveryTable().remember_reference("r", begin_delivery(DeliveryTable(), build_delivery()), NOW)
    expiring = {str(row.kind) for row in TableItem.scan() if row.attribute_values.get("expires_at")}
    assert expiring == {"code", "message", "sms_ref"}  # a delivery is kept permanently


def test_an_officer_is_reached_at_the_official_address_and_a_party_at_its_own(table):
    build_rights_row(Officer("officer-1", 1, "Tên", "Chuyên viên", "can.bo@hue.example.vn")).save()
    contacts = ContactTable()
    contacts.save(Holder(sub="me"), ContactReach(mail=Contact("a@vidu.vn", NOW), sms=Contact("+84912345678", NOW)))
    contacts.save(Holder(dossier_id=ONE, party="filer"), ContactReach(mail=Contact("b@vidu.vn", NOW)))
    reaches = TableReaches(contacts, Officers())
    assert (
        reaches.find_reach(ONE, Recipient("officer-officer-1", sub="officer-1")).find_address(Channel.MAIL)
        == "can.bo@hue.example.vn"
    )
    assert reaches.find_reach(ONE, Recipient("officer-x", sub="x")) == ContactReach()
    party = Recipient("filer", sub="me", party="filer")
    assert reaches.find_reach(ONE, party).find_address(Channel.MAIL) == "b@vidu.vn"
    assert reaches.find_reach(ONE, party).find_address(Channel.SMS) == "+84912345678"
    assert reaches.find_reach(TWO, party).find_address(Channel.MAIL) == "a@vidu.vn"
    assert reaches.find_reach(TWO, replace(party, sub="")) == ContactReach()
