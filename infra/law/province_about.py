"""Checks of a province's description: its name, its colours, its mark, its regulation, and how its texts are
spelt."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from chalicelib.provinces import DESCRIPTION
from infra.law.own_rules import is_vietnamese
from infra.law.source import Keys, LawSource

MARK = "mark.svg"
LOOK_MORE: Keys = {"action": str, "action_dark": str}
CONTACT_MORE: Keys = {"address": str, "email": str}
COLOUR = re.compile(r"#[0-9a-f]{6}")
EMAIL = re.compile(r"[^@\s]+@(?:[a-z0-9-]+\.)+[a-z]{2,}")
LIGHT, DARK = "#f1efeb", "#201e1b"
"""The background of each theme on which a colour is hardest to read (web/src/styles/tokens.css)."""
CONTRAST = 4.5
"""The minimum contrast of text and background (WCAG 2.2, 1.4.3)."""
LARGEST_MARK = 20_000
"""Bytes: every page shows it."""
SVG = "{http://www.w3.org/2000/svg}svg"
SHAPES = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text")
PICTURES = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"RIFF": "a WebP picture",
}
LONGEST_NAME, LONGEST_SAYING = 60, 400
_ACTIVE = re.compile(
    rb"<(?:[\w.-]+:)?(?:script|foreignobject)|<!entity|@import|\son\w+\s*=|(?:href|src)\s*=\s*[\"'](?!#)"
    rb"|url\(\s*[\"']?(?!#)",
    re.I,
)


def check_mark(source: LawSource, folder: Path, file: str) -> None:
    """Check the drawing: small, whole, and with nothing in it that runs or comes from elsewhere."""
    mark = folder / MARK
    if not mark.is_file():
        return
    content = mark.read_bytes()
    if kind := next((name for start, name in PICTURES.items() if content.startswith(start)), ""):
        source.refuse_value(file, "-", f"it is {kind}: a mark is an SVG drawing")
    elif len(content) > LARGEST_MARK:
        source.refuse_value(file, "-", f"{len(content)} bytes, at most {LARGEST_MARK}")
    elif _ACTIVE.search(content):
        source.refuse_value(file, "-", "must be a drawing without scripts and without anything from elsewhere")
    else:
        _check_drawing(source, file, content)


def _check_drawing(source: LawSource, file: str, content: bytes) -> None:
    try:
        root = ElementTree.fromstring(content)  # noqa: S314 - small, and without declarations of entities
    except ElementTree.ParseError as fault:
        source.refuse_value(
            file, "-", f"broken XML in line {fault.position[0]}, column {fault.position[1] + 1}: no browser shows it"
        )
        return
    if root.tag != SVG:
        source.refuse_value(
            file, "-", 'must begin with <svg xmlns="http://www.w3.org/2000/svg" …>: no browser shows it otherwise'
        )
    elif not any(each.tag.rpartition("}")[2] in SHAPES for each in root.iter()):
        source.refuse_value(file, "-", f"draws nothing: it has none of {', '.join(SHAPES)}")
    elif "viewBox" not in root.attrib and not {"width", "height"} <= set(root.attrib):
        source.refuse_value(file, "-", 'needs a viewBox="0 0 … …": without it the mark has no size')


def check_shown(source: LawSource, folder: Path, file: str) -> None:
    """Check the province's colours and contact details, which the pages show with its name."""
    try:
        about = tomllib.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return  # said by who reads the file
    _check_look(source, file, about.get("look", {}))
    contact = about.get("contact", {})
    if source.has_exact_keys(file, "contact", contact, {}, CONTACT_MORE) and not EMAIL.fullmatch(
        contact.get("email", "a@b.vn")
    ):
        source.refuse_value(file, "contact.email", f"{contact['email']!r} is no e-mail address")


def _check_look(source: LawSource, file: str, look: Any) -> None:
    """Check that both colours or none are given, and that they are readable."""
    if not source.has_exact_keys(file, "look", look, {}, LOOK_MORE):
        return
    if missing := sorted(set(LOOK_MORE) - set(look)) if look else []:
        explanation = "missing: a colour for light screens and one for dark screens, or none of both"
        source.refuse_value(file, f"look.{missing[0]}", explanation)
    for key, ground in (("action", LIGHT), ("action_dark", DARK)):
        if key in look:
            _check_colour(source, file, f"look.{key}", look[key], ground)


