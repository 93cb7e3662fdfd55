"""Slips: the papers that a fact makes, and every word on them.

Pure: the input is the ledger, the law of the dossier's day, names and the wording as data; the output is finished
`Slip` values. Form numbers come from the law, so a new set of forms is data.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Mapping

from chalicelib.domain.documents.slip_fields import answer
from chalicelib.domain.documents.slip_source import Answer, Source, cites
from chalicelib.domain.documents.slip_values import (
    Basis,
    Line,
    Remedy,
    Slip,
    SlipKind,
    Table,
    Template,
    moment_words,
    tidy,
)
from chalicelib.domain.dossier.corrections import CORRECTED
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.flow.flow_actors import CENTRE
from chalicelib.domain.law.article_words import official_words
from chalicelib.domain.law.rulings import Law, Silence, Value
from chalicelib.domain.ledger.chain import fact_id
from chalicelib.domain.papers.paper import Paper, PaperKind
from chalicelib.domain.shared.folding import words

ACT: Mapping[SlipKind, str] = {kind: kind.value for kind in tuple(SlipKind)[:7]}
"""The national forms: the law's name for the act of each."""

GENERAL = "general"
ONLINE = frozenset({"national_portal", "vneid", "kiosk", "own_portal"})
UNCLEAR, FAULT, MORE_TIME = "guidance_unclear", "officer_fault", "extension"
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


def made_by(source: Source) -> tuple[SlipKind, ...]:
    """Return the slips that the last fact of the source makes; most facts make none."""
    rule = _RULES.get(source.fact.kind)
    return rule(source) if rule else ()


def slips(source: Source) -> tuple[Slip, ...]:
    """Return the slips that the last fact makes, ready to be rendered."""
    return tuple(slip(source, kind) for kind in made_by(source))


def slip(source: Source, kind: SlipKind) -> Slip:
    """Return one slip with all its words. Raise KeyError when the wording lacks a template or a word."""
    form = form_of(source.law, kind)
    template = source.wording.template(sets_of(source.law, form), kind)
    issuer = source.unit(source.dossier.one_stop if _from_one_stop(source, template) else source.agency)
    title = tidy(_local_name(source.law, kind) or template.title)
    return Slip(
        kind=kind,
        layout=source.wording.layout,
        wording=template.wording,
        size=template.size,
        paper_id=paper_id(source.fact.id, kind),
        title=title,
        form=form_words(form),
        authority=source.name(issuer.parent or ""),
        issuer=source.name(issuer.id),
        number=_number(source, template),
        issued_at=source.fact.occurred_at,
        place=source.place(issuer.id),
        qr=qr_payload(_known_as(source), source.procedure.code, title, source.link),
        lead=_filled(source, template.lead),
        lines=_lines(source, template),
        closing=(*_replaced(source), *(_filled(source, text) for text in template.closing)),
        signers=_signers(source, kind, template),
        basis=_basis(source, kind, form, template),
        remedies=_remedies(source) if template.remedy else (),
        mark=_mark(source),
    )


def paper_id(fact_id: str, kind: SlipKind) -> str:
    """Return the id of the paper of a kind that a fact makes: always the same."""
    digest = hashlib.sha256(f"slip|{fact_id}|{kind.value}".encode()).digest()
    return base64.b32encode(digest[:10]).decode().lower()


def is_void_receipt(dossier: Dossier, paper: Paper) -> bool:
    """Return whether it is a void receipt: a replaced one, or one of a refiled dossier (decision 0218)."""
    is_receipt = paper.kind is PaperKind.SLIP and paper.component == SlipKind.RECEIPT
    return is_receipt and (dossier.refiled_into is not None or replacing_receipt(dossier, paper) is not None)


def replacing_receipt(dossier: Dossier, paper: Paper) -> str | None:
    """Return the receipt that replaced this one after a correction of the reception: this paper is then void."""
    if paper.kind is not PaperKind.SLIP or paper.component != SlipKind.RECEIPT or not dossier.corrections.seq:
        return None
    newest = paper_id(fact_id(dossier.id, dossier.corrections.seq), SlipKind.RECEIPT)
    return newest if paper.id != newest else None


def qr_payload(known_as: str, procedure: str, title: str, link: str = "") -> str:
    """Return the content of the QR code at the top left: dossier code, procedure code, name of the paper (TT 01/2023).

    With a link it is the address of the look-up page, and the same three follow after its `#` in plain letters, so that
    a telephone opens the page and a scanner at a desk still reads them. The applicant's identifier, which the circular
    names too, is deliberately left out: slips are left on counters and sent by post, and an authorised reader finds the
    person by the code after signing in. Before reception the number of the filing's acknowledgement replaces the
    dossier code.
    """
    if not link:
        return "|".join((known_as, procedure, title))
    return "/".join((link, known_as, procedure, "-".join(words(title))))


