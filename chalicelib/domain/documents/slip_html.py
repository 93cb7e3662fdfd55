"""A slip as a web page: the same words in the same order, for the preview before signing and for screen readers."""

from __future__ import annotations

from html import escape

from chalicelib.domain.documents.slip_values import Slip, SlipLine, SlipTable


def render_html(slip: Slip) -> str:
    """Return a whole page without script, style sheet or picture; every word of the slip is escaped."""
    body = "".join(
        (
            f"<header><p>{escape(slip.authority)}</p><p><strong>{escape(slip.issuer)}</strong></p>"
            f"<p>Số: {escape(slip.number)}</p><p>{escape(slip.date_line)}</p></header>",
            f"<p><strong>{escape(slip.mark)}</strong></p>" if slip.mark else "",
            f"<h1>{escape(slip.title)}</h1>",
            f"<p>{escape(slip.form)}</p>" if slip.form else "",
            f"<p>{escape(slip.lead)}</p><ol>{''.join(map(_render_line, slip.lines))}</ol>",
            "".join(f"<p>{escape(text)}</p>" for text in slip.closing),
            _render_remedies(slip),
            f"<p>{escape(' · '.join(slip.signers))}</p>",
            _render_basis(slip),
        )
    )
    head = f'<head><meta charset="utf-8"><title>{escape(slip.title)}</title></head>'
    return f'<!doctype html><html lang="vi">{head}<body>{body}</body></html>'


def _render_line(line: SlipLine) -> str:
    text = "<br>".join(escape(each) for each in line.text)
    return f"<li><strong>{escape(line.label)}:</strong> {text}{_render_table(line.table) if line.table else ''}</li>"


def _render_table(table: SlipTable) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.columns)
    rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in table.rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbody></table>"


def _render_remedies(slip: Slip) -> str:
    words = (f"{each.way}: gửi {each.addressee}, trong {each.limit}." for each in slip.remedies)
    items = "".join(f"<li>{escape(each)}</li>" for each in words)
    return f"<h2>Quyền khiếu nại, khởi kiện</h2><ul>{items}</ul>" if items else ""


def _render_basis(slip: Slip) -> str:
    if not slip.basis:
        return ""
    items = "".join(f"<li>{escape(one.text)}{' (*)' if one.open else ''}</li>" for one in slip.basis)
    note = "Áp dụng theo cách hiểu đang chờ cơ quan có thẩm quyền xác nhận."
    open_note = f"<p>(*) {note}</p>" if any(one.open for one in slip.basis) else ""
    return f"<h2>Căn cứ</h2><ul>{items}</ul>{open_note}"
