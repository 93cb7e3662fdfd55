"""Messages to the national portal about a frequent question: each text that was published, and its withdrawal.

Pure. The ledger is replayed, so that what was sent, and whether the law of that day sent it, is the same at each
attempt: a text goes by the rule of the day on which it was published, and what went is withdrawn by any rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.ledger.chain import Fact, Part
from chalicelib.domain.matters.kinds.erasure_rows import ERASED
from chalicelib.domain.matters.kinds.faqs import FAQS
from chalicelib.domain.matters.matter import Matter, apply_matter_fact
from chalicelib.domain.matters.public_face import PublicMatter, build_public_matter, count_editions
from chalicelib.domain.portal.mapping import MappingGap, PortalMapping, PortalPackage, write_instant

PUBLISHED, WITHDRAWN = "faq", "faq_withdrawn"
"""Kinds of message in the portal's vocabulary."""
TEXTS = ("public_subject", "public_question", "public_answer")


@dataclass(frozen=True, slots=True)
class FaqSource:
    """What messages are made from: the portal's words, whether the law of an instant sends entries to the portal
    (QN-22.6), procedures by their ids, and names of units."""

    mapping: PortalMapping
    is_sent: Callable[[datetime], bool]
    find_procedure: Callable[[str], Procedure]
    name_unit: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class FaqMoment:
    """An entry after a fact, and the edition that the portal then holds: 0 for none. `changed` says that the fact has a
    message."""

    fact: Fact
    matter: Matter
    edition: int
    changed: bool


def list_moments(facts: Sequence[Fact], is_sent: Callable[[datetime], bool]) -> Iterator[FaqMoment]:
    """Return the entry after each of its facts."""
    matter: Matter | None = None
    held = 0
    for fact in facts:
        matter = apply_matter_fact(matter, fact)
        shown = count_editions(FAQS, matter) if matter.public else 0
        before = held
        if shown != held:
            held = shown if shown and is_sent(fact.occurred_at) else 0
        yield FaqMoment(fact, matter, held, held != before)


def find_held_edition(facts: Sequence[Fact], is_sent: Callable[[datetime], bool]) -> int:
    """Return the edition that the portal must hold after all facts; 0 for none."""
    return max((moment.edition for moment in [*list_moments(facts, is_sent)][-1:]), default=0)


def build_faq_packages(
    source: FaqSource, facts: Sequence[Fact], parts: Callable[[], Mapping[str, Part]], after: int
) -> Iterator[tuple[Fact, PortalPackage | None]]:
    """Return each fact after `after` with its package, None for one without: among them texts that were erased before
    they were sent, so that what the portal has is withdrawn all the same. Raise MappingGap for a text that is not held
    any more for another reason."""
    moments = [*list_moments(facts, source.is_sent)]
    erased = bool(moments) and moments[-1].matter.state == ERASED
    for moment in moments:
        if moment.fact.seq > after:
            gone = erased and moment.edition and not _has_texts(moment.matter, parts())
            yield moment.fact, _build_package(source, moment, parts) if moment.changed and not gone else None


def _has_texts(matter: Matter, parts: Mapping[str, Part]) -> bool:
    face = matter.kept or matter
    return all(face.texts.get(key) in parts for key in TEXTS)


def _build_package(source: FaqSource, moment: FaqMoment, parts: Callable[[], Mapping[str, Part]]) -> PortalPackage:
    fact, matter = moment.fact, moment.matter
    kind = PUBLISHED if moment.edition else WITHDRAWN
    values: dict[str, Any] = {"number": matter.number, "at": write_instant(fact.occurred_at)}
    if moment.edition:
        shown = build_public_matter(FAQS, matter, parts())
        if shown is None or not all(shown.texts.get(key) for key in TEXTS):
            raise MappingGap("text_missing", fact.id)
        values |= _describe_entry(source, shown)
    body = {
        "v": 1,
        "MaGoi": fact.id,
        "MaCauHoi": matter.number,
        "ThuTu": fact.seq,
        "PhienBan": source.mapping.version,
        "NgayGhi": None if fact.simulated else fact.recorded_at.date().isoformat(),
        "ThongDiep": [
            {"Loai": kind, "NoiDung": {name: values[ours] for name, ours in source.mapping.fields[kind].items()}}
        ],
    }
    return PortalPackage(fact.id, fact.seq, body)


def _describe_entry(source: FaqSource, shown: PublicMatter) -> dict[str, Any]:
    procedure = shown.values.get("procedure")
    found = source.find_procedure(str(procedure)) if procedure else None
    return {
        "edition": shown.edition,
        "subject": shown.texts["public_subject"],
        "question": shown.texts["public_question"],
        "answer": shown.texts["public_answer"],
        "procedure": found.code if found else None,
        "field": found.field.name.vi if found else None,
        "owner": source.name_unit(str(shown.values["owner"])),
    }
