"""Slips: the papers that a fact makes, and every word on them.

Pure: the input is the ledger, the law of the dossier's day, names and the wording as data; the output is finished
`Slip` values. Form numbers come from the law, so a new set of forms is data.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Mapping

from chalicelib.domain.documents.slip_choice import FAULT, MAKING_RECEIPTS, MORE_TIME, UNCLEAR, list_slip_kinds
from chalicelib.domain.documents.slip_fields import answer_field
from chalicelib.domain.documents.slip_source import Answer, DocumentSource, list_citations
from chalicelib.domain.documents.slip_values import (
    Basis,
    Remedy,
    Slip,
    SlipKind,
    SlipLine,
    SlipTable,
    SlipTemplate,
    clean_for_print,
    write_moment,
)
from chalicelib.domain.dossier.corrections import CORRECTED
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.flow.flow_actors import CENTRE
from chalicelib.domain.law.article_words import write_official_citation
from chalicelib.domain.law.rulings import Law, Silence, Value
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import build_fact_id
from chalicelib.domain.ledger.fact_kinds import FactKind
from chalicelib.domain.papers.paper import Paper, PaperKind
from chalicelib.domain.shared.folding import split_words

ACT: Mapping[SlipKind, str] = {kind: kind.value for kind in tuple(SlipKind)[:7]}
"""The national forms: the law's name for the act of each."""

GENERAL = "general"
CAUSE = {
    SlipKind.APOLOGY_GUIDANCE: "guidance_again",
    SlipKind.APOLOGY_SUPPLEMENT: UNCLEAR,
    SlipKind.APOLOGY_OVERDUE: FAULT,
}
_LOCAL_ACT = {
    SlipKind.GUIDANCE: "guidance",
    SlipKind.EXTENSION_REQUEST: "extension_request",
    **dict.fromkeys((*CAUSE, SlipKind.APOLOGY_LOSS), "apology"),
}
PREVIEW = "BẢN XEM TRƯỚC – CHƯA BAN HÀNH"
SIMULATED = "LẬP THEO GIỜ MÔ PHỎNG – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
NOTHING = "Không có"


def build_slips(source: DocumentSource) -> tuple[Slip, ...]:
    """Return the slips that the last fact makes, ready to be rendered."""
    return tuple(build_slip(source, kind) for kind in list_slip_kinds(source))


def build_slip(source: DocumentSource, kind: SlipKind) -> Slip:
    """Return one slip with all its words. Raise KeyError when the wording lacks a template or a word."""
    form = find_form(source.law, kind)
    template = source.wording.find_template(list_wording_sets(source.law, form), kind)
    issuer = source.find_unit(source.dossier.one_stop if _is_from_one_stop(source, template) else source.agency)
    title = clean_for_print(_find_local_name(source.law, kind) or template.title)
    return Slip(
        kind=kind,
        layout=source.wording.layout,
        wording=template.wording,
        size=template.size,
        paper_id=derive_paper_id(source.fact.id, kind),
        title=title,
        form=describe_form(form),
        authority=source.write_unit_name(issuer.parent or ""),
        issuer=source.write_unit_name(issuer.id),
        number=_number_slip(source, template),
        issued_at=source.fact.occurred_at,
        place=source.find_unit_place(issuer.id),
        qr=build_qr_payload(_choose_shown_number(source), source.procedure.code, title, source.link),
        lead=_fill_names(source, template.lead),
        lines=_build_lines(source, template),
        closing=(*_describe_replaced_receipt(source), *(_fill_names(source, text) for text in template.closing)),
        signers=_list_signers(source, kind, template),
        basis=_list_basis(source, kind, form, template),
        remedies=_list_remedies(source) if template.remedy else (),
        mark=_choose_mark(source),
    )


def derive_paper_id(fact_id: str, kind: SlipKind) -> str:
    """Return the id of the paper of a kind that a fact makes: always the same."""
    digest = hashlib.sha256(f"slip|{fact_id}|{kind.value}".encode()).digest()
    return base64.b32encode(digest[:10]).decode().lower()


def is_void_receipt(dossier: Dossier, paper: Paper) -> bool:
    """Return whether it is a void receipt: a replaced one, or one of a refiled dossier (decision 0218)."""
    is_receipt = paper.kind is PaperKind.SLIP and paper.component == SlipKind.RECEIPT
    return is_receipt and (dossier.refiled_into is not None or find_replacing_receipt(dossier, paper) is not None)