def form_words(form: Value | None) -> str:
    """ "Mẫu số 01 – Thông tư 03/2025/TT-VPCP"; empty for a paper that no form prescribes."""
    return f"Mẫu số {form.value} – {form.instrument}" if form else ""


# -- which slips a fact makes ------------------------------------------------------------------------------


def _received(s: Source) -> tuple[SlipKind, ...]:
    """A receipt, unless the result follows at once and nobody asked for one (NĐ 61/2018 17.4)."""
    on_request = s.law.find("receipt.immediate_procedure")
    asked = bool(s.fact.data.get("receipt"))
    unasked = s.dossier.immediate and on_request is not None and on_request.value == "on_request" and not asked
    return () if unasked else (SlipKind.RECEIPT,)


def _reception_corrected(s: Source) -> tuple[SlipKind, ...]:
    """A new receipt that replaces the earlier one; without an earlier one, none is needed."""
    return (SlipKind.RECEIPT,) if s.fact.data["receipt"] else ()


def _refused(s: Source) -> tuple[SlipKind, ...]:
    return (SlipKind.REFUSAL,)


def _supplement_requested(s: Source) -> tuple[SlipKind, ...]:
    """Form 02, or the province's own slip for an online filing; with an apology where the law requires one."""
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
    """An apology with the new date at that moment, where the law requires one (HUE-14.4.b, NĐ 61/2018 19.9). Older
    facts, which do not name the letters owed, had one."""
    return (SlipKind.EXTENSION,) if "apology" in s.fact.data.get("owes", ("apology",)) else ()


def _apologised(s: Source) -> tuple[SlipKind, ...]:
    """One new date before the time runs out; with the late result, a letter where the law requires one; a letter for
    lost papers."""
    if s.fact.data.get("lost"):
        return (SlipKind.APOLOGY_LOSS,)
    fault = s.fact.data.get("cause") == FAULT and _has(s.law, "apology.signer", cause=FAULT)
    dated = "clock" in s.fact.data
    return (*((SlipKind.EXTENSION,) if dated else ()), *((SlipKind.APOLOGY_OVERDUE,) if fault else ()))


def _resolved(s: Source) -> tuple[SlipKind, ...]:
    return (SlipKind.REFUSAL,) if s.fact.data["outcome"] == "not_granted" else ()


def _stopped(s: Source) -> tuple[SlipKind, ...]:
    return (SlipKind.STOP,)


def _moved(s: Source) -> tuple[SlipKind, ...]:
    """The control slip with the transfer, and once more, complete, when the dossier is closed."""
    return (SlipKind.CONTROL,) if s.dossier.tasks else ()


