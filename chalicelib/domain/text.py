"""One form for every text that people type or paste, and one way to take its marks away.

The web app does the same before it shows and checks a text (`web/src/lib/text.ts`); both are held to the examples of
`tests/data/typed.json`.
"""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Format characters and other marks without a shape: they reorder or join what stands beside them, and print as an
empty box."""

_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_BREAKS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_STRUCK_D = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"})
"""Letters of other alphabets that look like đ: keyboards and old fonts give them in its place."""

_PLAIN_D = str.maketrans({"đ": "d", "Đ": "D"})


def clean_text(text: str) -> str:
    """Return the text in NFC with plain spaces and line breaks, Vietnamese đ, and without invisible marks.

    Control characters and half surrogate pairs stay: whoever reads the request refuses them at their field.
    """
    plain = _SPACES.sub(" ", _BREAKS.sub("\n", _INVISIBLE.sub("", text)))
    return unicodedata.normalize("NFC", plain.translate(_STRUCK_D))


def strip_accents(text: str) -> str:
    """Return the text without accents, đ as d; NFC and NFD spellings give the same."""
    parted = unicodedata.normalize("NFD", text.translate(_STRUCK_D).translate(_PLAIN_D))
    return "".join(letter for letter in parted if not unicodedata.combining(letter))