def _check_colour(source: LawSource, file: str, key: str, colour: str, ground: str) -> None:
    if not COLOUR.fullmatch(colour):
        source.refuse_value(file, key, f"{colour!r} is not a colour, #rrggbb in small letters")
    elif (found := measure_contrast(colour, ground)) < CONTRAST:
        source.refuse_value(
            file, key, f"{colour} on {ground} has a contrast of {found:.1f}, at least {CONTRAST} is readable"
        )


def measure_contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it, from 1 to 21."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def check_names(source: LawSource, folder: Path, agencies_file: str, tree: Mapping[str, Any]) -> None:
    """Check that the province has one name in all its files: a former one may follow in brackets."""
    about = source.provinces.get(folder.name)
    if about is None:
        return
    for key, name in (("vi", about.name_vi), ("en", about.name_en)):
        said = tree.get(key)
        if isinstance(said, str) and not f"{_tidy(said)} (".startswith(f"{_tidy(name)} ("):
            source.refuse_value(agencies_file, key, f"{said!r} is not the name that {DESCRIPTION} gives, {name!r}")
    if not is_vietnamese(about.name_vi):
        explanation = f"{about.name_vi!r} is no Vietnamese name: it has no accents"
        source.refuse_value(f"province/{folder.name}/{DESCRIPTION}", "province.name_vi", explanation)
    for key, text, most in (
        ("name_vi", about.name_vi, LONGEST_NAME), ("name_en", about.name_en, LONGEST_NAME),
        ("says", about.says, LONGEST_SAYING),
    ):  # fmt: skip
        if len(text) > most:
            explanation = f"{len(text)} characters, at most {most}: the pages show it on one place"
            source.refuse_value(f"province/{folder.name}/{DESCRIPTION}", f"province.{key}", explanation)


def _tidy(text: str) -> str:
    """Return a name with the corrections of `check_spelling`."""
    seen = "".join(" " if sign.isspace() else sign for sign in text if unicodedata.category(sign) != "Cf")
    return unicodedata.normalize("NFC", seen).strip()


def check_regulation(source: LawSource, folder: Path, file: str) -> None:
    """A province of its own regulation names a text that its folder holds: the file of that name, with its rules."""
    about = source.provinces.get(folder.name)
    if about is None or about.basis != "own_regulation":
        return
    if not about.regulation:
        source.refuse_value(file, "regulation", 'missing: basis = "own_regulation" names the text, a key of docs.toml')
    elif (
        source.owners.get(about.regulation, folder.name) == folder.name
        and not (folder / f"{about.regulation}.toml").is_file()
    ):
        source.refuse_value(
            file, "regulation", f"the folder has no file {about.regulation}.toml with the rules of that text"
        )


def check_spelling(source: LawSource, file: str, table: Any) -> None:
    """Refuse texts with invisible faults: decomposed letters, hidden or odd spaces, spaces at their ends."""
    if all(_is_plainly_spelt(text) for text in _list_strings(table)):
        return
    for key, text in _texts(table):
        if reason := _find_odd(text):
            source.refuse_value(file, key or "-", reason)


def _is_plainly_spelt(text: str) -> bool:
    """Return whether a text has none of the signs that `_find_odd` looks for one by one; nearly every text has none."""
    return (
        text.isprintable()
        and "\ufffd" not in text
        and text == text.strip(" ")
        and unicodedata.is_normalized("NFC", text)
    )


def _list_strings(value: Any) -> Iterator[str]:
    """Yield every text below a value, keys of tables too."""
    waiting = [value]
    while waiting:
        found = waiting.pop()
        if isinstance(found, str):
            yield found
        elif isinstance(found, dict):
            yield from map(str, found)
            waiting += found.values()
        elif isinstance(found, list):
            waiting += found


def _find_odd(text: str) -> str:
    if unicodedata.normalize("NFC", text) != text:
        return f"{text[:40]!r} is spelt with letters and accents apart (NFD): save it composed (NFC)"
    for sign in text:
        if (
            unicodedata.category(sign) in ("Cc", "Cf", "Co", "Zs", "Zl", "Zp") and sign not in " \n"
        ) or sign == "\ufffd":
            name = unicodedata.name(sign, "a control character").lower()
            return f"holds U+{ord(sign):04X} ({name}), which nobody sees: type an ordinary space or nothing"
    if text != text.strip(" "):
        return f"{text[:40]!r} begins or ends with a space"
    return ""


def _texts(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text below a value with its key; rows of a list are called by their own id or key where they have
    one."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield f"{key}.{name}".strip("."), str(name)
            yield from _texts(each, f"{key}.{name}".strip("."))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            own = each.get("id") if isinstance(each, dict) else None
            yield from _texts(each, own if isinstance(own, str) and own else f"{key}[{number}]")
