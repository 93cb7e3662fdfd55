"""Kinds of matters at the HTTP edge: what pages need to show lists, forms and courses of each."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from chalicelib.models.http.base import NamedView, View


class MatterFormView(View):
    """The form of a step: its closed JSON Schema, which fields others read or name a unit or a procedure,
    and whether files may come with it."""

    form: dict[str, Any]
    fields: dict[str, str]
    units: list[str]
    procedures: list[str]
    papers: bool


class MatterStepView(MatterFormView):
    """A step of a kind: its words, and its form; `reporter_only` says that no officer takes it, `erases` that personal
    data are deleted by it and cannot be had back, `written` that it answers in writing, which can be printed."""

    word: str
    name: NamedView
    articles: list[str]
    reporter_only: bool
    erases: bool
    written: bool = False


class MatterStateView(View):
    """A state of a kind."""

    key: str
    name: NamedView
    ended: bool
    public: bool


class MatterNoteView(NamedView):
    """What those who open a matter read first, and the article that says so; null for a choice of the service."""

    article: str | None


class MatterKindView(View):
    """A kind of matter: what pages need to show lists, forms and courses of it."""

    name: str
    plural: str
    words: NamedView
    title: NamedView
    empty: NamedView
    about: NamedView
    label: NamedView | None
    subject: str
    states: list[MatterStateView]
    clocks: dict[str, NamedView]
    opening: MatterFormView
    opened_by: list[str]
    read_by: Annotated[list[str], Field(description="Roles that read all of the kind; each unit reads its own")]
    taken_in_at: Annotated[str, Field(description="Unit that takes them in by the law of the day; empty for none")]
    notes: list[MatterNoteView]
    asker: Annotated[str | None, Field(description="Sign-in that the law of the day asks of who opens it")]
    steps: list[MatterStepView]
    codes: dict[str, list[str]]


class MatterKindsView(View):
    """Every kind of matter that the province has today."""

    items: list[MatterKindView]
