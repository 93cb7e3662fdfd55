"""A stand-in for the national portal, for demonstrations and tests on this machine. It serves no citizen.

It speaks the protocol that the project expects of the portal (docs/decisions/0111) over real HTTP, keeps the packages
it receives in a store of its own, and can misbehave on demand. `PUT /faults` chooses how:

    {"rate": 0.2, "kinds": ["error", "lost", …], "down": false, "idempotent": true, "refuses": ["1.001612"],
     "sending": "unanswered"}

Feedback that people file here (`citizen_routes`) goes to the province at once, and again until it has arrived.
It listens on 127.0.0.1 only.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import random
import threading
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from aiohttp import web

from infra.local.stand_ins.call_signatures import SIGNATURE_HEADER, CallRejected, check_call
from infra.local.stand_ins.citizen_feedback import CitizenFeedback, SendingFault, connect_province
from infra.local.stand_ins.citizen_routes import CitizenRoutes, read_object
from infra.local.stand_ins.portal_store import PortalStore, Unacceptable

HOST = "127.0.0.1"
Answered = web.StreamResponse


class CallFault(StrEnum):
    """The fault of one call, as seen from our side."""

    ERROR = "error"  # 500, and nothing counted
    ERROR_AFTER = "error_after"  # 500, and it counted
    TIMEOUT = "timeout"  # no answer in time, and nothing counted
    SLOW = "slow"  # no answer in time; it counts after we have given up
    LOST = "lost"  # it counted, and the connection broke before the answer
    TWICE = "twice"  # the network brought the call twice
    LATER = "later"  # taken with 202; it counts only after calls that came later
    OTHER = "other"  # acknowledged, but for another package


@dataclass(slots=True)
class Behaviour:
    """How the portal behaves: the share of calls with a fault of `kinds`; `refuses` are procedures that it does not
    know. Without `idempotent` it counts every package, including repeats. `sending` is the fault of its own calls."""

    rate: float = 0.0
    kinds: tuple[CallFault, ...] = tuple(CallFault)
    down: bool = False
    idempotent: bool = True
    refuses: frozenset[str] = frozenset()
    sending: SendingFault | None = None
    slow_seconds: float = 8.0
    turn: int = 0
    chance: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311 - no secret

    def draw_fault(self) -> CallFault | None:
        """Return the fault of the next call, each kind in turn; None for no fault."""
        if not self.kinds or self.chance.random() >= self.rate:
            return None
        self.turn += 1
        return self.kinds[self.turn % len(self.kinds)]


class PortalStandIn:
    """The stand-in. `keys` are those of the provinces that call it, `own` those with which it calls the `province`, an
    address."""

    def __init__(
        self,
        keys: Mapping[str, bytes],
        port: int = 0,
        store: Path | None = None,
        own: Mapping[str, bytes] | None = None,
        province: str = "",
    ) -> None:
        self.keys, self.own, self.port = keys, own or {}, port
        self.store = PortalStore(store)
        kept = store.with_suffix(".feedback.sqlite") if store else None
        self.citizens = CitizenFeedback(connect_province(province), self.own, kept)
        self.behaviour = Behaviour()
        self.met: list[CallFault] = []
        self._kept: list[dict[str, Any]] = []
        self._running = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="portal", daemon=True)
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Its address, once started."""
        return f"http://{HOST}:{self.port}"

    def start(self) -> str:
        """Serve in a thread of its own; returns the address. A taken port raises OSError."""
        self._thread.start()
        try:
            self._run_in_loop(self._serve_requests())
        except OSError:
            self.stop()
            raise
        return self.url

    def stop(self) -> None:
        """Stop serving, end the thread and close the store; safe to call twice."""
        if self._loop.is_closed():
            return
        if self._runner is not None:
            self._run_in_loop(self._runner.cleanup())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)
        self._loop.close()
        self.store.close()
        self.citizens.close()

    def settle(self) -> None:
        """Wait until all calls have ended, and let postponed packages count."""
        self._run_in_loop(self._wait_for_rest())

    def _run_in_loop(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=30)

    async def _wait_for_rest(self) -> None:
        while self._running:
            await asyncio.sleep(0.005)
        self._let_count()

    async def _serve_requests(self) -> None:
        app = web.Application(client_max_size=1024 * 1024, middlewares=[self._guard_request])
        app.add_routes(
            [
                web.post("/packages", self._take_package),
                web.get("/packages/{fact}", self._find_package),
                web.get("/days/{day}", self._show_day),
                web.get("/dossiers/{number}", self._show_dossier),
                web.get("/questions/{number}", self._show_question),
                web.get("/feedback/{number}", self._show_feedback),
                web.get("/catalogues/{name}", self._show_catalogue),
                web.put("/catalogues/{name}", self._publish_catalogue),
                web.put("/faults", self._set_behaviour),
                *CitizenRoutes(self.citizens, self.store, lambda: self.behaviour.sending).list_routes(),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, self.port).start()
        self.port = self._runner.addresses[0][1]

    @web.middleware
    async def _guard_request(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[Answered]]
    ) -> Answered:
        """Count open calls, be down when so configured, and refuse unsigned calls of provinces."""
        # From the operator of the stand-in, or from a person.
        if request.method == "PUT" or request.path.startswith("/citizen/"):
            return await handler(request)
        if self.behaviour.down:
            raise web.HTTPServiceUnavailable(text="down")
        self._running += 1
        try:
            signed = await request.read() or request.raw_path.encode()
            check_call(signed, request.headers.get(SIGNATURE_HEADER), self.keys, datetime.now(UTC))
            return await handler(request)
        except CallRejected as rejected:
            raise web.HTTPUnauthorized(text=str(rejected)) from None
        finally:
            self._running -= 1

    async def _take_package(self, request: web.Request) -> Answered:
        fault, package = self.behaviour.draw_fault(), await read_object(request)
        if fault is not None:
            self.met.append(fault)
            return await self._answer_with_fault(request, fault, package)
        self._let_count()
        return self._answer_taken(package)

    async def _answer_with_fault(self, request: web.Request, fault: CallFault, package: dict[str, Any]) -> Answered:
        if fault is CallFault.LATER:
            self._kept.append(package)
            return web.json_response({}, status=202)
        if fault in (CallFault.TIMEOUT, CallFault.SLOW):
            await asyncio.sleep(self.behaviour.slow_seconds)
        answer: Answered = web.Response(status=500)
        if fault not in (CallFault.ERROR, CallFault.TIMEOUT):
            answer = self._answer_taken(package)
        if fault is CallFault.TWICE:
            answer = self._answer_taken(package)
        if fault is CallFault.LOST and request.transport is not None:
            request.transport.close()
        if fault is CallFault.OTHER and answer.status < 300:
            answer = web.json_response({"MaGoi": "another", "MaThamChieu": "DVC-0"})
        return web.Response(status=500) if fault is CallFault.ERROR_AFTER else answer

    def _let_count(self) -> None:
        """Let postponed packages count now, the last one first."""
        while self._kept:
            self._answer_taken(self._kept.pop())

    def _answer_taken(self, package: dict[str, Any]) -> Answered:
        known = self.store.find_reference(package["MaGoi"]) if self.behaviour.idempotent else None
        sent = [each["NoiDung"].get("MaTTHC") for each in package["ThongDiep"]]
        if wrong := self.behaviour.refuses & set(sent):
            return web.json_response({"code": "procedure_unknown", "detail": sorted(wrong)}, status=422)
        try:
            reference = known or self.store.take_package(package)
        except Unacceptable as no:
            return web.json_response({"code": str(no)}, status=422)
        return web.json_response({"MaGoi": package["MaGoi"], "MaThamChieu": reference}, status=201)

    async def _find_package(self, request: web.Request) -> Answered:
        fact = request.match_info["fact"]
        if any(each["MaGoi"] == fact for each in self._kept):
            return web.json_response({}, status=202)
        reference = self.store.find_reference(fact)
        if reference is None:
            raise web.HTTPNotFound(text="no such package")
        return web.json_response({"MaGoi": fact, "MaThamChieu": reference})

    async def _show_day(self, request: web.Request) -> Answered:
        return web.json_response({"DonVi": self.store.list_day(request.match_info["day"])})

    async def _show_dossier(self, request: web.Request) -> Answered:
        held = self.store.find_dossier(request.match_info["number"])
        if held is None:
            raise web.HTTPNotFound(text="no such dossier")
        return web.json_response(held)

    async def _show_question(self, request: web.Request) -> Answered:
        held = self.store.find_question(request.match_info["number"])
        if held is None:
            raise web.HTTPNotFound(text="no such question")
        return web.json_response(held)

    async def _show_feedback(self, request: web.Request) -> Answered:
        held = self.store.find_feedback(request.match_info["number"])
        if held is None:
            raise web.HTTPNotFound(text="no such feedback")
        return web.json_response(held)

    async def _show_catalogue(self, request: web.Request) -> Answered:
        entries = self.store.find_catalogue(request.match_info["name"])
        if entries is None:
            raise web.HTTPNotFound(text="no such catalogue")
        version = hashlib.sha256(json.dumps(entries).encode()).hexdigest()[:16]
        return web.json_response({"PhienBan": version, "DanhMuc": entries})

    async def _publish_catalogue(self, request: web.Request) -> Answered:
        self.store.put_catalogue(request.match_info["name"], (await read_object(request))["DanhMuc"])
        return web.Response(status=204)

    async def _set_behaviour(self, request: web.Request) -> Answered:
        sent = await read_object(request)
        wanted = self.behaviour
        wanted.rate, wanted.down = float(sent.get("rate", 0)), bool(sent.get("down", False))
        wanted.kinds = tuple(CallFault(each) for each in sent.get("kinds", list(CallFault)))
        wanted.idempotent = bool(sent.get("idempotent", True))
        wanted.refuses = frozenset(sent.get("refuses", ()))
        wanted.sending = SendingFault(sent["sending"]) if sent.get("sending") else None
        return web.Response(status=204)
