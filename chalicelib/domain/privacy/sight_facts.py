"""Which facts and personal parts of a dossier a reader sees, for its timeline, exported ledger and page alike.

In the export, a fact that the reader may not see shows only its place in the chain; in a visible fact, fields of other
contents are withheld. Both keep their hash, so that the chain stays provable.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from chalicelib.domain.dossier import course
from chalicelib.domain.dossier.course_reading import can_reach, is_withheld
from chalicelib.domain.dossier.current_parts import is_superseded
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.flow.flow_words import RequestKind
from chalicelib.domain.ledger.chain import Fact, Part
from chalicelib.domain.ledger.fact_kinds import REQUEST_KINDS, FactKind
from chalicelib.domain.ledger.payloads import read_any
from chalicelib.domain.ledger.redaction import cut_fact
from chalicelib.domain.ledger.verification import WITHHELD
from chalicelib.domain.privacy.sight import Sight
from chalicelib.domain.privacy.sight_words import PERSON, Content, SightPlace

C = Content

FACT_CONTENT: Mapping[str, Content] = {
    FactKind.SUBMITTED: C.COURSE,
    FactKind.FORWARDED: C.COURSE,
    FactKind.UNIT_SUCCEEDED: C.COURSE,
    FactKind.RECEIVED: C.COURSE,
    FactKind.RECEPTION_CORRECTED: C.COURSE,
    FactKind.REFILED: C.COURSE,
    FactKind.REFUSED: C.COURSE,
    FactKind.SUPPLEMENT_REQUESTED: C.COURSE,
    FactKind.SUPPLEMENTED: C.COURSE,
    FactKind.SUPPLEMENT_CHECKED: C.COURSE,
    FactKind.TRANSFERRED: C.COURSE,
    FactKind.FOUND_COMPLETE: C.COURSE,
    FactKind.RESOLVED: C.COURSE,
    FactKind.CORRECTED: C.COURSE,
    FactKind.CLOSED: C.COURSE,
    FactKind.WITHDRAWN: C.COURSE,
    FactKind.AUTHORITY_REVOKED: C.COURSE,
    FactKind.ACCOUNT_JOINED: C.COURSE,
    FactKind.STOPPED: C.COURSE,
    FactKind.EXTENDED: C.COURSE,
    FactKind.APOLOGISED: C.COURSE,
    FactKind.ORIGINAL_CALLED: C.COURSE,
    FactKind.ORIGINAL_COMPARED: C.COURSE,
    FactKind.PART_ERASED: C.COURSE,
    FactKind.STATUS_REPORTED: C.COURSE,
    FactKind.DUE_SOON: C.COURSE,
    FactKind.OVERDUE: C.COURSE,
    FactKind.DUE_RECOMPUTED: C.COURSE,
    FactKind.ASSIGNED: C.SHARES,
    FactKind.TASK_FINISHED: C.SHARES,
    FactKind.CONSULTED: C.CONSULTATIONS,
    FactKind.ANSWERED: C.CONSULTATIONS,
    FactKind.REQUEST_OPENED: C.REQUESTS,
    FactKind.REQUEST_ENDORSED: C.REQUESTS,
    FactKind.REQUEST_SENT_BACK: C.REQUESTS,
    FactKind.REQUEST_ANSWERED: C.REQUESTS,
    FactKind.REQUEST_DECLINED: C.REQUESTS,
    FactKind.REQUEST_CANCELLED: C.REQUESTS,
    FactKind.PAYMENT_REQUESTED: C.SUMS,
    FactKind.PAID: C.SUMS,
    FactKind.PAYMENT_REVERSED: C.SUMS,
    FactKind.PAYMENT_RECORDED: C.SUMS,
    FactKind.PAYMENT_FAILED: C.SUMS,
    FactKind.PAYMENT_ACKNOWLEDGED: C.SUMS,
    FactKind.EXEMPTION_DECIDED: C.SUMS,
    FactKind.GIVEN_BACK: C.PARCEL,
    FactKind.POST_INVITED: C.PARCEL,
    FactKind.POST_RETURNED: C.PARCEL,
    FactKind.NOTED: C.NOTES,
    FactKind.RATED: C.RATING,
}
"""The content of each kind of fact. A kind that is not listed here is visible only to those who see all."""

FULL = frozenset({C.COURSE, C.SHARES, C.REQUESTS, C.SUMS, C.CONSULTATIONS, C.NOTES, C.STAFF, C.PARCEL})
"""A reader of all of these receives each of their facts in full."""

DATA_CONTENT: Mapping[str, Content] = {
    **dict.fromkeys(("obligations", "claim", "transaction", "settles", "amount", "payment", "pay_until"), C.SUMS),
    **dict.fromkeys(("request", "about", "chain", "minutes", "completes"), C.REQUESTS),
    **dict.fromkeys(("tasks", "task_dues"), C.SHARES),
    **dict.fromkeys(("officer", "before"), C.STAFF),
    **dict.fromkeys(("answers", "weights", "reasons"), C.RATING),
    **dict.fromkeys(("authority", "revoked_by", "capacity"), C.IDENTITY),
    **dict.fromkeys(
        ("to", "stage", "clock", "reception", "wait_until", "unit", "n", "reply_due_at", "enclosed", "papers", "reach",
         "passed_to", "passed_to_unit", "code", "agency", "immediate", "receipt", "outcome", "result", "manifest",
         "ground", "way", "owes", "late_cause", "components", "form_fields", "grounds", "procedure", "used_again",
         "procedure_version", "channel", "one_stop", "receipt_no", "law_digest", "intake", "handover", "province",
         "national_code", "invitations", "effect", "level", "deadline", "audience", "digest", "of", "cause",
         "signed_as", "with_result", "changes", "received_at", "return_way", "differing", "came", "shown_as",
         "legal_basis", "system", "status", "reference", "register", "for_unit", "desk", "originals",
         "from", "effective", "places"),
        C.HEAD,
    ),
}  # fmt: skip
"""The content of each field of a fact's data, for readers who do not see all. A field that is not listed here is
withheld from them. Personal values are not fields: facts hold digests."""

APPLICANTS = frozenset({"owner", "filer", "proof"})
"""Fields about the applicant's own account."""

