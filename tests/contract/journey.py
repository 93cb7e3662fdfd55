"""People of one commune in Huế, and dossiers brought to where a command can be tried.

Every command of the flow is a `Command`: the step and the ask that it is taken with, on a dossier made ready
for it. The same list serves the proofs of faults and of the number of requests.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from chalicelib.domain.dossier import Dossier
from chalicelib.domain.obligations import Method
from chalicelib.domain.papers import Paper, PaperKind, declare, new_paper, settle
from chalicelib.domain.roles import Actor, Assignment, Role
from chalicelib.domain.transactions import Callback, Transaction
from chalicelib.domain.worktime import VIETNAM
from chalicelib.repositories.catalogue import CatalogueFiles
from chalicelib.repositories.codes import CodeCounter
from chalicelib.repositories.dossiers import DossierTable
from chalicelib.repositories.law import load_rules
from chalicelib.repositories.papers import paper_row
from chalicelib.repositories.reference import ProvinceReference
from chalicelib.steps import (
    acknowledge_payment,
    add_paper,
    apologise,
    confirm_exemption,
    consult,
    decide_request,
    drafts,
    erase,
    extend,
    finish_task,
    give_back,
    pay,
    pay_online,
    receive,
    record_payment,
    refuse,
    request_payment,
    request_supplement,
    resolve,
    reverse_payment,
    stop,
    submit,
    supplement,
    transfer,
    withdraw,
)
from chalicelib.steps.act import Answer, Ask, Desk

MORNING = datetime(2026, 11, 23, 9, tzinfo=VIETNAM)
REAL = MORNING.astimezone(UTC)
"""The clock on the wall, which no test reads: it stands still."""

UNIT, AGENCY, TAX, INSURANCE, OTHER_UNIT = "HUE-N19942-1C", "HUE-N19942", "HUE-THUE", "HUE-BHXH", "HUE-N19789-1C"
LINKED, CERTIFICATE, FREE, IMMEDIATE = "1.001612", "1.004873", "1.001731", "2.000635"
"""Procedures: with a partner and a fee; with a fee that may be waived; without a fee; immediate."""

_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def officer(sub: str, role: Role, unit: str) -> Actor:
    """A person with one right."""
    return Actor(sub, (Assignment(role, unit, _LONG_AGO),))


CITIZEN = Actor("citizen-1")
CLERK, CLERK_2 = (officer(f"clerk-{n}", Role.ONE_STOP_OFFICER, UNIT) for n in (1, 2))
HEAD_OF_DESK = officer("head-of-desk", Role.HEAD_OF_ONE_STOP, UNIT)
DIRECTOR = officer("director", Role.CENTRE_DIRECTOR, UNIT)
CASHIER, CASHIER_2 = (officer(f"cashier-{n}", Role.CASHIER, UNIT) for n in (1, 2))
CASE, CASE_2 = (officer(f"case-{n}", Role.CASE_OFFICER, AGENCY) for n in (1, 2))
SECTION = officer("section", Role.HEAD_OF_SECTION, AGENCY)
HEAD = officer("head", Role.AGENCY_HEAD, AGENCY)
TAX_OFFICER = officer("tax-1", Role.CASE_OFFICER, TAX)
INSURANCE_OFFICER = officer("insurance-1", Role.CASE_OFFICER, INSURANCE)
OFFICE = officer("office", Role.PROVINCIAL_OFFICE, "province")

PERSON = {"full_name": "Trần Thị Hoa", "id_number": "046190000001", "phone": "0912345678"}


@cache
def reference(province: str = "hue") -> ProvinceReference:
    """Law, catalogue and agencies as shipped; e-forms are not what is tried here and accept anything."""
    return ProvinceReference(province, CatalogueFiles(), load_rules(), lambda *_: ())


@dataclass(frozen=True)
class Command:
    """A step about to be taken."""

    step: Callable[[Desk, Ask], Any]
    ask: Ask

    def on(self, desk: Desk) -> Any:
        """Take it at a desk."""
        return self.step(desk, self.ask)


@dataclass
class World:
    """One desk at one moment, with everybody's keys."""

    name: str
    store: DossierTable = field(default_factory=DossierTable)
    now: datetime = MORNING
    filed_papers: list[Paper] = field(default_factory=list)
    numbers: itertools.count[int] = field(default_factory=itertools.count)

    @property
    def desk(self) -> Desk:
        """The desk over the real store; file keeping is noted, not done."""
        return self.desk_of(self.store)

    def desk_of(self, store: DossierTable) -> Desk:
        """Another worker's desk on the same table."""
        salts = (f"{next(self.numbers):032x}" for _ in itertools.count())
        return Desk(store, CodeCounter(), reference(), lambda: next(salts), self.filed_papers.append, local=True)

    def key(self) -> str:
        """A key nobody used before."""
        return f"{self.name}-{next(self.numbers):020d}"

    def ask(
        self, step: str, actor: Actor, number: str, body: Mapping[str, Any] | None = None, version: int | None = None
    ) -> Ask:
        """An ask at this moment with a key of its own."""
        return Ask(step, number, actor, self.now, REAL, self.key(), version, body or {})

    def load(self, number: str) -> Dossier:
        """The dossier as stored."""
        dossier = self.store.load(number).dossier
        assert dossier is not None
        return dossier

    def paper(self, number: str, kind: PaperKind, component: str = "", by: str = CITIZEN.sub) -> str:
        """An accepted paper of a dossier."""
        wanted = declare(
            kind=kind, component=component, name="giấy.pdf", size=100, sha256="a" * 64,
            content_type="application/pdf", components=[component],
        )  # fmt: skip
        paper = new_paper(wanted, dossier_id=number, paper_id=f"p{next(self.numbers)}", uploaded_by=by, real_now=REAL)
        paper_row(settle(paper, "v1", None, real_now=REAL)).save()
        return paper.id

    def start(self, procedure: str = FREE, by: Actor = CITIZEN, unit: str = UNIT) -> Command:
        """A draft about to be created."""
        body = {"procedure": procedure, "one_stop": unit, "channel": "own_portal"}
        ask = self.ask("create_draft", by, "", body)
        return Command(drafts.create_draft, replace(ask, dossier_id=drafts.dossier_id(by.sub, ask.key)))

    def typing(self, procedure: str = FREE, by: Actor = CITIZEN, group: str = "") -> Command:
        """A draft about to be saved for the first time; with a group it claims to pay nothing."""
        began = self.start(procedure, by)
        began.on(self.desk)
        number = began.ask.dossier_id
        proof = self.paper(number, PaperKind.EXEMPTION_PROOF, by=by.sub) if group else ""
        body = {
            "answers": {}, "applicant": PERSON, "claims": [], "papers": [], "on_behalf": None,
            "exemption": {"group": group, "paper_id": proof} if group else None,
        }  # fmt: skip
        return Command(drafts.save_draft, self.ask("save_draft", by, number, body, 1))

    def filing(self, procedure: str = FREE, by: Actor = CITIZEN, group: str = "") -> Command:
        """A draft about to be submitted, with its papers."""
        typed = self.typing(procedure, by, group)
        typed.on(self.desk)
        number, claim = typed.ask.dossier_id, typed.ask.body["exemption"]
        components = self.desk.reference.procedure(procedure).components
        needed = [each.key for each in components if each.need == "required" and each.copy != "presented"]
        papers = [self.paper(number, PaperKind.COMPONENT, key, by.sub) for key in needed]
        filed = [*papers, claim["paper_id"]] if claim else papers
        return Command(submit.submit, self.ask("submit", by, number, {"papers": filed, "declared_true": True}))

    def take(self, step: Callable[[Desk, Ask], Answer], actor: Actor, number: str, **body: Any) -> Command:
        """A step about to be taken on a dossier, at its present version."""
        name = getattr(step, "__name__", "step")
        return Command(step, self.ask(name, actor, number, body, self.load(number).version))

    def then(self, step: Callable[[Desk, Ask], Answer], actor: Actor, number: str, **body: Any) -> str:
        """Take a step; the dossier's id, for the next."""
        self.take(step, actor, number, **body).on(self.desk)
        return number

    def submitted(self, procedure: str = FREE, by: Actor = CITIZEN) -> str:
        """A dossier just filed."""
        filed = self.filing(procedure, by)
        filed.on(self.desk)
        return filed.ask.dossier_id

    def received(self, procedure: str = FREE) -> str:
        """A dossier with its code."""
        return self.then(receive.receive, CLERK, self.submitted(procedure))

    def processing(self, procedure: str = FREE) -> str:
        """A dossier at the agency."""
        return self.then(transfer.transfer, CLERK, self.received(procedure))

    def resolved(self) -> str:
        """A granted dossier."""
        number = self.processing()
        return self.then(resolve.resolve, HEAD, number, outcome="granted", result=self.result(number))

    def result(self, number: str) -> str:
        """A result file, prepared by the agency."""
        return self.paper(number, PaperKind.RESULT, by=CASE.sub)

    def closed(self) -> str:
        """A dossier handed over and closed."""
        number = self.then(give_back.give_back, CLERK, self.resolved(), way="online")
        return self.then(give_back.close, CLERK, number)

    def asked(self, stage: str) -> str:
        """A dossier whose applicant is asked for more, at intake or after appraisal."""
        words = {"components": ["funeral_support_declaration"], "form_fields": [], "guidance": "Chụp lại"}
        if stage == "intake":
            return self.then(request_supplement.request_supplement, CLERK, self.submitted(), **words)
        number = self.then(request_supplement.request_supplement, CASE, self.processing(), **words)
        return self.then(approved(1), CLERK, number, reason=None)


