"""Codes and notes of ours that no paper, notice or page for people may show: one list for every test that looks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

PATTERNS: Mapping[str, re.Pattern[str]] = {
    "note for lawyers": re.compile(
        r"chưa thấy|giữ theo thông lệ|chờ ý kiến pháp lý|cách hiểu đang chờ|chưa đối chiếu\)|\(\*\)"
    ),
    "question to lawyers": re.compile(r"\bQ-[A-Z0-9]+(?:-[A-Z0-9]+)*\b|(?:Điều|khoản|điểm) \?|\(\?\)"),
    "id of a unit or clause": re.compile(r"\b(?:HUE|VL|QNG|QN|TB|LC)-[A-Z0-9_]+(?:[.-][A-Za-z0-9.]+)*\b"),
    "short citation": re.compile(r"\b(?:NĐ|TT|QĐ|NQ) \d+/\d{4}(?! ?/)"),
    "name of ours": re.compile(r"(?<![\w@./-])[a-z]+(?:_[a-z0-9]+)+(?![\w@])"),
    "value of ours": re.compile(r"(?<![\w@./-])(?:system|none|null|undefined|NaN|true|false|unknown)(?![\w@./-])"),
    "object": re.compile(r"\[object |<[A-Za-z]+\.[A-Z_]+: "),
    "unfilled place": re.compile(r"\{[a-z_]*\}"),
    "raw date": re.compile(r"(?<![\w-])20\d\d-\d\d-\d\d(?![\d-])"),
    "account": re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"),
}

OFFICERS_READ = frozenset({"note for lawyers", "question to lawyers"})
"""Notes allowed on officers' pages: the certainty of a reading of the law, and open questions for a lawyer."""

SHOWN: Mapping[str, str] = {
    "note for lawyers": "Căn cứ: phần mã hồ sơ (chưa thấy số điều) Thông tư 03/2025/TT-VPCP",
    "question to lawyers": "Điều ? Nghị định 310/2026/NĐ-CP",
    "id of a unit or clause": "Hồ sơ đang ở HUE-X19750-1C",
    "short citation": "Căn cứ NĐ 61/2018 19.4",
    "name of ours": "Trạng thái: payment_requested",
    "value of ours": "Người gửi: system",
    "object": "Nơi nộp: [object Object]",
    "unfilled place": "Hồ sơ {number} đã tiếp nhận",
    "raw date": "Hẹn trả kết quả 2026-12-01T09:00:00Z",
    "account": "Người ghi: 0f8fad5b-d9cb-469f-a165-70867728950e",
}
"""An example that each pattern must find."""

HARMLESS = (
    "khoản 2 Điều 13 Quyết định 88/2017/QĐ-UBND (Thừa Thiên Huế)",
    "Mã hồ sơ H57.106.01-20261123-0000001, thủ tục 1.004873",
    "Thư điện tử hoa_tran@vidu.example, https://vidu.example/a_b/c_d",
    "Nghị định số 61/2018/NĐ-CP; NĐ 61/2018/NĐ-CP",
    "Số TN-0A1B2C3D4E5F6 ngày 23/11/2026",
    "Bạn có chắc không?",
)


def find_codes(text: str, *, english: bool = False, officers: bool = False) -> list[str]:
    """Return our codes in a text for people, each with its kind. In English some coded values are words; officers read
    how certain the law is."""
    left_out = (OFFICERS_READ if officers else frozenset()) | ({"value of ours"} if english else set())
    kinds = [kind for kind in PATTERNS if kind not in left_out]
    return [f"{kind}: {found[0]!r}" for kind in kinds for found in PATTERNS[kind].finditer(text)]


def list_texts(tree: object, under: str = "") -> Iterator[tuple[str, bool]]:
    """The texts for people in an answer of the API or a file of words, each with whether it is English: those in two
    languages, and every text with a space. Ids and coded values are for programs; the page turns them into words, and
    is looked at itself."""
    if isinstance(tree, Mapping):
        for name, value in tree.items():
            yield from list_texts(value, name)
    elif isinstance(tree, Sequence) and not isinstance(tree, str):
        for value in tree:
            yield from list_texts(value, under)
    elif isinstance(tree, str) and (" " in tree or under == "vi"):
        yield tree, under == "en"


def list_shown_codes(texts: Iterable[tuple[str, bool]]) -> list[tuple[str, list[str]]]:
    """Each text that shows a code, with what it shows."""
    found = ((text, find_codes(text, english=english)) for text, english in texts)
    return [(text, codes) for text, codes in found if codes]
