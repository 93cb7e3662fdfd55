"""Guides: what a citizen or an officer reads about a page or a step. They are data that the operator publishes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from chalicelib.domain.catalogue.procedures import Names
from chalicelib.domain.flow.flow_words import Step
from chalicelib.domain.shared.errors import Refusal, RefusalKind


class UnknownGuide(Refusal):
    """No guide of this id is published."""

    code = "unknown_guide"
    kind = RefusalKind.NOT_FOUND
    vi = "Không có hướng dẫn nào mang mã này."
    en = "There is no guide with this id."


class GuideAudience(StrEnum):
    """For whom a guide is written."""

    CITIZEN = "citizen"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class Topic:
    """A group of guides of one audience."""

    key: str
    audience: GuideAudience
    name: Names


@dataclass(frozen=True, slots=True)
class GuideLink:
    """A page that a guide leads to, with its name."""

    address: str
    name: Names


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide: a summary and points, each in both languages. `pages` are addresses of pages as the web app writes
    them, `steps` those of the flow that it explains, `asks` the words by which people look for it. `owner` is the kind
    of the agency that answers for its text, `since` the first day of this version. A `general` guide yields to the
    procedure that a question names."""

    id: str
    topic: Topic
    title: Names
    summary: Names
    points: tuple[Names, ...]
    pages: tuple[str, ...]
    steps: tuple[Step, ...]
    asks: tuple[str, ...]
    links: tuple[GuideLink, ...]
    owner: str
    version: int
    since: date
    general: bool = False

    @property
    def audience(self) -> GuideAudience:
        """For whom it is written."""
        return self.topic.audience


class GuideShelf:
    """The published guides in the order of their topics; immutable."""

    def __init__(self, guides: Iterable[Guide]) -> None:
        self._guides = tuple(guides)
        self._by_id = MappingProxyType({guide.id: guide for guide in self._guides})

    def get(self, guide_id: str) -> Guide:
        """Return one guide; raise UnknownGuide."""
        if guide_id not in self._by_id:
            raise UnknownGuide()
        return self._by_id[guide_id]

    def list_guides(
        self, audience: GuideAudience | None = None, *, page: str | None = None, step: str | None = None
    ) -> tuple[Guide, ...]:
        """Return the guides of an audience, a page or a step. For a page, those that explain it as a whole come before
        those of its steps, and those of the fewest pages first."""
        found = [
            guide
            for guide in self._guides
            if audience in (None, guide.audience)
            and (page is None or page in guide.pages)
            and (step is None or step in guide.steps)
        ]
        return tuple(sorted(found, key=lambda guide: (bool(guide.steps), len(guide.pages))) if page else found)
