"""The words of the search are read strictly and refer to the present catalogue."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from chalicelib.domain.shared.folding import fold_text, read_words
from chalicelib.repositories.catalogue.catalogue_files import DATA, CatalogueFiles
from chalicelib.repositories.catalogue.search_words import parse_elsewhere, search_words_of
from chalicelib.repositories.files.records import BadRecordError

FILES = CatalogueFiles()
RECORD = json.loads((DATA / "search" / "words.json").read_text(encoding="utf-8"))
FIELDS = {each.field.code for each in FILES.index.list_procedures()}
SAID = search_words_of(RECORD, FILES.procedure_ids, FIELDS)


@pytest.mark.parametrize("procedure", sorted(FILES.procedure_ids))
def test_each_procedure_has_words_of_people_in_both_languages(procedure):
    says = SAID.procedures[procedure]
    vietnamese = [text for text in says if fold_text(text) != text.lower()]
    assert len(vietnamese) >= 5
    assert len(says) - len(vietnamese) >= 2


def test_each_life_event_has_both_languages_and_one_name():
    names = [name for event in SAID.events for name in (event.name.vi, event.name.en)]
    assert all(names)
    assert len({fold_text(name) for name in names}) == len(names)


def test_terms_stand_in_the_catalogue():
    texts = [
        fold_text(text)
        for p in FILES.index.list_procedures()
        for text in (p.name.vi, p.result.vi, *SAID.procedures[p.id])
    ]
    unused = [
        term.means
        for term in SAID.terms
        if not any(fold_text(term.means).replace(",", "") in text.replace(",", "") for text in texts)
    ]
    assert unused == []


def test_variants_stand_for_words_that_something_is_found_by():
    texts = {
        form for words in FILES.index._ranking._texts._texts.values() for form in [word.folded for word in words.words]
    }
    assert [each.means for each in SAID.variants if not {word.folded for word in read_words(each.means)} <= texts] == []


def spoil(**changes: Any) -> dict[str, Any]:
    record: dict[str, Any] = copy.deepcopy(RECORD)
    record.update(changes)
    return record


EVENT, TERM, VARIANT = RECORD["events"][0], RECORD["terms"][0], RECORD["variants"][0]


@pytest.mark.parametrize(
    "record",
    [
        spoil(more=[]),
        spoil(fields={}),
        spoil(filler=["?"]),
        spoil(filler=[]),
        spoil(procedures={**RECORD["procedures"], "9.999999": ["gì đó"]}),
        spoil(procedures={**RECORD["procedures"], "1.001193": ["khai sinh", "Khai sinh"]}),
        spoil(procedures={key: says for key, says in RECORD["procedures"].items() if key != "1.001193"}),
        spoil(events=[EVENT, EVENT]),
        spoil(events=[{**EVENT, "procedures": ["9.999999"]}]),
        spoil(events=[{**EVENT, "procedures": []}]),
        spoil(events=[{**EVENT, "procedures": ["1.001193", "1.001193"]}]),
        spoil(events=[{**EVENT, "says": [""]}]),
        spoil(events=[{**EVENT, "why": ""}]),
        spoil(terms=[TERM, TERM]),
        spoil(terms=[{"means": "khai sinh"}]),
        spoil(variants=[VARIANT, VARIANT]),
        spoil(variants=[VARIANT, {"means": "khai sinh", "says": VARIANT["says"][:1]}]),
        spoil(variants=[{"means": "khai sinh", "says": []}]),
    ],
)
def test_words_that_do_not_fit_are_refused(record):
    with pytest.raises(BadRecordError):
        search_words_of(record, FILES.procedure_ids, FIELDS)


ELSEWHERE = json.loads((DATA / "search" / "elsewhere.json").read_text(encoding="utf-8"))
SUBJECT, OTHER = ELSEWHERE["subjects"][:2]
AUTHORITIES = [each for each in ELSEWHERE["authorities"] if each["key"] in {SUBJECT["authority"], OTHER["authority"]}]


def test_each_subject_of_another_authority_has_both_languages_and_a_source():
    subjects = parse_elsewhere(ELSEWHERE)
    assert len(subjects) >= 20
    for each in subjects:
        assert all((each.name.vi, each.name.en, each.authority.vi, each.authority.en)), each.key
        assert each.source.startswith(("Luật ", "Bộ luật ", "Nghị định số ")), each.key


@pytest.mark.parametrize(
    "subjects",
    [
        [SUBJECT, {**OTHER, "source": ""}],
        [SUBJECT, {**OTHER, "authority": "nobody"}],
        [SUBJECT],
        [SUBJECT, {**OTHER, "key": SUBJECT["key"]}],
        [SUBJECT, {**OTHER, "says": [*OTHER["says"], SUBJECT["says"][0]]}],
        [SUBJECT, {**OTHER, "says": []}],
        [SUBJECT, {**OTHER, "why": ""}],
    ],
)
def test_subjects_that_do_not_fit_are_refused(subjects):
    assert parse_elsewhere({"authorities": AUTHORITIES, "subjects": [SUBJECT, OTHER]})
    with pytest.raises(BadRecordError):
        parse_elsewhere({"authorities": AUTHORITIES, "subjects": subjects})
