"""One form for every text that people type or paste, and one way to strip its accents.

The web app does the same before it shows and checks a text (`web/src/lib/text.ts`); the examples of
`tests/data/typed.json` test both.
"""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffc\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U00016fe4\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Format characters and other marks without a shape: they reorder or join their neighbours, and print as an empty box.
U+FFFC marks a picture in copied text."""

_SPACES = re.compile("[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]+")
_BREAKS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_LINE_END = re.compile("[ ,]*\n[ ,\n]*")
_STRUCK_D = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"})
"""Letters of other alphabets that look like đ: some keyboards and old fonts produce them instead."""

_PLAIN_D = str.maketrans({"đ": "d", "Đ": "D"})

_NO_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]|[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{5}"
)
"""Control characters except line breaks and tabs, replacement characters for undecodable bytes, and more marks over one
letter than any language has."""

_NO_LETTERS = re.compile("[\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff]")
"""Code points that are no character: halves of a pair, private ones and those that never will be one."""

_STILL_FILLED = ((0x1F000, 0x1FAFF), (0x20000, 0x3FFFD))
"""Where each year's Unicode adds pictures and Han letters; elsewhere an unassigned code point was not typed by a
person."""

DASHES = "\\-\u2010-\u2015\u2043\u2212\u30fc\ufe58\ufe63\uff0d"
"""Every dash, for a character class of a pattern."""

_LATIN_SHAPES = str.maketrans("АВЕЅІЈКМНОРСТХУаеѕіјосрухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABESIJKMHOPCTXYaesijocpyxABEZHIKMNOPTYXo")
"""Cyrillic and Greek letters that look like Latin ones."""
_FOLDED_SHAPES = {ord(chr(letter).casefold()): chr(shape).casefold() for letter, shape in _LATIN_SHAPES.items()}


def clean_text(text: str) -> str:
    """Return the text in NFC with single plain spaces, plain line breaks, Vietnamese đ, and without invisible marks.

    Text that is not valid stays (`is_text`): the reader of the request refuses it at its field.
    """
    plain = _SPACES.sub(" ", _BREAKS.sub("\n", _INVISIBLE.sub("", text)))
    return unicodedata.normalize("NFC", plain.translate(_STRUCK_D))


def join_lines(clean: str) -> str:
    """Return the lines of a cleaned text as one, separated by commas, as an address is written. Cells stay separate."""
    return _LINE_END.sub(", ", clean.strip())


def is_text(clean: str) -> bool:
    """Return whether a cleaned text can be read, printed and stored: no control characters, half surrogate pairs or
    unassigned code points, and no stack of marks over one letter."""
    if _NO_TEXT.search(clean):
        return False
    return clean.isascii() or not (_NO_LETTERS.search(clean) or any(_is_free(letter) for letter in set(clean)))


def strip_accents(text: str) -> str:
    """Return the text without accents, đ as d; NFC and NFD spellings give the same."""
    parted = unicodedata.normalize("NFD", text.translate(_STRUCK_D).translate(_PLAIN_D))
    return "".join(letter for letter in parted if not unicodedata.combining(letter))


def convert_digits(text: str) -> str:
    """Return the text with the digits of every script, and full-width letters and marks, as ASCII.

    A character that is not a digit of a number stays, such as the ² of m².
    """
    return text if text.isascii() else "".join(_convert_letter(letter) for letter in text)


def convert_to_latin(text: str) -> str:
    """Return the text of a code with Latin letters for Cyrillic and Greek ones of the same shape."""
    return text.translate(_LATIN_SHAPES)


def fold_shapes(folded: str) -> str:
    """Return a text without case, with Latin letters for look-alikes, small or capital."""
    return folded.translate(_FOLDED_SHAPES)


def _is_free(letter: str) -> bool:
    """Return whether a code point is unassigned in the running Unicode version, where no additions are expected."""
    return unicodedata.category(letter) == "Cn" and not any(
        first <= ord(letter) <= last for first, last in _STILL_FILLED
    )


def _convert_letter(letter: str) -> str:
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    return chr(ord(letter) - 0xFEE0) if "\uff01" <= letter <= "\uff5e" else letter
