"""Queries that people would type, written down by somebody who had not seen the ranking."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from chalicelib.domain.procedure_search.procedure_ranking import RankedProcedures
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles

QUERIES = json.loads((Path(__file__).parent / "procedure_queries.json").read_text(encoding="utf-8"))
INDEX = CatalogueFiles().index
EVERY = INDEX.list_procedures()
ELSEWHERE = json.loads((Path(__file__).parent / "queries_elsewhere.json").read_text(encoding="utf-8"))
IN_SIGHT = 3
LEAST_RIGHT = 0.9


@cache
def find(query: str) -> RankedProcedures:
    """What the search answers; several tests ask the same."""
    return INDEX.find(query, EVERY)


def test_each_query_wants_procedures_of_the_catalogue() -> None:
    assert len(QUERIES) >= 200
    assert len({each["query"] for each in QUERIES}) == len(QUERIES)
    known = {code for each in EVERY for code in (each.id, each.code)}
    assert {code for each in QUERIES for code in each["wanted"]} <= known


def test_nine_of_ten_queries_have_what_they_want_among_the_first_three() -> None:
    misses = []
    for each in QUERIES:
        found = [one.procedure for one in find(each["query"]).items[:IN_SIGHT]]
        shown = {code for one in found for code in (one.id, one.code)}
        if not shown & set(each["wanted"]):
            misses.append(f"{each['query']!r} wants {each['wanted']}, has {[one.id for one in found]}: {each['why']}")
    right = 1 - len(misses) / len(QUERIES)
    print(f"{right:.1%} of {len(QUERIES)} right in the first {IN_SIGHT}", *misses, sep="\n")
    assert right >= LEAST_RIGHT, "\n".join(misses)


def test_what_the_catalogue_has_not_is_not_called_found_and_its_authority_is_named() -> None:
    assert len(ELSEWHERE) >= 40
    wrong = []
    for each in ELSEWHERE:
        items, nearest, elsewhere, _ = find(each["query"])
        named = elsewhere.key if elsewhere else None
        if items or len(nearest) > IN_SIGHT or named != each["subject"]:
            wrong.append(f"{each['query']!r}: {[one.procedure.name.vi for one in items[:IN_SIGHT]]}, {named}")
    assert wrong == []


def test_no_query_for_a_procedure_is_sent_to_another_authority() -> None:
    sent = [each["query"] for each in QUERIES if find(each["query"]).elsewhere]
    assert sent == []
