"""Slips as PDF: tagged, titled, in Vietnamese, with an embedded font; the same slip always gives the same bytes.

The engine is loaded on first use, in the one function that renders. It reads the words as data, has no network and no
file but the layout, and receives the moment of the fact: nothing depends on the machine.
"""

from __future__ import annotations

import io
import json
from datetime import UTC
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from chalicelib.domain.documents.slip_values import Slip, SlipLine
from chalicelib.repositories.documents.slip_templates import find_layout

if TYPE_CHECKING:
    import typst

STANDARDS: Any = ["a-2a", "ua-1"]
"""Archival and accessible: the engine refuses to write a file that breaks either."""
MASK = 4
"""The pattern laid over a code, so that no large area is of one colour."""


class TypstRenderer:
    """Renders slips with Typst. One instance serves a process; the fonts are the engine's own."""

    @property
    def engine(self) -> str:
        """Name and version of the engine, for rendering a stored slip again years later."""
        return f"typst {version('typst')}"

    def render(self, slip: Slip) -> bytes:
        """Return the slip as PDF. Raise FileNotFoundError for an unknown layout, TypstError if it breaks a standard."""
        inputs = {"slip": json.dumps(export_slip(slip), ensure_ascii=False), "qr": draw_qr_code(slip.qr)}
        made = _build_compiler(slip.layout).compile(sys_inputs=inputs, format="pdf", pdf_standards=STANDARDS)
        if not isinstance(made, bytes):
            raise TypeError("a slip must be one file")
        return made


def export_slip(slip: Slip) -> dict[str, Any]:
    """Return the slip as its layout reads it."""
    made = slip.issued_at.astimezone(UTC)
    plain = ("title", "form", "authority", "issuer", "number", "place", "qr", "lead", "mark", "size")
    return {
        **{name: getattr(slip, name) for name in plain},
        "date": slip.date_line,
        "made": [made.year, made.month, made.day, made.hour, made.minute, made.second],
        "lines": [_export_line(line) for line in slip.lines],
        "closing": list(slip.closing),
        "signers": list(slip.signers),
        "basis": [{"text": one.text, "open": one.open} for one in slip.basis],
        "remedies": [{"way": one.way, "addressee": one.addressee, "limit": one.limit} for one in slip.remedies],
    }


def _export_line(line: SlipLine) -> dict[str, Any]:
    found = line.table
    table = found and {"columns": list(found.columns), "widths": list(found.widths), "rows": list(found.rows)}
    return {"label": line.label, "text": list(line.text), "table": table}


def draw_qr_code(payload: str) -> str:
    """Return the payload as a QR code (ISO/IEC 18004, error correction M or better), as SVG.

    The mask is fixed: to draw all eight and compare them takes four times as long, and every reader reads every mask.
    """
    import segno

    out = io.BytesIO()
    segno.make_qr(payload, error="m", mask=MASK).save(out, kind="svg", border=2, xmldecl=False, svgns=True)
    return out.getvalue().decode()


@cache
def _build_compiler(layout: str) -> typst.Compiler:
    import typst

    path = find_layout(layout)
    fonts = typst.Fonts(include_system_fonts=False)
    return typst.Compiler(input=str(path), root=str(path.parent), font_paths=fonts, ignore_system_fonts=True)
