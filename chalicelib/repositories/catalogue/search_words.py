"""The search words from their file, read strictly: a reference to a missing catalogue entry is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from chalicelib.domain.catalogue.procedures import Names
from chalicelib.domain.procedure_search.search_words import Elsewhere, LifeEvent, SearchWords, Term
from chalicelib.domain.shared.folding import read_words
from chalicelib.repositories.files.records import BadRecordError, Record, require_keys


def search_words_of(record: Record, procedures: Collection[str], fields: Collection[str]) -> SearchWords:
    """Return the words as domain values. Raise BadRecordError for other keys, an unknown procedure or field, one left
    out, an empty or repeated phrase, two life events or terms of one name, and a variant of two words."""
    require_keys(record, "filler terms variants events fields procedures")
    _require_same("procedures", record["procedures"], procedures)
    _require_same("fields", record["fields"], fields)
    events = tuple(_parse_event(each, procedures) for each in record["events"])
    terms = tuple(_parse_term(each) for each in record["terms"])
    _require_unique("events", (event.key for event in events))
    variants = tuple(_parse_term(each) for each in record["variants"])
    _require_unique("terms", (term.means for term in terms))
    _require_unique("variants", (term.means for term in variants))
    _require_unique("variants", (text for term in variants for text in term.says))
    return SearchWords(
        filler=_parse_phrases("filler", record["filler"]),
        terms=terms,
        events=events,
        variants=variants,
        fields={code: _parse_phrases(code, says) for code, says in record["fields"].items()},
        procedures={key: _parse_phrases(key, says) for key, says in record["procedures"].items()},
    )


def parse_elsewhere(record: Record) -> tuple[Elsewhere, ...]:
    """Return the subjects that other authorities handle. Raise BadRecordError for other keys, an authority that is not
    listed or that nothing names, a subject without a source, and an empty or repeated phrase."""
    require_keys(record, "authorities subjects")
    for each in record["authorities"]:
        require_keys(each, "key vi en")
    authorities = {each["key"]: Names(each["vi"], each["en"]) for each in record["authorities"]}
    _require_same("authorities", {each["authority"] for each in record["subjects"]}, authorities)
    _require_unique("authorities", (each["key"] for each in record["authorities"]))
    _require_unique("subjects", (each["key"] for each in record["subjects"]))
    _require_unique("subjects", (text for each in record["subjects"] for text in each["says"]))
    return tuple(_parse_subject(each, authorities) for each in record["subjects"])


def _parse_subject(record: Record, authorities: Mapping[str, Names]) -> Elsewhere:
    require_keys(record, "key vi en authority source says")
    if not record["source"]:
        raise BadRecordError(f"{record['key']}: no source")
    name, says = Names(record["vi"], record["en"]), _parse_phrases(record["key"], record["says"])
    return Elsewhere(record["key"], name, says, authorities[record["authority"]], record["source"])


def _parse_event(record: Record, procedures: Collection[str]) -> LifeEvent:
    require_keys(record, "key vi en says procedures")
    leads_to = tuple(record["procedures"])
    if not leads_to or not set(leads_to) <= set(procedures):
        raise BadRecordError(f"{record['key']}: leads to no procedure, or to one that is not known")
    _require_unique(record["key"], leads_to)
    name = Names(record["vi"], record["en"])
    return LifeEvent(record["key"], name, _parse_phrases(record["key"], record["says"]), leads_to)


def _parse_term(record: Record) -> Term:
    require_keys(record, "means says")
    return Term(record["means"], _parse_phrases(record["means"], record["says"]))


def _parse_phrases(what: str, texts: Iterable[str]) -> tuple[str, ...]:
    found = tuple(texts)
    if not found or not all(any(read_words(text)) for text in found):
        raise BadRecordError(f"{what}: a phrase without words, or none")
    _require_unique(what, (text.lower() for text in found))
    return found


def _require_unique(what: str, keys: Iterable[str]) -> None:
    if repeated := [key for key, count in Counter(keys).items() if count > 1]:
        raise BadRecordError(f"{what}: {repeated} more than once")


def _require_same(what: str, given: Collection[str], known: Collection[str]) -> None:
    if differing := set(given) ^ set(known):
        raise BadRecordError(f"{what}: {sorted(differing)} on only one side")