def approved(number: int) -> Callable[[Desk, Ask], Answer]:
    """The step that agrees to a request."""

    def approve(desk: Desk, ask: Ask) -> Answer:
        return decide_request.approve(desk, ask, number)

    return approve


def declined(number: int) -> Callable[[Desk, Ask], Answer]:
    """The step that turns a request down."""

    def decline(desk: Desk, ask: Ask) -> Answer:
        return decide_request.decline(desk, ask, number)

    return decline


_SUPPLEMENT = {"components": ["funeral_support_declaration"], "form_fields": [], "guidance": "Chụp lại"}


def _supplement(w: World, stage: str) -> Command:
    number = w.asked(stage)
    paper = w.paper(number, PaperKind.COMPONENT, "funeral_support_declaration")
    return w.take(supplement.supplement, CITIZEN, number, papers=[paper], answers=None)


def _consulted(w: World) -> str:
    return w.then(consult.consult, CASE, w.processing(), unit=INSURANCE, reply_days=2, questions="Ý kiến?")


def _opened(w: World, step: Callable[[Desk, Ask], Answer], actor: Actor = CASE, **body: Any) -> str:
    return w.then(step, actor, w.processing(), **body)


def _grant(w: World) -> Command:
    number = w.processing()
    return w.take(resolve.resolve, HEAD, number, outcome="granted", result=w.result(number))


