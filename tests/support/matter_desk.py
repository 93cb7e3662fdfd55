"""A desk of matters in memory: a small province, its people, and one matter on which steps are taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import time
from types import MappingProxyType
from typing import Any

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.catalogue.agencies import OpeningHours
from chalicelib.domain.matters.kinds.questions import QUESTIONS
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.matters.matter_kind import MatterKind
from chalicelib.domain.matters.matter_permission import list_matter_steps
from chalicelib.models.matters.matters import MatterBody
from chalicelib.repositories.law.calendars import load_calendar
from chalicelib.steps.dossier.context import Command, digest_body
from chalicelib.steps.matters.matter_command import read_matter_law
from chalicelib.steps.matters.matter_ports import MatterDependencies
from chalicelib.steps.matters.take_matter_step import open_matter, take_matter_step
from tests.support.fakes.fake_matters import FakeMatters, build_matter_deps
from tests.support.people import CITIZEN, MONDAY, build_actor

OFFICE, UNIT, OTHER = "office", "unit-a", "unit-b"
TREE = {OFFICE: "", UNIT: OFFICE, OTHER: OFFICE}
LAW: Mapping[str, Any] = {
    "erasure.grounds": ("authority_decision", "subject_request"),
    "archive.without_term": "kept",
    "qa.urged_by": ("control_focal",),
    "qa.answer_limit/plain": 2,
    "qa.answer_limit/complex": 5,
    "qa.first_handler": "control_focal",
    "qa.section": True,
    "qa.posted_by": "focal_officer",
    "qa.answered_by": ("first_handler", "specialist"),
    "qa.answer_fields": ("unit", "full_name", "title", "public"),
    "qa.rejected": "reason_given",
    "qa.sign_off": "unit_decides",
    "qa.rejection_codes": ("no_marks", "out_of_scope"),
    "qa.correction_limit": 5,
    "moderation.reasons": ("personal_data", "insult"),
    "qa.ask_again_max": 1,
    "qa.faq": ("published",),
    "qa.faq_editor": "office",
    "publication.checked_data": ("phone", "identity_number", "email", "bank_account"),
}
MATTER_ID = "m" * 26
HOURS = (
    OpeningHours((1, 2, 3, 4, 5), time(7, 30), time(11, 30)),
    OpeningHours((1, 2, 3, 4, 5), time(13, 30), time(17)),
)
CLERK = build_actor(Role.ONE_STOP_OFFICER, UNIT)
FORWARDER = build_actor(Role.CONTROL_FOCAL, UNIT)
HEAD = build_actor(Role.HEAD_OF_ONE_STOP, UNIT)
NEIGHBOUR = build_actor(Role.CASE_OFFICER, OTHER)
SENDER = replace(build_actor(Role.CASE_OFFICER, OTHER, "sender"), citizen=False)
DIFFICULTY = {"sort": "difficulty", "subject": "Chậm đồng bộ", "content": "Hồ sơ đồng bộ chậm hai ngày."}
DIFFICULTY_LAW: Mapping[str, Any] = {"difficulty.receiver": UNIT, "difficulty.reported_to": "committee"}
TEXTS = {
    "subject": "Cấp lại giấy khai sinh",
    "question": "Tôi muốn hỏi thủ tục cấp lại giấy khai sinh cho con gái của tôi",
    "unit": UNIT,
}
ANSWER = {
    "answer": "Nộp tờ khai theo mẫu tại Bộ phận Một cửa cấp xã.",
    "answered_by": "Lò Thị Mai",
    "answered_title": "Công chức tư pháp",
}


def build_deps(tree: dict[str, str] = TREE, more: Mapping[str, Any] = MappingProxyType({})) -> MatterDependencies:
    """A province of three units, or of others, in memory; its law has these values too."""
    return build_matter_deps({**LAW, **more}, load_calendar(HOURS, "lai-chau"), tree)


class Desk:
    """Takes steps on one matter and remembers it."""

    def __init__(self, deps: MatterDependencies, kind: MatterKind = QUESTIONS, matter_id: str = MATTER_ID) -> None:
        self.deps, self.kind, self.id, self.now, self.count = deps, kind, matter_id, MONDAY, 0

    @property
    def store(self) -> FakeMatters:
        """The store."""
        assert isinstance(self.deps.matters, FakeMatters)
        return self.deps.matters

    @property
    def matter(self) -> Matter:
        """The stored matter."""
        found = self.deps.matters.load_matter(self.id).matter
        assert found
        return found

    def build(
        self,
        word: str,
        actor: Actor,
        values: Mapping[str, Any],
        *,
        confirmed: tuple[str, ...] = (),
        papers: Sequence[str] = (),
        key: str = "",
        version: int | None = None,
    ) -> Command[MatterBody]:
        """A command with a key of its own."""
        self.count += 1
        body = MatterBody(values=dict(values), confirmed=list(confirmed), papers=list(papers))
        name = f"{self.kind.name}-{word}"
        return Command(
            name, self.id, actor, self.now, self.now, body, key or f"key-{self.count:012d}", version,
            digest_body(body.model_dump()),
        )  # fmt: skip

    def open(self, values: Mapping[str, Any] = TEXTS, actor: Actor = CITIZEN, **more: Any) -> Matter:
        """Open the matter."""
        return open_matter(self.deps, self.kind, self.build("open", actor, values, **more)).matter

    def take(self, word: str, actor: Actor, values: Mapping[str, Any] | None = None, **more: Any) -> Matter:
        """Take a step."""
        return take_matter_step(self.deps, self.kind, word, self.build(word, actor, values or {}, **more)).matter

    def list_steps(self, actor: Actor) -> list[str]:
        """What the table offers."""
        law = read_matter_law(self.deps.reference, self.now, self.matter)
        return list_matter_steps(actor, self.kind, self.matter, self.now, law)