MONEY_KINDS = frozenset({RequestKind.REVERSAL.value})

PART_CONTENT: Mapping[str, frozenset[Content]] = {
    "form": frozenset({C.FORM}),
    "applicant": PERSON,
    "principal": PERSON,
    "return_address": frozenset({C.DELIVERY}),
    "proven": frozenset({C.IDENTITY}),
    "relation": frozenset({C.IDENTITY}),
    "exemption": frozenset({C.PROOFS}),
    "receiver": frozenset({C.IDENTITY}),
    "rating_text": frozenset({C.RATING}),
    **dict.fromkeys(
        ("reason", "guidance", "note", "questions", "opinion", "remarks", "text", "originals_reason", "letter_follows",
         "officer_at_fault"),
        frozenset({C.WORDS}),
    ),
}  # fmt: skip
"""The contents of each personal part: a reader of one of them receives the part, cut to what they see of a person. A
part that is not listed here is only for its owner."""

PEOPLE = frozenset({"applicant", "principal"})
PERSON_FIELDS: Mapping[str, Content] = {
    "full_name": C.NAME, "phone": C.DELIVERY, "email": C.DELIVERY, "address": C.DELIVERY,
}  # fmt: skip
"""Fields of a person that do not identify them."""


def may_see_fact(sight: Sight, dossier: Dossier, fact: Fact) -> bool:
    """Return whether a fact is for the reader: by its content, its unit and, for a note, its reach."""
    if is_withheld(sight.reading, fact):
        return False
    content = FACT_CONTENT.get(fact.kind)
    if content is None:
        return sight.is_owner or all(map(sight.has, FULL))
    if content is C.NOTES and sight.has(C.NOTES):
        supervises = SightPlace.PROVINCE in sight.places
        return supervises or can_reach(
            sight.reading, dossier, course.find_part_reach(fact, ""), course.read_named_unit(fact)
        )
    if sight.has(content):
        return True
    if content is C.SHARES:
        return read_concerned_unit(fact) in sight.list_units(C.OWN_SHARE)
    if content is C.CONSULTATIONS:
        return course.read_named_unit(fact) in sight.list_units(C.OWN_CONSULTATION)
    if content is C.REQUESTS:
        return sight.has(C.MONEY_REQUESTS) and read_any(fact).get("kind") in MONEY_KINDS
    return False