def find_replacing_receipt(dossier: Dossier, paper: Paper) -> str | None:
    """Return the receipt that replaced this one after a correction of the reception: this paper is then void."""
    if paper.kind is not PaperKind.SLIP or paper.component != SlipKind.RECEIPT or not dossier.corrections.seq:
        return None
    newest = derive_paper_id(build_fact_id(dossier.id, dossier.corrections.seq), SlipKind.RECEIPT)
    return newest if paper.id != newest else None


def build_qr_payload(known_as: str, procedure: str, title: str, link: str = "") -> str:
    """Return the content of the QR code at the top left: dossier code, procedure code, name of the paper (TT 01/2023).

    With a link it is the address of the look-up page, and the same three follow after its `#` in plain letters, so that
    a telephone opens the page and a scanner at a desk still reads them. The applicant's identifier, which the circular
    names too, is deliberately left out: slips are left on counters and sent by post, and an authorised reader finds the
    person by the code after signing in. Before reception the number of the filing's acknowledgement replaces the
    dossier code.
    """
    if not link:
        return "|".join((known_as, procedure, title))
    return "/".join((link, known_as, procedure, "-".join(split_words(title))))


def describe_form(form: Value | None) -> str:
    """ "Mẫu số 01 – Thông tư 03/2025/TT-VPCP"; empty for a paper that no form prescribes."""
    return f"Mẫu số {form.value} – {form.instrument}" if form else ""


def find_form(law: Law, kind: SlipKind) -> Value | None:
    """Return the number of the national form of a kind; None where the set of forms has none."""
    if kind not in ACT:
        return None
    found = law.get("form.number", act=ACT[kind])
    return None if isinstance(found, Silence) else found


def _find_local_name(law: Law, kind: SlipKind) -> str:
    """Return the province's own name of its paper; empty where it has none."""
    act = _LOCAL_ACT.get(kind)
    found = law.find("form.local_name", act=act) if act else None
    return found.to_text() if found else ""


def list_wording_sets(law: Law, form: Value | None) -> tuple[str, ...]:
    """Return the sets of wording to search: that of the instrument which prescribes the form, then the general one."""
    return (law.rules.entries[form.entry_id].doc, GENERAL) if form else (GENERAL,)


def _choose_shown_number(source: DocumentSource) -> str:
    return source.dossier.receipt_no if source.preview or not source.dossier.code else source.dossier.code


def _number_slip(source: DocumentSource, template: SlipTemplate) -> str:
    """Return a number that is unique in the unit's day: the dossier's own number, the fact's place in its ledger, the
    kind's mark."""
    return f"{_choose_shown_number(source).rpartition('-')[2]}.{source.fact.seq}/{template.suffix}"


def _fill_names(source: DocumentSource, text: str) -> str:
    return clean_for_print(
        text.format(
            one_stop=source.write_unit_name(source.dossier.one_stop), agency=source.write_unit_name(source.agency)
        )
    )


def _describe_replaced_receipt(source: DocumentSource) -> tuple[str, ...]:
    """Return the receipt that a corrected one replaces; nothing for other slips."""
    if source.fact.kind != CORRECTED:
        return ()
    before = [fact for fact in source.facts[:-1] if fact.kind in MAKING_RECEIPTS][-1]
    number = f"{source.dossier.code.rpartition('-')[2]}.{before.seq}"
    said = f"Giấy này thay cho giấy số {number}, lập {write_moment(before.occurred_at)}; giấy đó không còn giá trị."
    return (clean_for_print(said),)


def _build_lines(source: DocumentSource, template: SlipTemplate) -> tuple[SlipLine, ...]:
    answers = ((key, label, answer_field(source, key)) for key, label in template.fields)
    return tuple(_build_line(key, label, found) for key, label, found in answers if found is not None)


def _build_line(key: str, label: str, found: Answer) -> SlipLine:
    if isinstance(found, SlipTable):
        rows = tuple(tuple(clean_for_print(cell) for cell in row) for row in found.rows)
        return SlipLine(key, clean_for_print(label), table=SlipTable(found.columns, found.widths, rows))
    return SlipLine(key, clean_for_print(label), tuple(clean_for_print(text) for text in found or ()) or (NOTHING,))


def _list_signers(source: DocumentSource, kind: SlipKind, template: SlipTemplate) -> tuple[str, ...]:
    return tuple(
        source.wording.find_word("signer", role)
        for name in template.signers
        for role in _list_signer_roles(source, kind, name)
    )


