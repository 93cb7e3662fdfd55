"""Pay online: an intent to pay open obligations at the gateway. Money moves only when the gateway says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from chalicelib.domain.dossier.permission import permit_step
from chalicelib.domain.dossier.transactions import Intent
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.payments import allocation, fee_errors
from chalicelib.domain.payments.payment_ways import PaymentWayClosed, Way, require_open
from chalicelib.domain.privacy.sight import can_see
from chalicelib.domain.shared.errors import Busy, KeyReused, NotFound, Refusal, RefusalKind
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.steps.dossier.command import TRIES, back_off, require_current
from chalicelib.steps.dossier.context import Command, Dependencies
from chalicelib.steps.dossier.items import OpenIntentsItem
from chalicelib.steps.dossier.payment_ways import find_open_ways
from chalicelib.steps.dossier.ports import Change, Conflict, ExtraPut, Loaded, RecordedOutcome
from chalicelib.steps.payments import payment_items
from chalicelib.steps.payments.payment_items import Announced, OpenIntent

if TYPE_CHECKING:
    from chalicelib.models.payments import PayOnlineBody


class IntentLive(Refusal):
    """Another intent covers one of these sums; it must end first, or the sum could be paid twice."""

    code = "payment_in_progress"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Đang có một lần thanh toán chưa kết thúc cho khoản thu này; thử lại sau {minutes} phút."
    en = "A payment of this sum is still in progress; try again in {minutes} minutes."


class OnlinePaymentOff(Refusal):
    """This deployment has no payment gateway."""

    code = "online_payment_off"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Chưa mở thanh toán trực tuyến; hãy nộp tại quầy."
    en = "Online payment is not available here; pay at the counter."


class PaymentPage(Protocol):
    """The payment page of an announced intent."""

    @property
    def url(self) -> str:
        """Its address."""


class IntentAnnouncer(Protocol):
    """The gateway's port for intents."""

    def create_intent(self, ref: str, amount: int, return_url: str, expires_at: datetime) -> PaymentPage:
        """Announce it; repeating the same reference is safe. Raise `GatewayUnavailable`."""


@dataclass(frozen=True, slots=True)
class GatewayClient:
    """The gateway, and the site to which payers return."""

    gateway: IntentAnnouncer
    site: str

    def announce(self, intent: Intent) -> Announced:
        """Announce an intent; its payer returns to the dossier, which then shows the result of this attempt."""
        paid = ",".join(intent.obligation_ids)
        back = f"{self.site}/dossiers/{intent.dossier_id}?paid={paid}&attempt={intent.ref}"
        page = self.gateway.create_intent(intent.ref, intent.amount, back, intent.expires_at)
        return Announced(intent, page.url)


def pay_online(deps: Dependencies, command: Command[PayOnlineBody], counter: GatewayClient | None) -> Announced:
    """Make an intent for the named open obligations, or return the open one for the same obligations.

    It is announced before it is stored: nobody gets the address of an unknown page, and a repeat makes the same
    reference. Times of money are real time.
    """
    for turn in range(TRIES):
        back_off(turn)
        loaded = deps.dossiers.load(command.dossier_id, idem=command.idem, extra=[OpenIntentsItem(command.dossier_id)])
        if loaded.outcome is not None:
            return _restore_first(command, loaded, loaded.outcome)
        if counter is None:
            raise OnlinePaymentOff()
        announced, change = _build_announcement(deps, command, loaded, counter)
        try:
            deps.dossiers.save(change, now=command.real_now)
        except Conflict:
            continue
        return announced
    raise Busy(retry_after=1)


def _build_announcement(
    deps: Dependencies, command: Command[PayOnlineBody], loaded: Loaded, counter: GatewayClient
) -> tuple[Announced, Change]:
    wanted = _build_wanted_intent(deps, command, loaded)
    live = payment_items.list_live(loaded, wanted.dossier_id, command.real_now)
    same = _find_same_intent(live, wanted)
    if same is not None:
        announced = _restore_announced(same, wanted.dossier_id)
        return announced, _build_change(command, announced)
    announced = counter.announce(wanted)
    kept = payment_items.build_intent_item(announced, None)
    listed = payment_items.build_live_item(loaded, wanted.dossier_id, (*live, _build_live(announced)))
    return announced, _build_change(command, announced, kept, listed)


def _build_wanted_intent(deps: Dependencies, command: Command[PayOnlineBody], loaded: Loaded) -> Intent:
    """Return the requested intent; only for the owner, where the law allows online payment, and only for the exact
    amounts of open obligations."""
    dossier = require_current(loaded, command)
    permit_step(command.actor, dossier, Step.PAY, command.now, "online")
    require_open(Way.ONLINE, find_open_ways(deps.reference, dossier, command.now)[0])
    ref = payment_items.derive_intent_ref(dossier.id, command.actor.sub, command.key, command.digest)
    return allocation.open_intent(ref, dossier.id, dossier.obligations, command.body.obligations, command.real_now)


def _find_same_intent(live: tuple[OpenIntent, ...], wanted: Intent) -> OpenIntent | None:
    """Return the open intent for the same obligations; refuse one that shares only some of them."""
    for one in live:
        shared = set(one.obligation_ids) & set(wanted.obligation_ids)
        if set(one.obligation_ids) == set(wanted.obligation_ids):
            return one
        if shared:
            left = (one.expires_at - wanted.created_at).total_seconds()
            raise IntentLive(obligation=min(shared), minutes=int(left // 60) + 1)
    return None


def _build_live(announced: Announced) -> OpenIntent:
    made = announced.intent
    return OpenIntent(made.ref, made.obligation_ids, made.amount, made.created_at, made.expires_at, announced.pay_url)


def _restore_announced(live: OpenIntent, dossier_id: str) -> Announced:
    intent = Intent(live.ref, dossier_id, live.obligation_ids, live.amount, live.created_at, live.expires_at)
    return Announced(intent, live.pay_url)


def _build_change(command: Command[object], announced: Announced, *extras: ExtraPut) -> Change:
    outcome = RecordedOutcome(command.digest, {"announced": pack_value(announced)})
    return Change(dossier_id=command.dossier_id, extras=extras, idem=command.idem, outcome=outcome)


def _restore_first(command: Command[object], loaded: Loaded, first: RecordedOutcome) -> Announced:
    if first.digest != command.digest:
        raise KeyReused()
    if loaded.dossier is None or not can_see(command.actor, loaded.dossier, command.now):
        raise NotFound()
    announced: Announced = unpack_value(Announced, first.result["announced"])
    return announced


PAY_ONLINE_REFUSALS: tuple[type[Refusal], ...] = (
    OnlinePaymentOff, PaymentWayClosed, IntentLive, fee_errors.ObligationNotOpen, allocation.GatewayUnavailable,
)  # fmt: skip
