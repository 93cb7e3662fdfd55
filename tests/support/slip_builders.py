"""Slips for tests: dossiers brought by real steps to the facts that make each kind of paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.documents import slip_choice, slip_register, slips
from chalicelib.domain.documents.slip_source import DocumentSource
from chalicelib.domain.documents.slip_values import Slip, SlipKind
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.law.rulings import Law
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.papers.paper import PaperKind
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.repositories.documents.slip_templates import load_wording
from chalicelib.repositories.law.rule_set import load_rules
from chalicelib.steps.documents.render_slip import Library
from tests.support.builders import CITIZEN, Case
from tests.support.references import keep_catalogue

IN_2018 = datetime(2025, 3, 3, 9, tzinfo=VIETNAM)
IN_2025 = datetime(2025, 10, 6, 9, tzinfo=VIETNAM)
"""A working morning under the forms of TT 01/2018, and one under those of TT 03/2025."""

ACCENTED = "".join(
    "áàảãạăắằẳẵặâấầẩẫậéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵđ"
    "ÁÀẢÃẠĂẮẰẲẴẶÂẤẦẨẪẬÉÈẺẼẸÊẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢÚÙỦŨỤƯỨỪỬỮỰÝỲỶỸỴĐ"
)
"""The 134 accented letters of Vietnamese, each as one code point."""


class DistrictSlipCase(Case):
    """A dossier at a district's unit: until 30/6/2025 these received what communes do now."""

    @property
    def one_stop(self) -> str:
        """The unit that receives."""
        return "HUE-Q-PHU-XUAN-1C"


def build_case(at: datetime, **given: Any) -> Case:
    """A dossier in Huế at a unit of that day."""
    return (DistrictSlipCase if at < datetime(2025, 7, 1, tzinfo=VIETNAM) else Case)(now=at, **given)


def build_library(province: str = "hue") -> Library:
    """Law, catalogue, agencies and wording as shipped."""
    files = keep_catalogue()
    return Library(load_rules(), province, files.find_procedure, lambda: files.load_agencies(province), load_wording)


def build_source(of: Case, seq: int = 0) -> DocumentSource:
    """Return the data for the slips of a fact of the case, by default of the last one."""
    return build_library(of.province).build_source(of.facts, seq or len(of.facts), of.store.load_parts(of.id))


def build_slips(of: Case, seq: int = 0) -> dict[SlipKind, Slip]:
    """The slips of a fact, by kind."""
    return {each.kind: each for each in slips.build_slips(build_source(of, seq))}


def replace_last_fact(given: DocumentSource, on: datetime | None = None, **data: Any) -> DocumentSource:
    """The same source with other data in its last fact, or under the law of another day."""
    facts = (*given.facts[:-1], _replace_data(given.fact, data))
    law = replace(given.law, dates=CaseDates(on)) if on else given.law
    return replace(given, facts=facts, law=law)


def _replace_data(fact: Fact, data: dict[str, Any]) -> Fact:
    return replace(fact, data={**fact.data, **data})


def request_extension(case: Case) -> Case:
    """An extension proposed."""
    return case.processing().then("extend", case.officer(Role.CASE_OFFICER))


def extend_fully(case: Case) -> Case:
    """An extension that everybody agreed to."""
    request_extension(case)
    for stage in case.dossier.requests[0].chain:
        case.approve(case.officer(stage[0]))
    return case


def sign_apology(case: Case) -> Case:
    """An apology with its new date, signed."""
    return case.processing().apologised()


def refuse_outcome(case: Case) -> Case:
    """A refusal after appraisal."""
    head = case.processing().officer(Role.AGENCY_HEAD)
    grounds = case.reference.find_rule("refusal.reasons", CaseDates(case.now), moment="after_appraisal").value
    return case.then("resolve", head, outcome="not_granted", ground=grounds[0], reason="Chưa đủ điều kiện")


def add_asked(case: Case) -> Case:
    """Record the requested supplement."""
    return case.then("supplement", CITIZEN, papers=[case.paper(component=key) for key in case.some_component])


def approve_fully(case: Case) -> DocumentSource:
    """The open request agreed to by everybody; the source of the fact that this made."""
    request = case.dossier.requests[0]
    for stage in request.chain:
        case.approve(case.officer(stage[0]), request.n)
    return build_source(case)


def guide_again(case: Case) -> DocumentSource:
    """A second guidance at intake, with the reason why."""
    add_asked(case.at(State.SUPPLEMENT_REQUESTED, "intake"))
    officer = case.officer(Role.ONE_STOP_OFFICER)
    case.take("request_supplement", officer, components=case.some_component, reason="Lần trước nêu thiếu")
    return approve_fully(case)


