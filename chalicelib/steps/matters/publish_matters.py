"""Write the public face of a matter after each of its facts: made from the present state, so that order and repeats of
messages do no harm."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chalicelib.domain.matters.kind_table import find_kind
from chalicelib.domain.matters.matter_kind import MatterField, MatterKind, MatterStep
from chalicelib.domain.matters.public_face import build_public_matter, list_groups, list_search_words
from chalicelib.steps.matters.matter_ports import Matters, PublicMatters


@dataclass(frozen=True, slots=True)
class MatterPublishing:
    """Keeps the public face of the matters of one deployment. `find_field` returns the field of administration of a
    procedure, empty for one that is unknown."""

    matters: Matters
    public: PublicMatters
    find_field: Callable[[str], str]

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
        words = (*list_search_words(ordered), *list_groups(kind, shown, self.find_field))
        self.public.put(shown, words, matter.length)
        return True


def _list_text_fields(kind: MatterKind) -> Sequence[MatterField]:
    """Return the fields by whose texts a matter is found, those of publishing first: the question is found before the
    answer. What is public from the opening on comes last. Nobody finds a matter by data of a person."""

    def is_publishing(step: MatterStep) -> bool:
        return bool(step.to) and kind.find_state(step.to).public

    steps = sorted(kind.steps, key=is_publishing, reverse=True)
    fields = [*(each for step in steps for each in step.fields), *kind.opening.fields]
    return [each for each in fields if not each.personal]
