"""Answers that no form may store as they were sent, for any question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

WRONG_TYPES: Mapping[str, Any] = {
    "null": None,
    "list": ["a"],
    "object": {"a": "b"},
    "fraction": 1.5,
    "huge number": 10**30,
    "negative": -1,
    "yes": True,
}
WRONG_TEXTS: Mapping[str, str] = {
    "empty": "",
    "spaces": " \u00a0\u3000 ",
    "invisible alone": "\u200b\u2060\ufeff",
    "zero byte": "a\x00b",
    "bell": "a\x07b",
    "half a pair": "a\ud800b",
    "private letter": "a\ue000b",
    "stack of marks": "a" + "\u0301" * 6,
    "undecodable": "a\ufffdb",
    "too long": "ạ" * 10_001,
    "longer than a form takes": "chữ " * 1_500,
}
KEPT_CLEAN: Mapping[str, tuple[str, str]] = {
    "invisible": ("Cấp\u200b lại\u2060 giấy\ufeff khai sinh", "Cấp lại giấy khai sinh"),
    "turned around": ("Cấp lại \u202egiấy khai sinh", "Cấp lại giấy khai sinh"),
    "script": ("<script>alert(1)</script> cấp lại", "<script>alert(1)</script> cấp lại"),
    "picture": ("<img src=x onerror=alert(1)> cấp lại", "<img src=x onerror=alert(1)> cấp lại"),
    "link": ("javascript:alert(1) https://xa.la/?a=1 cấp lại", "javascript:alert(1) https://xa.la/?a=1 cấp lại"),
    "template": ("{{7*7}} ${7*7} %s {0} cấp lại", "{{7*7}} ${7*7} %s {0} cấp lại"),
    "formula": ("=cmd|' /C calc'!A0 cấp lại", "=cmd|' /C calc'!A0 cấp lại"),
}
"""Texts, and what is stored of them where a form takes free text: text is never markup here, so it stays as typed."""
BAD_BODIES: tuple[Any, ...] = (
    None,
    [],
    "text",
    7,
    {"values": []},
    {"values": {"Không": "a"}},
    {"values": {"x" * 41: "a"}},
    {"values": {f"k{number}": "a" for number in range(41)}},
    {"values": {}, "confirmed": ["a"] * 11},
    {"values": {}, "confirmed": [7]},
    {"values": {}, "more": 1},
    {"values": {"never_asked": "a"}},
)
