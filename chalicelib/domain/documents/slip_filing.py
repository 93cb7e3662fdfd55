"""Fields of a slip about the filing: its content, its filer, and where the result is received."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.domain.documents.official_names import write_person
from chalicelib.domain.documents.slip_source import ERASED, Answer, DocumentSource, find_said, keep_lines
from chalicelib.domain.documents.slip_values import SlipTable, write_money
from chalicelib.domain.dossier.handover import ADDRESS
from chalicelib.domain.filing.capacity import RELATION
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.fact_kinds import FactKind
from chalicelib.domain.payments.fees import total_payable_now


def _fill_code(source: DocumentSource) -> Answer:
    d = source.dossier
    code = "(cấp khi tiếp nhận)" if source.preview and source.fact.kind == FactKind.RECEIVED else d.code
    return keep_lines(code or f"Chưa cấp; số xác nhận nộp hồ sơ {d.receipt_no}")


def _find_owner(source: DocumentSource) -> Any:
    """Return the dossier's owner: the principal where a proxy filed."""
    return find_said(source, "principal") or find_said(source, "applicant") or {}


def _list_person_values(person: Any, *names: str) -> tuple[str, ...]:
    if person == ERASED:
        return (ERASED,)
    return tuple(str(person[name]) for name in names if person.get(name))


def _fill_person_name(person: Any) -> tuple[str, ...]:
    said = _list_person_values(person, "full_name")
    return said if person == ERASED else tuple(map(write_person, said))


def _fill_applicant(source: DocumentSource) -> Answer:
    """Return the owner's name; with it how the matter concerns somebody who filed in a related interest (VL-2.4)."""
    named, said = _fill_person_name(_find_owner(source)), find_said(source, RELATION)
    if not source.dossier.capacity:
        return named
    relation = ERASED if said == ERASED else str((said or {}).get("text", ""))
    return (*named, *keep_lines(f"{RELATED_WORDS}: {relation}"))


def _fill_filer(source: DocumentSource) -> Answer:
    principal = find_said(source, "principal") is not None
    return _fill_person_name(find_said(source, "applicant") or {}) if principal else None


def _fill_address(source: DocumentSource) -> Answer:
    return _list_person_values(_find_owner(source), "address")


def _fill_contact(source: DocumentSource) -> Answer:
    return keep_lines(", ".join(_list_person_values(_find_owner(source), "phone", "email")))


def _fill_procedure(source: DocumentSource) -> Answer:
    return keep_lines(f"{source.procedure.name.vi} (mã thủ tục {source.procedure.code})")


_COMPONENTS = ("STT", "Tên giấy tờ", "Loại", "Số lượng")
_COMPONENT_WIDTHS = (1, 7, 2, 2)

RELATED_WORDS = "Tổ chức, cá nhân khác có liên quan"
"""The slip's words for the capacity in which a dossier was filed."""
FORM_KIND = "Biểu mẫu điện tử"
"""The slip's word for a component that the applicant filled in as the e-form."""


def _build_component_table(
    source: DocumentSource, counts: Mapping[str, int], more: tuple[tuple[str, str], ...] = ()
) -> SlipTable:
    known, filed = {each.key: each for each in source.procedure.components}, set(source.dossier.papers.values())
    typed = {key for key in source.dossier.intake.by_form if key not in filed}
    rows = [
        (
            known[key].name.vi,
            FORM_KIND if key in typed else source.wording.find_word("copy", known[key].copy),
            str(count),
        )
        if key in known
        else ("Giấy tờ chứng minh được miễn, giảm phí, lệ phí", source.wording.find_word("copy", "copy"), str(count))
        for key, count in counts.items()
    ] + [(name, kind, "") for name, kind in more]
    return SlipTable(_COMPONENTS, _COMPONENT_WIDTHS, tuple((str(n), *row) for n, row in enumerate(rows, start=1)))


def _fill_components(source: DocumentSource) -> Answer:
    """Return the filed components, in the procedure's order: papers, and components that the filled e-form is."""
    counts: dict[str, int] = {}
    filed, order = (
        list(source.dossier.papers.values()),
        {each.key: n for n, each in enumerate(source.procedure.components)},
    )
    filed += [key for key in source.dossier.intake.by_form if key in order and key not in filed]
    for key in sorted(filed, key=lambda each: order.get(each, len(order))):
        counts[key] = counts.get(key, 0) + 1
    return _build_component_table(source, counts) if counts else ()


def _fill_asked_components(source: DocumentSource) -> Answer:
    known = {each.key: each.quantity for each in source.procedure.components}
    labels = {each.key: each.vi for each in source.procedure.form}
    more = tuple((labels[key], "Mục của tờ khai") for key in source.dossier.asked_fields)
    if source.dossier.asked_payment:
        owed = write_money(total_payable_now(source.dossier.obligations))
        more += ((f"Nộp phí, lệ phí: {owed}", "Nghĩa vụ tài chính"),)
    return _build_component_table(source, {key: known[key] for key in source.dossier.asked}, more)


def _fill_lost_components(source: DocumentSource) -> Answer:
    names = {each.key: each.name.vi for each in source.procedure.components}
    return tuple(names[key] for key in payloads.APOLOGISED.read(source.fact)["lost"])


def _fill_sets(source: DocumentSource) -> Answer:
    return keep_lines(f"{source.procedure.dossier_sets:02d} bộ")


def _return_at(source: DocumentSource) -> Answer:
    """Return where the applicant chose to receive the result: post is sent to the address that they gave."""
    if source.dossier.handover.way == "post":
        by, address = source.wording.find_word("channel", "post"), find_said(source, ADDRESS)
        return keep_lines(f"{by}, đến: {address}" if address else by)
    online = source.dossier.handover.way == "online"
    return keep_lines("Bản điện tử, trên tài khoản của người nộp hồ sơ" if online else "", *_fill_desk(source))


def _fill_desk(source: DocumentSource) -> tuple[str, ...]:
    name, hotline = source.write_unit_name(source.dossier.one_stop), source.find_unit(source.dossier.one_stop).hotline
    return (f"{name}, điện thoại {hotline}" if hotline else name,)


def _fill_book_number(source: DocumentSource) -> Answer:
    return keep_lines(
        f"Số thứ tự {source.dossier.code.rpartition('-')[2]}" if source.dossier.code and not source.preview else ""
    )


def _fill_contact_point(source: DocumentSource) -> Answer:
    return _fill_desk(source)


def _fill_returned_originals(source: DocumentSource) -> Answer:
    return keep_lines("Bản chính đã nộp (nếu có), nhận lại tại nơi đã nộp hồ sơ")


FILING_FIELDS: Mapping[str, Callable[[DocumentSource], Answer]] = {
    "code": _fill_code,
    "applicant": _fill_applicant,
    "filer": _fill_filer,
    "address": _fill_address,
    "contact": _fill_contact,
    "procedure": _fill_procedure,
    "components": _fill_components,
    "asked": _fill_asked_components,
    "lost": _fill_lost_components,
    "sets": _fill_sets,
    "return_at": _return_at,
    "book": _fill_book_number,
    "contact_point": _fill_contact_point,
    "returned": _fill_returned_originals,
}
"""Fields about the filing: its content, its filer, and where the result is received."""
