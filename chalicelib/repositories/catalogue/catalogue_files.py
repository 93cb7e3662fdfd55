"""The catalogue on disk: procedures, agencies and code lists, read once and kept."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from chalicelib.domain.catalogue.agencies import AgencyTree, UnknownAgency
from chalicelib.domain.catalogue.procedures import Procedure, UnknownProcedure
from chalicelib.domain.catalogue.territory import PublishedList
from chalicelib.domain.procedure_search.catalogue_search import Index
from chalicelib.domain.procedure_search.search_words import SearchWords
from chalicelib.provinces import is_province
from chalicelib.repositories.catalogue.catalogue_records import (
    OWN_PROCEDURES,
    Lists,
    choices_of,
    procedure_of,
    published_list_of,
    tree_of,
    with_differences,
)
from chalicelib.repositories.catalogue.search_words import elsewhere_of, search_words_of
from chalicelib.repositories.files.own_data import read_own
from chalicelib.repositories.files.records import Record

DATA = Path(__file__).parents[2] / "data"


class CatalogueFiles:
    """Reads the catalogue under a folder, with a province's own differences; each file at most once in the life of the
    object."""

    def __init__(self, root: Path = DATA, province: str = "") -> None:
        self._root = root
        self._province = province
        self._procedures: dict[str, Procedure] = {}
        self._trees: dict[str, AgencyTree] = {}

    def procedure(self, procedure_id: str) -> Procedure:
        """Return one procedure by catalogue id, without reading the others; raise UnknownProcedure."""
        if procedure_id not in self.procedure_ids:
            raise UnknownProcedure()
        if procedure_id not in self._procedures:
            record = _read(self._root / "procedures" / f"{procedure_id}.json")
            own = self._differences.get(procedure_id)
            self._procedures[procedure_id] = procedure_of(with_differences(record, own), self.code_lists)
        return self._procedures[procedure_id]

    @cached_property
    def _differences(self) -> Record:
        return read_own(self._root, self._province, OWN_PROCEDURES)

    @cached_property
    def procedure_ids(self) -> frozenset[str]:
        """Return the ids in the catalogue: the names of the files."""
        return frozenset(path.stem for path in (self._root / "procedures").glob("*.json"))

    @cached_property
    def index(self) -> Index:
        """Return the lists and the search over all procedures."""
        every = [self.procedure(procedure_id) for procedure_id in sorted(self.procedure_ids)]
        fields = {each.field.code for each in every}
        return Index(every, lambda: self._read_search_words(fields))

    def _read_search_words(self, fields: Collection[str]) -> SearchWords:
        folder = self._root / "search"
        words = search_words_of(_read(folder / "words.json"), self.procedure_ids, fields)
        return replace(words, elsewhere=elsewhere_of(_read(folder / "elsewhere.json")))

    @cached_property
    def code_lists(self) -> Lists:
        """Return the code lists by name."""
        records = (_read(path) for path in sorted((self._root / "codelists").glob("*.json")))
        return {record["name"]: choices_of(record["entries"]) for record in records}

    @cached_property
    def territory(self) -> tuple[PublishedList, ...]:
        """Return the published lists of procedures that are accepted anywhere. Raise ValueError for a record with other
        keys."""
        records = json.loads((self._root / "territory" / "lists.json").read_text(encoding="utf-8"))
        return tuple(published_list_of(record) for record in records)

    def agencies(self, province: str) -> AgencyTree:
        """Return the agency tree of a province by its code; raise UnknownAgency."""
        folders = self._root / "province"
        if not is_province(province, folders):
            raise UnknownAgency()
        if province not in self._trees:
            competence = _read(self._root / "competence.json")
            own = folders / province / "competence.json"
            if own.is_file():
                competence = {"kinds": {**competence["kinds"], **_read(own)["kinds"]}}
            self._trees[province] = tree_of(_read(folders / province / "agencies.json"), competence)
        return self._trees[province]


def _read(path: Path) -> Record:
    record: Record = json.loads(path.read_text(encoding="utf-8"))
    return record
