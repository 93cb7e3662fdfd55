"""Files that cannot be read: all else waits until they can be."""

from __future__ import annotations

from tests.infra.planted.places import ABOUT, AGENCIES, OWN, QD, TP, Mistake

MISTAKES: list[Mistake] = [
    ("with a byte order mark", f"{TP}/docs.toml", "# The", "\ufeff# The", "-", "begins with a byte order mark"),
    ("a key twice", ABOUT, "basis =", 'name_en = "Again"\nbasis =', "-", "cannot be read"),
    ("not TOML", ABOUT, "[look]", "[look", "-", "cannot be read"),
    ("not JSON", AGENCIES, '"agencies": [', '"agencies": [[', "-", "cannot be read"),
    ("a key twice in JSON", AGENCIES, '"gso_code": "90"', '"gso_code": "90", "gso_code": "91"', "-",
     "'gso_code' stands twice in one table"),
    ("a day that is none in TOML", f"{TP}/docs.toml", "effect_from = 2026-03-01", "effect_from = 2026-02-30", "-",
     "cannot be read"),
    ("a text without its end", QD, 'says = "Địa chỉ của hệ thống."', 'says = "Địa chỉ của hệ thống.', "-",
     "cannot be read: line 42, column 30: the text there has no closing quotation mark"),
    ("no value", f"{TP}/calendar.toml", 'doc = "qd7-2026-tan-phu"', "doc = qd7", "-",
     "cannot be read: line 6, column 7: what follows = there is no value"),
    ("two keys on a line", f"{TP}/notices.toml", "[", 'x = "1" y = "2"\n[', "-", "each key has its own line"),
    ("a comma too few", OWN, '"status": "sample",', '"status": "sample"', "-",
     "cannot be read: line 7, column 45: before this a comma or a closing bracket is missing"),
    ("no number", OWN, '"amount": 12000', '"amount": NaN', "-", "NaN is no number"),
]  # fmt: skip