def read_concerned_unit(fact: Fact) -> str:
    """Return the unit whose task a fact is about."""
    return str(read_any(fact).get("unit") or fact.actor.get("unit") or "")


def list_seen_facts(sight: Sight, dossier: Dossier, facts: Iterable[Fact]) -> list[Fact]:
    """Return the facts of the course that the reader sees."""
    return [fact for fact in facts if may_see_fact(sight, dossier, fact)]


def export_fact(sight: Sight, dossier: Dossier, fact: Fact, held: Collection[str]) -> dict[str, Any]:
    """Return a fact as the reader may export it: in full, or with its hash in place of the withheld fields. `held` are
    the digests of the exported parts."""
    if not may_see_fact(sight, dossier, fact):
        place = {"dossier": fact.dossier_id, "seq": fact.seq, "prev": fact.prev, "hash": fact.hash}
        return {**place, WITHHELD: ["fact"]}
    return cut_fact(fact, _find_withheld(sight, fact), held)


def _find_withheld(sight: Sight, fact: Fact) -> list[str]:
    """Return the fields of a visible fact that are withheld from the reader; none for readers of everything, and for
    their own acts."""
    own = sight.is_owner and (fact.by_system or fact.actor.get("role") == "applicant")
    if own and fact.kind not in REQUEST_KINDS:
        return []
    if not sight.is_owner and all(map(sight.has, FULL)):
        return []
    applicants = fact.actor.get("role") in ("applicant", "system") or fact.by_system
    named = [] if sight.has(C.STAFF) or applicants else ["actor.sub"]
    hidden = [f"data.{name}" for name in sorted(fact.data) if not _may_see_field(sight, fact, name)]
    return [*named, *hidden, *(["command"] if (named or hidden) and fact.command else [])]


def _may_see_field(sight: Sight, fact: Fact, name: str) -> bool:
    if name in APPLICANTS:
        return sight.is_owner
    if name == "kind":
        return fact.kind in REQUEST_KINDS
    content = DATA_CONTENT.get(name)
    if content is C.REQUESTS and sight.is_owner:
        # A mere proposal is not shown to the applicant yet.
        return name == "request"
    return content is not None and sight.has(content)


def list_held_parts(
    sight: Sight, dossier: Dossier, facts: Collection[Fact], parts: Mapping[str, Part]
) -> dict[str, Part]:
    """Return the personal parts that the reader may hold, as they are stored; `cut_part` then cuts a person to what
    they see. Texts are included only when they reach the reader in a visible fact."""
    reached = _list_reached(sight, dossier, facts)
    whole = sight.has(C.COURSE)
    return {
        digest: part
        for digest, part in parts.items()
        if _may_see_part(sight, part, digest in reached) and (whole or not is_superseded(dossier, digest, part))
    }


def _list_reached(sight: Sight, dossier: Dossier, facts: Collection[Fact]) -> frozenset[str]:
    """Return the digests of the texts that reach the reader: in facts that they see, and in sent proposals."""
    issued = course.list_issued(facts) if sight.has(C.COURSE) else frozenset()
    return frozenset(
        digest
        for fact in facts
        if fact.seq in issued or may_see_fact(sight, dossier, fact)
        for name, digest in fact.parts.items()
        if can_reach(sight.reading, dossier, course.find_part_reach(fact, name, issued), course.read_named_unit(fact))
    )


def _may_see_part(sight: Sight, part: Part, reached: bool) -> bool:
    contents = PART_CONTENT.get(part.name)
    if contents is None:
        return sight.is_owner and reached
    return sight.has(*contents) and (reached or C.WORDS not in contents)


def cut_part(sight: Sight, part: Part) -> Any:
    """Return the value of a part as the reader sees it."""
    if part.name not in PEOPLE or not isinstance(part.value, Mapping):
        return part.value
    return {name: value for name, value in part.value.items() if sight.has(PERSON_FIELDS.get(name, C.IDENTITY))}


def is_whole(sight: Sight, part: Part) -> bool:
    """Return whether the reader sees all of a part, so that it can be matched with its digest."""
    return part.name not in PEOPLE or all(map(sight.has, PERSON))
