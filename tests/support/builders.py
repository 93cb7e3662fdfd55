"""People, answers and dossiers for tests of the flow, brought to each state by its real steps.

`Case` is one dossier at a desk in memory: `Case("1.001612").at(State.PROCESSING)`.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Actor, Assignment, Role
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.intake import HANDED_ON, TYPED_HERE
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.papers.paper import Paper, PaperKind, create_paper, declare_paper, settle_paper
from chalicelib.domain.shared.errors import Refusal
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.supervision import alerts
from chalicelib.domain.time import working_time
from chalicelib.domain.time.clocks import Clock
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.repositories.catalogue.reference import ProvinceReference
from chalicelib.repositories.law.rule_set import load_rules
from chalicelib.steps.approvals import decide_request
from chalicelib.steps.dossier.alert_rules import find_alert_rules
from chalicelib.steps.dossier.context import Command, Dependencies
from chalicelib.steps.filing import drafts, submit
from chalicelib.wiring import steps as wiring_steps
from tests.support.acts import STEPS
from tests.support.bodies import ANSWERS as ANSWERS
from tests.support.bodies import CERTIFICATE as CERTIFICATE
from tests.support.bodies import COPY as COPY
from tests.support.bodies import FULL as FULL
from tests.support.bodies import PERSON as PERSON
from tests.support.bodies import REGISTRATION as REGISTRATION
from tests.support.bodies import choose_answers_on
from tests.support.commands import build_command_with
from tests.support.fakes.stores import FakeCodes, FakeDossiers, FakeItem

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 9, tzinfo=VIETNAM)
"""A working morning; the next day is a holiday (24 November), which due dates must step over."""

MONDAY_UTC = MONDAY.astimezone(UTC)
CITIZEN = Actor("citizen-1")
ONE_STOP = {
    "hue": "HUE-N19942-1C", "lai-chau": "LC-N03408-1C", "vinh-long": "VL-N29551-1C", "quang-ngai": "QNG-N21025-1C",
    "thai-binh": "TB-N13225-1C",
}  # fmt: skip


def build_actor(role: Role, unit: str, sub: str = "", stages: Iterable[str] = ()) -> Actor:
    """A person with one right in one unit; `stages` are what the law gives postal staff."""
    return Actor(
        sub or f"{role.value}-{unit}".replace("_", "-"), (Assignment(role, unit, LONG_AGO),), frozenset(stages)
    )


@cache
def provide_reference(province: str = "hue") -> ProvinceReference:
    """Law, calendars, catalogue and agencies as shipped, with the real check of e-forms."""
    return ProvinceReference(province, CatalogueFiles(), load_rules(), wiring_steps.check_form)


@dataclass
class Case:
    """One dossier at one desk, and the people around it."""

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
        return Dependencies(self.store, self.codes, self.reference, self._salt, self.kept.append, local=True)

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

    def nearly_late(self) -> Case:
        """At the first moment at which it is certain that the settlement will be late."""
        rules = find_alert_rules(self.reference, self.dossier).apology
        self.now = alerts.find_certain_delay_time(self.clock, rules, self.reference.find_calendar(self.one_stop))
        return self

    def days_to(self, after_due: int = 1) -> int:
        """Working days from now to that many after the due time: what an apology is asked with."""
        calendar, today = self.reference.find_calendar(self.one_stop), self.now.date()
        return after_due + working_time.count_working_days(calendar, today, max(today, self.clock.due_at.date()))

    def apologised(self) -> Case:
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

    def copy(self) -> Case:
        """The same dossier in a store of its own."""
        store = self.store.copy()
        codes = FakeCodes(store, dict(self.codes.counters))
        return replace(self, store=store, codes=codes, kept=list(self.kept), numbers=itertools.count(10_000))

    # -- filing --------------------------------------------------------------------------------------------

    def paper(self, kind: PaperKind = PaperKind.COMPONENT, component: str = "", *, pending: bool = False) -> str:
        """A paper of the dossier, accepted unless pending; its id."""
        wanted = declare_paper(
            kind=kind, component=component, name="giấy.pdf", size=100, sha256="a" * 64,
            content_type="application/pdf", components=[component],
        )  # fmt: skip
        made = create_paper(
            wanted, dossier_id=self.id, paper_id=f"p{next(self.numbers)}", uploaded_by="x", real_now=self.real_now
        )
        self.store.put_paper(made if pending else settle_paper(made, "v1", None, real_now=self.real_now))
        return made.id

    def required_papers(self) -> list[str]:
        """One accepted paper for each component that needs a file."""
        components = self.reference.find_procedure(self.procedure).components
        needed = [each.key for each in components if each.need == "required" and each.copy != "presented"]
        return [self.paper(component=key) for key in needed]

    def start(self, who: Actor = CITIZEN, **changes: Any) -> Case:
        """A draft with every answer typed; `changes` replace what was typed."""
        body: dict[str, Any] = {"procedure": self.procedure, "one_stop": self.one_stop, "channel": self.channel}
        body["for_unit"] = self.for_unit
        began = self.ask("create_draft", who, body)
        self.id = drafts.derive_dossier_id(who.sub, began.key)
        route = HANDED_ON if self.channel in HANDED_ON else TYPED_HERE
        draft = drafts.start_draft(self.deps, replace(began, dossier_id=self.id), began.body.model_dump(), route)
        self.type(who, draft.version, **changes)
        return self

    def type(self, who: Actor, version: int, **changes: Any) -> None:
        """Save the draft."""
        record = {"number": "BBGN-1", "signed_at": self.now.isoformat()}
        body: dict[str, Any] = {
            "answers": choose_answers_on(self.procedure, self.now),
            "applicant": PERSON,
            "on_behalf": None,
            "claims": [],
            "exemption": None,
            "papers": [],
            "return_way": None,
            "held": [],
            "efiling": "declined" if self.channel == "desk" else None,
            "handover_record": record if self.channel == "post" else None,
        }
        drafts.save_draft(self.deps, self.ask("save_draft", who, body | changes, version))

    def submit(self, who: Actor = CITIZEN, **changes: Any) -> Dossier:
        """File the draft, with its papers unless others are named."""
        body = {"papers": self.required_papers(), "declared_true": True} if "papers" not in changes else {}
        command = self.ask("submit", who, {"declared_true": True} | body | changes)
        return submit.submit_draft(self.deps, command).dossier

    def file(self, who: Actor = CITIZEN, **changes: Any) -> Case:
        """A dossier just filed."""
        self.start(who, **changes).submit(who)
        return self

    # -- every state ---------------------------------------------------------------------------------------

    def at(self, state: State, stage: str = "intake") -> Case:
        """A dossier brought to a state by real steps; `stage` distinguishes the two supplements."""
        return _ROADS[state, stage if state is State.SUPPLEMENT_REQUESTED else ""](self)

    def received(self) -> Case:
        """With its code."""
        self.file().take("receive", self.officer(Role.ONE_STOP_OFFICER))
        return self

    def processing(self) -> Case:
        """At the agency."""
        self.received().take("transfer", self.officer(Role.ONE_STOP_OFFICER))
        return self

    def asked_at_intake(self) -> Case:
        """Waiting for the applicant, asked by the one-stop unit."""
        self.file().take("request_supplement", self.officer(Role.ONE_STOP_OFFICER), components=self.some_component)
        return self

    def asked_in_appraisal(self) -> Case:
        """Waiting for the applicant, proposed by the agency and issued by the one-stop unit."""
        self.processing().take("request_supplement", self.officer(Role.CASE_OFFICER), components=self.some_component)
        self.approve_all()
        return self

    @property
    def some_component(self) -> list[str]:
        """The procedure's first component, as a list to ask for."""
        return [self.reference.find_procedure(self.procedure).components[0].key]

    def ready_to_grant(self) -> Case:
        """At the agency, with every partner's share done and all money paid."""
        self.processing().finish_partners()
        return self.paid()

    def finish_partners(self) -> Case:
        """Every partner has done its share."""
        for task in self.dossier.tasks:
            if not task.lead:
                self.take("finish_task", build_actor(Role.CASE_OFFICER, task.unit))
        return self

    def paid(self) -> Case:
        """All that is owed is paid at the counter."""
        owed = [one for one in self.dossier.obligations if one.outstanding]
        if owed:
            amount, number = sum(one.amount for one in owed), f"BL-{next(self.numbers)}"
            ids = [one.id for one in owed]
            self.take("pay", self.officer(Role.CASHIER), obligations=ids, amount=amount, receipt_number=number)
        return self

    def resolved(self) -> Case:
        """Granted, with a result file."""
        self.ready_to_grant()
        self.take("resolve", self.officer(Role.AGENCY_HEAD), result=self.paper(PaperKind.RESULT))
        return self.compared()

    def compared(self) -> Case:
        """The paper behind each unsigned upload was sent to the desk, and agrees."""
        if self.dossier.handover.unchecked:
            self.take("compare", self.officer(Role.ONE_STOP_OFFICER), came="sent")
        return self

    def returned(self) -> Case:
        """Handed over."""
        self.resolved().take("give_back", self.officer(Role.ONE_STOP_OFFICER))
        return self

    def closed(self) -> Case:
        """Done."""
        self.returned().take("close", self.officer(Role.ONE_STOP_OFFICER))
        return self

    def then(self, step: str, who: Actor, **body: Any) -> Case:
        """Take a step, for the next."""
        self.take(step, who, **body)
        return self

    def later(self, **passed: Any) -> Case:
        """The same dossier at a later moment (legal and real time alike)."""
        step = timedelta(**passed)
        self.now, self.real_now = self.now + step, self.real_now + step
        return self


