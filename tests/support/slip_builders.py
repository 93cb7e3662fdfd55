"""Slips for tests: dossiers brought by real steps to the facts that make each kind of paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.documents import slip_register, slips
from chalicelib.domain.documents.slip_source import Source
from chalicelib.domain.documents.slip_values import Slip, SlipKind
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.law.rulings import Law
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.papers.paper import PaperKind
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.repositories.documents.slip_templates import load_wording
from chalicelib.repositories.law.rule_set import load_rules
from chalicelib.steps.documents.render_slip import Library
from tests.support.builders import CITIZEN, Case

IN_2018 = datetime(2025, 3, 3, 9, tzinfo=VIETNAM)
IN_2025 = datetime(2025, 10, 6, 9, tzinfo=VIETNAM)
"""A working morning under the forms of TT 01/2018, and one under those of TT 03/2025."""

ACCENTED = "".join(
    "áàảãạăắằẳẵặâấầẩẫậéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵđ"
    "ÁÀẢÃẠĂẮẰẲẴẶÂẤẦẨẪẬÉÈẺẼẸÊẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢÚÙỦŨỤƯỨỪỬỮỰÝỲỶỸỴĐ"
)
"""The 134 accented letters of Vietnamese, each as one code point."""


class DistrictCase(Case):
    """A dossier at a district's unit: until 30/6/2025 these received what communes do now."""

    @property
    def one_stop(self) -> str:
        """The unit that receives."""
        return "HUE-Q-PHU-XUAN-1C"


def case(at: datetime, **given: Any) -> Case:
    """A dossier in Huế at a unit of that day."""
    return (DistrictCase if at < datetime(2025, 7, 1, tzinfo=VIETNAM) else Case)(now=at, **given)


def library(province: str = "hue") -> Library:
    """Law, catalogue, agencies and wording as shipped."""
    files = CatalogueFiles()
    return Library(load_rules(), province, files.procedure, files.agencies(province), load_wording)


def source(of: Case, seq: int = 0) -> Source:
    """Return the data for the slips of a fact of the case, by default of the last one."""
    return library(of.province).source(of.facts, seq or len(of.facts), of.store.parts(of.id))


def slips_of(of: Case, seq: int = 0) -> dict[SlipKind, Slip]:
    """The slips of a fact, by kind."""
    return {each.kind: each for each in slips.slips(source(of, seq))}


def retold(given: Source, on: datetime | None = None, **data: Any) -> Source:
    """The same source with other data in its last fact, or under the law of another day."""
    facts = (*given.facts[:-1], _with(given.fact, data))
    law = replace(given.law, dates=CaseDates(on)) if on else given.law
    return replace(given, facts=facts, law=law)


def _with(fact: Fact, data: dict[str, Any]) -> Fact:
    return replace(fact, data={**fact.data, **data})


def extension_asked(c: Case) -> Case:
    """An extension proposed."""
    return c.processing().then("extend", c.officer(Role.CASE_OFFICER))


def extended(c: Case) -> Case:
    """An extension that everybody agreed to."""
    extension_asked(c)
    for stage in c.dossier.requests[0].chain:
        c.approve(c.officer(stage[0]))
    return c


def apologised(c: Case) -> Case:
    """An apology with its new date, signed."""
    return c.processing().apologised()


def not_granted(c: Case) -> Case:
    """A refusal after appraisal."""
    head = c.processing().officer(Role.AGENCY_HEAD)
    grounds = c.reference.rule("refusal.reasons", CaseDates(c.now), moment="after_appraisal").value
    return c.then("resolve", head, outcome="not_granted", ground=grounds[0], reason="Chưa đủ điều kiện")


def supplemented(c: Case) -> Case:
    """Record the requested supplement."""
    return c.then("supplement", CITIZEN, papers=[c.paper(component=key) for key in c.some_component])


def approved(c: Case) -> Source:
    """The open request agreed to by everybody; the source of the fact that this made."""
    request = c.dossier.requests[0]
    for stage in request.chain:
        c.approve(c.officer(stage[0]), request.n)
    return source(c)


def guided_again(c: Case) -> Source:
    """A second guidance at intake, with the reason why."""
    supplemented(c.at(State.SUPPLEMENT_REQUESTED, "intake"))
    officer = c.officer(Role.ONE_STOP_OFFICER)
    c.take("request_supplement", officer, components=c.some_component, reason="Lần trước nêu thiếu")
    return approved(c)


