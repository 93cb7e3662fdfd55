"""The tariff of a procedure on its plain page: what is owed, and groups of which a filing owes one."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from chalicelib.domain.documents.slip_values import write_money
from chalicelib.domain.shared.errors import BilingualWords as Words
from chalicelib.handlers.reading.elements import Child, build_element
from chalicelib.handlers.reading.procedure_words import FEES
from chalicelib.handlers.reading.reader import PageReader
from chalicelib.models.catalogue import FeeView, ProcedureView

COMPUTED = "computed"


def build_fees(reader: PageReader, found: ProcedureView) -> Child:
    """Return the fees of a procedure."""
    if all(line.amount == 0 and line.status != COMPUTED for line in found.fees):
        return build_element("strong", reader.localise(FEES["free"]))
    owed = [line for line in found.fees if line.choice is None]
    parts: list[Child] = [_list_lines(reader, owed)] if owed else []
    for choice in dict.fromkeys(line.choice for line in found.fees if line.choice):
        lines = [line for line in found.fees if line.choice == choice]
        words = FEES["by_officer" if any(line.by_officer for line in lines) else "one_of"]
        parts += [build_element("p", reader.localise(words)), _list_lines(reader, lines)]
    return parts


def _list_lines(reader: PageReader, lines: Iterable[FeeView]) -> Element:
    return build_element("ul", [_build_line(reader, line) for line in lines], class_="plain")


def _build_line(reader: PageReader, line: FeeView) -> Element:
    computed = line.status == COMPUTED
    unit = reader.localise(FEES[line.per]) if line.per in FEES else ""
    amount = reader.localise(FEES[COMPUTED]) if computed else write_amount(reader, line.amount) + unit
    notes = [
        reader.localise(FEES[line.due]) if line.amount > 0 and line.due in FEES else "",
        reader.localise(FEES["on_request"]) if line.optional else "",
        reader.localise(FEES["sample"]) if line.status == "sample" else "",
    ]
    small = "; ".join(filter(None, notes))
    note = line.note_vi if line.note_vi and (line.amount > 0 or computed) else ""
    return build_element(
        "li",
        f"{reader.localise(Words(line.name.vi, line.name.en))}: ",
        build_element("strong", amount),
        build_element("span", f" ({small})", class_="muted small") if small else None,
        build_element("span", f" · {note}", class_="muted small", lang=reader.vietnamese) if note else None,
    )


def write_amount(reader: PageReader, amount: int) -> str:
    """Return a sum as "1.250.000 đồng", in English "1.250.000 dong"."""
    text = write_money(amount)
    return text if reader.language == "vi" else text.replace("đồng", "dong")
