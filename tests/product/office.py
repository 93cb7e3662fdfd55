"""The product of one province in one process: every person of the demo at the application's own routes.

    def test_something(office):
        hue = office("hue", at=MONDAY)
        dossier = hue.filed(MARITAL…)
        hue("desk1").step(dossier, "receive")

Calls go through the application's routes, guards, handlers, steps and stores; only AWS is made up. What each test
reaches (province, route or event function, legal day) is kept for the conformance report.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Assignment, Role
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.papers.paper import PaperKind
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.wiring import core as wiring
from chalicelib.wiring.steps import provide_reference
from infra.local.person import ApiPerson, HttpReply, UnexpectedAnswerError
from infra.local.seed import BEFORE, PEOPLE, SINCE, TODAY, Workplaces, find_place, list_demo_rights
from tests.api.conftest import build_bearer
from tests.product.around import Around, keep_paper
from tests.support.running.reached import is_reached, match_template

if TYPE_CHECKING:
    from chalice.app import Chalice
    from chalice.test import Client

    from infra.local.stack import LocalStack

STALE = 412
AGREED = "other_way_agreed"
"""The ground of the law on which a fee due at reception may be paid later."""

DEMO = {each.username: each for each in PEOPLE}


@dataclass(frozen=True, order=True)
class Reached:
    """A place reached by a test: the province, «METHOD /path/{id}» or «event function», and the legal day."""

    province: str
    route: str
    on: date


@dataclass
class LegalClock:
    """Legal time stands where a test puts it; the clock on the wall, on which tokens run, is the real one."""

    at: datetime
    later: timedelta = timedelta()
    simulated: bool = True

    def now(self) -> datetime:
        """Legal time."""
        return self.at

    def real_now(self) -> datetime:
        """Real time, or so much later."""
        return datetime.now(UTC) + self.later


@dataclass
class Office:
    """One province's application; `office("desk1")` is a person at it."""

    app: Chalice
    client: Client
    province: str
    clock: LegalClock
    reached: set[Reached]
    appointed: set[str] = field(default_factory=set)
    versions: dict[str, int] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict, repr=False)
    origin: str = ""

    @cached_property
    def around(self) -> Around:
        """The surroundings of the application: its functions other than the API, the portal, the gateway, the
        telephone."""
        return Around(self)

    def __call__(self, username: str) -> Worker:
        """The demo person of that name, with the rights that the demo gives."""
        self._appoint(username)
        return Worker(cast("LocalStack", self), username, office=self)

    def person(self, username: str) -> Worker:
        """Somebody who was appointed here."""
        return Worker(cast("LocalStack", self), username, office=self)

    def nobody(self) -> Worker:
        """Somebody who has not signed in."""
        return Worker(cast("LocalStack", self), None, office=self)

    def filed(self, procedure: str, draft: Mapping[str, Any], papers: list[str]) -> str:
        """A filing by citizen1 at the province's own portal; the dossier's id."""
        return self("citizen1").file(procedure, draft, papers)

    def pays(self, dossier: str, who: str = "cashier1") -> None:
        """A cashier takes all that is owed, if anything is."""
        cashier = self(who)
        seen = cashier.ask("GET", f"/api/dossiers/{dossier}")
        # A dossier without sums is none of a cashier's.
        owed = [each for each in seen.body.get("obligations", ()) if each["state"] == "open"]
        if owed:
            amount, number = sum(each["amount"] for each in owed), f"BL-{secrets.token_hex(4).upper()}"
            cash = {"obligations": [each["id"] for each in owed], "amount": amount, "receipt_number": number}
            cashier.step(dossier, "pay", cash)

    def granted(self, dossier: str) -> str:
        """The filing received, sent on, paid for and granted; the id of its result."""
        self.pays(dossier)
        self("desk1").step(dossier, "receive")
        self.pays(dossier)
        self("desk1").step(dossier, "transfer")
        result = self("case1").upload(dossier, "result")
        self("head1").step(dossier, "resolve", {"outcome": "granted", "result": result})
        return result

    def try_filed(
        self, procedure: str, draft: Mapping[str, Any], papers: list[str], checked: str = "accepted"
    ) -> tuple[str, HttpReply]:
        """The same with any answer; `checked` is the result of its files' check."""
        citizen = self("citizen1")
        dossier = citizen.draft(procedure, self.place.one_stop, "own_portal", draft)
        brought = [citizen.upload(dossier, "component", each, checked=checked) for each in papers]
        return dossier, citizen.ask(
            "POST", f"/api/dossiers/{dossier}/submit", {"papers": brought, "declared_true": True}
        )

    def at(self, moment: datetime) -> Office:
        """Move legal time."""
        self.clock.at = moment
        return self

    @property
    def place(self) -> Workplaces:
        """The units where the demo officers work on the legal day."""
        tree = wiring.provide_catalogue().load_agencies(self.province)
        return find_place(tree, BEFORE if self._today < date(2025, 7, 1) else TODAY)

    @property
    def _today(self) -> date:
        return self.clock.at.astimezone(VIETNAM).date()

    def note(self, route: str) -> None:
        """Keep what a test has reached."""
        self.reached.add(Reached(self.province, route, self._today))

    def fetch_token(self, username: str) -> str:
        """An access token; the subject is the name itself."""
        if username not in self.tokens:
            self.tokens[username] = build_bearer(username)["Authorization"].removeprefix("Bearer ")
        return self.tokens[username]

    def forget_token(self, username: str) -> None:
        """The person's next call has a new token."""
        self.tokens.pop(username, None)

    def _appoint(self, username: str) -> None:
        if username in self.appointed or (demo := DEMO[username]).role is None:
            return
        tree = wiring.provide_catalogue().load_agencies(self.province)
        units = {
            "province" if demo.at == "province" else str(getattr(find_place(tree, on), demo.at))
            for on in (BEFORE, TODAY)
        }
        tasks = provide_reference().find_rule("roles.special", CaseDates(self.clock.at)).list_words()
        held = list_demo_rights(demo, units, tasks)
        was = wiring.provide_officers().load(username)
        officer = Officer(username, was.version + 1, demo.name, demo.title, "a@example.test", held)
        wiring.provide_officers().save(officer, "seed", "01/TB", SINCE)
        self.appointed.add(username)

    def appoint(
        self, username: str, role: Role, unit: str, name: str = "", title: str = "", until: datetime | None = None
    ) -> Worker:
        """Somebody of no demo, with one right in one unit, for good or until some time."""
        held = (Assignment(role, unit, SINCE, until),)
        was = wiring.provide_officers().load(username)
        named = name or username, title or username
        officer = Officer(username, was.version + 1, *named, "a@example.test", held)
        wiring.provide_officers().save(officer, "seed", "01/TB", SINCE)
        self.appointed.add(username)
        return Worker(cast("LocalStack", self), username, office=self)


