"""Plain words for faults of data files: the unreadable part with its place, and the expected value."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from datetime import date, time
from difflib import get_close_matches

KINDS = {
    str: "a text that is not empty", int: "a whole number", bool: "true or false, without quotation marks",
    date: "a day such as 2026-03-01, without quotation marks", list: "a list in square brackets",
    time: "a time such as 07:30:00, without quotation marks", dict: "a table",
    float: "a number", object: "something, not an empty text",
}  # fmt: skip
"""The name of each type, for authors of the file."""

_AT = re.compile(r"(?s)(.*) \(at (?:line (\d+), column (\d+)|end of document)\)$")
_TOML = (
    ("Cannot overwrite a value", "the same key stands there for the second time"),
    ("Duplicate inline table key", "the same key stands there for the second time"),
    ("Cannot declare", "the same heading in square brackets stands there for the second time"),
    ("Cannot mutate", "something is added there to a table that was closed above"),
    ("Cannot redefine", "something is added there to a table that was closed above"),
    ("Expected '=' after a key", "the key there is not followed by ="),
    ("Invalid value", "what follows = there is no value: a text stands in quotation marks"),
    ("Expected newline", "something follows the value there: each key has its own line"),
    ("Unterminated string", "the text there has no closing quotation mark"),
    ("Illegal character '\\n'", "the text there has no closing quotation mark on its line"),
    ("Expected ']'", "the heading there has no closing bracket"),
    ("Expected ']]'", "the heading there has no closing brackets"),
    ("Unclosed array", "a list has no closing bracket, or no comma between two values"),
    ("Unclosed inline table", "a table has no closing brace, or no comma between two keys"),
    ("Unescaped '\\'", "a backslash in a text is written twice"),
    ("Invalid date", "there is no such day or time"),
    ("Invalid initial character", "a key begins with a letter or a quotation mark"),
    ("Invalid statement", "a line is a key with = and a value, or a heading in square brackets"),
)
_JSON = (
    ("Expecting ',' delimiter", "before this a comma or a closing bracket is missing"),
    ("Expecting ':' delimiter", "the key there is not followed by a colon"),
    ("Expecting property name", "a key in double quotation marks is missing there, or a comma before } is too much"),
    ("Expecting value", "a value is missing there, or a comma before ] is too much"),
    ("Extra data", "something follows the closing bracket of the whole"),
    ("Unterminated string", "the text there has no closing quotation mark"),
    ("Invalid control character", "the text there holds a line break or a tab"),
    ("Invalid \\escape", "a backslash in a text is written twice"),
)


def explain(fault: Exception) -> str:
    """Return why a file cannot be read, with its line, and without the path of the copy."""
    if isinstance(fault, UnicodeDecodeError):
        return f"it is not UTF-8 (byte {fault.start + 1})"
    if isinstance(fault, tomllib.TOMLDecodeError):
        return _explain_toml(str(fault))
    if isinstance(fault, json.JSONDecodeError):
        return f"line {fault.lineno}, column {fault.colno}: {_in_plain(fault.msg, _JSON)}"
    return str(fault.strerror if isinstance(fault, OSError) and fault.strerror else fault)


def _explain_toml(said: str) -> str:
    found = _AT.match(said)
    if not found:
        return _in_plain(said, _TOML)
    where = f"line {found[2]}, column {found[3]}" if found[2] else "at its end"
    return f"{where}: {_in_plain(found[1], _TOML)}"


def _in_plain(said: str, known: Iterable[tuple[str, str]]) -> str:
    return next((plain for start, plain in known if said.startswith(start)), "this cannot be understood")


def name_kind(kind: type) -> str:
    """Return the name of a type in words."""
    return KINDS.get(kind, kind.__name__)


def show(value: object) -> str:
    """Return a value as the file writes it, lists too."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(show(each) for each in value)}]"
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value) if isinstance(value, str | int | float) else str(value)


def refuse_outside(value: object, allowed: Iterable[str]) -> str:
    """Return the fault of a word outside a closed list, with the list and the probable word."""
    words = list(dict.fromkeys(allowed))
    near = get_close_matches(value, words, 1, 0.75) if isinstance(value, str) else []
    return f"{show(value)} is not one of {', '.join(words)}" + (f"; did you mean {near[0]}?" if near else "")