def _deny(w: World) -> Command:
    words = {"outcome": "not_granted", "result": None, "ground": "conditions_not_met", "reason": "Chưa đủ"}
    return w.take(resolve.resolve, HEAD, w.processing(), **words)


def _correct(w: World) -> Command:
    number = w.resolved()
    return w.take(resolve.correct, HEAD, number, result=w.result(number), reason="Sai tên")


def _stop(w: World) -> Command:
    return w.take(stop.stop, HEAD, w.processing(), ground="other_law", reason="Căn cứ khác")


def _erase(w: World) -> Command:
    number = w.closed()
    digest = sorted(w.store.parts(number))[0]
    return w.take(erase.erase, OFFICE, number, digest=digest, ground="retention_over")


def _discard(w: World) -> Command:
    def discard(desk: Desk, ask: Ask) -> None:
        drafts.discard(desk, ask)

    return Command(discard, replace(w.typing().ask, step="discard"))


def _paper(w: World) -> Command:
    body = {
        "kind": PaperKind.COMPONENT, "component": "funeral_support_declaration", "name": "tờ khai.pdf", "size": 10,
        "sha256": "b" * 64, "content_type": "application/pdf",
    }  # fmt: skip
    return Command(add_paper.add_paper, w.ask("add_paper", CITIZEN, w.typing().ask.dossier_id, body))


