"""Reading a version of the portal's vocabulary from its data; every fault is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from chalicelib.domain.portal.mapping import KINDS, FactMapping, PortalMapping

FORMS: Final = frozenset({"qcvn102", "id2020"})

_GIVEN: Final[Mapping[str, frozenset[str]]] = {
    "dossier": frozenset(
        {"code", "code_before", "procedure", "applicant", "applicant_kind", "one_stop", "channel", "filed_at",
         "received_at", "components", "filer"}
    ),
    "progress": frozenset({"code", "role", "occurred_at", "unit", "text", "status", "started_at", "due_at"}),
    "status": frozenset({"code", "status"}),
    "component": frozenset({"key", "name", "quantity", "copy", "papers"}),
    "paper": frozenset({"id", "sha256"}),
    "filer": frozenset({"full_name", "id_number"}),
    "faq": frozenset({"number", "at", "edition", "subject", "question", "answer", "procedure", "field", "owner"}),
    "faq_withdrawn": frozenset({"number", "at"}),
    "feedback": frozenset(
        {"number", "at", "step", "status", "about", "unit", "due_at", "subject", "content", "missing", "more", "reason",
         "answer", "public_subject", "public_content", "public_answer"}
    ),
}  # fmt: skip


def read_mapping(data: Mapping[str, Any]) -> PortalMapping:
    """Return a mapping from its data; raise ValueError that names every fault."""
    faults = [
        *_list_wrong_fields(data["fields"]),
        *_list_wrong_facts(data["facts"]),
        *_list_wrong_forms(data["unit_codes"]),
    ]
    if faults:
        raise ValueError("; ".join(faults))
    return PortalMapping(
        version=int(data["version"]),
        codes=data["codes"],
        channels=data["channels"],
        applicants=data["applicants"],
        copies=data["copies"],
        roles=data["roles"],
        unit_forms=tuple((each.get("until", date.max), each["form"]) for each in data["unit_codes"]),
        fields=data["fields"],
        facts={kind: FactMapping(tuple(entry["tells"]), entry["text"]) for kind, entry in data["facts"].items()},
        feedback_states=data["feedback_states"],
        feedback_subjects=data["feedback_subjects"],
        feedback_conducts=data["feedback_conducts"],
        feedback_ratings=data["feedback_ratings"],
    )


def _list_wrong_fields(fields: Mapping[str, Mapping[str, str]]) -> Iterable[str]:
    for kind, known in _GIVEN.items():
        if kind not in fields:
            yield f"fields.{kind} is missing"
        for name, ours in fields.get(kind, {}).items():
            if ours not in known:
                yield f"fields.{kind}.{name}: there is no {ours}"


def _list_wrong_facts(facts: Mapping[str, Mapping[str, Any]]) -> Iterable[str]:
    for kind, entry in facts.items():
        if set(entry) != {"tells", "text"} or not entry["text"]:
            yield f"facts.{kind}: needs tells and text"
        elif wrong := sorted(set(entry["tells"]) - set(KINDS)):
            yield f"facts.{kind}: no message is called {', '.join(wrong)}"


def _list_wrong_forms(forms: list[Mapping[str, Any]]) -> Iterable[str]:
    if not forms or "until" in forms[-1] or any("until" not in each for each in forms[:-1]):
        yield "unit_codes: the last one alone has no end"
    for each in forms:
        if each["form"] not in FORMS:
            yield f"unit_codes: no identifier is called {each['form']}"
