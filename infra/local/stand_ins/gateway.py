"""A stand-in for a payment gateway, for demonstrations and tests on this machine. It moves no money.

It speaks the protocol that the project expects of a real provider (intents, a pay page, signed callbacks,
queries) and can misbehave on demand: `POST /intents/{ref}/pay?mode=…` sends exactly one kind of callback and returns
our side's answer. It listens on 127.0.0.1 only and forgets everything when it stops.

    GATEWAY_KEYS='{"k1": "<64 hex digits>"}' GATEWAY_API_KEY=… \\
        python -m infra.local.stand_ins.gateway --port 8099 --callback http://127.0.0.1:8080/api/payments/callback
"""

from __future__ import annotations

import argparse
import asyncio
import hmac
import html
import json
import os
import secrets
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from infra.local.ports import ELSEWHERE, HOST
from infra.local.stand_ins.call_signatures import GATEWAY_HEADER, sign_call
from infra.local.stand_ins.gateway_orders import NO_MONEY, NOT_PAID, Mode, PaymentOrder, parse_order

DELIVERY_TIMEOUT = ClientTimeout(total=60)
DELIVERY_TRIES = 3


@dataclass(frozen=True, slots=True)
class CallbackDelivery:
    """Our side's answer to one callback; status 0 if it could not be reached."""

    status: int
    body: str


