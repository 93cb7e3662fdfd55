"""People, answers and dossiers for tests of the flow, brought to each state by its real steps.

`Case` is one dossier at a desk in memory: `Case("1.001612").at(State.PROCESSING)`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Self

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.intake import HANDED_ON, TYPED_HERE
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.papers.paper import PaperKind
from chalicelib.steps.filing import drafts, submit
from chalicelib.steps.filing.account_checks import needs_account
from tests.support.bodies import ANSWERS as ANSWERS
from tests.support.bodies import AUTHORITY as AUTHORITY
from tests.support.bodies import CERTIFICATE as CERTIFICATE
from tests.support.bodies import COPY as COPY
from tests.support.bodies import FULL as FULL
from tests.support.bodies import PERSON as PERSON
from tests.support.bodies import REGISTRATION as REGISTRATION
from tests.support.bodies import choose_answers_on
from tests.support.dossier_desk import DossierDesk
from tests.support.paper_builders import build_uploaded_paper
from tests.support.people import CITIZEN as CITIZEN
from tests.support.people import LONG_AGO as LONG_AGO
from tests.support.people import MONDAY as MONDAY
from tests.support.people import MONDAY_UTC as MONDAY_UTC
from tests.support.people import ONE_STOP as ONE_STOP
from tests.support.people import build_actor as build_actor
from tests.support.references import list_required_components
from tests.support.references import provide_reference as provide_reference


class Case(DossierDesk):
    """One dossier from its draft to any state, by the real steps."""

    # -- filing --------------------------------------------------------------------------------------------

    def paper(self, kind: PaperKind = PaperKind.COMPONENT, component: str = "", *, pending: bool = False) -> str:
        """A paper of the dossier, accepted unless pending; its id."""
        made = build_uploaded_paper(
            self.id, f"p{next(self.numbers)}", kind, component, "x", self.real_now, pending=pending
        )
        self.store.put_paper(made)
        return made.id

    def required_papers(self) -> list[str]:
        """One accepted paper for each component that needs a file."""
        needed = list_required_components(self.reference.find_procedure(self.procedure))
        return [self.paper(component=key) for key in needed]

    def start(self, who: Actor = CITIZEN, **changes: Any) -> Self:
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
            "authority": AUTHORITY,
            "claims": [],
            "exemption": None,
            "papers": [],
            "return_way": None,
            "held": [],
            "efiling": "declined" if self.channel == "desk" else None,
            "handover_record": record if self.channel == "post" else None,
        }
        if needs_account(self.reference, self.channel, self.now):
            body["account"] = "holder"
        drafts.save_draft(self.deps, self.ask("save_draft", who, body | changes, version))

    def submit(self, who: Actor = CITIZEN, **changes: Any) -> Dossier:
        """File the draft, with its papers unless others are named."""
        body = {"papers": self.required_papers(), "declared_true": True} if "papers" not in changes else {}
        command = self.ask("submit", who, {"declared_true": True} | body | changes)
        return submit.submit_draft(self.deps, command).dossier

    def file(self, who: Actor = CITIZEN, **changes: Any) -> Self:
        """A dossier just filed."""
        self.start(who, **changes).submit(who)
        return self

    # -- every state ---------------------------------------------------------------------------------------

    def at(self, state: State, stage: str = "intake") -> Case:
        """A dossier brought to a state by real steps; `stage` distinguishes the two supplements."""
        return _ROADS[state, stage if state is State.SUPPLEMENT_REQUESTED else ""](self)

    def received(self) -> Self:
        """With its code."""
        self.file().take("receive", self.officer(Role.ONE_STOP_OFFICER))
        return self

    def processing(self) -> Self:
        """At the agency."""
        self.received().take("transfer", self.officer(Role.ONE_STOP_OFFICER))
        return self

    def asked_at_intake(self) -> Self:
        """Waiting for the applicant, asked by the one-stop unit."""
        self.file().take("request_supplement", self.officer(Role.ONE_STOP_OFFICER), components=self.some_component)
        return self

    def asked_in_appraisal(self) -> Self:
        """Waiting for the applicant, proposed by the agency and issued by the one-stop unit."""
        self.processing().take("request_supplement", self.officer(Role.CASE_OFFICER), components=self.some_component)
        self.approve_all()
        return self

    @property
    def some_component(self) -> list[str]:
        """The procedure's first component, as a list to ask for."""
        return [self.reference.find_procedure(self.procedure).components[0].key]

    def ready_to_grant(self) -> Self:
        """At the agency, with every partner's share done and all money paid."""
        self.processing().finish_partners()
        return self.paid()

    def finish_partners(self) -> Self:
        """Every partner has done its share."""
        for task in self.dossier.tasks:
            if not task.lead:
                self.take("finish_task", build_actor(Role.CASE_OFFICER, task.unit))
        return self

    def paid(self) -> Self:
        """All that is owed is paid at the counter."""
        owed = [one for one in self.dossier.obligations if one.outstanding]
        if owed:
            amount, number = sum(one.amount for one in owed), f"BL-{next(self.numbers)}"
            ids = [one.id for one in owed]
            self.take("pay", self.officer(Role.CASHIER), obligations=ids, amount=amount, receipt_number=number)
        return self

    def resolved(self) -> Self:
        """Granted, with a result file."""
        self.ready_to_grant()
        self.take("resolve", self.officer(Role.AGENCY_HEAD), result=self.paper(PaperKind.RESULT))
        return self.compared()

    def compared(self) -> Self:
        """The paper behind each unsigned upload was sent to the desk, and agrees."""
        if self.dossier.handover.unchecked:
            self.take("compare", self.officer(Role.ONE_STOP_OFFICER), came="sent")
        return self

    def returned(self) -> Self:
        """Handed over."""
        self.resolved().take("give_back", self.officer(Role.ONE_STOP_OFFICER))
        return self

    def closed(self) -> Self:
        """Done."""
        self.returned().take("close", self.officer(Role.ONE_STOP_OFFICER))
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
