"""The table of notices as shipped, read and checked once per container."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.domain.notices.notice_rules import LANGUAGES, NoticeDataError, NoticeTable, read_table

FOLDER = Path(__file__).parents[2] / "data" / "notices"
WORDS = "words"


OWN = "notices.toml"
OWN_WORDS = ("subject", "body", "sms")


@cache
def load_notices(folder: Path = FOLDER, province: str = "") -> NoticeTable:
    """Return every notice of the folder's files, with a province's own words. Raise NoticeDataError for an incomplete
    notice."""
    own = folder.parent / "province" / province / OWN
    return read_notices(folder, _read_toml(own) if province and own.is_file() else {})


def read_notices(folder: Path, own: Mapping[str, Any]) -> NoticeTable:
    """Return every notice of the folder's files, with a province's own words. Raise NoticeDataError."""
    files = sorted(path for path in folder.glob("*.toml") if path.stem != WORDS)
    merged: dict[str, Any] = {"notice": [], "none_owed": {}}
    for path in files:
        data = _read_toml(path)
        merged["notice"] += data.get("notice", [])
        merged["none_owed"] |= data.get("none_owed", {})
    merged["notice"] = apply_own_words(merged["notice"], own)
    return read_table(merged, _read_toml(folder / f"{WORDS}.toml"))


def apply_own_words(notices: list[dict[str, Any]], own: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the notices with a province's words, always in both languages; recipients and conditions are the same for
    all provinces. Raises NoticeDataError."""
    known = {str(each.get("key")) for each in notices}
    for key, words in own.items():
        if key not in known:
            raise NoticeDataError(f"{key}: there is no such notice")
        if not isinstance(words, dict) or set(words) != set(LANGUAGES):
            raise NoticeDataError(f"{key}: needs words in each of {', '.join(LANGUAGES)}, and nothing else")
        if any(not isinstance(each, dict) or not each for each in words.values()):
            raise NoticeDataError(f"{key}: needs words in each of {', '.join(LANGUAGES)}")
        if any(not isinstance(text, str) or not text for each in words.values() for text in each.values()):
            raise NoticeDataError(f"{key}: every word of it must be a text")
        if unknown := sorted({name for each in words.values() for name in each} - set(OWN_WORDS)):
            raise NoticeDataError(f"{key}: {unknown[0]} is not one of {', '.join(OWN_WORDS)}")
        if set(words[LANGUAGES[0]]) != set(words[LANGUAGES[1]]):
            raise NoticeDataError(f"{key}: has values in one language that the other lacks")
    return [_replace_words(each, own[str(each["key"])]) if each.get("key") in own else each for each in notices]


def _replace_words(notice: dict[str, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    return {**notice, **{language: {**notice[language], **words[language]} for language in LANGUAGES}}


def _read_toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
