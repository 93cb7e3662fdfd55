"""Pay online: intents for the owner, and the gateway's signed callback."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.dossier.transactions import read_callback
from chalicelib.domain.payments import gateway_signature as signature
from chalicelib.domain.shared.errors import Busy
from chalicelib.handlers.dossier.step import build_command, provide_dependencies
from chalicelib.handlers.dossier.step_refusals import STEP_REFUSALS
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import GATEWAY, SIGNED_IN, register_operation
from chalicelib.models.payments import CallbackView, IntentView, PayOnlineBody
from chalicelib.steps.payments.pay_online import PAY_ONLINE_REFUSALS, pay_online
from chalicelib.steps.payments.record_payment import record_payment
from chalicelib.wiring import payments as wiring_payments

bp = Blueprint(__name__)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/payments",
    access=SIGNED_IN,
    body=PayOnlineBody,
    answer=IntentView,
    keyed=True,
    status=201,
    refuses=(*STEP_REFUSALS, *PAY_ONLINE_REFUSALS),
)
def start_payment(call: Call[PayOnlineBody]) -> IntentView:
    """Announce a payment of open obligations; it is paid on the gateway's page."""
    made = pay_online(
        provide_dependencies(), build_command(call, "pay_online"), wiring_payments.provide_counter(call.real_now)
    )
    return IntentView(
        ref=made.intent.ref,
        obligations=list(made.intent.obligation_ids),
        amount=made.intent.amount,
        expires_at=made.intent.expires_at,
        pay_url=made.pay_url,
    )


@register_operation(
    bp,
    "POST",
    "/api/payments/callback",
    access=GATEWAY,
    answer=CallbackView,
    refuses=(
        signature.GatewaySignatureMissing,
        signature.GatewaySignatureInvalid,
        signature.GatewaySignatureStale,
        Busy,
    ),
)
def payment_callback(call: Call) -> CallbackView:
    """Record a genuine payment callback from the gateway once, settling something or not."""
    secret = wiring_payments.read_gateway_secret(call.real_now)
    # The signature is over the bytes as sent, so it is verified before anything is parsed.
    signature.verify_callback(call.raw, call.headers.get(signature.HEADER.lower()), secret.keys, call.real_now)
    news = read_callback(call.raw, secret.provider, call.real_now)
    return CallbackView(recorded=record_payment(provide_dependencies(), news, call.now, call.real_now).effect)
