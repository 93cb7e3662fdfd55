"""A dossier at a desk in memory: who is there, what they ask, what is stored."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Self

import pytest

from chalicelib.domain.accounts.filed_account import FiledAccount
from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.papers.paper import Paper
from chalicelib.domain.shared.errors import Refusal
from chalicelib.domain.supervision import alerts
from chalicelib.domain.time import working_time
from chalicelib.domain.time.clocks import Clock
from chalicelib.steps.approvals import decide_request
from chalicelib.steps.dossier.alert_rules import find_alert_rules
from chalicelib.steps.dossier.context import Command, Dependencies
from tests.support.acts import STEPS
from tests.support.bodies import ANSWERS as ANSWERS
from tests.support.bodies import CERTIFICATE as CERTIFICATE
from tests.support.bodies import COPY as COPY
from tests.support.bodies import FULL as FULL
from tests.support.bodies import PERSON as PERSON
from tests.support.bodies import REGISTRATION as REGISTRATION
from tests.support.commands import build_command_with
from tests.support.fakes.stores import FakeCodes, FakeDossiers, FakeItem
from tests.support.people import MONDAY, MONDAY_UTC, ONE_STOP, build_actor
from tests.support.references import provide_reference


@dataclass
class DossierDesk:
    """One dossier at one desk in memory: the people around it, the steps that they take, and what is stored."""

    procedure: str = REGISTRATION
    province: str = "hue"
    now: datetime = MONDAY
    channel: str = "own_portal"
    for_unit: str | None = None
    reference: Any = None  # the province's own when not given
    store: Any = field(default_factory=FakeDossiers)
    codes: Any = None
    kept: list[Paper] = field(default_factory=list)
    numbers: itertools.count[int] = field(default_factory=itertools.count)
    id: str = ""
    real_now: datetime = MONDAY_UTC

    def __post_init__(self) -> None:
        self.reference = self.reference or provide_reference(self.province)
        self.codes = self.codes or FakeCodes(self.store)

    # -- who and where -------------------------------------------------------------------------------------

    @property
    def deps(self) -> Dependencies:
        """The desk that the steps work at."""
        return Dependencies(
            self.store, self.codes, self.reference, self._salt, self.kept.append, local=True,
            find_account=lambda person: FiledAccount(person, PERSON["full_name"], (PERSON["id_number"],)),
        )  # fmt: skip

    def _salt(self) -> str:
        return f"{next(self.numbers):032x}"

    @property
    def one_stop(self) -> str:
        """The unit that receives."""
        return ONE_STOP[self.province]

    @property
    def agency(self) -> str:
        """The agency that settles."""
        procedure = self.reference.find_procedure(self.procedure)
        return str(self.reference.find_competent(procedure, self.one_stop, self.now))

    @property
    def partner(self) -> str:
        """The partner agency of a linked procedure (the tax authority)."""
        procedure = self.reference.find_procedure(self.procedure)
        return str(self.reference.find_task_unit(procedure, "tax_authority", self.one_stop, self.now))

    def officer(self, role: Role, sub: str = "") -> Actor:
        """A person with that role where it counts on this dossier."""
        at_agency = {Role.CASE_OFFICER, Role.AGENCY_HEAD, Role.HEAD_OF_SECTION}
        return build_actor(role, self.agency if role in at_agency else self.one_stop, sub)

    # -- asking --------------------------------------------------------------------------------------------

    def ask(
        self, step: str, who: Actor, body: dict[str, Any] | None = None, version: int | None = None
    ) -> Command[Any]:
        """A command at this moment with a key of its own."""
        key = f"key-{next(self.numbers):020d}"
        return build_command_with(step, self.id, who, self.now, self.real_now, key, version, body)

    def take(self, step: str, who: Actor, **body: Any) -> Dossier:
        """Take a step at the present version; the dossier as it is then."""
        return STEPS[step](self.deps, self.ask(step, who, FULL.get(step, {}) | body, self.dossier.version)).dossier

    def approve(self, who: Actor, number: int = 1, **body: Any) -> Dossier:
        """Agree to a request."""
        command = self.ask(f"approve-{number}", who, {"reason": None} | body, self.dossier.version)
        return decide_request.approve_request(self.deps, command, number).dossier

    def approve_all(self, number: int = 1) -> Dossier:
        """Have everybody who must agree to a request agree."""
        while request := self.dossier.find_request(number):
            self.approve(self.officer(request.chain[request.passed][0]), number)
        return self.dossier

    def nearly_late(self) -> Self:
        """At the first moment at which it is certain that the settlement will be late."""
        rules = find_alert_rules(self.reference, self.dossier).apology
        self.now = alerts.find_certain_delay_time(self.clock, rules, self.reference.find_calendar(self.one_stop))
        return self

    def days_to(self, after_due: int = 1) -> int:
        """Working days from now to that many after the due time: what an apology is asked with."""
        calendar, today = self.reference.find_calendar(self.one_stop), self.now.date()
        return after_due + working_time.count_working_days(calendar, today, max(today, self.clock.due_at.date()))

    def apologised(self) -> Self:
        """With the one new date that an apology may set, signed by all."""
        self.nearly_late().take("apologise", self.officer(Role.CASE_OFFICER), new_due_days=self.days_to())
        self.approve_all(self.dossier.requests_made)
        return self

    def decline(self, who: Actor, number: int = 1, **body: Any) -> Dossier:
        """Turn a request down."""
        command = self.ask(f"decline-{number}", who, {"reason": "Chưa đủ căn cứ"} | body, self.dossier.version)
        return decide_request.decline_request(self.deps, command, number).dossier

    def refused(self, step: str, who: Actor, **body: Any) -> Refusal:
        """The refusal of a step, which must leave everything as it was."""
        return self.refusal(lambda: self.take(step, who, **body))

    def refusal(self, act: Callable[[], object]) -> Refusal:
        """The refusal of an act, which must leave everything as it was."""
        before = self._rows()
        with pytest.raises(Refusal) as caught:
            act()
        assert self._rows() == before, "a refusal saved something"
        return caught.value

    def _rows(self) -> dict[Any, Any]:
        """All stored items except papers, which tests store separately from a step."""
        return {key: item for key, item in self.store.items.items() if not key[1].startswith("PAPER#")}

    def appoint(self, who: Actor) -> Actor:
        """Put a person's rights where the steps look them up."""
        rights = [
            {
                "role": right.role.value,
                "unit": right.unit,
                "valid_from": right.valid_from.isoformat(),
                "valid_until": right.valid_until.isoformat() if right.valid_until else None,
            }
            for right in who.assignments
        ]
        self.store.items[f"OFFICER#{who.sub}", "RIGHTS"] = FakeItem(json.dumps({"assignments": rights}), 1)
        return who

    def then(self, step: str, who: Actor, **body: Any) -> Self:
        """Take a step, for the next."""
        self.take(step, who, **body)
        return self

    def later(self, **passed: Any) -> Self:
        """The same dossier at a later moment (legal and real time alike)."""
        step = timedelta(**passed)
        self.now, self.real_now = self.now + step, self.real_now + step
        return self

    # -- stored items -------------------------------------------------------------------------------------

    @property
    def dossier(self) -> Dossier:
        """The stored dossier."""
        found: Dossier | None = self.store.load(self.id).dossier
        assert found is not None
        return found

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Its ledger."""
        return tuple(self.store.load_ledger(self.id))

    @property
    def clock(self) -> Clock:
        """The resolution clock, which must have started."""
        clock = self.dossier.clock
        assert clock is not None
        return clock

    def copy(self) -> Self:
        """The same dossier in a store of its own."""
        store = self.store.copy()
        codes = FakeCodes(store, dict(self.codes.counters))
        return replace(self, store=store, codes=codes, kept=list(self.kept), numbers=itertools.count(10_000))
