"""The part of the walk through the operations that pays, reverses and reconciles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from infra.local.person import send_request
from tests.e2e.people import Cast


def make_gateway_pay(cast: Cast, ref: str, mode: str = "ok") -> list[dict[str, Any]]:
    """Pay an intent at the stand-in gateway in a given way; what the API answered to its callbacks."""
    assert cast.stack.gateway is not None
    reply = send_request(f"{cast.stack.gateway.url}/intents/{ref}/pay?mode={mode}", "POST", b"", {})
    assert reply.status == 200, reply.body
    deliveries: list[dict[str, Any]] = reply.body["deliveries"]
    return deliveries


@dataclass
class PaymentWays:
    """Every way of paying for a dossier."""

    cast: Cast

    def pay_each_way(self, dossier: str) -> None:
        """Cash taken and reversed, then paid online, twice: the second payment is reconciled."""
        cast, citizen, cashier = self.cast, self.cast("citizen1"), self.cast("cashier1")
        owed = citizen.get(f"/api/dossiers/{dossier}")["obligations"][0]
        cast("case1").step(dossier, "request_payment", {"obligations": [owed["id"]]})
        receipt = f"BL-{dossier[:10].upper()}"
        cash = {"obligations": [owed["id"]], "amount": owed["amount"], "receipt_number": receipt}
        cashier.step(dossier, "pay", cash)
        self.till(receipt)
        wrong = {"receipt_number": receipt, "reason": "Nhầm hồ sơ."}
        reversal = cashier.step(dossier, "reverse_payment", wrong)["requests"][-1]["n"]
        cast("cashier2").step(dossier, f"requests/{reversal}/approve")
        intent = self.intent(dossier, owed["id"])
        callbacks = make_gateway_pay(cast, intent, "twice")
        assert [each["status"] for each in callbacks] == [200, 200], callbacks
        self.callback(callbacks)
        proof = {"obligation": owed["id"], "voucher": "UNT-1", "credited_at": datetime.now(UTC).isoformat()}
        cashier.step(dossier, "acknowledge_payment", proof)
        self.reconcile(dossier)

    def till(self, receipt: str) -> None:
        """Read the sums owed at the centre and its till of today, and confirm a receipt on paper."""
        cashier, unit = self.cast("cashier1"), self.cast.place.one_stop
        cashier.get(f"/api/unpaid?unit={unit}")
        cashier.ask("POST", "/api/unpaid/search", {"unit": unit, "name": "hoa"}, expect=200)
        assert receipt in {each["number"] for each in cashier.get(f"/api/till?unit={unit}")["entries"]}
        printed = cashier.ask("POST", "/api/till/prints", {"unit": unit, "number": receipt}, expect=200)
        assert printed.body["copies"] == 0

    def intent(self, dossier: str, obligation: str) -> str:
        """An intent to pay one obligation; its reference."""
        asked = {"obligations": [obligation]}
        made = self.cast("citizen1").ask("POST", f"/api/dossiers/{dossier}/payments", asked, expect=201)
        return str(made.body["ref"])

    def callback(self, callbacks: list[dict[str, Any]]) -> None:
        """The gateway's own client saw these answers; they count as the operation's."""
        for each in callbacks:
            self.cast.description.answered["payment_callback", each["status"]] += 1

    def reconcile(self, dossier: str) -> None:
        """The money that came twice goes back."""
        cashier, unit = self.cast("cashier1"), self.cast.place.one_stop
        tasks = cashier.get(f"/api/reconciliation?unit={unit}&limit=50")["items"]
        task = next(each for each in tasks if each["dossier_id"] == dossier)
        ending = {"resolution": "refunded", "note": "Đã hoàn tiền."}
        cashier.ask("POST", f"/api/reconciliation/{task['id']}/close", ending, version=task["version"], expect=200)