def _list_signer_roles(source: DocumentSource, kind: SlipKind, name: str) -> Iterable[str]:
    if name == "apology_signer":
        return (source.law.need("apology.signer", cause=CAUSE[kind]).to_text(),)
    if name == "approvers":
        return [stage[0] for stage in payloads.REQUEST_OPENED.read(source.fact)["chain"]]
    signer = _find_centre_signer(source)
    return (signer,) if signer and name == "issuer_head" else (name,)


def _find_centre_signer(source: DocumentSource) -> str:
    """Return the role under which the centre confirmed an extension, where the law makes the centre send the apology
    for it (HUE-14.4.b); empty otherwise."""
    rule = _find_more_time_rule(source)
    return str(source.fact.actor.get("role", "")) if rule and rule.value == CENTRE else ""


def _find_more_time_rule(source: DocumentSource) -> Value | None:
    return source.law.find("apology.signer", cause=MORE_TIME) if source.fact.kind == FactKind.EXTENDED else None


def _is_from_one_stop(source: DocumentSource, template: SlipTemplate) -> bool:
    return template.issuer == "one_stop" or bool(_find_centre_signer(source))


def _list_own_rules(source: DocumentSource, kind: SlipKind) -> Iterable[Value | None]:
    if kind in CAUSE:
        yield source.law.find("apology.signer", cause=CAUSE[kind])
    if kind is SlipKind.EXTENSION:
        yield _find_more_time_rule(source)
    if kind in (SlipKind.GUIDANCE, SlipKind.EXTENSION_REQUEST):
        yield source.law.find(f"slip.{kind.value}")


def _list_basis(
    source: DocumentSource, kind: SlipKind, form: Value | None, template: SlipTemplate
) -> tuple[Basis, ...]:
    """Return the articles, each once; a choice of the service has none and is never printed as law."""
    found = [rule.cite for rule in (form, *_list_own_rules(source, kind)) if rule]
    found += [write_official_citation(cite["article"]) for cite in list_citations(source)]
    found += _list_regulation(source) if kind in CAUSE else []
    found += [source.law.need(param).cite for param in _RIGHTS] if template.remedy else []
    # An instrument alone is redundant next to one of its own articles.
    named = [text for text in dict.fromkeys(found) if text and not any(each.endswith(f" {text}") for each in found)]
    return tuple(Basis(clean_for_print(text[0].upper() + text[1:])) for text in named)


def _list_regulation(source: DocumentSource) -> list[str]:
    """Return the text that regulates apologies, where the law of the dossier names one
    (HUE-13.2, HUE-14.1, HUE-22.7)."""
    named = source.law.find("apology.regulation")
    return [source.law.rules.instruments[named.to_text()].name_vi] if named else []


def _list_remedies(source: DocumentSource) -> tuple[Remedy, ...]:
    """Return the person's remedies, to whom and until when, by the law of the dossier's day."""
    return tuple(_REMEDY[kind](source) for kind in source.law.need("remedy.kinds").to_list())


def _build_complaint(source: DocumentSource) -> Remedy:
    addressee, limit = source.law.need("remedy.complaint_addressee"), source.law.need("remedy.complaint_limit")
    decider = source.write_unit_name(str(source.fact.actor.get("unit") or source.dossier.one_stop))
    to = source.wording.find_word("addressee", addressee.to_text()).format(issuer=decider)
    return Remedy(
        way=f"{source.wording.find_word('remedy', 'complaint')} ({addressee.cite})",
        addressee=clean_for_print(to),
        limit=f"{limit.to_int()} ngày {FROM_RECEIPT} ({limit.cite})",
    )


def _build_lawsuit(source: DocumentSource) -> Remedy:
    limit = source.law.need("remedy.lawsuit_limit")
    return Remedy(
        way=source.wording.find_word("remedy", "lawsuit"),
        addressee=source.wording.find_word("addressee", "court"),
        limit=f"{limit.to_int()} tháng {FROM_RECEIPT} ({limit.cite})",
    )


_RIGHTS = ("remedy.complaint_addressee", "remedy.complaint_limit", "remedy.lawsuit_limit")
FROM_RECEIPT = "kể từ ngày nhận được văn bản này"
_REMEDY: Mapping[str, Callable[[DocumentSource], Remedy]] = {"complaint": _build_complaint, "lawsuit": _build_lawsuit}


def _choose_mark(source: DocumentSource) -> str:
    if source.preview:
        return PREVIEW
    return SIMULATED if source.dossier.simulated else ""
