"""Send notices: each notice of a fact is sent once to each recipient on each channel, and its delivery is recorded.

A delivery is identified permanently by fact, recipient and channel. All of a fact are begun in one transaction with
their inbox messages, and recorded in one write after those to the outside were sent. A message whose sending was
interrupted is sent again: a duplicate is better than a loss. An owed notice that no provider accepts within a day, or
ever, becomes a task for a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial
from typing import TYPE_CHECKING

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.fold import fold_facts
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.ledger.matter_facts import is_matter_fact
from chalicelib.domain.notices import deliveries as domain
from chalicelib.domain.notices.deliveries import Beginning, Delivery, DeliveryState, Unreachable
from chalicelib.domain.notices.inbox import InboxMessage
from chalicelib.domain.notices.notice_plan import PlannedDelivery, plan_deliveries, select_notices
from chalicelib.domain.notices.notice_rules import OUTER, Channel, NoticeTable
from chalicelib.domain.notices.notice_values import Named, NoticeSource
from chalicelib.domain.notices.recipients import FILER
from chalicelib.steps.dossier.ports import Ledgers
from chalicelib.steps.notices.delivery_records import record_results, save_changes
from chalicelib.steps.notices.notice_ports import Deliveries, Errands, Inboxes, Outlet, Reaches
from chalicelib.steps.notices.notified_fact import (
    MatterPlan,
    NotifiedFact,
    build_message,
    open_errand,
    refuse_matters,
    render_for,
)

if TYPE_CHECKING:
    from chalicelib.domain.law.rulings import Ruling

NOT_CONNECTED = "channel_not_connected"


@dataclass(frozen=True, slots=True)
class SendReport:
    """Result of one handling of a fact. `delayed` notices wait for another attempt; `faults` say why."""

    sent: int = 0
    failed: int = 0
    delayed: int = 0
    errands: int = 0
    faults: tuple[Exception, ...] = ()


@dataclass(frozen=True, slots=True)
class _Outcome:
    """A delivery after one attempt, and the result of the attempt."""

    delivery: Delivery
    what: str = ""
    fault: Exception | None = None


@dataclass(frozen=True, slots=True)
class _Try:
    """A notice to one recipient by one channel, and its new delivery."""

    planned: PlannedDelivery
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class NoticeSending:
    """Sends the notices of one deployment. `rule` resolves a parameter for a case; `link` returns the address of a
    dossier; `may_act` says whether an agent still acts by an authorisation."""

    ledgers: Ledgers
    table: Callable[[], NoticeTable]
    rule: Callable[[str, CaseDates], Ruling]
    unit: Callable[[str], Named]
    link: Callable[[str], str]
    reaches: Reaches
    deliveries: Deliveries
    errands: Errands
    inboxes: Inboxes
    outlets: Mapping[Channel, Outlet]
    plan_matter: MatterPlan = refuse_matters
    may_act: Callable[[str, datetime], bool] = lambda authorisation, at: True

    def send_for_fact(self, dossier_id: str, seq: int, real_now: datetime, *, retried: bool = True) -> SendReport:
        """Notify every recipient of the fact; `retried` unless its message has come for the first time.

        Raise ValueError when the ledger has no such fact (yet), and KeyError for a kind of fact that is not in the
        table.
        """
        source = self._read_fact(dossier_id, seq)
        tried = [_Try(each, self._build_delivery(each, source, real_now)) for each in source.planned]
        known, fresh = self._begin_or_find(tried, source, real_now, retried)
        mine = self._claim_free(tried, known, real_now)
        known = {**known, **mine, **{each.delivery.id: each.delivery for each in fresh.values()}}
        begun = [self._take_up(each, fresh.get(each.delivery.id), known, mine) for each in tried]
        done = self._send_claimed(tried, begun, known, source, real_now)
        counts = Counter(each.what for each in done)
        return SendReport(
            sent=counts["sent"],
            failed=counts["failed"],
            delayed=counts["delayed"],
            errands=self._open_errands([each.delivery for each in done], source, real_now),
            faults=tuple(each.fault for each in done if each.fault),
        )

    def _read_fact(self, dossier_id: str, seq: int) -> NotifiedFact:
        """Return the fact with its notices, by the ledger's first fact: of a dossier, or of a matter."""
        facts = tuple(fact for fact in self.ledgers.load_ledger(dossier_id) if fact.seq <= seq)
        if not facts or facts[-1].seq != seq:
            raise ValueError(f"no fact {seq}")
        if is_matter_fact(facts[0].kind):
            return self.plan_matter(facts, partial(self.reaches.find_reach, dossier_id))
        before = fold_facts(facts[:-1]) if facts[:-1] else None
        source = self._build_source(facts, fold_facts(facts))
        return NotifiedFact(
            id=dossier_id,
            seq=seq,
            at=facts[-1].occurred_at,
            unit=source.dossier.one_stop,
            number=source.dossier.code or source.dossier.receipt_no,
            planned=self._plan_notices(source, before),
            render=partial(render_for, source),
        )

    def _build_source(self, facts: tuple[Fact, ...], dossier: Dossier) -> NoticeSource:
        return NoticeSource(
            fact=facts[-1],
            dossier=dossier,
            unit=self.unit,
            words=self.table().words,
            link=self.link(dossier.id),
            principal="principal" in facts[0].parts,
        )

    def _plan_notices(self, source: NoticeSource, before: Dossier | None) -> tuple[PlannedDelivery, ...]:
        dates = source.dossier.build_dates(source.fact.occurred_at)

        def find_rule(name: str) -> Ruling:
            return self.rule(name, dates)

        notices = select_notices(self.table(), source, find_rule)
        # Several notices of a fact may be for the same person, who is looked up once.
        reach = cache(partial(self.reaches.find_reach, source.dossier.id))
        found = plan_deliveries(notices, source, before, reach, find_rule)
        if any(each.recipient.party == FILER for each in found) and self._has_ended(source):
            found = tuple(each for each in found if each.recipient.party != FILER)
        # Not every province has an app; without one there is nothing to send, and nothing has failed.
        return tuple(each for each in found if each.channel is not Channel.APP or Channel.APP in self.outlets)

    def _has_ended(self, source: NoticeSource) -> bool:
        """Return whether who filed was an agent whose authorisation is over: the notices are the principal's alone."""
        by = source.dossier.authorisation
        return bool(by) and not self.may_act(by, source.fact.occurred_at)

    def _build_delivery(self, planned: PlannedDelivery, source: NotifiedFact, real_now: datetime) -> Delivery:
        """Return the new delivery when nobody has handled it before."""
        return Delivery(
            dossier_id=source.id,
            seq=source.seq,
            to=planned.recipient.key,
            channel=planned.channel,
            notice=planned.notice.key,
            official=planned.notice.official,
            queued_at=real_now,
        )

    def _begin_or_find(
        self, tried: Sequence[_Try], source: NotifiedFact, real_now: datetime, retried: bool
    ) -> tuple[Mapping[str, Delivery], Mapping[str, _Outcome]]:
        """Return the recorded deliveries of the fact, and the new ones. Nearly every fact comes once, so the existing
        ones are read only after the store has refused to begin all."""
        if (begun := self._begin_deliveries(tried, source, real_now, retried)) is not None:
            return {}, begun
        known = self._list_known(source)
        rest = [each for each in tried if each.delivery.id not in known]
        if (begun := self._begin_deliveries(rest, source, real_now, retried, len(known))) is not None:
            return known, begun
        # Another consumer handles the fact at this moment.
        return self._list_known(source), {}

    def _list_known(self, source: NotifiedFact) -> Mapping[str, Delivery]:
        return {each.id: each for each in self.deliveries.list_by_fact(source.id, source.seq)}

    def _begin_deliveries(
        self, tried: Sequence[_Try], source: NotifiedFact, real_now: datetime, retried: bool, known: int = 0
    ) -> dict[str, _Outcome] | None:
        """Record new deliveries, all or none: final ones as final, inbox messages stored with them, the others claimed.
        Return None when they are already recorded."""
        begun, kept = dict[str, _Outcome](), list[Beginning]()
        for each in tried:
            outcome, message = self._begin_delivery(each, source, real_now)
            begun[each.delivery.id] = outcome
            inbox = each.planned.recipient.inbox if message else ""
            kept.append(Beginning(outcome.delivery, inbox, message))
        on_record = self.deliveries.begin(kept, known, retried=retried)
        if on_record is None:
            return None
        return {each.id: replace(begun[each.id], delivery=each) for each in on_record}

    def _begin_delivery(
        self, tried: _Try, source: NotifiedFact, real_now: datetime
    ) -> tuple[_Outcome, InboxMessage | None]:
        """Return a new delivery: final where the result is already known, claimed otherwise; and its message if it goes
        to an inbox."""
        mine = domain.claim_delivery(tried.delivery, real_now)
        if reason := self._explain_unreachable(tried.planned):
            return _Outcome(domain.record_failure(mine, reason, real_now), "failed"), None
        if tried.planned.channel is not Channel.INBOX:
            return _Outcome(mine), None
        try:
            message = build_message(tried.planned, source, mine)
        except Exception as fault:  # noqa: BLE001 - reported by the caller, and tried again for a day
            return _Outcome(domain.put_back(mine), "delayed", fault), None
        return _Outcome(domain.record_in_inbox(mine, message.id, real_now), "sent"), message

    def _claim_free(
        self, tried: Sequence[_Try], known: Mapping[str, Delivery], real_now: datetime
    ) -> dict[str, Delivery]:
        """Claim recorded deliveries for one more attempt; not those that are finished or held by another consumer."""
        wanted = [known[each.delivery.id] for each in tried if each.delivery.id in known]
        claimed = {each.id: mine for each in wanted if (mine := domain.claim_if_free(each, real_now))}
        return save_changes(self.deliveries, known, claimed)

    def _take_up(
        self, tried: _Try, fresh: _Outcome | None, known: Mapping[str, Delivery], mine: Mapping[str, Delivery]
    ) -> _Outcome | None:
        """Return the outcome of a delivery that is not ours to send; None for a claimed one."""
        if fresh is not None:
            return fresh if fresh.what else None
        if tried.delivery.id in mine:
            return None
        found = known.get(tried.delivery.id, tried.delivery)
        return _Outcome(found, "delayed" if found.state is DeliveryState.QUEUED else "")

    def _send_claimed(
        self,
        tried: Sequence[_Try],
        begun: Sequence[_Outcome | None],
        known: Mapping[str, Delivery],
        source: NotifiedFact,
        real_now: datetime,
    ) -> list[_Outcome]:
        """Send the claimed deliveries, and record the results together: also those before one that was interrupted."""
        done: dict[str, _Outcome] = {}
        try:
            for each, ended in zip(tried, begun, strict=True):
                name = each.delivery.id
                done[name] = ended or self._send_delivery(each.planned, source, known[name], real_now)
        finally:
            sent = {name: each.delivery for name, each in done.items() if each.delivery != known.get(name)}
            kept = record_results(self.deliveries, known, sent)
        return [replace(each, delivery=kept.get(name, each.delivery)) for name, each in done.items()]

    def _send_delivery(
        self, planned: PlannedDelivery, source: NotifiedFact, mine: Delivery, real_now: datetime
    ) -> _Outcome:
        """Send a claimed delivery; the caller records the result."""
        try:
            if planned.channel is Channel.INBOX:
                message = build_message(planned, source, mine)
                self.inboxes.put(planned.recipient.inbox, message)
                return _Outcome(domain.record_in_inbox(mine, message.id, real_now), "sent")
            ref = self._send_over(planned, source, mine)
        except Unreachable as gone:
            return _Outcome(domain.record_failure(mine, gone.reason, real_now), "failed")
        except Exception as fault:  # noqa: BLE001 - reported by the caller, and tried again for a day
            if domain.is_given_up(mine, real_now):
                return _Outcome(domain.record_failure(mine, domain.GAVE_UP, real_now), "failed", fault)
            return _Outcome(domain.put_back(mine), "delayed", fault)
        if planned.channel is Channel.SMS:
            self.deliveries.remember_reference(ref, mine, real_now)
        return _Outcome(domain.record_sent(mine, ref, real_now), "sent")

    def _explain_unreachable(self, planned: PlannedDelivery) -> str:
        """Return why the channel can never deliver it, as far as known beforehand; empty when it may."""
        if planned.channel in OUTER and not planned.address:
            return domain.NO_CONTACT
        return "" if planned.channel is Channel.INBOX or planned.channel in self.outlets else NOT_CONNECTED

    def _send_over(self, planned: PlannedDelivery, source: NotifiedFact, delivery: Delivery) -> str:
        if reason := self._explain_unreachable(planned):
            raise Unreachable(reason)
        return self.outlets[planned.channel].send(planned, source.render(planned), delivery)

    def _open_errands(self, done: list[Delivery], source: NotifiedFact, real_now: datetime) -> int:
        return sum(
            open_errand(self.errands, [each for each in done if each.to == to], source.unit, source.number, real_now)
            for to in {each.to for each in done}
        )