@dataclass
class Worker(ApiPerson):
    """A person at the routes, in the same process."""

    office: Office = field(default=cast("Office", None))

    def call(self, method: str, path: str, data: bytes | None, headers: Mapping[str, str]) -> HttpReply:
        """One request; what it reached is kept."""
        got = self.office.client.http.request(method, path, headers=dict(headers), body=data or b"")
        if is_reached(got.status_code):
            self.office.note(f"{method} {match_template(path)}")
        named = {name.lower(): value for name, value in got.headers.items()}
        raw = got.body
        body = json.loads(raw) if raw and "json" in named.get("content-type", "") else raw.decode(errors="replace")
        if isinstance(body, dict) and {"id", "version", "state"} <= set(body):
            self.office.versions[body["id"]] = body["version"]
        return HttpReply(got.status_code, body, named, raw)

    def try_step(
        self, dossier: str, step: str, body: Mapping[str, Any] | None = None, expect: int | None = None
    ) -> HttpReply:
        """The same as for any person; the version is the one last answered here, and is read only when it has moved.
        Where a test says nothing of the fee, a reception lets it be paid later."""
        known = self.office.versions.get(dossier, 1)
        body = {"deferral": AGREED, **(body or {})} if step == "receive" else body
        reply = self.ask("POST", f"/api/dossiers/{dossier}/{step}", body or {}, version=known)
        if reply.status == STALE:
            reply = super().try_step(dossier, step, body)
        if expect is not None and reply.status != expect:
            raise UnexpectedAnswerError(f"{step}: expected {expect}, got {reply.status}: {reply.body}")
        return reply

    def upload(
        self, dossier: str, kind: str, component: str = "", content: bytes | None = None, checked: str = "accepted"
    ) -> str:
        """A paper as its check leaves it, accepted by default. The check itself has tests of its own."""
        paper, now = secrets.token_hex(8), self.office.clock.real_now()
        keep_paper(dossier, paper, PaperKind(kind), component, str(self.username), now, checked)
        return paper

    def file(self, procedure: str, draft: Mapping[str, Any], papers: list[str] | None = None) -> str:
        """Draft, papers for these components, and submit on the province's own portal; the dossier's id."""
        dossier = self.draft(procedure, self.office.place.one_stop, "own_portal", draft)
        self.submit(dossier, [self.upload(dossier, "component", each) for each in papers or []])
        return dossier
