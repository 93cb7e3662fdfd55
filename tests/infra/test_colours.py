"""The colours of the pages: each is read on every ground on which it stands, in both themes (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from infra.law.province_about import CONTRAST, DARK, LIGHT, measure_contrast
from infra.paths import ROOT

TOKENS = (ROOT / "web" / "src" / "styles" / "tokens.css").read_text(encoding="utf-8")
COLOUR = re.compile(r"--([a-z-]+): (?:var\(--own-[a-z-]+, )?(#[0-9a-f]{3}(?:[0-9a-f]{3})?)\)?;")
GROUNDS = ("bg", "surface", "sunken")
WORDS = ("text", "muted", "action", "action-hover", "ok", "warn", "bad", "info")
TAGS = ("ok", "warn", "bad", "info")
OF_A_PART = 3.0
"""The least between a border, a bar of a chart or the mark of the focus and its ground."""


def _read(css: str) -> Mapping[str, str]:
    found: dict[str, str] = dict(COLOUR.findall(css))
    return {name: c if len(c) == 7 else "#" + "".join(2 * part for part in c[1:]) for name, c in found.items()}


_light, _dark = TOKENS.split("@media (prefers-color-scheme: dark)")
THEMES = {"light": _read(_light), "dark": _read(_dark)}


@pytest.mark.parametrize("theme", THEMES)
def test_every_word_is_read_on_every_ground(theme: str) -> None:
    colours = THEMES[theme]
    pairs = [(word, ground) for word in WORDS for ground in GROUNDS]
    pairs += [pair for tag in TAGS for pair in ((tag, f"{tag}-soft"), ("text", f"{tag}-soft"), ("bg", tag))]
    pairs += [("on-action", "action"), ("on-action", "action-hover"), ("bg", "muted"), ("bg", "text")]
    # By day the ground of the home page's question is that of a button.
    pairs += [("on-hero", "hero")] if "hero" in colours else []
    found = {pair: measure_contrast(*(colours[name] for name in pair)) for pair in pairs}
    assert {pair: round(contrast, 2) for pair, contrast in found.items() if contrast < CONTRAST} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_borders_bars_and_the_focus_are_seen(theme: str) -> None:
    colours = THEMES[theme]
    parts = [(name, ground) for name in ("line", "focus", "action", "bad") for ground in GROUNDS]
    found = {pair: measure_contrast(*(colours[name] for name in pair)) for pair in parts}
    assert {pair: round(contrast, 2) for pair, contrast in found.items() if contrast < OF_A_PART} == {}


def test_a_province_s_colours_are_held_to_the_grounds_that_are_hardest() -> None:
    """The background of each theme on which its colours have the least contrast."""
    dark = [THEMES["dark"][ground] for ground in GROUNDS]
    light = [THEMES["light"][ground] for ground in GROUNDS]
    assert min(light, key=lambda ground: measure_contrast(ground, "#000000")) == LIGHT
    assert min(dark, key=lambda ground: measure_contrast(ground, "#ffffff")) == DARK
