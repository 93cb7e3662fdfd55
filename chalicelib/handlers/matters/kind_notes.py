"""What people read first about a kind of matter, by the law of the day, each sentence with its article."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.law.article_words import write_official_citation
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.matters.matter_kind import MatterKind
from chalicelib.models.matters.matter_kinds import MatterNoteView
from chalicelib.wiring.steps import provide_reference


def view_notes(kind: MatterKind, now: datetime) -> list[MatterNoteView]:
    """Return the notes of a kind whose conditions hold; a choice of the service has no article."""
    reference, dates = provide_reference(), CaseDates(now)
    found = ((law, note, reference.find_rule(law.param, dates)) for law, note in kind.notes)
    return [
        MatterNoteView(
            vi=note.vi,
            en=note.en,
            article=write_official_citation(str(rule.cite["article"])) if rule.cite["is_law"] else None,
        )
        for law, note, rule in found
        if law.is_met(rule.value)
    ]
