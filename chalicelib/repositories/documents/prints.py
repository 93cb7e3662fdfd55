"""Counters of printed slips, and the file of a print: the stored slips, with marks and a list."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chalicelib.domain.documents.prints import Cover, PrintedSheet
from chalicelib.domain.papers.paper import Paper
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.keys import build_partition
from chalicelib.repositories.dynamodb.table import TableItem

if TYPE_CHECKING:
    import typst
    from pypdf import PageObject, PdfReader

LAYOUT = Path(__file__).parents[2] / "data" / "prints" / "print-1.typ"
KEPT_FOR = timedelta(days=2)
"""How long a print can be requested again under its key."""


class PrintTable:
    """The `Prints` port on the one table."""

    def count(self, dossier_id: str, paper_id: str) -> int:
        """Count one more print; return the number before."""
        row = TableItem(build_partition(dossier_id), keys.PRINT_COUNT(paper_id))
        row.update(actions=[TableItem.version.add(1), TableItem.kind.set("print")])
        return int(row.version or 1) - 1

    def find_print(self, print_id: str) -> Sequence[PrintedSheet] | None:
        """Return the sheets of an earlier print."""
        try:
            row = TableItem.get(keys.PRINTS(print_id), keys.PRINTED, consistent_read=True)
        except TableItem.DoesNotExist:
            return None
        return [unpack_value(PrintedSheet, each) for each in json.loads(str(row.body))]

    def keep(self, print_id: str, sheets: Sequence[PrintedSheet], now: datetime) -> None:
        """Store the sheets of a print for a repeated request."""
        body = json.dumps([pack_value(each) for each in sheets], ensure_ascii=False)
        expires_at = int((now + KEPT_FOR).timestamp())
        TableItem(keys.PRINTS(print_id), keys.PRINTED, kind="prints", body=body, expires_at=expires_at).save()


class SlipPress:
    """The `Press` port: the bytes of the stored versions, combined without being rendered again."""

    def __init__(self, read: Callable[[Paper], bytes]) -> None:
        self._read = read

    def bind(self, sheets: Sequence[tuple[Paper, str]], listed: Cover | None) -> bytes:
        """Return the slips in their order, each with its mark, after the list if there is one."""
        from pypdf import PdfReader, PdfWriter

        files = [PdfReader(io.BytesIO(self._read(paper))) for paper, _ in sheets]
        out = PdfWriter()
        if listed is not None:
            given = {**asdict(listed), "mark": ""}
            _append_file(out, PdfReader(io.BytesIO(_draw_sheet(given, files[0].pages[0]))), "")
        for file, (_, mark) in zip(files, sheets, strict=True):
            _append_file(out, file, mark)
        out.add_metadata({"/Title": listed.title if listed else sheets[0][0].name})
        out.compress_identical_objects()
        buffer = io.BytesIO()
        out.write(buffer)
        return buffer.getvalue()


def _append_file(out: Any, file: PdfReader, mark: str) -> None:
    from pypdf import PdfReader as Reader

    for page in file.pages:
        added = out.add_page(page)
        if mark:
            stamp = Reader(io.BytesIO(_draw_sheet({"mark": mark}, page)))
            added.merge_page(stamp.pages[0])


def _draw_sheet(given: dict[str, Any], like: PageObject) -> bytes:
    """Return the marks and list of slips, on sheets of the same size."""
    size = {"width": float(like.mediabox.width), "height": float(like.mediabox.height)}
    made = _build_compiler().compile(
        sys_inputs={"given": json.dumps({**given, **size}, ensure_ascii=False)}, format="pdf"
    )
    if not isinstance(made, bytes):
        raise TypeError("a mark or a list must be one file")
    return made


@cache
def _build_compiler() -> typst.Compiler:
    import typst

    fonts = typst.Fonts(include_system_fonts=False)
    return typst.Compiler(input=str(LAYOUT), root=str(LAYOUT.parent), font_paths=fonts, ignore_system_fonts=True)
