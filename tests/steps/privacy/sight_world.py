"""A dossier in every state that holds each content of the table of sight once, with a word by which it is known, and
everybody who may stand to it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from chalicelib.domain.accounts.roles import Actor, Assignment, Role
from chalicelib.domain.dossier.intake import Intake
from chalicelib.domain.flow.transitions import Scope, State
from chalicelib.domain.papers.paper import Paper, PaperKind, PaperState
from chalicelib.domain.privacy.sight_words import Content, OnlyIf, SightPlace
from chalicelib.domain.search.counter_search import By
from chalicelib.steps.search.update_search_index import FindIndex
from tests.support.builders import CITIZEN, LONG_AGO, MONDAY_UTC, STATES, Case, build_actor
from tests.support.fakes.find_fakes import FakeFinds
from tests.support.fakes.stores import FakeItem

C = Content
KEY = b"k" * 64
PERSON = {
    "full_name": "Lê Thị Đường", "id_number": "046190000777", "phone": "0987654321", "address": "7 Ngõ Riêng",
    "email": "duong@example.vn",
}  # fmt: skip
BODY_ONE, BODY_TWO, DESK, SERVED, CENTRE, ELSEWHERE = (
    "HUE-BHXH", "HUE-CAT", "HUE-X1-1C", "HUE-X2-1C", "HUE-X3-1C", "HUE-N19789",
)  # fmt: skip
STAGES = frozenset({"receive", "process", "digitise", "return"})
FILED_STATES = [(state, stage) for state, stage in STATES if state is not State.DRAFT]

SAID = {
    "one": "Thửa đất có tranh chấp không", "answer": "Không thấy tranh chấp", "two": "Quy hoạch đến năm nào",
    "note": "Hẹn người nộp ghé chiều nay", "why": "Cần xác minh thực địa",
}  # fmt: skip
"""Texts written about the dossier."""


@dataclass
class Rich(Case):
    """A dossier of somebody who is named nowhere else, about which two bodies are asked and officers have written."""

    sent: dict[str, str] = field(default_factory=dict)

    def start(self, who: Actor = CITIZEN, **changes: object) -> Rich:
        """A draft of that person."""
        super().start(who, **({"applicant": PERSON} | changes))
        return self

    def processing(self) -> Rich:
        """At the agency, with questions, an answer, a note, files and a request."""
        super().processing()
        case = self.officer(Role.CASE_OFFICER)
        self.sent["enclosed"] = sorted(self.dossier.papers)[0]
        self.sent["question"] = self._file(case)
        asked = {"questions": SAID["one"], "papers": [self._file(case)], "enclosed": [self.sent["enclosed"]]}
        self.take("consult", case, unit=BODY_ONE, **asked)
        body = build_actor(Role.CASE_OFFICER, BODY_ONE)
        self.sent["answer"] = self._file(body)
        self.take("answer", body, opinion=SAID["answer"], papers=[self.sent["answer"]])
        asked = {"questions": SAID["two"], "papers": [self.sent["question"]], "enclosed": [self.sent["enclosed"]]}
        self.take("consult", case, unit=BODY_TWO, **asked)
        self.sent["note"] = self._file(case)
        self.take("note", case, text=SAID["note"], papers=[self.sent["note"]])
        self.take("extend", case, units=1, reason=SAID["why"])
        return self

    def _file(self, who: Actor) -> str:
        number = self.paper(PaperKind.INTERNAL)
        self._put(number, uploaded_by=who.sub)
        return number

    def _put(self, number: str, **changes: Any) -> None:
        paper: Paper = self.store.items[f"D#{self.id}", f"PAPER#{number}"].value
        self.store.put_paper(replace(paper, **changes))

    def papers(self) -> list[Paper]:
        """Every paper of the dossier."""
        found = self.store.items.items()
        return [item.value for (pk, sk), item in found if pk == f"D#{self.id}" and sk.startswith("PAPER#")]


@cache
def build_world(state: State, stage: str) -> Rich:
    """The dossier in a state, as it goes by post, was filed at another desk and was served at a centre."""
    case = Rich()
    case.at(state, stage)
    plain = case.dossier
    case.sent["proof"] = _add_paper(case, PaperKind.EXEMPTION_PROOF, "")
    case.sent["slip"], case.sent["control"] = (
        _add_paper(case, PaperKind.SLIP, kind) for kind in ("receipt", "control")
    )
    case.sent["draft"] = _add_paper(case, PaperKind.RESULT, "")
    intake: Intake = replace(plain.intake, desk=DESK)
    moved = replace(
        plain, intake=intake, served_at=(SERVED,), handover=replace(plain.handover, way="post"),
        handed=("post",) if plain.handed else (), papers={**plain.papers, case.sent["proof"]: ""},
    )  # fmt: skip
    case.store.items[f"D#{case.id}", "STATE"] = FakeItem(moved, plain.length)
    finds = FakeFinds(case.store)
    FindIndex(finds, KEY).index_dossier(case.id)
    FINDS[case.id] = finds
    return case


FINDS: dict[str, FakeFinds] = {}
"""The entries of the counter search, by dossier."""


def _add_paper(case: Rich, kind: PaperKind, component: str) -> str:
    number = f"{kind.value}{component}"
    made = Paper(
        dossier_id=case.id, id=number, kind=kind, component=component, name="tệp.pdf", size=9, sha256="a" * 64,
        content_type="application/pdf", uploaded_by="x", created_at=MONDAY_UTC, state=PaperState.ACCEPTED,
        version_id="v1",
    )  # fmt: skip
    case.store.put_paper(made)
    return number


@dataclass(frozen=True)
class ReadingAttempt:
    """Somebody who tries to read, and where the table says that they stand."""

    who: Actor
    role: Role
    unit: str
    places: frozenset[SightPlace]


def list_units(case: Rich) -> dict[str, frozenset[SightPlace]]:
    """Every unit that is tried, with its places as the dossier was made."""
    d = case.dossier
    found = {
        case.one_stop: {SightPlace.ONE_STOP}, DESK: {SightPlace.DESK}, SERVED: {SightPlace.SERVED}, ELSEWHERE: set(),
        case.agency: {SightPlace.AGENCY} if d.agency else set(), BODY_ONE: set(), BODY_TWO: set(), case.partner: set(),
    }  # fmt: skip
    if d.tasks:
        at_work = any(task.done_at is None for task in d.tasks if task.unit == case.partner)
        found[case.partner] = {SightPlace.PARTNER if at_work else SightPlace.WAITING}
        # The lead has a share as well.
        lead = next(task for task in d.tasks if task.unit == case.agency)
        found[case.agency] |= {SightPlace.PARTNER if lead.done_at is None else SightPlace.WAITING}
        waits = d.state in {State.PROCESSING, State.SUPPLEMENT_REQUESTED, State.PAYMENT_REQUESTED}
        found[BODY_ONE], found[BODY_TWO] = {SightPlace.ANSWERED}, {SightPlace.ASKED if waits else SightPlace.ANSWERED}
    return {unit: frozenset(places) for unit, places in found.items()}


def list_readers(case: Rich) -> Iterator[ReadingAttempt]:
    """Everybody: each role in each unit, where the law gives postal staff every stage and where it gives none, centres
    that serve the whole province, owner and stranger."""
    yield ReadingAttempt(CITIZEN, Role.APPLICANT, "", frozenset({SightPlace.OWNER}))
    yield ReadingAttempt(Actor("stranger"), Role.APPLICANT, "", frozenset())
    roles = [role for role in Role if role is not Role.APPLICANT]
    wide = {Role.PROVINCIAL_OFFICE, Role.AUDITOR, Role.OPERATOR, Role.CATALOGUE_EDITOR}
    for role, (unit, places) in itertools.product(roles, list_units(case).items()):
        who = build_actor(role, unit)
        yield ReadingAttempt(who, role, unit, frozenset({SightPlace.PROVINCE}) if role in wide else places)
        if role is Role.POSTAL_STAFF:
            yield ReadingAttempt(replace(who, sub="assigned", post_stages=STAGES), role, unit, places)
    owes = any(one.outstanding for one in case.dossier.obligations)
    gives = case.dossier.state is State.RESOLVED
    both = frozenset((scope.value, CENTRE) for scope in (Scope.PAYING_CENTRE, Scope.RETURNING_CENTRE))
    for role in roles:
        if role in wide:
            continue
        who = Actor(f"{role.value}-centre", (Assignment(role, CENTRE, LONG_AGO),), open_counters=both)
        opened = {SightPlace.PAYING_CENTRE} if owes and role is Role.CASHIER and _may_pay(case) else set()
        if gives and role in {Role.ONE_STOP_OFFICER, Role.HEAD_OF_ONE_STOP}:
            opened |= {SightPlace.RETURNING_CENTRE}
        yield ReadingAttempt(who, role, CENTRE, frozenset(opened))


def _may_pay(case: Rich) -> bool:
    return case.dossier.state in {
        State.SUBMITTED, State.RECEIVED, State.PROCESSING, State.SUPPLEMENT_REQUESTED, State.PAYMENT_REQUESTED,
        State.RESOLVED,
    }  # fmt: skip


def list_true_conditions(case: Rich) -> set[OnlyIf]:
    """The conditions that the dossier meets."""
    return {OnlyIf.BY_POST} | ({OnlyIf.HAS_SUMS} if case.dossier.obligations else set())


SEARCHES = {By.CODE: C.BY_CODE, By.NAME: C.BY_NAME, By.ID_NUMBER: C.BY_NUMBER, By.PHONE: C.BY_NUMBER}
