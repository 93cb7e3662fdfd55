"""The text of each field of a slip, read from the ledger up to the fact that makes the slip.

A field returns paragraphs, a table, or None where the slip has no such line. A field with a line but no text is empty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chalicelib.domain.documents.slip_filing import FILING_FIELDS
from chalicelib.domain.documents.slip_settlement import SETTLEMENT_FIELDS
from chalicelib.domain.documents.slip_source import Answer, DocumentSource


def answer_field(source: DocumentSource, key: str) -> Answer:
    """Return the text of a field. Raise KeyError for an unknown field."""
    return FIELDS[key](source)


FIELDS: Mapping[str, Callable[[DocumentSource], Answer]] = {**FILING_FIELDS, **SETTLEMENT_FIELDS}
"""Every field a template may name, except the register's own."""
