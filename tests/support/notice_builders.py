"""Notices of dossiers in memory: ports as the table keeps them, outlets that remember, a sender around a case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from chalicelib.domain.ledger.chain import Fact, Part
from chalicelib.domain.notices.contacts import Contact, ContactReach, Holder, PendingCode
from chalicelib.domain.notices.deliveries import Beginning, Delivery, DeliveryState, Errand
from chalicelib.domain.notices.inbox import InboxMessage
from chalicelib.domain.notices.notice_plan import PlannedDelivery, RenderedNotice
from chalicelib.domain.notices.notice_rules import Channel, NoticeTable
from chalicelib.domain.notices.recipients import FILER, Recipient
from chalicelib.repositories.notices.notice_table import load_notices
from chalicelib.steps.notices.send_notice import NoticeSending, SendReport
from tests.support.builders import CITIZEN, Case, provide_reference

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
LINK = "https://motcua.hue.example.vn/dossiers/"
MAIL, PHONE = "hoa@vidu.vn", "+84912345678"
PROVEN = ContactReach(mail=Contact(MAIL, NOW), sms=Contact(PHONE, NOW), version=1)


def keep_version(store: dict[Any, Any], key: Any, value: Any) -> Any:
    """The value with its next version, or None when the stored one is not the one it was read from."""
    there = store.get(key)
    if (there.version if there else 0) != value.version:
        return None
    store[key] = replace(value, version=value.version + 1)
    return store[key]


@dataclass
class FakeDeliveries:
    """The `Deliveries` port."""

    inboxes: FakeInboxes
    rows: dict[tuple[str, str], Delivery] = field(default_factory=dict)
    refs: dict[str, tuple[str, str]] = field(default_factory=dict)
    held: set[tuple[str, str]] = field(default_factory=set)

    def list_by_fact(self, dossier_id: str, seq: int) -> Sequence[Delivery]:
        return [each for each in self.list_by_dossier(dossier_id) if each.seq == seq]

    def list_by_dossier(self, dossier_id: str) -> Sequence[Delivery]:
        return [each for key, each in sorted(self.rows.items()) if key[0] == dossier_id]

    def begin(self, begun: Sequence[Beginning], known: int = 0, *, retried: bool = True) -> Sequence[Delivery] | None:
        letters = {(each.inbox, each.message.id): each.message for each in begun if each.message}
        seqs = {each.delivery.seq for each in begun}
        assert len(seqs) <= 1, "deliveries of one fact"
        row = "".join(f"{seq:08d}#{known:04d}" for seq in seqs)
        taken = any(
            (each.delivery.dossier_id, row) == (one.dossier_id, one.row) for each in begun for one in self.rows.values()
        )
        if taken or letters.keys() & self.inboxes.rows.keys():
            return None
        for (inbox, _), message in letters.items():
            self.inboxes.put(inbox, message)
        first = [each.delivery for each in begun if each.delivery.tried_at and not retried]
        self.held |= {(each.dossier_id, each.id) for each in first}
        return self.keep([replace(each.delivery, row=row, version=1) for each in begun])

    def save(self, row: Sequence[Delivery]) -> Sequence[Delivery] | None:
        place = (row[0].dossier_id, row[0].row)
        stored = [each for each in self.rows.values() if (each.dossier_id, each.row) == place]
        assert {each.id for each in row} == {each.id for each in stored}, "the whole row"
        if any(each.version != row[0].version for each in stored):
            return None
        self.held -= {(each.dossier_id, each.id) for each in row}
        return self.keep([replace(each, version=each.version + 1) for each in row])

    def keep(self, row: Sequence[Delivery]) -> Sequence[Delivery]:
        self.rows |= {(each.dossier_id, each.id): each for each in row}
        return row

    def list_waiting(self, until: datetime, limit: int) -> Sequence[tuple[str, int]]:
        queued = [
            each for key, each in self.rows.items() if each.state is DeliveryState.QUEUED and key not in self.held
        ]
        found = [each for each in queued if each.queued_at < until]
        places = [(each.dossier_id, each.seq) for each in sorted(found, key=lambda one: one.queued_at)]
        return list(dict.fromkeys(places))[:limit]

    def remember_reference(self, ref: str, delivery: Delivery, real_now: datetime) -> None:
        self.refs[ref] = (delivery.dossier_id, delivery.id)

    def find_by_reference(self, ref: str) -> tuple[str, str] | None:
        return self.refs.get(ref)


@dataclass
class FakeErrands:
    """The `Errands` port."""

    rows: dict[tuple[str, int, str], Errand] = field(default_factory=dict)

    def add(self, errand: Errand) -> bool:
        return self.save(errand) is not None

    def find(self, dossier_id: str, seq: int, to: str) -> Errand | None:
        return self.rows.get((dossier_id, seq, to))

    def save(self, errand: Errand) -> Errand | None:
        found: Errand | None = keep_version(self.rows, (errand.dossier_id, errand.seq, errand.to), errand)
        return found

    def list_by_unit(self, unit: str, limit: int, cursor: str | None) -> tuple[Sequence[Errand], str | None]:
        found = [each for each in self.rows.values() if each.unit == unit and each.done_at is None]
        return sorted(found, key=lambda one: one.opened_at)[:limit], None


@dataclass
class FakeInboxes:
    """The `Inboxes` port."""

    rows: dict[tuple[str, str], InboxMessage] = field(default_factory=dict)

    def put(self, inbox: str, message: InboxMessage) -> None:
        self.save(inbox, message)

    def list_page(self, inbox: str, limit: int, cursor: str | None) -> tuple[Sequence[InboxMessage], str | None]:
        found = [each for key, each in sorted(self.rows.items(), reverse=True) if key[0] == inbox]
        return found[:limit], None

    def find(self, inbox: str, message_id: str) -> InboxMessage | None:
        return self.rows.get((inbox, message_id))

    def save(self, inbox: str, message: InboxMessage) -> InboxMessage | None:
        found: InboxMessage | None = keep_version(self.rows, (inbox, message.id), message)
        return found


@dataclass
class FakeContacts:
    """The `Contacts` and `Reaches` ports; `officers` are official addresses."""

    reaches: dict[Holder, ContactReach] = field(default_factory=dict)
    codes: dict[tuple[Holder, Channel], PendingCode] = field(default_factory=dict)
    officers: dict[str, str] = field(default_factory=dict)

    def load_reach(self, holder: Holder) -> ContactReach:
        return self.reaches.get(holder, ContactReach())

    def save(self, holder: Holder, reach: ContactReach) -> ContactReach | None:
        found: ContactReach | None = keep_version(self.reaches, holder, reach)
        return found

    def find_pending_code(self, holder: Holder, channel: Channel) -> PendingCode | None:
        return self.codes.get((holder, channel))

    def save_pending(self, holder: Holder, pending: PendingCode) -> PendingCode | None:
        found: PendingCode | None = keep_version(self.codes, (holder, pending.channel), pending)
        return found

    def find_reach(self, dossier_id: str, recipient: Recipient) -> ContactReach:
        if not recipient.party:
            email = self.officers.get(recipient.sub, "")
            return ContactReach(mail=Contact(email, NOW)) if email else ContactReach()
        own = self.load_reach(Holder(dossier_id=dossier_id, party=recipient.party))
        return own.merge_with(self.load_reach(Holder(sub=recipient.sub)) if recipient.sub else ContactReach())


@dataclass
class Outbox:
    """An outlet that remembers; `faults` are raised first, one for each message."""

    sent: list[tuple[PlannedDelivery, RenderedNotice, Delivery]] = field(default_factory=list)
    codes: list[tuple[str, str, str]] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)

    def send(self, planned: PlannedDelivery, letter: RenderedNotice, delivery: Delivery) -> str:
        if self.faults:
            raise self.faults.pop(0)
        self.sent.append((planned, letter, delivery))
        return f"{planned.channel.value}-{len(self.sent)}"

    def send_code(self, address: str, subject: str, text: str) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.codes.append((address, subject, text))


@dataclass
class Ledger:
    """The `Ledgers` port over facts that no step made."""

    facts: tuple[Fact, ...]

    def load_ledger(self, dossier_id: str) -> tuple[Fact, ...]:
        """All of them."""
        return self.facts

    def load_parts(self, dossier_id: str) -> dict[str, Part]:
        """None."""
        return {}


@dataclass
class NoticePost:
    """A case and the sender of its notices."""

    case: Case
    deliveries: FakeDeliveries = field(init=False)
    errands: FakeErrands = field(default_factory=FakeErrands)
    inboxes: FakeInboxes = field(default_factory=FakeInboxes)
    contacts: FakeContacts = field(default_factory=FakeContacts)
    mail: Outbox = field(default_factory=Outbox)
    sms: Outbox = field(default_factory=Outbox)
    app: Outbox | None = None
    facts: tuple[Fact, ...] = ()
    table: Callable[[], NoticeTable] = load_notices

    def __post_init__(self) -> None:
        self.deliveries = FakeDeliveries(self.inboxes)

    @property
    def sending(self) -> NoticeSending:
        """The sender, with the law and the names as shipped."""
        law = self.case.reference
        outlets: dict[Channel, Any] = {Channel.MAIL: self.mail, Channel.SMS: self.sms}
        return NoticeSending(
            ledgers=Ledger(self.facts) if self.facts else self.case.store,
            table=self.table,
            rule=lambda name, dates: law.find_rule(name, dates).value,
            unit=lambda unit: find_unit_name(self.case.province, unit),
            link=lambda dossier_id: LINK + dossier_id,
            reaches=self.contacts,
            deliveries=self.deliveries,
            errands=self.errands,
            inboxes=self.inboxes,
            outlets={**outlets, **({Channel.APP: self.app} if self.app else {})},
        )

    def proven(self, reach: ContactReach = PROVEN, party: str = "") -> NoticePost:
        """The applicant's account has these contacts; with a party, that party of the dossier has."""
        holder = Holder(dossier_id=self.case.id, party=party) if party else Holder(sub=CITIZEN.sub)
        self.contacts.reaches[holder] = reach
        return self

    def send(self, kind: str = "", real_now: datetime = NOW) -> SendReport:
        """Handle the newest fact, or the newest of a kind."""
        return self.sending.send_for_fact(self.case.id, self.fact(kind).seq, real_now)

    def fact(self, kind: str = "") -> Fact:
        """The newest fact, or the newest of a kind."""
        facts = self.facts or self.case.facts
        return next(each for each in reversed(facts) if not kind or each.kind == kind)

    def states(self, to: str = FILER) -> dict[str, str]:
        """Channel → state of everything that the recipient was sent."""
        return {one.channel.value: one.state.value for one in self.deliveries.rows.values() if one.to == to}

    def delivery(self, channel: str, to: str = FILER) -> Delivery:
        """The newest delivery of a recipient on a channel."""
        found = [one for one in self.deliveries.rows.values() if (one.channel.value, one.to) == (channel, to)]
        return max(found, key=lambda one: one.seq)

    def inbox_counts(self) -> Counter[str]:
        """Return the number of inboxes with messages by kind: a person's by sub, a desk's by role."""
        return Counter(inbox.partition("#")[2] or inbox for inbox, _ in self.inboxes.rows)


def find_unit_name(province: str, unit: str) -> Any:
    """A unit's names."""
    return provide_reference(province)._tree.get(unit).name


def build_post(state: Any = None, case: Case | None = None, **case_fields: Any) -> NoticePost:
    """A dossier brought to a state by real steps, and its sender."""
    made = case or Case(**case_fields)
    return NoticePost(made.at(state) if state is not None else made)
