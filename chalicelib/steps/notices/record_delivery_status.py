"""Record delivery status: a provider's report updates the delivery of a notice; an undelivered official notice becomes
an errand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.notices import deliveries as domain
from chalicelib.domain.notices.deliveries import Delivery, DeliveryState
from chalicelib.domain.notices.notice_feedback import MailEvent, SmsReport
from chalicelib.domain.shared.errors import Busy
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
        return self._record_status(
            lambda: self.deliveries.find(event.dossier_id, event.delivery_id), event.state, event.reason, real_now
        )

    def record_sms_report(self, report: SmsReport, real_now: datetime) -> bool:
        """Record an SMS report in the same way."""
        return self._record_status(
            lambda: self.deliveries.find_by_reference(report.ref), report.state, report.reason, real_now
        )

    def _record_status(
        self, find: Callable[[], Delivery | None], state: DeliveryState, reason: str, real_now: datetime
    ) -> bool:
        for _ in range(TRIES):
            delivery = find()
            if delivery is None:
                return False
            after = domain.apply_provider_status(delivery, state, reason, real_now)
            if after == delivery or self.deliveries.save(after) is not None:
                self._open_errand_if_lost(after, real_now)
                return True
        raise Busy(retry_after=1)

    def _open_errand_if_lost(self, delivery: Delivery, real_now: datetime) -> None:
        if delivery.state not in domain.LOST:
            return
        desk = self.desk(delivery.dossier_id)
        to_one = [
            each for each in self.deliveries.list_by_fact(delivery.dossier_id, delivery.seq) if each.to == delivery.to
        ]
        if desk is not None:
            open_errand(self.errands, to_one, *desk, real_now)