def asked_again(c: Case) -> Source:
    """A second appraisal request because the first guidance was unclear."""
    supplemented(c.at(State.SUPPLEMENT_REQUESTED, "appraisal"))
    why = {"cause": slips.UNCLEAR, "reason": "Hướng dẫn trước chưa rõ"}
    c.take("request_supplement", c.officer(Role.CASE_OFFICER), components=c.some_component, **why)
    return approved(c)


def late_by_fault(c: Case) -> Source:
    """The letter that goes with a result late by an officer's fault."""
    c.ready_to_grant().later(days=30)
    result = c.paper(PaperKind.RESULT)
    named = c.appoint(c.officer(Role.CASE_OFFICER)).sub
    c.take("resolve", c.officer(Role.AGENCY_HEAD), result=result, late_cause=slips.FAULT, late_officer=named)
    c.take("apologise", c.officer(Role.CASE_OFFICER), new_due_days=None, reason="Cán bộ để quên hồ sơ")
    return approved(c)


def lost_paper(c: Case) -> Source:
    """The letter about a paper that the agency lost."""
    officer = c.processing().officer(Role.CASE_OFFICER)
    c.take("apologise", officer, new_due_days=None, lost=c.some_component, reason="Thất lạc khi luân chuyển; cấp lại")
    return approved(c)


REAL: dict[SlipKind, Callable[[Case], Case]] = {
    SlipKind.RECEIPT: lambda c: c.received(),
    SlipKind.SUPPLEMENT: lambda c: c.at(State.SUPPLEMENT_REQUESTED, "appraisal"),
    SlipKind.REFUSAL: not_granted,
    SlipKind.EXTENSION: apologised,
    SlipKind.STOP: lambda c: c.at(State.STOPPED),
    SlipKind.CONTROL: lambda c: c.processing(),
}
"""The real steps behind each national form."""

LOCAL: dict[SlipKind, Callable[[Case], Source]] = {
    SlipKind.GUIDANCE: lambda c: source(c.at(State.SUPPLEMENT_REQUESTED, "intake")),
    SlipKind.EXTENSION_REQUEST: lambda c: source(extension_asked(c)),
    SlipKind.APOLOGY_GUIDANCE: guided_again,
    SlipKind.APOLOGY_SUPPLEMENT: asked_again,
    SlipKind.APOLOGY_OVERDUE: late_by_fault,
    SlipKind.APOLOGY_LOSS: lost_paper,
}
"""The real steps behind Huế's own papers."""


def book(at: datetime) -> slip_register.Book:
    """The register of one unit under the law of a day."""
    law = Law.of_day(load_rules(), at.date(), "hue")
    return slip_register.Book(
        "Trung tâm Phục vụ hành chính công xã Phú Vang",
        "Ủy ban nhân dân xã Phú Vang",
        "Phú Vang",
        "năm 2026",
        at,
        law,
        load_wording(),
    )


def register(at: datetime, rows: int = 3) -> Slip:
    """A register of so many dossiers."""
    row = slip_register.RegisterRow(
        code="H57.106.01-20261123-0000001", procedure="Đăng ký thành lập hộ kinh doanh", sets=1,
        applicant="Trần Thị Hoa, 1 Lê Lợi, 0912345678", agency="Ủy ban nhân dân xã Phú Vang",
        received="23/11/2026 09:00", due="27/11/2026 17:00", forwarded="23/11/2026", came_back="26/11/2026",
        returned="27/11/2026", way="Tại quầy",
    )  # fmt: skip
    return slip_register.register(book(at), [row] * rows)


def every_slip(at: datetime) -> Iterator[Slip]:
    """One slip of every kind that the law of a day knows in Huế."""
    for kind, come in REAL.items():
        found = slips_of(come(case(at)))
        if kind in found:
            yield found[kind]
    yield register(at)
    for kind, made in LOCAL.items():
        yield slips.slip(made(case(at)), kind)


def long_slip(at: datetime) -> Slip:
    """A slip whose reason fills pages: with every accented letter, a word without end, and a long list."""
    found = slips_of(not_granted(case(at)))[SlipKind.REFUSAL]
    words = " ".join(ACCENTED)
    lines = tuple(
        replace(line, text=(words, "d" * 300, *[f"Ý thứ {n}: {words}" for n in range(1, 25)]))
        if line.key == "reason"
        else line
        for line in found.lines
    )
    return replace(found, lines=lines)
