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
from chalicelib.domain.catalogue.unit_bodies import VerticalList
from chalicelib.domain.procedure_search.catalogue_search import ProcedureIndex
from chalicelib.domain.procedure_search.search_words import SearchWords
from chalicelib.provinces import is_province
from chalicelib.repositories.catalogue.agency_records import parse_tree
from chalicelib.repositories.catalogue.catalogue_records import (
    OWN_PROCEDURES,
    Lists,
    apply_differences,
    parse_choices,
    parse_procedure,
    parse_published_list,
    parse_vertical_list,
)
from chalicelib.repositories.catalogue.search_words import parse_elsewhere, search_words_of
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

    def find_procedure(self, procedure_id: str) -> Procedure:
        """Return one procedure by catalogue id, without reading the others; raise UnknownProcedure."""
        if procedure_id not in self.procedure_ids:
            raise UnknownProcedure()
        if procedure_id not in self._procedures:
            record = _read_record(self._root / "procedures" / f"{procedure_id}.json")
            own = self._differences.get(procedure_id)
            self._procedures[procedure_id] = parse_procedure(apply_differences(record, own), self.code_lists)
        return self._procedures[procedure_id]

    @cached_property
    def _differences(self) -> Record:
        return read_own(self._root, self._province, OWN_PROCEDURES)

    @cached_property
    def procedure_ids(self) -> frozenset[str]:
        """Return the ids in the catalogue: the names of the files."""
        return frozenset(path.stem for path in (self._root / "procedures").glob("*.json"))

    @cached_property
    def index(self) -> ProcedureIndex:
        """Return the lists and the search over all procedures."""
        every = [self.find_procedure(procedure_id) for procedure_id in sorted(self.procedure_ids)]
        fields = {each.field.code for each in every}
        return ProcedureIndex(every, lambda: self._read_search_words(fields))

    def _read_search_words(self, fields: Collection[str]) -> SearchWords:
        folder = self._root / "search"
        words = search_words_of(_read_record(folder / "words.json"), self.procedure_ids, fields)
        return replace(words, elsewhere=parse_elsewhere(_read_record(folder / "elsewhere.json")))

    @cached_property
    def code_lists(self) -> Lists:
        """Return the code lists by name."""
        records = (_read_record(path) for path in sorted((self._root / "codelists").glob("*.json")))
        return {record["name"]: parse_choices(record["entries"]) for record in records}

    @cached_property
    def territory(self) -> tuple[PublishedList, ...]:
        """Return the published lists of procedures that are accepted anywhere. Raise ValueError for a record with other
        keys."""
        records = json.loads((self._root / "territory" / "lists.json").read_text(encoding="utf-8"))
        return tuple(parse_published_list(record) for record in records)

    @cached_property
    def vertical_lists(self) -> tuple[VerticalList, ...]:
        """Return the published lists of vertical agencies. Raise ValueError for a record with other keys."""
        records = json.loads((self._root / "territory" / "vertical_agencies.json").read_text(encoding="utf-8"))
        return tuple(parse_vertical_list(record) for record in records)

    def load_agencies(self, province: str) -> AgencyTree:
        """Return the agency tree of a province by its code; raise UnknownAgency."""
        # Every question about a unit asks for the tree; the folder is looked at when it is read.
        if province not in self._trees:
            folders = self._root / "province"
            if not is_province(province, folders):
                raise UnknownAgency()
            competence = _read_record(self._root / "competence.json")
            own = folders / province / "competence.json"
            if own.is_file():
                competence = {"kinds": {**competence["kinds"], **_read_record(own)["kinds"]}}
            self._trees[province] = parse_tree(_read_record(folders / province / "agencies.json"), competence)
        return self._trees[province]


def _read_record(path: Path) -> Record:
    record: Record = json.loads(path.read_text(encoding="utf-8"))
    return record
