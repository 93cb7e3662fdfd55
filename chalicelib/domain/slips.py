"""Slips: which papers a fact makes, and every word on them.

Pure: the ledger, the law of the dossier's day, the names of things and the wording as data go in, finished
`Slip` values come out. Form numbers come from the law, so a new set of forms is data.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.law import Law, Silence, Value
from chalicelib.domain.slip_fields import Answer, Source, answer, cites
from chalicelib.domain.slip_values import Basis, Line, Remedy, Slip, SlipKind, Table, Template, Wording, tidy

ACT: Mapping[SlipKind, str] = {kind: kind.value for kind in tuple(SlipKind)[:7]}
"""The national forms: what the law calls the act of each."""

GENERAL = "general"
ONLINE = frozenset({"national_portal", "vneid", "kiosk", "own_portal"})
UNCLEAR, FAULT = "guidance_unclear", "officer_fault"
CAUSE = {
    SlipKind.APOLOGY_GUIDANCE: "guidance_again",
    SlipKind.APOLOGY_SUPPLEMENT: UNCLEAR,
    SlipKind.APOLOGY_OVERDUE: FAULT,
}
PREVIEW = "BẢN XEM TRƯỚC – CHƯA BAN HÀNH"
SIMULATED = "LẬP THEO GIỜ MÔ PHỎNG – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
NOTHING = "Không có"


def made_by(source: Source) -> tuple[SlipKind, ...]:
    """Which slips the last fact of the source makes; most facts make none."""
    rule = _RULES.get(source.fact.kind)
    return rule(source) if rule else ()


def slips(source: Source) -> tuple[Slip, ...]:
    """The slips that the last fact makes, ready to be rendered."""
    return tuple(slip(source, kind) for kind in made_by(source))


def slip(source: Source, kind: SlipKind) -> Slip:
    """One slip with every word it bears. Raises KeyError when the wording lacks a template or a word."""
    form = _form(source.law, kind)
    template = source.wording.template(_sets(source.law, form), kind)
    issuer = source.unit(source.dossier.one_stop if template.issuer == "one_stop" else source.agency)
    title = tidy(template.title)
    return Slip(
        kind=kind,
        layout=source.wording.layout,
        wording=template.wording,
        size=template.size,
        paper_id=paper_id(source.fact.id, kind),
        title=title,
        form=form_words(form),
        authority=source.name(issuer.parent or ""),
        issuer=issuer.name.vi,
        number=_number(source, template),
        issued_at=source.fact.occurred_at,
        place=place(source.agencies.province.name.vi),
        qr=qr_payload(_known_as(source), source.procedure.code, title),
        lead=_filled(source, template.lead),
        lines=_lines(source, template),
        closing=tuple(_filled(source, text) for text in template.closing),
        signers=_signers(source, kind, template),
        basis=_basis(source, kind, form),
        remedy=_remedy(source) if template.remedy else None,
        mark=_mark(source),
    )


def paper_id(fact_id: str, kind: SlipKind) -> str:
    """The id of the paper that a fact makes of a kind: the same whenever it is made."""
    digest = hashlib.sha256(f"slip|{fact_id}|{kind.value}".encode()).digest()
    return base64.b32encode(digest[:10]).decode().lower()


def qr_payload(known_as: str, procedure: str, title: str) -> str:
    """What the QR code at the top left says: dossier code, procedure code, name of the paper.

    Of the minimum that TT 01/2023 names, the applicant's identifier is left out on purpose: a slip lies on
    counters and goes by post, and whoever is entitled finds the person by the code after signing in. Before
    reception there is no dossier code; the number of the filing's acknowledgement stands in its place.
    """
    return "|".join((known_as, procedure, title))


def place(province_vi: str) -> str:
    """The place name of a province as letters are dated from it."""
    bare = province_vi.partition("(")[0].strip()
    for kind in ("Thành phố ", "Tỉnh ", "tỉnh ", "thành phố "):
        bare = bare.removeprefix(kind)
    return bare


def form_words(form: Value | None) -> str:
    """ "Mẫu số 01 – Thông tư 03/2025/TT-VPCP"; empty for a paper that no form prescribes."""
    return f"Mẫu số {form.value} – {form.instrument}" if form else ""


# -- which slips a fact makes ------------------------------------------------------------------------------


def _received(s: Source) -> tuple[SlipKind, ...]:
    """A receipt, save where the result follows at once and nobody asked for one (NĐ 61/2018 17.4)."""
    on_request = s.law.find("receipt.immediate_procedure")
    asked = bool(s.fact.data.get("receipt"))
    unasked = s.dossier.immediate and on_request is not None and on_request.value == "on_request" and not asked
    return () if unasked else (SlipKind.RECEIPT,)


def _refused(s: Source) -> tuple[SlipKind, ...]:
    return (SlipKind.REFUSAL,)


def _supplement_requested(s: Source) -> tuple[SlipKind, ...]:
    """Form 02, or the province's own slip for an online filing; an apology with it where the law wants one."""
    stage, count = s.fact.data["stage"], s.dossier.supplements.get(s.fact.data["stage"], 1)
    if stage == "intake" and s.dossier.channel in ONLINE and _has(s.law, "slip.guidance"):
        again = count > 1 and _has(s.law, "apology.signer", cause="guidance_again")
        return (SlipKind.GUIDANCE, *((SlipKind.APOLOGY_GUIDANCE,) if again else ()))
    unclear = count > 1 and s.fact.data.get("cause") == UNCLEAR
    sorry = stage == "appraisal" and unclear and _has(s.law, "apology.signer", cause=UNCLEAR)
    return (SlipKind.SUPPLEMENT, *((SlipKind.APOLOGY_SUPPLEMENT,) if sorry else ()))


