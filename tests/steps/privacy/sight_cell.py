"""One cell of the table of sight: who reads what, and what a probe of it needs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.privacy.sight_words import Content
from chalicelib.domain.shared.errors import Refusal
from chalicelib.steps.dossier.reader import Reader
from tests.steps.privacy.sight_world import (
    BODY_ONE,
    BODY_TWO,
    PERSON,
    SAID,
    ReadingAttempt,
    Rich,
    list_true_conditions,
)
from tests.support.fakes.fake_people import FakeAccesses, FakePeople
from tests.support.sight_rows import is_said

C = Content


PERSONAL = {
    C.NAME: PERSON["full_name"], C.DELIVERY: PERSON["phone"], C.IDENTITY: PERSON["id_number"], C.FORM: "Quán Bún Bò",
}  # fmt: skip


@dataclass
class SightCell:
    """A reader at a dossier, and what the table gives them there."""

    case: Rich
    one: ReadingAttempt

    @cached_property
    def given(self) -> frozenset[Content]:
        """The contents that the table gives."""
        return frozenset(content for content in C if self.is_given(content))

    def is_given(self, content: Content) -> bool:
        """Whether the table gives a content."""
        return is_said(
            self.one.role, self.one.places, self.case.dossier.state, content, true=list_true_conditions(self.case),
            stages=self.one.who.post_stages,
        )  # fmt: skip

    def reader(self) -> Reader:
        """The reader at the desk in memory."""
        return Reader(self.case.deps, FakeAccesses(), self.one.who, self.case.now, self.case.real_now, FakePeople())

    def is_said(self, name: str) -> bool:
        """Whether a text that was written is the reader's."""
        if name not in list_written(self.case) or self.one.role is Role.APPLICANT or C.WORDS not in self.given:
            return False
        if name == "note":
            return C.NOTES in self.given
        if name == "why":
            return C.REQUESTS in self.given
        own = {"one": BODY_ONE, "answer": BODY_ONE, "two": BODY_TWO}[name]
        return C.CONSULTATIONS in self.given or (C.OWN_CONSULTATION in self.given and self.one.unit == own)


def list_written(case: Rich) -> Mapping[str, str]:
    return SAID if case.dossier.tasks else {}


def find_refusal(act: Callable[[], Any]) -> type[Refusal] | None:
    """The refusal of a read, None when it answers."""
    try:
        act()
    except Refusal as refused:
        return type(refused)
    return None


def write_text(answer: Any) -> str:
    """An answer as it goes out."""
    return json.dumps(answer, ensure_ascii=False, default=str)
