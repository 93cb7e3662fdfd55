"""One word for one thing in every Vietnamese text: `wording.toml` lists the words that are not used, and what is."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.flow.state_words import WORDS as WORDS_OF_STATES
from tests.docs.vietnamese import ROOT, PlacedText, read_texts

LIST: dict[str, Any] = tomllib.loads((Path(__file__).parent / "wording.toml").read_text())
_LATE_TONE = re.compile(r"(o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?!\w)", re.IGNORECASE)
_COMBINING = re.compile(r"[A-Za-zÂÊÔĂĐƠƯâêôăđơư][\u0300-\u036f]")
_EARLY_TONE = re.compile(r"([òóỏõọ][ae]|(?<!q)[ùúủũụ]y)(?=\w)|q[ùúủũụ]y", re.IGNORECASE)


@dataclass(frozen=True)
class ListedWord:
    """A word that is not used, and what is written in its place."""

    entry: dict[str, Any]

    @property
    def case(self) -> bool:
        """Whether capitals matter."""
        return bool(self.entry.get("case"))

    @property
    def places(self) -> tuple[str, ...]:
        """Where the word is looked for: beginnings of paths; everywhere where none is named."""
        return tuple(self.entry.get("in", [""]))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The word as a regular expression."""
        body = self.entry["not"] if self.entry.get("pattern") else rf"{re.escape(self.entry['not'])}(?!\w)"
        whole = rf"\A{body}\Z" if self.entry.get("exact") else rf"(?<!\w)(?:{body})"
        return re.compile(whole, 0 if self.case else re.IGNORECASE)

    def find(self, text: PlacedText) -> list[re.Match[str]]:
        """Return where the word stands in a text."""
        return list(self.pattern.finditer(text.text)) if text.path.startswith(self.places) else []


@dataclass(frozen=True)
class KeptPlace:
    """A place where a listed word stands for a reason."""

    entry: dict[str, Any]

    def covers(self, text: PlacedText, found: re.Match[str]) -> bool:
        """Return whether the word found there is an allowed exception."""
        if not text.path.startswith(self.entry["in"]):
            return False
        part = self.entry.get("text")
        if part is None:
            return True
        spans = (each.span() for each in re.finditer(part, text.text))
        return any(start <= found.start() and found.end() <= end for start, end in spans)


WORDS = [ListedWord(each) for each in LIST["word"]]
_ANY = {
    case: re.compile("|".join(f"(?:{word.pattern.pattern})" for word in WORDS if word.case is case), flags)
    for case, flags in ((True, 0), (False, re.IGNORECASE))
}
KEPT = [KeptPlace(each) for each in LIST["kept"]]


@cache
def list_texts() -> tuple[PlacedText, ...]:
    """Every text of the product, read once."""
    return tuple(read_texts())


@cache
def list_faults(read: tuple[PlacedText, ...]) -> tuple[list[str], set[int]]:
    """The words found that no reason covers, and the reasons that were needed."""
    wrong, needed = [], set()
    for text in read:
        if not any(each.search(text.text) for each in _ANY.values()):
            continue
        for word in WORDS:
            for found in word.find(text):
                why = [n for n, kept in enumerate(KEPT) if kept.covers(text, found)]
                needed.update(why)
                if not why:
                    wrong.append(f"{text}\n    “{found[0]}”: write {word.entry['write']}")
    return wrong, needed


def test_no_text_has_a_word_of_the_list():
    wrong, _ = list_faults(list_texts())
    assert not wrong, "\n".join(wrong)


def test_each_exception_is_needed_and_says_why():
    _, needed = list_faults(list_texts())
    assert [each.entry for n, each in enumerate(KEPT) if n not in needed or len(each.entry["why"]) < 20] == []


def test_a_state_has_one_name_on_pages_in_notices_and_in_look_up():
    source = (ROOT / "web" / "src" / "dossier" / "state_words.ts").read_text()
    pages = dict(re.findall(r'^  (\w+): \{ vi: "([^"]+)", en:', source, re.MULTILINE))
    notices = tomllib.loads((ROOT / "chalicelib" / "data" / "notices" / "words.toml").read_text())["state"]
    public = {state.value: vi for state, (vi, _) in WORDS_OF_STATES.items()}
    assert pages.pop("draft") == "Bản nháp"
    assert pages == public == {state: said["vi"] for state, said in notices.items()}


def list_misspelt(text: str) -> list[str]:
    """The words of a text whose tone mark is not where this product writes it: ủy, hòa; but quý, hoàn, huỳnh."""
    return [text[max(0, m.start() - 3) : m.end() + 3] for p in (_LATE_TONE, _EARLY_TONE) for m in p.finditer(text)]


def test_tone_marks_stand_in_one_place():
    assert [f"{each}: {bad}" for each in list_texts() for bad in list_misspelt(each.text)] == []


def test_letters_are_composed():
    assert [str(each) for each in list_texts() if _COMBINING.search(each.text)] == []


@pytest.mark.parametrize(
    "text", ["uỷ quyền", "đề nghị huỷ", "Xoá", "số hoá", "không loá", "thoả thuận", "toàn hòan", "qùy"]
)
def test_the_other_spelling_is_found(text):
    assert list_misspelt(text)


@pytest.mark.parametrize(
    "text", ["ủy quyền", "hủy", "xóa", "quý, quỹ, quỳ, quy", "hoàn toàn", "huỳnh", "khỏe khoắn", "loại"]
)
def test_the_spelling_of_the_product_is_not(text):
    assert not list_misspelt(text)


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.entry["not"][:40])
def test_each_word_of_the_list_is_found(word: ListedWord):
    example = word.entry.get("example", word.entry["not"])
    path = f"{word.places[0]}x.ts"
    assert word.find(PlacedText(path, "1", example))
    assert word.entry.get("exact") or word.find(PlacedText(path, "1", f"a {example}, b"))


FILES = {
    "web/src/a.tsx": 'const w = { vi: "Thôi" }; // cán bộ\nreturn <p>Bảng điều hành</p>;\n',
    "chalicelib/domain/b.py": '"""Cán bộ."""\nvi = "Chỉ cán bộ được làm."\n',
    "chalicelib/data/notices/c.toml": 'article = "NĐ 61/2018 19"\n[notice.vi]\nbody = "Bạn nộp theo NĐ 61/2018."\n',
    "chalicelib/data/procedures/d.json": '{"legal_basis": ["TT 1/2020/TT-BTP"], "id": "1.2"}',
    "docs/e.md": "| kiosk | máy tra cứu |\n",
}
WRONG = {
    ("web/src/a.tsx", "Thôi"), ("web/src/a.tsx", "Bảng điều hành"), ("chalicelib/domain/b.py", "cán bộ"),
    ("chalicelib/data/notices/c.toml", "Bạn"), ("chalicelib/data/notices/c.toml", "NĐ 61/"),
    ("chalicelib/data/procedures/d.json", "TT 1/"), ("docs/e.md", "máy tra cứu"),
}  # fmt: skip


def test_every_kind_of_file_is_read(tmp_path: Path):
    for name, source in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(source)
    for name in ("web/index.html", "README.md"):
        (tmp_path / name).write_text("")
    read = tuple(read_texts(tmp_path))
    assert {(text.path, found[0]) for text in read for word in WORDS for found in word.find(text)} == WRONG


def test_the_texts_of_the_product_are_read():
    paths = {text.path.rsplit(".", 1)[-1] for text in list_texts()}
    assert {"py", "ts", "tsx", "json", "toml", "md", "html"} <= paths
    assert len(list_texts()) > 10_000
