"""How an article of law is written: point, clause, article, instrument, as offices write it (điểm a khoản 1 Điều 17).

Law data, short citations of the flow table and facts of older versions are all converted to this order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

UNSEEN = "(chưa thấy số điều)"
"""Ending of an article whose number was not seen: a note for lawyers that no paper and no page prints."""

_PART = r"(?:khoản \d+[a-zđ]?|điểm [a-zđ]\d?)"
_PARTS = rf"{_PART}(?: {_PART})?"
ARTICLE_FIRST = re.compile(rf"Điều (\d+[a-zđ]?) ({_PARTS}(?:, {_PARTS})*)(?!\w)")
"""An article before its clause, as older versions wrote and stored it."""
_KINDS = (
    "Bộ luật|Luật|Pháp lệnh|Nghị định|Thông tư liên tịch|Thông tư|Quyết định|Nghị quyết|Chỉ thị|Thông báo|Công văn"
    "|Kế hoạch|Văn bản hợp nhất"
)
_OLD_NAME = re.compile(rf"(?<!\w)({_KINDS}) (?=\d+/)")


def write_article(article: str, parts: Sequence[str] = ()) -> str:
    """Return an article with its clause (a number) and point (a letter), the smallest part first."""
    words = [f"khoản {each}" if each[0].isdigit() else f"điểm {each}" for each in parts]
    return " ".join([*reversed(words), f"Điều {article}"])


def print_cite(article: str, instrument: str) -> str:
    """Return article and instrument in official words; the instrument alone where the article's number was not seen."""
    return instrument if article.endswith(UNSEEN) else f"{article} {instrument}"


def write_official_citation(cite: str) -> str:
    """Return a stored citation as it is written today: facts of older versions put the article before its clause, left
    "số" out of an instrument's name, and keep an article's note for lawyers."""
    seen = cite.rpartition(UNSEEN)[2].strip()
    return _OLD_NAME.sub(r"\1 số ", ARTICLE_FIRST.sub(_write_article_first, seen))


def _write_article_first(found: re.Match[str]) -> str:
    return ", ".join(write_article(found[1], _list_numbers(parts)) for parts in found[2].split(", "))


def _list_numbers(parts: str) -> list[str]:
    return [word for word in parts.split(" ") if word not in {"khoản", "điểm"}]
