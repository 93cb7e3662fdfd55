"""What an answer needs: sources of published content."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from chalicelib.domain.help.guides import GuideAudience
from chalicelib.domain.help.passages import Passage


class AnswerSource(Protocol):
    """One source of published content, such as the guides or the published answers."""

    def find_passages(self, question: str, audience: GuideAudience) -> Sequence[Passage]:
        """Return what fits a question, best first; nothing where it is about something else."""
