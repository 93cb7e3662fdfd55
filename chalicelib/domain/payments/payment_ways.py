"""Ways of paying a dossier's fees: those that the law of a province and the national list allow."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

from chalicelib.domain.dossier.obligations import Method
from chalicelib.domain.shared.errors import Refusal, RefusalKind


class Way(StrEnum):
    """How money reaches the agency."""

    COUNTER = "counter"
    ONLINE = "online"
    BANK_POINTS = "bank_points"
    COLLECTION = "collection_on_behalf"
    POST = "post"
    OTHER = "other"


RECORDED: tuple[Way, ...] = (Way.COUNTER, Way.BANK_POINTS, Way.COLLECTION, Way.POST, Way.OTHER)
"""Ways whose money a cashier records, under the number of the receipt or voucher; the gateway reports the others."""

METHOD: Mapping[Way, Method] = {
    Way.COUNTER: Method.CASH, Way.BANK_POINTS: Method.TRANSFER, Way.COLLECTION: Method.TRANSFER, Way.POST: Method.POST,
    Way.OTHER: Method.TRANSFER,
}  # fmt: skip

NATIONAL: Mapping[str, Way] = {
    "agency": Way.COUNTER, "post": Way.POST, "online": Way.ONLINE, "other_agreed": Way.OTHER,
}  # fmt: skip
"""Ways that each word of the national rule `fee.modes` allows (NĐ 61/2018 22)."""

PROVINCIAL: Mapping[str, Way] = {
    "counter": Way.COUNTER, "online": Way.ONLINE, "national_platform": Way.ONLINE, "bank_points": Way.BANK_POINTS,
    "collection_on_behalf": Way.COLLECTION,
}  # fmt: skip
"""Ways that each word of the provincial rule `payment.channels` allows; its word `other` allows the national list."""

OTHER_LAWFUL = "other"


class PaymentWayClosed(Refusal):
    """The law of the dossier's province does not allow this way of paying."""

    code = "payment_way_closed"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Quy định hiện hành không có cách nộp này."
    en = "The rules in force do not allow this way of paying."


def list_open_ways(channels: Collection[str] | None, modes: Collection[str] | None) -> tuple[Way, ...]:
    """Return the allowed ways, in their fixed order: those of the province's list, which may include the other lawful
    ones; those of the national list where the province has none."""
    own = channels or (OTHER_LAWFUL,)
    opened = {PROVINCIAL[word] for word in own if word in PROVINCIAL}
    if OTHER_LAWFUL in own:
        opened |= {NATIONAL[word] for word in modes or ()}
    return tuple(way for way in Way if way in opened)


def require_open(way: Way, open_ways: Collection[Way]) -> None:
    """Refuse a way that is not allowed."""
    if way not in open_ways:
        raise PaymentWayClosed()