@dataclass(slots=True)
class GatewayStandIn:
    """The stand-in. `keys` sign callbacks (the last is the current one); `api_key` opens its own API."""

    callback: str
    keys: dict[str, bytes]
    api_key: str
    port: int = 0
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    orders: dict[str, PaymentOrder] = field(default_factory=dict)
    _loop: asyncio.AbstractEventLoop | None = None
    _thread: threading.Thread | None = None
    _runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Its address, once started: to browsers another site than ours."""
        return f"http://{ELSEWHERE}:{self.port}"

    def start(self) -> str:
        """Serve in a thread of its own; returns the address. A taken port raises OSError."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="gateway", daemon=True)
        self._thread.start()
        try:
            asyncio.run_coroutine_threadsafe(self.serve(), self._loop).result(timeout=10)
        except OSError:
            self.stop()
            raise
        return self.url

    def stop(self) -> None:
        """Stop serving and end the thread; safe to call twice."""
        if self._loop is None or self._thread is None:
            return
        asyncio.run_coroutine_threadsafe(self.close(), self._loop).result(timeout=10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)
        self._loop.close()
        self._loop = self._thread = None

    async def serve(self) -> None:
        """Bind and serve in the running loop; port 0 takes a free one."""
        self._runner = web.AppRunner(self._build_app(), access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def close(self) -> None:
        """Stop serving in the running loop."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def pay(self, order: PaymentOrder, mode: Mode) -> list[CallbackDelivery]:
        """Take a payment in the given mode and call our side; return the deliveries in order."""
        reported = self._build_payments(order, mode)
        if mode not in NO_MONEY and mode is not Mode.UNKNOWN_INTENT:
            order.transactions.extend(reported)
        if mode is Mode.SILENT:
            return []
        repeats = 2 if mode is Mode.REPEAT else 1
        return [await self._deliver_callback(payment, mode) for payment in reported * repeats]

    def _build_payments(self, order: PaymentOrder, mode: Mode) -> list[dict[str, Any]]:
        payment = {
            "transaction": f"SI{secrets.token_hex(8)}",
            "intent": order.ref if mode is not Mode.UNKNOWN_INTENT else f"unknown-{secrets.token_hex(4)}",
            "amount": order.amount + (1000 if mode is Mode.OTHER_AMOUNT else 0),
            "currency": order.currency,
            "status": mode.value if mode in NOT_PAID else "paid",
            "paid_at": self._choose_paid_time(order, mode).isoformat(),
        }
        second = payment | {"transaction": f"SI{secrets.token_hex(8)}"}
        return [payment, second] if mode is Mode.TWICE else [payment]

    def _choose_paid_time(self, order: PaymentOrder, mode: Mode) -> datetime:
        now = self.clock()
        return max(now, order.expires_at + timedelta(minutes=1)) if mode is Mode.LATE else now

    def _sign_payment(self, payment: dict[str, Any], mode: Mode) -> tuple[bytes, dict[str, str]]:
        kid, key = next(reversed(self.keys.items()))
        at = self.clock() - (timedelta(minutes=10) if mode is Mode.STALE else timedelta())
        used = secrets.token_bytes(32) if mode is Mode.FORGED else key
        headers = {} if mode is Mode.UNSIGNED else {GATEWAY_HEADER: sign_call(_encode_compact(payment), used, kid, at)}
        reported = payment | {"amount": 1} if mode is Mode.ALTERED else payment
        return _encode_compact(reported), headers

    async def _deliver_callback(self, payment: dict[str, Any], mode: Mode) -> CallbackDelivery:
        # Each try gets a new signature: the receiver refuses old signatures, also ours.
        delivery = CallbackDelivery(0, "")
        async with ClientSession(timeout=DELIVERY_TIMEOUT) as http:
            for _ in range(DELIVERY_TRIES):
                delivery = await self._send_callback(http, *self._sign_payment(payment, mode))
                if 0 < delivery.status < 500:
                    break
        return delivery

    async def _send_callback(self, http: ClientSession, body: bytes, signature: dict[str, str]) -> CallbackDelivery:
        headers = {"Content-Type": "application/json"} | signature
        try:
            async with http.post(self.callback, data=body, headers=headers) as answer:
                return CallbackDelivery(answer.status, await answer.text())
        except (ClientError, TimeoutError) as failed:
            return CallbackDelivery(0, type(failed).__name__)

    def _build_app(self) -> web.Application:
        app = web.Application(client_max_size=64 * 1024)
        app.add_routes(
            [
                web.post("/intents", self._create_order),
                web.get("/intents/{ref}", self._show_order),
                web.post("/intents/{ref}/pay", self._run_mode),
                web.get("/pay/{ref}", self._show_page),
                web.post("/pay/{ref}", self._pay_on_page),
            ]
        )
        return app

    async def _create_order(self, request: web.Request) -> web.Response:
        self._must_hold_key(request)
        order = parse_order(await _read_json(request))
        known = self.orders.setdefault(order.ref, order)
        if not known.is_same_as(order):
            raise web.HTTPConflict(text="this reference was announced with other content")
        shown = {"ref": order.ref, "pay_url": f"{self.url}/pay/{order.ref}"}
        return web.json_response(shown, status=201 if known is order else 200)

    async def _show_order(self, request: web.Request) -> web.Response:
        self._must_hold_key(request)
        order = self._find_order(request)
        return web.json_response({"ref": order.ref, "amount": order.amount, "transactions": order.transactions})

    async def _run_mode(self, request: web.Request) -> web.Response:
        order = self._find_order(request)
        try:
            mode = Mode(request.query.get("mode", Mode.OK))
        except ValueError:
            raise web.HTTPUnprocessableEntity(text=f"mode is one of {', '.join(Mode)}") from None
        self._must_be_payable(order, mode)
        deliveries = [{"status": d.status, "body": d.body} for d in await self.pay(order, mode)]
        return web.json_response({"mode": mode, "deliveries": deliveries})

    async def _show_page(self, request: web.Request) -> web.Response:
        order = self._find_order(request)
        page = PAGE.format(ref=html.escape(order.ref), amount=f"{order.amount:,}".replace(",", "."))
        return web.Response(text=page, content_type="text/html")

    async def _pay_on_page(self, request: web.Request) -> web.Response:
        order = self._find_order(request)
        cancels = (await request.post()).get("mode") == Mode.CANCELLED
        mode = Mode.CANCELLED if cancels else Mode.OK
        self._must_be_payable(order, mode)
        await self.pay(order, mode)
        raise web.HTTPSeeOther(order.return_url)

    def _must_hold_key(self, request: web.Request) -> None:
        given = request.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {self.api_key}".encode()):
            raise web.HTTPUnauthorized(text="unknown key")

    def _must_be_payable(self, order: PaymentOrder, mode: Mode) -> None:
        # A well-behaved gateway takes no second or late payment; the other modes are the exceptions.
        if mode is Mode.OK and (order.is_paid or self.clock() > order.expires_at):
            raise web.HTTPConflict(text="paid already, or ended")

    def _find_order(self, request: web.Request) -> PaymentOrder:
        order = self.orders.get(request.match_info["ref"])
        if order is None:
            raise web.HTTPNotFound(text="no such intent")
        return order


PAGE = """<!doctype html>
<html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Cổng thanh toán mô phỏng</title>
<h1>Cổng thanh toán mô phỏng</h1>
<p><strong>Chỉ dùng để chạy thử trên máy này; không chuyển tiền thật.</strong></p>
<p lang="en">A stand-in for a payment gateway. No money moves.</p>
<p>Mã thanh toán: {ref}<br>Số tiền: {amount} đồng</p>
<form method="post"><button>Thanh toán</button> <button name="mode" value="cancelled">Hủy giao dịch</button></form>
"""


def _encode_compact(payment: dict[str, Any]) -> bytes:
    return json.dumps(payment, separators=(",", ":")).encode()


async def _read_json(request: web.Request) -> Any:
    try:
        return await request.json()
    except ValueError:
        raise web.HTTPBadRequest(text="not JSON") from None


async def _serve_forever(gateway: GatewayStandIn) -> None:
    await gateway.serve()
    print(f"stand-in payment gateway (no money moves): {gateway.url} → {gateway.callback}", flush=True)
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    await ended.wait()
    await gateway.close()


def main() -> None:
    """Serve until SIGINT or SIGTERM. Keys come from the environment: arguments are visible to every user."""
    parser = argparse.ArgumentParser(description="stand-in payment gateway; moves no money")
    parser.add_argument("--port", type=int, default=8099, help="port on 127.0.0.1 (0: any free one)")
    parser.add_argument("--callback", required=True, help="address that receives the signed callbacks")
    args = parser.parse_args()
    missing = [name for name in ("GATEWAY_KEYS", "GATEWAY_API_KEY") if not os.environ.get(name)]
    if missing:
        parser.error(f"not set: {', '.join(missing)}")
    keys = {kid: bytes.fromhex(key) for kid, key in json.loads(os.environ["GATEWAY_KEYS"]).items()}
    asyncio.run(_serve_forever(GatewayStandIn(args.callback, keys, os.environ["GATEWAY_API_KEY"], args.port)))


if __name__ == "__main__":
    main()
