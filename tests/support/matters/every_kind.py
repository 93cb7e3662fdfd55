"""Every kind of the table and one that only tests know, so that no test names a kind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest

from chalicelib.domain.matters.kind_table import KINDS
from chalicelib.domain.matters.matter_kind import MatterKind
from tests.support.matters.lost_items import LOST_ITEMS

EVERY_KIND = (*KINDS.values(), LOST_ITEMS)
EACH_KIND = pytest.mark.parametrize(
    "kind", [kind for kind in EVERY_KIND if kind.opening.who], ids=lambda kind: kind.name
)
"""Those that people open."""
EACH_TABLE = pytest.mark.parametrize("kind", EVERY_KIND, ids=lambda kind: kind.name)
"""Those that the system alone opens too."""


@contextmanager
def add_kind(kind: MatterKind = LOST_ITEMS) -> Iterator[None]:
    """Put a kind into the table, as a line of the table would."""
    table = cast("dict[str, Any]", KINDS)
    known = kind.plural in table
    table[kind.plural] = kind
    try:
        yield
    finally:
        if not known:
            del table[kind.plural]
