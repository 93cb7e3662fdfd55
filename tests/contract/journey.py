"""People of one commune in Huế, and dossiers brought to where a command can be tried."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from chalicelib.domain.accounts.roles import Actor, Assignment, Role
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.papers.paper import Paper, PaperKind, create_paper, declare_paper, settle_paper
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.repositories.accounts.members import OfficerPeople
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.repositories.catalogue.reference import ProvinceReference
from chalicelib.repositories.dossier.codes import CodeCounter
from chalicelib.repositories.dossier.dossiers import DossierTable
from chalicelib.repositories.law.rule_set import load_rules
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
from tests.support.commands import build_command_with, name_step

MORNING = datetime(2026, 11, 23, 9, tzinfo=VIETNAM)
REAL = MORNING.astimezone(UTC)
"""A fixed wall clock: no test reads the real one."""

UNIT, AGENCY, TAX, INSURANCE, OTHER_UNIT = "HUE-N19942-1C", "HUE-N19942", "HUE-THUE", "HUE-BHXH", "HUE-N19789-1C"
LINKED, CERTIFICATE, FREE, IMMEDIATE = "1.001612", "1.004873", "1.001731", "2.000635"
"""Procedures: with a partner and a fee; with a fee that may be waived; without a fee; immediate."""

_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def build_officer(sub: str, role: Role, unit: str) -> Actor:
    """A person with one right."""
    return Actor(sub, (Assignment(role, unit, _LONG_AGO),))


CITIZEN = Actor("citizen-1")
CLERK, CLERK_2 = (build_officer(f"clerk-{n}", Role.ONE_STOP_OFFICER, UNIT) for n in (1, 2))
HEAD_OF_DESK = build_officer("head-of-desk", Role.HEAD_OF_ONE_STOP, UNIT)
DIRECTOR = build_officer("director", Role.CENTRE_DIRECTOR, UNIT)
CASHIER, CASHIER_2 = (build_officer(f"cashier-{n}", Role.CASHIER, UNIT) for n in (1, 2))
CASE, CASE_2 = (build_officer(f"case-{n}", Role.CASE_OFFICER, AGENCY) for n in (1, 2))
SECTION = build_officer("section", Role.HEAD_OF_SECTION, AGENCY)
HEAD = build_officer("head", Role.AGENCY_HEAD, AGENCY)
TAX_OFFICER = build_officer("tax-1", Role.CASE_OFFICER, TAX)
INSURANCE_OFFICER = build_officer("insurance-1", Role.CASE_OFFICER, INSURANCE)
OFFICE = build_officer("office", Role.PROVINCIAL_OFFICE, "province")

PERSON = {"full_name": "Trần Thị Hoa", "id_number": "046190000001", "phone": "0912345678"}


@cache
def provide_reference(province: str = "hue") -> ProvinceReference:
    """Law, catalogue and agencies as shipped; e-forms are not what is tried here and accept anything."""
    return ProvinceReference(province, CatalogueFiles(), load_rules(), lambda *_: ())


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
            store, CodeCounter(), provide_reference(), lambda: next(salts), self.filed_papers.append, local=True
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
        wanted = declare_paper(
            kind=kind, component=component, name="giấy.pdf", size=100, sha256="a" * 64,
            content_type="application/pdf", components=[component],
        )  # fmt: skip
        paper = create_paper(
            wanted, dossier_id=number, paper_id=f"p{next(self.numbers)}", uploaded_by=by, real_now=REAL
        )
        build_paper_row(settle_paper(paper, "v1", None, real_now=REAL)).save()
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

    def filing(self, procedure: str = FREE, by: Actor = CITIZEN, group: str = "") -> JourneyCommand:
        """A draft about to be submitted, with its papers. The draft is put there in one write."""
        began = self.start(procedure, by)
        number = began.command.dossier_id
        body = {**self._typed(number, by, group), **began.command.body.model_dump()}
        self.store.save(Change(draft=Draft(number, 2, by.sub, "", body, REAL)), now=REAL)
        claim = body["exemption"]
        components = self.deps.reference.find_procedure(procedure).components
        needed = [each.key for each in components if each.need == "required" and each.copy != "presented"]
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

    def submitted(self, procedure: str = FREE, by: Actor = CITIZEN) -> str:
        """A dossier just filed."""
        filed = self.filing(procedure, by)
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