_RULES: Mapping[str, Callable[[Source], tuple[SlipKind, ...]]] = {
    "received": _received,
    "reception_corrected": _reception_corrected,
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
MAKING_RECEIPTS = frozenset({"received", "reception_corrected"})
"""Kinds of facts each of which makes a receipt, where the dossier has one."""


# -- contents -----------------------------------------------------------------------------------------------


def _has(law: Law, param: str, **scope: str) -> bool:
    found = law.find(param, **scope)
    return found is not None and found.value is not False


def form_of(law: Law, kind: SlipKind) -> Value | None:
    """Return the number of the national form of a kind; None where the set of forms has none."""
    if kind not in ACT:
        return None
    found = law.get("form.number", act=ACT[kind])
    return None if isinstance(found, Silence) else found


def _local_name(law: Law, kind: SlipKind) -> str:
    """Return the province's own name of its paper; empty where it has none."""
    act = _LOCAL_ACT.get(kind)
    found = law.find("form.local_name", act=act) if act else None
    return found.as_text() if found else ""


def sets_of(law: Law, form: Value | None) -> tuple[str, ...]:
    """Return the sets of wording to search: that of the instrument which prescribes the form, then the general one."""
    return (law.rules.entries[form.entry_id].doc, GENERAL) if form else (GENERAL,)


def _known_as(s: Source) -> str:
    return s.dossier.receipt_no if s.preview or not s.dossier.code else s.dossier.code


def _number(s: Source, template: Template) -> str:
    """Return a number that is unique in the unit's day: the dossier's own number, the fact's place in its ledger, the
    kind's mark."""
    return f"{_known_as(s).rpartition('-')[2]}.{s.fact.seq}/{template.suffix}"


def _filled(s: Source, text: str) -> str:
    return tidy(text.format(one_stop=s.name(s.dossier.one_stop), agency=s.name(s.agency)))


def _replaced(s: Source) -> tuple[str, ...]:
    """Return the receipt that a corrected one replaces; nothing for other slips."""
    if s.fact.kind != CORRECTED:
        return ()
    before = [fact for fact in s.facts[:-1] if fact.kind in {"received", CORRECTED}][-1]
    number = f"{s.dossier.code.rpartition('-')[2]}.{before.seq}"
    said = f"Giấy này thay cho giấy số {number}, lập {moment_words(before.occurred_at)}; giấy đó không còn giá trị."
    return (tidy(said),)


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
        return [stage[0] for stage in s.fact.data["chain"]]
    signer = _centre_signer(s)
    return (signer,) if signer and name == "issuer_head" else (name,)


def _centre_signer(s: Source) -> str:
    """Return the role under which the centre confirmed an extension, where the law makes the centre send the apology
    for it (HUE-14.4.b); empty otherwise."""
    rule = _more_time_rule(s)
    return str(s.fact.actor.get("role", "")) if rule and rule.value == CENTRE else ""


def _more_time_rule(s: Source) -> Value | None:
    return s.law.find("apology.signer", cause=MORE_TIME) if s.fact.kind == "extended" else None


def _from_one_stop(s: Source, template: Template) -> bool:
    return template.issuer == "one_stop" or bool(_centre_signer(s))


def _own_rules(s: Source, kind: SlipKind) -> Iterable[Value | None]:
    if kind in CAUSE:
        yield s.law.find("apology.signer", cause=CAUSE[kind])
    if kind is SlipKind.EXTENSION:
        yield _more_time_rule(s)
    if kind in (SlipKind.GUIDANCE, SlipKind.EXTENSION_REQUEST):
        yield s.law.find(f"slip.{kind.value}")


def _basis(s: Source, kind: SlipKind, form: Value | None, template: Template) -> tuple[Basis, ...]:
    """Return the articles, each once; a choice of the service has none and is never printed as law."""
    found = [rule.cite for rule in (form, *_own_rules(s, kind)) if rule]
    found += [official_words(cite["article"]) for cite in cites(s)]
    found += _regulation(s) if kind in CAUSE else []
    found += [s.law.need(param).cite for param in _RIGHTS] if template.remedy else []
    # An instrument alone is redundant next to one of its own articles.
    named = [text for text in dict.fromkeys(found) if text and not any(each.endswith(f" {text}") for each in found)]
    return tuple(Basis(tidy(text[0].upper() + text[1:])) for text in named)


def _regulation(s: Source) -> list[str]:
    """Return the text that regulates apologies, where the law of the dossier names one
    (HUE-13.2, HUE-14.1, HUE-22.7)."""
    named = s.law.find("apology.regulation")
    return [s.law.rules.instruments[named.as_text()].name_vi] if named else []


def _remedies(s: Source) -> tuple[Remedy, ...]:
    """Return the person's remedies, to whom and until when, by the law of the dossier's day."""
    return tuple(_REMEDY[kind](s) for kind in s.law.need("remedy.kinds").as_list())


def _complaint(s: Source) -> Remedy:
    addressee, limit = s.law.need("remedy.complaint_addressee"), s.law.need("remedy.complaint_limit")
    decider = s.name(str(s.fact.actor.get("unit") or s.dossier.one_stop))
    to = s.wording.word("addressee", addressee.as_text()).format(issuer=decider)
    return Remedy(
        way=f"{s.wording.word('remedy', 'complaint')} ({addressee.cite})",
        addressee=tidy(to),
        limit=f"{limit.as_int()} ngày {FROM_RECEIPT} ({limit.cite})",
    )


def _lawsuit(s: Source) -> Remedy:
    limit = s.law.need("remedy.lawsuit_limit")
    return Remedy(
        way=s.wording.word("remedy", "lawsuit"),
        addressee=s.wording.word("addressee", "court"),
        limit=f"{limit.as_int()} tháng {FROM_RECEIPT} ({limit.cite})",
    )


_RIGHTS = ("remedy.complaint_addressee", "remedy.complaint_limit", "remedy.lawsuit_limit")
FROM_RECEIPT = "kể từ ngày nhận được văn bản này"
_REMEDY: Mapping[str, Callable[[Source], Remedy]] = {"complaint": _complaint, "lawsuit": _lawsuit}


def _mark(s: Source) -> str:
    if s.preview:
        return PREVIEW
    return SIMULATED if s.dossier.simulated else ""
