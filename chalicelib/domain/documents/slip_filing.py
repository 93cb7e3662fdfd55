"""Fields of a slip about the filing: its content, its filer, and where the result is received."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.domain.documents.official_names import write_person
from chalicelib.domain.documents.slip_source import ERASED, Answer, Source, find_said, keep_lines
from chalicelib.domain.documents.slip_values import Table, money_words
from chalicelib.domain.dossier.handover import ADDRESS
from chalicelib.domain.payments.fees import payable_now


def _code(s: Source) -> Answer:
    d = s.dossier
    code = "(cấp khi tiếp nhận)" if s.preview and s.fact.kind == "received" else d.code
    return keep_lines(code or f"Chưa cấp; số xác nhận nộp hồ sơ {d.receipt_no}")


def _person(s: Source) -> Any:
    """Return the dossier's owner: the principal where a proxy filed."""
    return find_said(s, "principal") or find_said(s, "applicant") or {}


def _of_person(person: Any, *names: str) -> tuple[str, ...]:
    if person == ERASED:
        return (ERASED,)
    return tuple(str(person[name]) for name in names if person.get(name))


def _named(person: Any) -> tuple[str, ...]:
    said = _of_person(person, "full_name")
    return said if person == ERASED else tuple(map(write_person, said))


def _applicant(s: Source) -> Answer:
    return _named(_person(s))


def _filer(s: Source) -> Answer:
    principal = find_said(s, "principal") is not None
    return _named(find_said(s, "applicant") or {}) if principal else None


def _address(s: Source) -> Answer:
    return _of_person(_person(s), "address")


def _contact(s: Source) -> Answer:
    return keep_lines(", ".join(_of_person(_person(s), "phone", "email")))


def _procedure(s: Source) -> Answer:
    return keep_lines(f"{s.procedure.name.vi} (mã thủ tục {s.procedure.code})")


_COMPONENTS = ("STT", "Tên giấy tờ", "Loại", "Số lượng")
_COMPONENT_WIDTHS = (1, 7, 2, 2)

FORM_KIND = "Biểu mẫu điện tử"
"""The slip's word for a component that the applicant filled in as the e-form."""


def _component_table(s: Source, counts: Mapping[str, int], more: tuple[tuple[str, str], ...] = ()) -> Table:
    known, filed = {each.key: each for each in s.procedure.components}, set(s.dossier.papers.values())
    typed = {key for key in s.dossier.intake.by_form if key not in filed}
    rows = [
        (known[key].name.vi, FORM_KIND if key in typed else s.wording.word("copy", known[key].copy), str(count))
        if key in known
        else ("Giấy tờ chứng minh được miễn, giảm phí, lệ phí", s.wording.word("copy", "copy"), str(count))
        for key, count in counts.items()
    ] + [(name, kind, "") for name, kind in more]
    return Table(_COMPONENTS, _COMPONENT_WIDTHS, tuple((str(n), *row) for n, row in enumerate(rows, start=1)))


def _components(s: Source) -> Answer:
    """Return the filed components, in the procedure's order: papers, and components that the filled e-form is."""
    counts: dict[str, int] = {}
    filed, order = list(s.dossier.papers.values()), {each.key: n for n, each in enumerate(s.procedure.components)}
    filed += [key for key in s.dossier.intake.by_form if key in order and key not in filed]
    for key in sorted(filed, key=lambda each: order.get(each, len(order))):
        counts[key] = counts.get(key, 0) + 1
    return _component_table(s, counts) if counts else ()


def _asked(s: Source) -> Answer:
    known = {each.key: each.quantity for each in s.procedure.components}
    labels = {each.key: each.vi for each in s.procedure.form}
    more = tuple((labels[key], "Mục của tờ khai") for key in s.dossier.asked_fields)
    if s.dossier.asked_payment:
        owed = money_words(payable_now(s.dossier.obligations))
        more += ((f"Nộp phí, lệ phí: {owed}", "Nghĩa vụ tài chính"),)
    return _component_table(s, {key: known[key] for key in s.dossier.asked}, more)


def _lost(s: Source) -> Answer:
    names = {each.key: each.name.vi for each in s.procedure.components}
    return tuple(names[key] for key in s.fact.data["lost"])


def _sets(s: Source) -> Answer:
    return keep_lines(f"{s.procedure.dossier_sets:02d} bộ")


def _return_at(s: Source) -> Answer:
    """Return where the applicant chose to receive the result: post is sent to the address that they gave."""
    if s.dossier.handover.way == "post":
        by, address = s.wording.word("channel", "post"), find_said(s, ADDRESS)
        return keep_lines(f"{by}, đến: {address}" if address else by)
    online = s.dossier.handover.way == "online"
    return keep_lines("Bản điện tử, trên tài khoản của người nộp hồ sơ" if online else "", *_desk(s))


def _desk(s: Source) -> tuple[str, ...]:
    name, hotline = s.name(s.dossier.one_stop), s.unit(s.dossier.one_stop).hotline
    return (f"{name}, điện thoại {hotline}" if hotline else name,)


def _book(s: Source) -> Answer:
    return keep_lines(f"Số thứ tự {s.dossier.code.rpartition('-')[2]}" if s.dossier.code and not s.preview else "")


def _contact_point(s: Source) -> Answer:
    return _desk(s)


def _returned(s: Source) -> Answer:
    return keep_lines("Bản chính đã nộp (nếu có), nhận lại tại nơi đã nộp hồ sơ")


FILING_FIELDS: Mapping[str, Callable[[Source], Answer]] = {
    "code": _code,
    "applicant": _applicant,
    "filer": _filer,
    "address": _address,
    "contact": _contact,
    "procedure": _procedure,
    "components": _components,
    "asked": _asked,
    "lost": _lost,
    "sets": _sets,
    "return_at": _return_at,
    "book": _book,
    "contact_point": _contact_point,
    "returned": _returned,
}
"""Fields about the filing: its content, its filer, and where the result is received."""
