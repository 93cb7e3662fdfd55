"""The effects of corrections and refilings on a dossier, apart from their steps."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.dossier.corrections import Corrections
from chalicelib.domain.dossier.current_parts import is_superseded, select_current_parts
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.refiled_dossier import require_whole
from chalicelib.domain.dossier.refiling import RefiledFrom, RefilingIncomplete
from chalicelib.domain.filing.carried_over import map_answers, map_components
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.ledger.chain import Part
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from tests.support.builders import CERTIFICATE, COPY, Case


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    """A received dossier."""
    return Case(COPY).at(State.RECEIVED, "").dossier


def test_a_dossier_stored_before_corrections_reads_as_ever(dossier: Dossier) -> None:
    stored = pack_value(dossier)
    assert not {"corrections", "refiled_from", "refiled_into"} & set(stored)
    assert unpack_value(Dossier, stored) == dossier


def test_the_newest_part_holds_and_parts_of_other_names_stay(dossier: Dossier) -> None:
    parts = {
        each.digest: each for each in (Part("applicant", 1, "aa"), Part("applicant", 2, "bb"), Part("form", 3, "cc"))
    }
    old, new, form = parts
    corrected = replace(dossier, corrections=Corrections(4, {"applicant": new}))
    assert set(select_current_parts(corrected, parts)) == {new, form}
    assert is_superseded(corrected, old, parts[old])
    assert set(select_current_parts(dossier, parts)) == set(parts)


def test_papers_come_along_by_key_or_name_and_no_other_does() -> None:
    procedure: Any = Case().reference.find_procedure
    wrong, right = procedure(COPY), procedure(CERTIFICATE)
    same = replace(right, components=(*wrong.components, *right.components))
    keys = {"p1": wrong.components[0].key, "p2": "nothing_known"}
    assert map_components(wrong, same, keys) == {"p1": wrong.components[0].key}
    renamed = replace(wrong.components[0], key="another_key")
    assert map_components(wrong, replace(right, components=(renamed,)), keys) == {"p1": "another_key"}
    assert map_components(wrong, replace(right, components=()), keys) == {}


def test_the_applicants_own_data_come_along_under_another_name() -> None:
    procedure: Any = Case().reference.find_procedure
    certificate = procedure(CERTIFICATE)
    said, beside = (
        {"applicant_full_name": "A", "document_title": "B"},
        {"full_name": "C", "phone": "0912", "email": None},
    )
    assert map_answers(certificate, said, beside) == {"requester_full_name": "A", "requester_phone": "0912"}
    assert map_answers(certificate, {}, {}) == {}


def test_what_lacks_something_is_not_received(dossier: Dossier) -> None:
    assert dossier.received_at is not None
    origin = RefiledFrom("d", ("c",), dossier.received_at)
    require_whole(replace(dossier, refiled_from=origin))
    for lacking in (replace(origin, lacking=("paper",)), replace(origin, lacking_fields=("question",))):
        with pytest.raises(RefilingIncomplete):
            require_whole(replace(dossier, refiled_from=lacking))
