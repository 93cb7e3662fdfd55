"""Reuse data that the system holds: results that agencies issued here to the person who files online, offered with the
filing and used instead of an upload (VL-7.2.d, LC-3.4, NĐ 309/2026 2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from chalicelib.domain.filing.draft_content import read_draft_content
from chalicelib.domain.filing.held_results import HANDED_OVER, Held, NotHeld, find_held_paper
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.papers.paper import Paper, reuse_paper
from chalicelib.domain.shared.errors import KeyReused, NotFound
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.steps.dossier.context import Command, Dependencies
from chalicelib.steps.dossier.ports import Draft, Lists, Loaded
from chalicelib.steps.filing.drafts import require_own_draft
from chalicelib.steps.filing.once_only import FORBIDDEN
from chalicelib.steps.papers.add_paper import derive_paper_id, record_paper

if TYPE_CHECKING:
    from chalicelib.models.steps import HeldBody

NEWEST = 100
"""Dossiers of a person that are searched; a person with more finds the newest results."""


class StoredPapers(Protocol):
    """Papers of any dossier."""

    def load(self, dossier_id: str, paper_id: str) -> Paper | None:
        """The paper, None when there is none."""


@dataclass(frozen=True, slots=True)
class Archive:
    """The searched stores, the law, people's own lists, and papers."""

    deps: Dependencies
    lists: Lists
    papers: StoredPapers


@dataclass(frozen=True, slots=True)
class Offer:
    """Results offered for components of a filing, and the rule by which they are not requested again."""

    results: tuple[Held, ...]
    rule: Ruling


def look_up(archive: Archive, command: Command[object]) -> Offer:
    """Return what the system holds for the author of an online draft, newest first; nothing for a filing of somebody
    else."""
    draft = require_own_draft(archive.deps, command)
    rule = archive.deps.reference.find_rule("data.reask", command.dates)
    if rule.value != FORBIDDEN or draft.unit or read_draft_content(draft.body).on_behalf:
        return Offer((), rule)
    # What was issued to somebody who was found to be the same person is theirs too.
    owned = (line for each in command.actor.people for line in archive.lists.list_owned(each, NEWEST, None).items)
    lines = sorted(owned, key=lambda line: str(line["filed_at"]), reverse=True)
    return Offer(tuple(_keep_newest(_list_results(archive, command, draft, lines)).values()), rule)


def use_held(archive: Archive, command: Command[HeldBody]) -> Paper:
    """Put a held result into the draft as the component that it answers. The same key always returns the same paper.
    Refuse (not_held) a result that the system does not hold."""
    number, component = derive_paper_id(command.actor.sub, command.key), command.body.component

    def reuse(loaded: Loaded) -> Paper:
        if loaded.draft is None or not command.actor.is_person(loaded.draft.author):
            raise NotFound()
        first = loaded.papers.get(number)
        if first is not None:
            if first.component != component:
                raise KeyReused()
            return first
        found = next((each for each in look_up(archive, command).results if each.component == component), None)
        result = archive.papers.load(found.dossier.id, found.result) if found else None
        if result is None:
            raise NotHeld()
        return reuse_paper(
            result,
            component,
            dossier_id=command.dossier_id,
            paper_id=number,
            used_by=command.actor.sub,
            real_now=command.real_now,
        )

    return record_paper(archive.deps, command, number, reuse)


def _keep_newest(found: Iterator[Held]) -> dict[str, Held]:
    """Return the first of each component."""
    newest: dict[str, Held] = {}
    for each in found:
        newest.setdefault(each.component, each)
    return newest


def _list_results(
    archive: Archive, command: Command[object], draft: Draft, lines: Sequence[Mapping[str, Any]]
) -> Iterator[Held]:
    reference, today = archive.deps.reference, command.now.astimezone(VIETNAM).date()
    components = reference.find_procedure(read_draft_content(draft.body).procedure).components
    wanted = {source for component in components for source in component.result_of}
    for line in lines:
        # The list is eventually consistent and only says where to look: the dossier itself decides.
        if line["procedure"] in wanted and line["state"] in HANDED_OVER:
            dossier = archive.deps.dossiers.load(line["dossier_id"]).dossier
            made_by = reference.find_procedure(line["procedure"])
            if dossier is None or not command.actor.is_person(dossier.owner):
                continue
            found = (find_held_paper(each, dossier, made_by, dossier.owner, today) for each in components)
            yield from (each for each in found if each is not None)
