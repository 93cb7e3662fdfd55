"""What each field of a slip says, read from the ledger as it stood with the fact that makes the slip.

A field answers with paragraphs, with a table, or with None where the slip has no such line. A field that
has its line but nothing to say is empty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chalicelib.domain.documents.slip_filing import FILING_FIELDS
from chalicelib.domain.documents.slip_settlement import SETTLEMENT_FIELDS
from chalicelib.domain.documents.slip_source import Answer, Source


def answer(source: Source, key: str) -> Answer:
    """What a field says. Raises KeyError for a field that nobody knows."""
    return FIELDS[key](source)


FIELDS: Mapping[str, Callable[[Source], Answer]] = {**FILING_FIELDS, **SETTLEMENT_FIELDS}
"""Every field a template may name, but the register's own."""
