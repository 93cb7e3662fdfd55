"""A stand-in for the population data behind the provincial platform, for demonstrations and tests on this machine. It
knows nobody real.

`POST /checks` compares a number, a name and a birth date with its own people and answers with a verdict and a
reference, never with data. `PUT /faults` makes it misbehave, `PUT /people/{number}` changes a person:

    {"fault": "down" | "slow" | "mismatch" | "not_json" | null, "slow_seconds": 8}      {"state": "locked" | "deceased"}

It imports nothing from the product, keeps a store of its own, and listens on 127.0.0.1 only.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from aiohttp import web

from infra.local.ports import HOST
from infra.local.stand_ins.call_signatures import SIGNATURE_HEADER, CallRejected, check_call
from infra.local.stand_ins.served import LARGEST_BODY, ServedStandIn

PEOPLE = Path(__file__).with_name("e_identity_people.toml")
NOBODY = "999"
"""Numbers that begin so are nobody's. Everybody else who is not on the list is whom the paper says, so that people made
up for a demonstration can be served."""
_SCHEMA = """
create table if not exists people (number text primary key, body text not null);
create table if not exists checks (n integer primary key autoincrement, unit text, purpose text, verdict text);
"""


class PopulationFault(StrEnum):
    """What is wrong with the answers."""

    DOWN = "down"  # 503 to everything
    SLOW = "slow"  # an answer takes `slow_seconds`
    MISMATCH = "mismatch"  # nobody's name matches
    NOT_JSON = "not_json"


@dataclass(slots=True)
class PopulationStandIn(ServedStandIn):
    """The stand-in. `keys` are those of the provinces that ask."""

    keys: Mapping[str, bytes]
    port: int = 0
    path: Path | None = None
    province: str = ""
    fault: PopulationFault | None = None
    slow_seconds: float = 8.0
    _db: sqlite3.Connection = field(init=False)

    def __post_init__(self) -> None:
        self._db = sqlite3.connect(self.path or ":memory:", check_same_thread=False, isolation_level=None)
        self._db.executescript(_SCHEMA)
        for person in tomllib.loads(PEOPLE.read_text())["person"]:
            if person.get("lives_at", self.province) == self.province:
                self._db.execute(
                    "insert or ignore into people values (?, ?)", (person["number"], _write_person(person))
                )

    @property
    def url(self) -> str:
        """Its address, once started."""
        return f"http://{HOST}:{self.port}"

    def _close_store(self) -> None:
        self._db.close()

    def put_person(self, number: str, change: Mapping[str, Any]) -> None:
        """Add a person, or change one, such as one who has died."""
        row = self._db.execute("select body from people where number = ?", (number,)).fetchone()
        person = {**(json.loads(row[0]) if row else {"number": number}), **change}
        self._db.execute("insert or replace into people values (?, ?)", (number, _write_person(person)))

    def count_checks(self) -> int:
        """Return how many questions were answered."""
        return int(self._db.execute("select count(*) from checks").fetchone()[0])

    async def _serve_requests(self) -> None:
        app = web.Application(client_max_size=LARGEST_BODY)
        app.add_routes(
            [
                web.post("/checks", self._answer_check),
                web.put("/people/{number}", self._change_person),
                web.put("/faults", self._set_fault),
            ]
        )
        self.port = await self._open_port(app, self.port)

    async def _answer_check(self, request: web.Request) -> web.Response:
        if self.fault is PopulationFault.DOWN:
            raise web.HTTPServiceUnavailable(text="down")
        raw = await request.read()
        try:
            check_call(raw, request.headers.get(SIGNATURE_HEADER), self.keys, datetime.now(UTC))
        except CallRejected as rejected:
            raise web.HTTPUnauthorized(text=str(rejected)) from None
        if self.fault is PopulationFault.SLOW:
            await asyncio.sleep(self.slow_seconds)
        if self.fault is PopulationFault.NOT_JSON:
            return web.Response(text="<html>")
        asked = json.loads(raw)
        verdict = self._compare_person(asked)
        done = self._db.execute(
            "insert into checks (unit, purpose, verdict) values (?, ?, ?)", (asked["DonVi"], asked["MucDich"], verdict)
        )
        return web.json_response({"KetQua": verdict, "MaThamChieu": f"DC-{done.lastrowid:08d}"})

    def _compare_person(self, asked: Mapping[str, str]) -> str:
        row = self._db.execute("select body from people where number = ?", (asked["So"],)).fetchone()
        if row is None:
            return "unknown" if asked["So"].startswith(NOBODY) else "matched"
        person = json.loads(row[0])
        if person.get("state") in ("locked", "deceased"):
            return str(person["state"])
        same = _fold_name(person["full_name"]) == _fold_name(asked["HoTen"])
        born = not asked["NgaySinh"] or asked["NgaySinh"] == str(person.get("birth_date") or asked["NgaySinh"])
        return "matched" if same and born and self.fault is not PopulationFault.MISMATCH else "mismatch"

    async def _change_person(self, request: web.Request) -> web.Response:
        number = request.match_info["number"]
        self.put_person(number, await request.json())
        return web.Response(status=204)

    async def _set_fault(self, request: web.Request) -> web.Response:
        sent = await request.json()
        self.fault = PopulationFault(sent["fault"]) if sent.get("fault") else None
        self.slow_seconds = float(sent.get("slow_seconds", 8.0))
        return web.Response(status=204)


def _write_person(person: Mapping[str, Any]) -> str:
    return json.dumps(dict(person), ensure_ascii=False, default=str)


def _fold_name(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
