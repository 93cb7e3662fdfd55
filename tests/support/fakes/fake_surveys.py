"""Counts of surveys in memory, with the conditions of the real store."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain.matters.survey import SurveyCounts, SurveyLine
from chalicelib.domain.security.quotas import QuotaUse
from chalicelib.steps.dossier.ports import Conflict
from chalicelib.steps.matters.matter_ports import SurveyCount, SurveyMark


@dataclass
class FakeSurveys:
    """The `Surveys` port in dictionaries. `fail_next` makes that many commands conflict, `used` are counted quotas."""

    marks: dict[str, SurveyMark] = field(default_factory=dict)
    counts: dict[str, Counter[SurveyLine]] = field(default_factory=dict)
    ends: dict[str, datetime] = field(default_factory=dict)
    used: list[QuotaUse] = field(default_factory=list)
    fail_next: int = 0

    def digest_answers(
        self, matter_id: str, sub: str, key: str, lines: Sequence[SurveyLine], real_now: datetime
    ) -> SurveyMark:
        """Digests."""
        texts = (f"{matter_id}|{sub}", key, f"{key}|{lines}")
        return SurveyMark(*(hashlib.sha256(text.encode()).hexdigest() for text in texts))

    def count_answers(self, count: SurveyCount, *, now: datetime) -> SurveyMark:
        """Everything, or nothing."""
        if self.fail_next:
            self.fail_next -= 1
            raise Conflict("a made-up conflict")
        person = count.mark.person
        if person not in self.marks:
            self.marks[person], self.ends[person] = count.mark, count.ends_at
            self.counts.setdefault(count.matter_id, Counter()).update(count.lines)
            self.used.extend(count.quotas)
        return self.marks[person]

    def read_counts(self, matter_id: str) -> SurveyCounts:
        """The counts."""
        return self.counts.get(matter_id, Counter())
