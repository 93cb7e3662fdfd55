"""Messages to the national feedback system: every step on a feedback, in the order of its ledger (TB-14.1, LC-14.1).

Pure. Feedback that came from there goes under its number there. The law of the day on which the feedback began decides
whether its course is exchanged. Texts of the sender and of the answer go along; the sender's name, address and contact
stay here, where the answer is sent from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from chalicelib.domain.ledger.chain import Fact, Part
from chalicelib.domain.ledger.matter_facts import MatterFact
from chalicelib.domain.matters.matter import Matter, apply_matter_fact
from chalicelib.domain.portal.mapping import PortalMapping, PortalPackage, translate_word, write_instant

TEXTS: Final = (
    "subject", "content", "missing", "more", "reason", "answer", "public_subject", "public_content", "public_answer",
)  # fmt: skip
"""Texts that go along with the step that brought them. Notes between agencies and explanations stay here."""

EXCHANGE_LAW, RECEIVER_LAW = "feedback.exchange", "feedback.first_receiver"
NATIONAL_SYSTEM = "national_system"
"""The word of `feedback.first_receiver` by which feedback is exchanged: the national system is shared (TB-14.1,
LC-14.1)."""


@dataclass(frozen=True, slots=True)
class FeedbackSource:
    """What messages are made from: the portal's words, whether the law of an instant exchanges feedback, and names of
    units."""

    mapping: PortalMapping
    is_exchanged: Callable[[datetime], bool]
    name_unit: Callable[[str], str]


def is_feedback_sent(facts: Sequence[Fact], is_exchanged: Callable[[datetime], bool]) -> bool:
    """Return whether the course of a feedback goes to the national system."""
    return is_exchanged(facts[0].occurred_at)


def find_last_sent(facts: Sequence[Fact], is_exchanged: Callable[[datetime], bool]) -> int:
    """Return the number of the last fact that the national system must hold; 0 for none."""
    if not is_feedback_sent(facts, is_exchanged):
        return 0
    return max(fact.seq for fact in facts if _is_step(fact))


def build_feedback_packages(
    source: FeedbackSource, facts: Sequence[Fact], parts: Callable[[], Mapping[str, Part]], after: int
) -> Iterator[tuple[Fact, PortalPackage | None]]:
    """Return each fact after `after` with its package, None for one without. Raise MappingGap for a state or subject
    without a word."""
    sent = is_feedback_sent(facts, source.is_exchanged)
    matter: Matter | None = None
    for fact in facts:
        matter = apply_matter_fact(matter, fact)
        if fact.seq > after:
            yield fact, _build_package(source, fact, matter, parts) if sent and _is_step(fact) else None


def _is_step(fact: Fact) -> bool:
    return fact.kind in (MatterFact.OPENED, MatterFact.MOVED)


def _build_package(
    source: FeedbackSource, fact: Fact, matter: Matter, parts: Callable[[], Mapping[str, Part]]
) -> PortalPackage:
    held = parts() if any(key in fact.parts for key in TEXTS) else {}
    texts = {key: held[fact.parts[key]] for key in TEXTS if fact.parts.get(key) in held}
    clock = matter.find_clock("answer")
    values = {
        "number": matter.exchange_number,
        "at": write_instant(fact.occurred_at),
        "step": fact.data.get("step", "open"),
        "status": translate_word(source.mapping.feedback_states, "state_unmapped", matter.state),
        "about": translate_word(source.mapping.feedback_subjects, "subject_unmapped", str(matter.values["about"])),
        "unit": source.name_unit(matter.unit),
        "due_at": write_instant(clock.due_at) if clock else None,
        **{key: texts[key].value if key in texts else None for key in TEXTS},
    }
    body = {
        "v": 1,
        "MaGoi": fact.id,
        "MaPhanAnh": matter.exchange_number,
        "ThuTu": fact.seq,
        "PhienBan": source.mapping.version,
        "NgayGhi": None if fact.simulated else fact.recorded_at.date().isoformat(),
        "ThongDiep": [
            {
                "Loai": "feedback",
                "NoiDung": {name: values[ours] for name, ours in source.mapping.fields["feedback"].items()},
            }
        ],
    }
    return PortalPackage(fact.id, fact.seq, body, tuple(sorted(part.salt for part in texts.values())))