def receipt(w: World) -> str:
    """The number of a receipt that was never given before."""
    return f"BL-{w.name.upper()}-{next(w.numbers)}"


def paying(w: World, number: str, given: str = "") -> Command:
    """Cash about to be taken for a certificate."""
    body = {"obligations": ["F01"], "amount": 15000, "receipt_number": given or receipt(w)}
    return w.take(pay.pay, CASHIER, number, **body)


def _demanded(w: World) -> str:
    return w.then(request_payment.request_payment, CASE, w.processing(CERTIFICATE), **_DEMAND)


_DEMAND = {"obligations": ["F01"], "fee_lines": [], "reason": None}


def _acknowledge(w: World) -> Command:
    number = w.received(CERTIFICATE)
    paying(w, number).on(w.desk)
    body = {"obligation": "F01", "voucher": "CT-1", "credited_at": REAL}
    return w.take(acknowledge_payment.acknowledge_payment, CASHIER, number, **body)


def _reverse(w: World) -> Command:
    number, given = w.received(CERTIFICATE), receipt(w)
    paying(w, number, given).on(w.desk)
    return w.take(reverse_payment.reverse_payment, CASHIER_2, number, receipt_number=given, reason="Nhầm")


def _reversal(w: World) -> Command:
    proposed = _reverse(w)
    proposed.on(w.desk)
    return w.take(approved(1), HEAD_OF_DESK, proposed.ask.dossier_id, reason=None)


def _exempt(w: World) -> Command:
    filed = w.filing(CERTIFICATE, group="poor_household")
    filed.on(w.desk)
    number = w.then(receive.receive, CLERK, filed.ask.dossier_id)
    body = {"obligation": "F01", "outcome": "confirmed", "reason": None}
    return w.take(confirm_exemption.confirm_exemption, CLERK, number, **body)


@dataclass(frozen=True)
class Page:
    """Where an intent is paid."""

    url: str = "https://pay.example.test/1"


class Gateway:
    """A gateway that announces whatever it is asked to."""

    def create_intent(self, ref: str, amount: int, return_url: str, expires_at: datetime) -> Page:
        """The page of the intent; the same for the same reference."""
        return Page(f"https://pay.example.test/{ref}")


def counter(_: datetime = MORNING) -> pay_online.Counter:
    """Where payments are announced."""
    return pay_online.Counter(Gateway(), "https://site.example.test")


def start_payment(w: World, number: str = "") -> Command:
    """An intent about to be made by the owner."""

    def payments(desk: Desk, ask: Ask) -> Any:
        return pay_online.pay_online(desk, ask, counter())

    return w.take(payments, CITIZEN, number or w.received(CERTIFICATE), obligations=["F01"])


def callback(w: World, number: str = "") -> Command:
    """Genuine news of money for an intent of ours."""
    made = start_payment(w, number)
    intent = made.on(w.desk).intent
    number = f"T{next(w.numbers)}"
    told = Transaction(w.name, number, intent.amount, REAL, Method.ONLINE, intent.ref, evidence="0" * 64)

    def news(desk: Desk, ask: Ask) -> Any:
        return record_payment.record_payment(desk, Callback(told), ask.now, ask.real_now)

    return Command(news, replace(made.ask, key="", version=None))


