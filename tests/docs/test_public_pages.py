"""The pages that strangers read first: both languages alike, figures and pictures as they were made."""

from __future__ import annotations

import hashlib
import json
import re

import pytest
from PIL import Image

from infra.docs.pictures import FOLDER, MOST_KB, RECORD, SIZE, spoken_words
from infra.docs.public import ARROWS, LANGUAGES, PAGES, costs, moves, page, pictures
from infra.docs.site import UNKNOWN, find_broken_links, list_pages
from infra.local.seed import PEOPLE
from infra.paths import ROOT

READMES = {"en": ROOT / "README.md", "vi": ROOT / "README.vi.md"}
CHANGED = 1 / 5
"""How many of a picture's words may have changed since it was taken: a word or two do not make it another page."""
TAKEN = json.loads(RECORD.read_text())["pictures"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_follows_from_data_is_as_the_data_have_it(language: str) -> None:
    assert PAGES[language].read_text(encoding="utf-8") == page(language), "run: python -m infra.docs.public"


def test_every_size_of_the_guide_is_on_the_pages() -> None:
    assert len(costs()) >= 3
    assert all(low < high for low, high in zip(costs(), costs()[1:], strict=False))


def test_the_picture_of_the_flow_is_drawn_from_the_table() -> None:
    for path, text in pictures().items():
        assert path.read_text(encoding="utf-8") == text, "run: python -m infra.docs.public"
    assert set(ARROWS) <= moves()


@pytest.mark.parametrize("pages", [READMES, PAGES], ids=["readme", "for-provinces"])
def test_both_languages_lead_to_each_other_and_show_the_same(pages: dict[str, object]) -> None:
    texts = {language: path.read_text() for language, path in pages.items()}  # type: ignore[attr-defined]
    shown = {language: re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text) for language, text in texts.items()}
    assert [name.replace(".vi.", ".en.") for name in shown["vi"]] == shown["en"]
    for language, other in (("vi", "en"), ("en", "vi")):
        assert f"]({pages[other].name})" in texts[language]  # type: ignore[attr-defined]


def test_the_readmes_name_the_same_accounts_in_the_same_order() -> None:
    rows = {
        language: re.findall(r"^\| [^|]+ \| `([a-z]+1)` \|", path.read_text(), re.MULTILINE)
        for language, path in READMES.items()
    }
    assert rows["vi"] == rows["en"]
    assert len(rows["vi"]) >= 7
    assert set(rows["vi"]) <= {person.username for person in PEOPLE}


@pytest.mark.parametrize("name", TAKEN)
def test_a_picture_is_the_one_that_was_taken_and_says_what_the_pages_say(name: str) -> None:
    file, taken = FOLDER / f"{name}.webp", TAKEN[name]
    assert hashlib.sha256(file.read_bytes()).hexdigest() == taken["sha256"], "made by `make pictures` alone"
    with Image.open(file) as picture:
        assert picture.size == SIZE
    said = spoken_words()
    assert len(taken["words"]) >= 5
    gone = [word for word in taken["words"] if word not in said]
    assert len(gone) <= len(taken["words"]) * CHANGED, f"the pages say it otherwise now, make pictures: {gone}"


def test_the_pictures_are_small_and_all_of_them_are_shown() -> None:
    there = {path for path in FOLDER.iterdir() if path != RECORD}
    assert sum(path.stat().st_size for path in there) <= MOST_KB * 1024
    shown = {
        ROOT / name for path in READMES.values() for name in re.findall(r"\((docs/pictures/[^)]+)\)", path.read_text())
    }
    assert there == shown


def test_every_link_between_the_documents_leads_to_a_file_and_a_heading() -> None:
    assert find_broken_links(list_pages()) == []


def test_a_broken_link_is_found(tmp_path) -> None:
    (tmp_path / "a.md").write_text(
        "# One\n\n[here](#one) [there](b.md#two) [no](#three) [no](c.md) [far](https://x.vn)\n"
    )
    (tmp_path / "b.md").write_text("# Two\n\n```\n[code](d.md)\n```\n")
    broken = find_broken_links([tmp_path / "a.md", tmp_path / "b.md"], tmp_path)
    assert broken == [f"a.md: #three: {UNKNOWN['heading']}", f"a.md: c.md: {UNKNOWN['file']}"]