_DESK, _HEAD = Role.ONE_STOP_OFFICER, Role.AGENCY_HEAD
_ROADS: dict[tuple[State, str], Callable[[Case], Case]] = {
    (State.DRAFT, ""): lambda c: c.start(),
    (State.SUBMITTED, ""): lambda c: c.file(),
    (State.RECEIVED, ""): lambda c: c.received(),
    (State.NOT_RECEIVED, ""): lambda c: c.file().then("refuse", c.officer(_DESK)),
    (State.PROCESSING, ""): lambda c: c.processing(),
    (State.SUPPLEMENT_REQUESTED, "intake"): lambda c: c.asked_at_intake(),
    (State.SUPPLEMENT_REQUESTED, "appraisal"): lambda c: c.asked_in_appraisal(),
    (State.PAYMENT_REQUESTED, ""): lambda c: c.processing().then("request_payment", c.officer(Role.CASE_OFFICER)),
    (State.WITHDRAWN, ""): lambda c: c.file().then("withdraw", CITIZEN),
    (State.STOPPED, ""): lambda c: c.processing().then("stop", c.officer(_HEAD)),
    (State.RESOLVED, ""): lambda c: c.resolved(),
    (State.RETURNED, ""): lambda c: c.returned(),
    (State.CLOSED, ""): lambda c: c.closed(),
}

STATES: tuple[tuple[State, str], ...] = tuple(_ROADS)
"""Every state there is, the two supplements apart."""
