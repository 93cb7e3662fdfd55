"""Views of what the national portal has of a matter."""

from __future__ import annotations

from chalicelib.models.http.base import Instant, View


class PortalReceiptView(View):
    """The portal's confirmation of one message; `step` is null for that of the opening."""

    at: Instant
    step: str | None
    reference: str


class PortalStandingView(View):
    """Confirmations, oldest first; `waits` says that something is still to be sent, `parked` why a person must look."""

    receipts: list[PortalReceiptView]
    waits: bool
    parked: str | None
