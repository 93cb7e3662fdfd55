"""Systems of others, as an application without a network meets them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from chalicelib.domain.notices.deliveries import Delivery
from chalicelib.domain.notices.notice_plan import PlannedDelivery, RenderedNotice
from chalicelib.repositories.payments.gateway import HostedPayPage
from chalicelib.steps.documents.ports import StoredObject
from infra.local.stand_ins.portal_store import PortalStore


@dataclass(frozen=True, slots=True)
class StoredSecret:
    """An existing secret."""

    content: Any

    def get(self, _: datetime) -> Any:
        """The secret."""
        return self.content


class PortalFake:
    """The national portal as its client sees it; packages count at once."""

    key_id = "ours-1"

    def __init__(self) -> None:
        self.store = PortalStore()
        self.packages: list[dict[str, Any]] = []

    def send(self, package: Mapping[str, Any]) -> str:
        """Take a package."""
        self.packages.append(dict(package))
        return self.store.take_package(package)

    def find(self, fact: str) -> str | None:
        """The reference of a package that counts."""
        return self.store.find_reference(fact)

    def find_holding(self, number: str) -> tuple[str, int] | None:
        """Code of a dossier's state there and the last fact it received."""
        held = self.store.find_dossier(number)
        return (held["TrangThai"], held["ThuTu"]) if held else None

    def find_faq(self, number: str) -> int:
        """The edition of a frequent question that it shows."""
        held = self.store.find_question(number)
        return int(held["LanDang"]) if held else 0

    def find_feedback(self, number: str) -> int:
        """The number of the last fact of a feedback that it holds."""
        held = self.store.find_feedback(number)
        return int(held["ThuTu"]) if held else 0

    def read_day(self, day: date) -> dict[str, dict[str, str]]:
        """Dossiers received on a day."""
        return self.store.list_day(day.isoformat())


@dataclass
class GatewayFake:
    """The payment gateway as its client sees it."""

    provider: str = "gateway"
    amounts: dict[str, int] = field(default_factory=dict)

    def create_intent(self, ref: str, amount: int, return_url: str, expires_at: datetime) -> HostedPayPage:
        """Take note of what may be paid."""
        self.amounts[ref] = amount
        return HostedPayPage(ref, f"https://gateway.example.test/pay/{ref}")


@dataclass
class RememberingOutlet:
    """A way out that remembers what left."""

    sent: list[tuple[PlannedDelivery, RenderedNotice, Delivery]] = field(default_factory=list)
    codes: list[tuple[str, str, str]] = field(default_factory=list)

    def send(self, planned: PlannedDelivery, letter: RenderedNotice, delivery: Delivery) -> str:
        """Take the notice."""
        self.sent.append((planned, letter, delivery))
        return f"{planned.channel.value}-{len(self.sent)}"

    def send_code(self, address: str, subject: str, text: str) -> None:
        """Take the code."""
        self.codes.append((address, subject, text))


@dataclass
class Slips:
    """The bucket of slips; a PDF is the words that it would bear."""

    objects: dict[str, StoredObject] = field(default_factory=dict)

    def put_once(self, key: str, body: bytes, _: str) -> StoredObject:
        """Keep the first."""
        return self.objects.setdefault(key, StoredObject(f"v{len(self.objects)}", body))
