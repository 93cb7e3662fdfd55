"""Counts of surveys in memory, with the conditions of the real store."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain.matters.survey import SurveyCounts, SurveyLine
from chalicelib.steps.dossier.ports import Conflict


@dataclass
class FakeSurveys:
    """The `Surveys` port in dictionaries. `fail_next` makes that many commands conflict."""

    marks: dict[str, str] = field(default_factory=dict)
    counts: dict[str, Counter[SurveyLine]] = field(default_factory=dict)
    ends: dict[str, datetime] = field(default_factory=dict)
    fail_next: int = 0

    def digest_person(self, matter_id: str, sub: str, real_now: datetime) -> str:
        """A digest."""
        return hashlib.sha256(f"{matter_id}|{sub}".encode()).hexdigest()

    def count_answers(
        self, matter_id: str, mark: str, key: str, lines: Sequence[SurveyLine], ends_at: datetime
    ) -> bool:
        """Everything, or nothing."""
        if self.fail_next:
            self.fail_next -= 1
            raise Conflict("a made-up conflict")
        if mark in self.marks:
            return self.marks[mark] == key
        self.marks[mark], self.ends[mark] = key, ends_at
        self.counts.setdefault(matter_id, Counter()).update(lines)
        return True

    def read_counts(self, matter_id: str) -> SurveyCounts:
        """The counts."""
        return self.counts.get(matter_id, Counter())