def ask_again(case: Case) -> DocumentSource:
    """A second appraisal request because the first guidance was unclear."""
    add_asked(case.at(State.SUPPLEMENT_REQUESTED, "appraisal"))
    why = {"cause": slip_choice.UNCLEAR, "reason": "Hướng dẫn trước chưa rõ"}
    case.take("request_supplement", case.officer(Role.CASE_OFFICER), components=case.some_component, **why)
    return approve_fully(case)


def settle_late(case: Case) -> DocumentSource:
    """The letter that goes with a result late by an officer's fault."""
    case.ready_to_grant().later(days=30)
    result = case.paper(PaperKind.RESULT)
    named = case.appoint(case.officer(Role.CASE_OFFICER)).sub
    case.take(
        "resolve", case.officer(Role.AGENCY_HEAD), result=result, late_cause=slip_choice.FAULT, late_officer=named
    )
    case.take("apologise", case.officer(Role.CASE_OFFICER), new_due_days=None, reason="Cán bộ để quên hồ sơ")
    return approve_fully(case)


def lose_paper(case: Case) -> DocumentSource:
    """The letter about a paper that the agency lost."""
    officer = case.processing().officer(Role.CASE_OFFICER)
    case.take(
        "apologise", officer, new_due_days=None, lost=case.some_component, reason="Thất lạc khi luân chuyển; cấp lại"
    )
    return approve_fully(case)


REAL: dict[SlipKind, Callable[[Case], Case]] = {
    SlipKind.RECEIPT: lambda c: c.received(),
    SlipKind.SUPPLEMENT: lambda c: c.at(State.SUPPLEMENT_REQUESTED, "appraisal"),
    SlipKind.REFUSAL: refuse_outcome,
    SlipKind.EXTENSION: sign_apology,
    SlipKind.STOP: lambda c: c.at(State.STOPPED),
    SlipKind.CONTROL: lambda c: c.processing(),
}
"""The real steps behind each national form."""

LOCAL: dict[SlipKind, Callable[[Case], DocumentSource]] = {
    SlipKind.GUIDANCE: lambda c: build_source(c.at(State.SUPPLEMENT_REQUESTED, "intake")),
    SlipKind.EXTENSION_REQUEST: lambda c: build_source(request_extension(c)),
    SlipKind.APOLOGY_GUIDANCE: guide_again,
    SlipKind.APOLOGY_SUPPLEMENT: ask_again,
    SlipKind.APOLOGY_OVERDUE: settle_late,
    SlipKind.APOLOGY_LOSS: lose_paper,
}
"""The real steps behind Huế's own papers."""


def build_book(at: datetime) -> slip_register.Book:
    """The register of one unit under the law of a day."""
    law = Law.build_for_day(load_rules(), at.date(), "hue")
    return slip_register.Book(
        "Trung tâm Phục vụ hành chính công xã Phú Vang",
        "Ủy ban nhân dân xã Phú Vang",
        "Phú Vang",
        "năm 2026",
        at,
        law,
        load_wording(),
    )


def build_register(at: datetime, rows: int = 3) -> Slip:
    """A register of so many dossiers."""
    row = slip_register.RegisterRow(
        code="H57.106.01-20261123-0000001", procedure="Đăng ký thành lập hộ kinh doanh", sets=1,
        applicant="Trần Thị Hoa, 1 Lê Lợi, 0912345678", agency="Ủy ban nhân dân xã Phú Vang",
        received="23/11/2026 09:00", due="27/11/2026 17:00", forwarded="23/11/2026", came_back="26/11/2026",
        returned="27/11/2026", way="Tại quầy",
    )  # fmt: skip
    return slip_register.build_register(build_book(at), [row] * rows)


def list_every_slip(at: datetime) -> Iterator[Slip]:
    """One slip of every kind that the law of a day knows in Huế."""
    for kind, come in REAL.items():
        found = build_slips(come(build_case(at)))
        if kind in found:
            yield found[kind]
    yield build_register(at)
    for kind, made in LOCAL.items():
        yield slips.build_slip(made(build_case(at)), kind)


def build_long_slip(at: datetime) -> Slip:
    """A slip whose reason fills pages: with every accented letter, a word without end, and a long list."""
    found = build_slips(refuse_outcome(build_case(at)))[SlipKind.REFUSAL]
    words = " ".join(ACCENTED)
    lines = tuple(
        replace(line, text=(words, "d" * 300, *[f"Ý thứ {n}: {words}" for n in range(1, 25)]))
        if line.key == "reason"
        else line
        for line in found.lines
    )
    return replace(found, lines=lines)
