"""People of one commune in Huế, and dossiers brought to where a command can be tried."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.papers.paper import Paper, PaperKind
from chalicelib.repositories.accounts.members import OfficerPeople
from chalicelib.repositories.dossier.codes import CodeCounter
from chalicelib.repositories.dossier.dossiers import DossierTable
from chalicelib.repositories.papers.paper_items import build_paper_row
from chalicelib.steps.approvals import decide_request
from chalicelib.steps.approvals import send_back as send_back_steps
from chalicelib.steps.dossier.command import CommandResult
from chalicelib.steps.dossier.context import Command, Dependencies
from chalicelib.steps.dossier.ports import Change, Draft
from chalicelib.steps.filing import drafts, submit
from chalicelib.steps.handover import give_back
from chalicelib.steps.reception import receive
from chalicelib.steps.settlement import call_original, request_supplement, resolve, transfer
from tests.support.bodies import AUTHORITY, REGISTRATION
from tests.support.bodies import CERTIFICATE as CERTIFICATE
from tests.support.bodies import PERSON as PERSON
from tests.support.commands import build_command_with, name_step
from tests.support.paper_builders import build_uploaded_paper
from tests.support.people import CITIZEN as CITIZEN
from tests.support.people import MONDAY, MONDAY_UTC, ONE_STOP, build_actor
from tests.support.references import list_required_components, provide_reference_without_forms

MORNING, REAL = MONDAY, MONDAY_UTC
"""A fixed wall clock: no test reads the real one."""

UNIT, AGENCY, TAX, INSURANCE, OTHER_UNIT = ONE_STOP["hue"], "HUE-N19942", "HUE-THUE", "HUE-BHXH", "HUE-N19789-1C"
LINKED, FREE, IMMEDIATE = REGISTRATION, "1.001731", "2.000635"
"""Procedures: with a partner and a fee; without a fee; immediate. `CERTIFICATE` has a fee that may be waived."""

CLERK, CLERK_2 = (build_actor(Role.ONE_STOP_OFFICER, UNIT, f"clerk-{n}") for n in (1, 2))
HEAD_OF_DESK = build_actor(Role.HEAD_OF_ONE_STOP, UNIT, "head-of-desk")
DIRECTOR = build_actor(Role.CENTRE_DIRECTOR, UNIT, "director")
CASHIER, CASHIER_2 = (build_actor(Role.CASHIER, UNIT, f"cashier-{n}") for n in (1, 2))
CASE, CASE_2 = (build_actor(Role.CASE_OFFICER, AGENCY, f"case-{n}") for n in (1, 2))
SECTION = build_actor(Role.HEAD_OF_SECTION, AGENCY, "section")
HEAD = build_actor(Role.AGENCY_HEAD, AGENCY, "head")
TAX_OFFICER = build_actor(Role.CASE_OFFICER, TAX, "tax-1")
INSURANCE_OFFICER = build_actor(Role.CASE_OFFICER, INSURANCE, "insurance-1")
OFFICE = build_actor(Role.PROVINCIAL_OFFICE, "province", "office")


@dataclass(frozen=True)
class JourneyCommand:
    """A step about to be taken."""

    step: Callable[[Dependencies, Command[Any]], Any]
    command: Command[Any]

    def on(self, deps: Dependencies) -> Any:
        """Take it at a desk."""
        return self.step(deps, self.command)


@dataclass
class World:
    """One desk at one moment, with everybody's keys."""

    name: str
    store: DossierTable = field(default_factory=DossierTable)
    now: datetime = MORNING
    filed_papers: list[Paper] = field(default_factory=list)
    versions: dict[str, int] = field(default_factory=dict)
    numbers: itertools.count[int] = field(default_factory=itertools.count)

    @property
    def deps(self) -> Dependencies:
        """The desk over the real store; file keeping is noted, not done."""
        return self.desk_of(self.store)

    def desk_of(self, store: DossierTable) -> Dependencies:
        """Another worker's desk on the same table."""
        salts = (f"{next(self.numbers):032x}" for _ in itertools.count())
        return Dependencies(
            store,
            CodeCounter(),
            provide_reference_without_forms(),
            lambda: next(salts),
            self.filed_papers.append,
            local=True,
        )

    def key(self) -> str:
        """A key nobody used before."""
        return f"{self.name}-{next(self.numbers):020d}"

    def ask(
        self, step: str, actor: Actor, number: str, body: Mapping[str, Any] | None = None, version: int | None = None
    ) -> Command[Any]:
        """An ask at this moment with a key of its own."""
        return build_command_with(step, number, actor, self.now, REAL, self.key(), version, body)

    def load(self, number: str) -> Dossier:
        """The dossier as stored."""
        dossier = self.store.load(number).dossier
        assert dossier is not None
        return dossier

    def paper(self, number: str, kind: PaperKind, component: str = "", by: str = CITIZEN.sub) -> str:
        """An accepted paper of a dossier."""
        paper = build_uploaded_paper(number, f"p{next(self.numbers)}", kind, component, by, REAL)
        build_paper_row(paper).save()
        return paper.id

    def start(self, procedure: str = FREE, by: Actor = CITIZEN, unit: str = UNIT) -> JourneyCommand:
        """A draft about to be created."""
        body = {"procedure": procedure, "one_stop": unit, "channel": "own_portal"}
        command = self.ask("create_draft", by, "", body)
        return JourneyCommand(
            drafts.create_draft, replace(command, dossier_id=drafts.derive_dossier_id(by.sub, command.key))
        )

    def typing(self, procedure: str = FREE, by: Actor = CITIZEN, group: str = "") -> JourneyCommand:
        """A draft about to be saved for the first time; with a group it claims to pay nothing."""
        began = self.start(procedure, by)
        began.on(self.deps)
        number = began.command.dossier_id
        return JourneyCommand(drafts.save_draft, self.ask("save_draft", by, number, self._typed(number, by, group), 1))

    def _typed(self, number: str, by: Actor, group: str) -> dict[str, Any]:
        proof = self.paper(number, PaperKind.EXEMPTION_PROOF, by=by.sub) if group else ""
        return {
            "answers": {}, "applicant": PERSON, "claims": [], "papers": [], "on_behalf": None,
            "exemption": {"group": group, "paper_id": proof} if group else None,
        }  # fmt: skip

    def filing(
        self, procedure: str = FREE, by: Actor = CITIZEN, group: str = "", *, by_paper: bool = False
    ) -> JourneyCommand:
        """A draft about to be submitted, with its papers, for somebody else where it is `by_paper`. The draft is put
        there in one write."""
        began = self.start(procedure, by)
        number = began.command.dossier_id
        body = {**self._typed(number, by, group), **began.command.body.model_dump()}
        if by_paper:
            body |= {"on_behalf": {"full_name": "Trần Văn An", "id_number": "046190005678"}, "authority": AUTHORITY}
        self.store.save(Change(draft=Draft(number, 2, by.sub, "", body, REAL)), now=REAL)
        claim = body["exemption"]
        needed = list_required_components(self.deps.reference.find_procedure(procedure))
        papers = [self.paper(number, PaperKind.COMPONENT, key, by.sub) for key in needed]
        filed = [*papers, claim["paper_id"]] if claim else papers
        return JourneyCommand(
            submit.submit_draft, self.ask("submit", by, number, {"papers": filed, "declared_true": True})
        )

    def take(
        self, step: Callable[[Dependencies, Command[Any]], CommandResult], actor: Actor, number: str, **body: Any
    ) -> JourneyCommand:
        """A step about to be taken on a dossier, at its present version."""
        version = self.versions.pop(number, None) or self.load(number).version
        return JourneyCommand(step, self.ask(name_step(step), actor, number, body, version))

    def then(
        self, step: Callable[[Dependencies, Command[Any]], CommandResult], actor: Actor, number: str, **body: Any
    ) -> str:
        """Take a step; the dossier's id, for the next."""
        answer = self.take(step, actor, number, **body).on(self.deps)
        self.versions[number] = answer.dossier.version
        return number

    def submitted(self, procedure: str = FREE, by: Actor = CITIZEN, *, by_paper: bool = False) -> str:
        """A dossier just filed."""
        filed = self.filing(procedure, by, by_paper=by_paper)
        self.versions[filed.command.dossier_id] = filed.on(self.deps).dossier.version
        return filed.command.dossier_id

    def received(self, procedure: str = FREE) -> str:
        """A dossier with its code."""
        return self.then(receive.receive_dossier, CLERK, self.submitted(procedure), deferral="other_way_agreed")

    def processing(self, procedure: str = FREE) -> str:
        """A dossier at the agency."""
        return self.then(transfer.transfer_dossier, CLERK, self.received(procedure))

    def resolved(self) -> str:
        """A granted dossier whose papers were compared."""
        number = self.processing()
        self.then(resolve.resolve_dossier, HEAD, number, outcome="granted", result=self.result(number))
        return self.then(call_original.compare_original, CLERK, number, came="sent", differing=[], note=None)

    def result(self, number: str) -> str:
        """A result file, prepared by the agency."""
        return self.paper(number, PaperKind.RESULT, by=CASE.sub)

    def closed(self) -> str:
        """A dossier handed over and closed."""
        number = self.then(give_back.give_back, CLERK, self.resolved(), way="online")
        return self.then(give_back.close_dossier, CLERK, number)

    def asked(self, stage: str) -> str:
        """A dossier whose applicant is asked for more, at intake or after appraisal."""
        words = {"components": ["funeral_support_declaration"], "form_fields": [], "guidance": "Chụp lại"}
        if stage == "intake":
            return self.then(request_supplement.request_supplement, CLERK, self.submitted(), **words)
        number = self.then(request_supplement.request_supplement, CASE, self.processing(), **words)
        return self.then(approve_number(1), CLERK, number, reason=None)


def approve_number(number: int) -> Callable[[Dependencies, Command[Any]], CommandResult]:
    """The step that agrees to a request."""

    def approve_request(deps: Dependencies, command: Command[Any]) -> CommandResult:
        return decide_request.approve_request(deps, command, number)

    return approve_request


def send_back_number(number: int) -> Callable[[Dependencies, Command[Any]], CommandResult]:
    """The step that returns a proposal with remarks."""

    def send_back(deps: Dependencies, command: Command[Any]) -> CommandResult:
        return send_back_steps.send_back(deps, command, number, OfficerPeople())

    return send_back


def decline_number(number: int) -> Callable[[Dependencies, Command[Any]], CommandResult]:
    """The step that turns a request down."""

    def decline_request(deps: Dependencies, command: Command[Any]) -> CommandResult:
        return decide_request.decline_request(deps, command, number)

    return decline_request
