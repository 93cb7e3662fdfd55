"""Rules that the pages repeat are equal to the server's."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import pytest

import chalicelib.steps
from chalicelib.domain.ledger.fact_kinds import FactKind
from chalicelib.domain.matters.kind_table import KINDS
from chalicelib.domain.matters.matter_kind import build_step_schema
from chalicelib.domain.papers.paper import LIMITS
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from infra.paths import ROOT

SOURCE = ROOT / "web" / "src"


def read_source(name: str) -> str:
    return (SOURCE / name).read_text()


def test_the_form_renderer_knows_exactly_the_keywords_of_the_forms() -> None:
    catalogue = CatalogueFiles()
    schemas: list[Any] = [catalogue.find_procedure(each).build_schema() for each in catalogue.procedure_ids]
    schemas += [build_step_schema(kind, "open", kind.opening.fields) for kind in KINDS.values()]
    used = {word for schema in schemas for question in schema["properties"].values() for word in question}
    listed = re.search(r"KEYWORDS = new Set\(\[(.*?)\]\)", read_source("eform/schema.ts"), re.DOTALL)
    assert listed
    assert set(re.findall(r'"([^"]+)"', listed[1])) == used


@pytest.mark.parametrize(
    ("file", "name", "limit"),
    [
        ("filing/file_check.ts", "MOST_BYTES", LIMITS.max_bytes),
        ("filing/picture.ts", "MOST_PIXELS", LIMITS.max_pixels),
        ("filing/picture.ts", "MOST_SIDE", LIMITS.max_side),
    ],
)
def test_the_largest_file_and_picture_are_the_apis(file: str, name: str, limit: int) -> None:
    said = re.search(rf"{name} = ([0-9_* ]+);", read_source(file))
    assert said
    assert math.prod(int(each) for each in said[1].split("*")) == limit


def test_every_fact_of_the_ledger_has_its_words() -> None:
    steps = Path(str(chalicelib.steps.__path__[0]))
    written = re.compile(r"payloads\.([A-Z_]+)\.build|NewFact\(\s*FactKind\.([A-Z_]+)")
    found = [kind for path in steps.rglob("*.py") for kind in written.findall(path.read_text())]
    made = {FactKind[one or other].value for one, other in found}
    told = set(re.findall(r"^    ([a-z_]+):", read_source("dossier/timeline_words.ts"), re.MULTILINE))
    assert len(made) > 20
    assert made - told == set()
