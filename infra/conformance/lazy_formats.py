"""Loads the checker of web addresses at its first use, not with the checker of forms.

Where it is installed (a library of the tests asks for it), jsonschema loads it at once. It then compiles 39 grammars,
which takes two seconds in each process that checks a form, and hardly any form has an address.
"""

from __future__ import annotations

import importlib
import sys
import types

NAME = "rfc3987_syntax"


def is_valid_syntax(term: str, value: str) -> bool:
    """Return whether the text is what the rule of RFC 3987 says: the library's own answer. It is loaded now."""
    if getattr(sys.modules.get(NAME), "is_valid_syntax", None) is is_valid_syntax:
        del sys.modules[NAME]
    return bool(importlib.import_module(NAME).is_valid_syntax(term, value))


def install() -> None:
    """Replace the library by a proxy until its first use. Does nothing if it is loaded already."""
    if NAME not in sys.modules:
        made = types.ModuleType(NAME)
        made.__dict__["is_valid_syntax"] = is_valid_syntax
        sys.modules[NAME] = made