def _request_opened(s: Source) -> tuple[SlipKind, ...]:
    wanted = s.fact.data["kind"] == "extension" and _has(s.law, "slip.extension_request")
    return (SlipKind.EXTENSION_REQUEST,) if wanted else ()


def _extended(s: Source) -> tuple[SlipKind, ...]:
    """The applicant hears of the new date with an apology, at that moment (HUE-14.4, NĐ 61/2018 19.9)."""
    return (SlipKind.EXTENSION,)


def _apologised(s: Source) -> tuple[SlipKind, ...]:
    """One new date before the time runs out; with the late result, a letter where the law wants one."""
    fault = s.fact.data.get("cause") == FAULT and _has(s.law, "apology.signer", cause=FAULT)
    dated = "clock" in s.fact.data
    return (*((SlipKind.EXTENSION,) if dated else ()), *((SlipKind.APOLOGY_OVERDUE,) if fault else ()))


def _resolved(s: Source) -> tuple[SlipKind, ...]:
    return (SlipKind.REFUSAL,) if s.fact.data["outcome"] == "not_granted" else ()


def _stopped(s: Source) -> tuple[SlipKind, ...]:
    return (SlipKind.STOP,)


def _moved(s: Source) -> tuple[SlipKind, ...]:
    """The control slip goes with the transfer, and once more, complete, when the dossier is closed."""
    return (SlipKind.CONTROL,) if s.dossier.tasks else ()


_RULES: Mapping[str, Callable[[Source], tuple[SlipKind, ...]]] = {
    "received": _received,
    "refused": _refused,
    "supplement_requested": _supplement_requested,
    "request_opened": _request_opened,
    "extended": _extended,
    "apologised": _apologised,
    "resolved": _resolved,
    "stopped": _stopped,
    "transferred": _moved,
    "closed": _moved,
}
MAKING = frozenset(_RULES)
"""Kinds of facts that may make a slip."""


# -- what stands on them -----------------------------------------------------------------------------------


def _has(law: Law, param: str, **scope: str) -> bool:
    found = law.find(param, **scope)
    return found is not None and found.value is not False


def _form(law: Law, kind: SlipKind) -> Value | None:
    if kind not in ACT:
        return None
    found = law.get("form.number", act=ACT[kind])
    return None if isinstance(found, Silence) else found


def _sets(law: Law, form: Value | None) -> tuple[str, ...]:
    return (law.rules.entries[form.entry_id].doc, GENERAL) if form else (GENERAL,)


def _known_as(s: Source) -> str:
    return s.dossier.receipt_no if s.preview or not s.dossier.code else s.dossier.code


def _number(s: Source, template: Template) -> str:
    """Unique in the unit's day: the dossier's own number, the fact's place in its ledger, the kind's mark."""
    return f"{_known_as(s).rpartition('-')[2]}.{s.fact.seq}/{template.suffix}"


def _filled(s: Source, text: str) -> str:
    return tidy(text.format(one_stop=s.name(s.dossier.one_stop), agency=s.name(s.agency)))


def _lines(s: Source, template: Template) -> tuple[Line, ...]:
    answers = ((key, label, answer(s, key)) for key, label in template.fields)
    return tuple(_line(key, label, found) for key, label, found in answers if found is not None)


def _line(key: str, label: str, found: Answer) -> Line:
    if isinstance(found, Table):
        rows = tuple(tuple(tidy(cell) for cell in row) for row in found.rows)
        return Line(key, tidy(label), table=Table(found.columns, found.widths, rows))
    return Line(key, tidy(label), tuple(tidy(text) for text in found or ()) or (NOTHING,))


def _signers(s: Source, kind: SlipKind, template: Template) -> tuple[str, ...]:
    return tuple(s.wording.word("signer", role) for name in template.signers for role in _roles(s, kind, name))


