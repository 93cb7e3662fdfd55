"""Record delivery status: a provider's report updates the delivery of a notice; an undelivered official notice becomes
an errand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.notices import deliveries as domain
from chalicelib.domain.notices.deliveries import Delivery, DeliveryState
from chalicelib.domain.notices.notice_feedback import MailEvent, SmsReport
from chalicelib.domain.shared.errors import Busy
from chalicelib.steps.notices.delivery_records import save_changes
from chalicelib.steps.notices.notice_ports import Deliveries, Errands
from chalicelib.steps.notices.notified_fact import open_errand

TRIES = 5


@dataclass(frozen=True, slots=True)
class Feedback:
    """Records reports of providers for one deployment. `desk` returns the unit that delivers by hand what reached
    nobody, and the number of the dossier or matter; None when there is none."""

    deliveries: Deliveries
    errands: Errands
    desk: Callable[[str], tuple[str, str] | None]

    def record_mail_event(self, event: MailEvent, real_now: datetime) -> bool:
        """Record a mail event; return whether its delivery is known. Events may arrive in any order."""
        return self._record_status(event.dossier_id, event.delivery_id, event.state, event.reason, real_now)

    def record_sms_report(self, report: SmsReport, real_now: datetime) -> bool:
        """Record an SMS report in the same way."""
        place = self.deliveries.find_by_reference(report.ref)
        return place is not None and self._record_status(*place, report.state, report.reason, real_now)

    def _record_status(
        self, dossier_id: str, delivery_id: str, state: DeliveryState, reason: str, real_now: datetime
    ) -> bool:
        for _ in range(TRIES):
            of_fact = self.deliveries.list_by_fact(dossier_id, domain.parse_delivery_seq(delivery_id))
            known = {each.id: each for each in of_fact}
            if delivery_id not in known:
                return False
            after = domain.apply_provider_status(known[delivery_id], state, reason, real_now)
            if after == known[delivery_id] or save_changes(self.deliveries, known, {delivery_id: after}):
                self._open_errand_if_lost({**known, delivery_id: after}.values(), after, real_now)
                return True
        raise Busy(retry_after=1)

    def _open_errand_if_lost(self, of_fact: Iterable[Delivery], lost: Delivery, real_now: datetime) -> None:
        if lost.state not in domain.LOST:
            return
        desk = self.desk(lost.dossier_id)
        if desk is not None:
            open_errand(self.errands, [each for each in of_fact if each.to == lost.to], *desk, real_now)