MONEY: dict[str, Callable[[World], Command]] = {"start a payment": start_payment, "news of money": callback}
"""Commands about money that come from the applicant's browser and from the gateway."""

DRAFTS: dict[str, Callable[[World], Command]] = {
    "create_draft": lambda w: w.start(),
    "save_draft": lambda w: w.typing(),
    "discard": _discard,
    "add_paper": _paper,
}
"""Commands before there is a dossier."""

STEPS: dict[str, Callable[[World], Command]] = {
    "submit": lambda w: w.filing(),
    "receive": lambda w: w.take(receive.receive, CLERK, w.submitted()),
    "refuse": lambda w: w.take(refuse.refuse, CLERK, w.submitted(), ground="not_conforming", reason="Sai mẫu"),
    "request_supplement": lambda w: w.take(request_supplement.request_supplement, CLERK, w.submitted(), **_SUPPLEMENT),
    "supplement at intake": lambda w: _supplement(w, "intake"),
    "withdraw": lambda w: w.take(withdraw.withdraw, CITIZEN, w.submitted(), reason=None),
    "transfer": lambda w: w.take(transfer.transfer, CLERK, w.received(LINKED)),
    "finish_task": lambda w: w.take(finish_task.finish_task, TAX_OFFICER, w.processing(LINKED), note=None),
    "consult": lambda w: w.take(
        consult.consult, CASE, w.processing(), unit=INSURANCE, reply_days=2, questions="Ý kiến?"
    ),
    "answer": lambda w: w.take(consult.answer, INSURANCE_OFFICER, _consulted(w), opinion="Đồng ý"),
    "propose a supplement": lambda w: w.take(
        request_supplement.request_supplement, CASE, w.processing(), **_SUPPLEMENT
    ),
    "approve a supplement": lambda w: w.take(
        approved(1), CLERK, _opened(w, request_supplement.request_supplement, **_SUPPLEMENT), reason=None
    ),
    "supplement after appraisal": lambda w: _supplement(w, "appraisal"),
    "extend": lambda w: w.take(extend.extend, CASE, w.processing(), units=1, reason="Phức tạp"),
    "endorse": lambda w: w.take(approved(1), SECTION, _opened(w, extend.extend, units=1, reason="Phức tạp")),
    "decline": lambda w: w.take(
        declined(1), SECTION, _opened(w, extend.extend, units=1, reason="Phức tạp"), reason="K"
    ),
    "apologise": lambda w: w.take(apologise.apologise, CASE, w.processing(), new_due_days=9, reason="Quá tải"),
    "ask to withdraw": lambda w: w.take(withdraw.withdraw, CITIZEN, w.processing(), reason="Đổi ý"),
    "approve a withdrawal": lambda w: w.take(approved(1), HEAD, _opened(w, withdraw.withdraw, CITIZEN, reason=None)),
    "pay": lambda w: paying(w, w.received(CERTIFICATE)),
    "request_payment": lambda w: w.take(request_payment.request_payment, CASE, w.processing(CERTIFICATE), **_DEMAND),
    "pay as demanded": lambda w: paying(w, _demanded(w)),
    "acknowledge_payment": _acknowledge,
    "confirm_exemption": _exempt,
    "reverse_payment": _reverse,
    "approve a reversal": _reversal,
    "resolve": _grant,
    "resolve against": _deny,
    "correct": _correct,
    "stop": _stop,
    "give_back": lambda w: w.take(give_back.give_back, CLERK, w.resolved(), way="online"),
    "close": lambda w: w.take(give_back.close, CLERK, w.then(give_back.give_back, CLERK, w.resolved(), way="online")),
    "erase": _erase,
}
"""Commands on the ledger, each with a way to make a dossier ready for it."""
