"""Write the public face of a matter after each of its facts: made from the present state, so that order and repeats of
messages do no harm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from chalicelib.domain.matters.kind_table import find_kind
from chalicelib.domain.matters.matter_kind import MatterField, MatterKind, MatterStep
from chalicelib.domain.matters.public_face import PublicMatter, build_public_matter, list_search_words
from chalicelib.steps.matters.matter_ports import Matters


@dataclass(frozen=True, slots=True)
class PublicPage:
    """One page of public matters, and where the next begins."""

    items: Sequence[PublicMatter]
    cursor: str | None = None


class PublicMatters(Protocol):
    """The projection that everybody reads."""

    def put(self, shown: PublicMatter, words: Sequence[str], length: int) -> None:
        """Store a public matter with the words by which it is found, as of a length of its ledger. An older state than
        the stored one changes nothing."""

    def remove(self, matter_id: str, length: int) -> None:
        """Remove a matter that is not public any more, in the same way."""

    def find(self, matter_id: str) -> PublicMatter | None:
        """Return one public matter."""

    def list_newest(self, kind: str, unit: str | None, limit: int, cursor: str | None) -> PublicPage:
        """Return public matters of a kind, newest first; of one unit if given."""

    def search(self, kind: str, words: Sequence[str], limit: int) -> Sequence[PublicMatter]:
        """Return public matters that have some of the words, best first."""


@dataclass(frozen=True, slots=True)
class MatterPublishing:
    """Keeps the public face of the matters of one deployment."""

    matters: Matters
    public: PublicMatters

    def publish_matter(self, matter_id: str) -> bool:
        """Write or remove the public face of a matter; return whether it is public now. Raise ValueError for an id
        without a matter."""
        matter = self.matters.load_matter(matter_id).matter
        if matter is None:
            raise ValueError("no such matter")
        if not matter.public and matter.public_at is None:
            return False
        kind = find_kind(matter.kind)
        shown = build_public_matter(kind, matter, self.matters.load_parts(matter_id))
        if shown is None:
            self.public.remove(matter_id, matter.length)
            return False
        ordered = [shown.texts[each.key] for each in _list_text_fields(kind) if each.key in shown.texts]
        self.public.put(shown, list_search_words(ordered), matter.length)
        return True


def _list_text_fields(kind: MatterKind) -> Sequence[MatterField]:
    """Return the fields of a kind, those of publishing first: the question is found before the answer."""

    def publishes(step: MatterStep) -> bool:
        return bool(step.to) and kind.find_state(step.to).public

    return [each for step in sorted(kind.steps, key=publishes, reverse=True) for each in step.fields]
