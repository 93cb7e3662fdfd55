"""The paper of a matter's written answer, for those who read the matter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.catalogue.agencies import AgencyTree
from chalicelib.domain.matters.answer_sheet import AnswerSheet, DecidedMatter, build_answer_sheet, find_answer
from chalicelib.domain.matters.kind_table import find_kind
from chalicelib.domain.shared.errors import NotFound
from chalicelib.steps.matters.matter_ports import MatterDependencies
from chalicelib.steps.matters.matter_views import (
    RecordView,
    list_fact_articles,
    list_read_parts,
    may_read,
    open_reading,
)


def read_answer_sheet(
    deps: MatterDependencies,
    agencies: AgencyTree,
    name_person: Callable[[str], str],
    matter_id: str,
    actor: Actor,
    now: datetime,
    record: RecordView,
) -> AnswerSheet:
    """Return the paper, cut to what the reader may read, and record the look. Raise NotFound for a matter that is
    absent or not theirs, AnswerNotGiven for one without a written answer."""
    found = deps.matters.load_matter(matter_id).matter
    if found is None:
        raise NotFound()
    kind = find_kind(found.kind)
    opened = open_reading(deps, kind, found, actor, now, record, "answer sheet")
    _, answer = find_answer(kind, opened.matter, opened.facts)
    parts = deps.matters.load_parts(matter_id)
    texts = {
        name: str(parts[digest].value) if digest in parts else None
        for fact in opened.facts
        for name, digest in list_read_parts(fact, opened.reading).items()
    }
    basis = tuple(list_fact_articles(answer, deps.reference.cite_articles))
    return build_answer_sheet(
        DecidedMatter(
            kind, opened.matter, opened.facts, texts, agencies, name_person,
            lambda key: may_read(opened.reading, key), basis,
        )
    )  # fmt: skip
