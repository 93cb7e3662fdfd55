"""The public face of a matter: what everybody reads, and the words by which it is found.

A projection of its own, written by a consumer: it holds public fields only, so that no mistake of a page can show more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.domain.ledger.chain import Part
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.matters.matter_kind import FieldAudience, MatterKind
from chalicelib.domain.shared.text import strip_accents

MOST_WORDS = 40
"""Words of one matter by which it is found: those of the public question, then those of the answer."""
FIELD_GROUP = "field"
"""Groups public matters by the field of administration of their procedure."""
MOST_ASKED = 6
"""Words of a search that are looked up."""
_WORD = re.compile(r"[^\W_]{2,}")
COMMON = frozenset(
    (
        "toi", "cho", "hoi", "muon", "xin", "thi", "la", "va", "cua", "co", "khong", "duoc", "nhu", "the", "nao", "gi",
        "o", "dau", "bao", "nhieu", "khi", "nay", "voi", "cac", "nhung", "mot", "de", "can", "phai", "ve", "tai", "vi",
        "sao", "lam", "em", "anh", "chi", "ong", "ba", "minh", "a", "thu", "tuc", "ho", "so",
    )
)  # fmt: skip
"""Words of most questions: no question is found by them."""


@dataclass(frozen=True, slots=True)
class PublicMatter:
    """What everybody reads of one matter. `texts` are public parts, `values` public answers; `edition` counts the texts
    that were published of it."""

    id: str
    kind: str
    number: str
    state: str
    unit: str
    published_at: datetime
    changed_at: datetime
    values: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    edition: int = 1


def build_public_matter(kind: MatterKind, matter: Matter, parts: Mapping[str, Part]) -> PublicMatter | None:
    """Return the public face of a matter; None for one that is not public now."""
    if not matter.public or matter.public_at is None:
        return None
    face = matter.kept or matter
    texts = {
        key: str(parts[digest].value)
        for key, digest in face.texts.items()
        if digest in parts and (_is_public(kind, key) or _is_consented(kind, key, matter))
    }
    return PublicMatter(
        id=matter.id,
        kind=matter.kind,
        number=matter.number,
        state=matter.state,
        unit=matter.unit,
        published_at=matter.public_at,
        changed_at=face.changed_at or matter.public_at,
        values={key: value for key, value in face.values.items() if _is_public(kind, key)},
        texts=texts,
        edition=count_editions(kind, matter),
    )


def count_editions(kind: MatterKind, matter: Matter) -> int:
    """Return how many texts of a matter everybody has read, the present one included."""
    return max(sum(matter.taken.get(word, 0) for word in kind.editions), 1)


def name_group(key: str, value: object) -> str:
    """Return the name of the group of public matters with this answer to a field, as lists of groups are kept."""
    return f"{key}:{value}"


def list_groups(kind: MatterKind, shown: PublicMatter, find_field: Callable[[str], str]) -> tuple[str, ...]:
    """Return the groups to which a public matter belongs; one about a procedure belongs to the procedure's field of
    administration too, which `find_field` gives."""
    answered = [(key, shown.values[key]) for key in kind.groups if shown.values.get(key)]
    fields = [
        (FIELD_GROUP, find_field(str(value)))
        for key, value in answered
        if (asked := kind.find_field(key)) is not None and asked.procedure
    ]
    return tuple(name_group(key, value) for key, value in (*answered, *fields) if value)


def _is_public(kind: MatterKind, key: str) -> bool:
    asked = kind.find_field(key)
    return asked is not None and asked.audience is FieldAudience.PUBLIC and not asked.personal


def _is_consented(kind: MatterKind, key: str, matter: Matter) -> bool:
    """Return whether everybody reads data of a person: while the consent stands, even if a new text waits."""
    asked = kind.find_field(key)
    if asked is None or not asked.consent or asked.audience is not FieldAudience.PUBLIC:
        return False
    return matter.values.get(asked.consent) is True


def list_search_words(texts: Iterable[str], most: int = MOST_WORDS) -> tuple[str, ...]:
    """Return the words of texts by which they are found: without accents and common words, each once."""
    found = dict[str, None]()
    for text in texts:
        for word in _WORD.findall(strip_accents(text).lower()):
            if word not in COMMON:
                found[word] = None
    return tuple(found)[:most]


def rank_public_matters(hits: Mapping[str, Iterable[tuple[str, str]]]) -> list[str]:
    """Return ids of matters by how many searched words they have, newest first among equals. `hits` are, for each word,
    pairs of publication time and id."""
    score, newest = dict[str, int](), dict[str, str]()
    for found in hits.values():
        for at, number in found:
            score[number] = score.get(number, 0) + 1
            newest[number] = at
    ordered = sorted(score, key=lambda number: newest[number], reverse=True)
    return sorted(ordered, key=lambda number: -score[number])
