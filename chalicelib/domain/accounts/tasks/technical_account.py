"""The technical account of a vendor: it sees the technical status, and nothing else (LC-2.5)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.shared.errors import Forbidden

SEE_STATUS = frozenset({Role.VENDOR_TECHNICAL, Role.OPERATOR})


class TechnicalAccount(Forbidden):
    """Somebody with a vendor's technical account asks for anything but the technical status."""

    code = "technical_account"
    vi = "Tài khoản kỹ thuật của nhà cung cấp chỉ xem tình trạng kỹ thuật và sự cố của hệ thống."
    en = "A vendor's technical account sees the technical status and incidents of the system alone."


def require_status_reader(actor: Actor, now: datetime) -> None:
    """Raise Forbidden unless the actor runs the system or is a vendor of it."""
    if not actor.list_roles(now) & SEE_STATUS:
        raise Forbidden()


def require_no_vendor(actor: Actor, now: datetime) -> None:
    """Raise TechnicalAccount for a vendor, also with another right."""
    if Role.VENDOR_TECHNICAL in actor.list_roles(now):
        raise TechnicalAccount()