def _roles(s: Source, kind: SlipKind, name: str) -> Iterable[str]:
    if name == "apology_signer":
        return (s.law.need("apology.signer", cause=CAUSE[kind]).as_text(),)
    if name == "approvers":
        return [role for stage in s.fact.data["chain"] for role in stage]
    return (name,)


def _own_rules(s: Source, kind: SlipKind) -> Iterable[Value | None]:
    if kind in CAUSE:
        yield s.law.find("apology.signer", cause=CAUSE[kind])
    if kind in (SlipKind.GUIDANCE, SlipKind.EXTENSION_REQUEST):
        yield s.law.find(f"slip.{kind.value}")


def _basis(s: Source, kind: SlipKind, form: Value | None) -> tuple[Basis, ...]:
    """The articles, each once; a choice of the service has none and is never printed as law."""
    own = [rule for rule in (form, *_own_rules(s, kind)) if rule]
    found = [(rule.cite, rule.certainty) for rule in own]
    found += [(cite["article"], cite["certainty"]) for cite in cites(s)]
    named: dict[str, bool] = {}
    for text, certainty in found:
        if text:
            named[text] = named.get(text, False) or certainty == "inferred"
    return tuple(Basis(tidy(text), is_open) for text, is_open in named.items())


def _remedy(s: Source) -> Remedy:
    """The first complaint: to whom and until when, as the law of the dossier's day says."""
    addressee, limit = s.law.need("remedy.complaint_addressee"), s.law.need("remedy.complaint_limit")
    decider = s.name(str(s.fact.actor.get("unit") or s.dossier.one_stop))
    return Remedy(
        way=f"{s.wording.word('remedy', 'complaint')} ({addressee.cite})",
        addressee=tidy(s.wording.word("addressee", addressee.as_text()).format(issuer=decider)),
        limit=f"{limit.as_int()} ngày kể từ ngày nhận được văn bản này ({limit.cite})",
    )


def _mark(s: Source) -> str:
    if s.preview:
        return PREVIEW
    return SIMULATED if s.dossier.simulated else ""


# -- the register ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One dossier in the register; times and names as they are to stand there."""

    code: str
    procedure: str
    sets: int
    applicant: str
    agency: str
    received: str
    due: str
    forwarded: str = ""
    came_back: str = ""
    returned: str = ""
    way: str = ""
    note: str = ""


_REGISTER = (
    "STT", "Mã hồ sơ", "Thủ tục", "Số bộ", "Chủ hồ sơ, địa chỉ, điện thoại", "Cơ quan chủ trì", "Nhận", "Hẹn trả",
    "Chuyển", "Nhận kết quả", "Trả", "Cách trả", "Ký nhận", "Ghi chú",
)  # fmt: skip
_REGISTER_WIDTHS = (2, 6, 8, 2, 8, 6, 4, 4, 4, 4, 4, 4, 4, 4)


@dataclass(frozen=True, slots=True)
class Book:
    """Whose register, of which period, written when, under which law and wording."""

    unit: str
    authority: str
    place: str
    period: str
    written_at: datetime
    law: Law
    wording: Wording


def register(book: Book, rows: Sequence[RegisterRow]) -> Slip:
    """The register of a unit for a period (NĐ 61/2018 39.1). No fact makes it: it is drawn up when needed."""
    form = _form(book.law, SlipKind.REGISTER)
    template = book.wording.template(_sets(book.law, form), SlipKind.REGISTER)
    mark = book.written_at.strftime("%Y%m%d")
    cells = tuple(tuple(tidy(cell) for cell in _cells(n, row)) for n, row in enumerate(rows, start=1))
    ((key, label),) = template.fields
    return Slip(
        kind=SlipKind.REGISTER, layout=book.wording.layout, wording=template.wording, size=template.size,
        paper_id=paper_id(f"{book.unit}|{book.period}|{mark}", SlipKind.REGISTER), title=template.title,
        form=form_words(form), authority=book.authority, issuer=book.unit, number=f"{mark}/{template.suffix}",
        issued_at=book.written_at, place=book.place, qr=qr_payload(mark, book.unit, template.title),
        lead=tidy(template.lead.format(one_stop=book.unit, period=book.period)),
        lines=(Line(key, label, table=Table(_REGISTER, _REGISTER_WIDTHS, cells)),), closing=(),
        signers=tuple(book.wording.word("signer", name) for name in template.signers),
        basis=(Basis(form.cite, form.certainty == "inferred"),) if form else (),
    )  # fmt: skip


def _cells(n: int, row: RegisterRow) -> tuple[str, ...]:
    return (
        str(n), row.code, row.procedure, str(row.sets), row.applicant, row.agency, row.received, row.due,
        row.forwarded, row.came_back, row.returned, row.way, "", row.note,
    )  # fmt: skip
