"""Where people file feedback at the stand-in national system, take steps on it and follow it, over HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from infra.local.stand_ins.citizen_feedback import CitizenFeedback, SendingFault
from infra.local.stand_ins.portal_store import PortalStore


@dataclass(frozen=True, slots=True)
class CitizenRoutes:
    """`store` holds what the province reports on feedback; `choose_fault` says how the next message is sent."""

    citizens: CitizenFeedback
    store: PortalStore
    choose_fault: Callable[[], SendingFault | None]

    def list_routes(self) -> list[web.RouteDef]:
        """Return the routes; `PUT /deliveries` sends what waits, `GET /deliveries/refused` lists what never will be."""
        return [
            web.put("/deliveries", self._send_messages),
            web.get("/deliveries/refused", self._list_refused),
            web.post("/citizen/feedback", self._file_feedback),
            web.get("/citizen/feedback/{number}", self._follow_feedback),
            web.post("/citizen/feedback/{number}/{step}", self._file_step),
        ]

    async def _file_feedback(self, request: web.Request) -> web.Response:
        number = self.citizens.file_feedback(await read_object(request))
        await self._send_messages(request)
        return web.json_response({"MaPhanAnh": number}, status=201)

    async def _file_step(self, request: web.Request) -> web.Response:
        number, step = request.match_info["number"], request.match_info["step"]
        reference = self.citizens.file_step(number, step, await read_object(request))
        await self._send_messages(request)
        return web.json_response({"MaThamChieu": reference}, status=201)

    async def _send_messages(self, _: web.Request) -> web.Response:
        await asyncio.to_thread(self.citizens.send_waiting, self.choose_fault())
        return web.json_response({"ConCho": self.citizens.count_waiting()})

    async def _list_refused(self, _: web.Request) -> web.Response:
        return web.json_response({"items": self.citizens.list_refused()})

    async def _follow_feedback(self, request: web.Request) -> web.Response:
        number = request.match_info["number"]
        try:
            standing = self.citizens.find_standing(number)
        except KeyError:
            raise web.HTTPNotFound(text="no such feedback") from None
        held = self.store.find_feedback(number) or {}
        return web.json_response({**standing, "TrangThai": held.get("TrangThai"), "QuaTrinh": held.get("QuaTrinh", [])})


async def read_object(request: web.Request) -> dict[str, Any]:
    """Return the JSON object of a request. Raise HTTPBadRequest for anything else."""
    try:
        sent = json.loads(await request.read())
    except ValueError:
        raise web.HTTPBadRequest(text="not JSON") from None
    if not isinstance(sent, dict):
        raise web.HTTPBadRequest(text="not an object")
    return sent
