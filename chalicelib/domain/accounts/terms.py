"""The terms of use: rights, duties and forbidden acts, by the law of the day (VL-6, TB-4, LC-5; the rule
`account.terms`).

A version is a digest of the parts with their editions and sources: another part, edition or article is another version,
which everybody accepts again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from chalicelib.domain.shared.errors import BilingualWords, Refusal, RefusalKind

RULE = "account.terms"


class TermsKind(StrEnum):
    """What a part of the terms lists."""

    RIGHTS = "rights"
    DUTIES = "duties"
    FORBIDDEN = "forbidden"


class TermsNotCurrent(Refusal):
    """The accepted version is not the one in force; the new one must be read first."""

    code = "terms_not_current"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Điều khoản sử dụng đã thay đổi. Đọc bản mới rồi đồng ý lại."
    en = "The terms of use have changed. Read the new version, then accept it."


@dataclass(frozen=True, slots=True)
class TermsPart:
    """A part of the terms. `source` is the text that it renders."""

    id: str
    kind: TermsKind
    edition: int
    title: BilingualWords
    source: str
    lines: tuple[BilingualWords, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a day, with the article that names their parts."""

    version: str
    article: str
    parts: tuple[TermsPart, ...]

    def require_version(self, version: str) -> None:
        """Raise TermsNotCurrent for another version."""
        if version != self.version:
            raise TermsNotCurrent()


def build_terms(named: tuple[str, ...], article: str, parts: Mapping[str, TermsPart]) -> Terms:
    """Return the terms of the parts that the rule names; a part without a text of its own rests on the rule's."""
    chosen = tuple(_add_source(parts[each], article) for each in named)
    said = "|".join(f"{each.id}:{each.edition}:{each.source}" for each in chosen)
    return Terms(hashlib.sha256(said.encode()).hexdigest()[:12], article, chosen)


def _add_source(part: TermsPart, article: str) -> TermsPart:
    return part if part.source else replace(part, source=article)
