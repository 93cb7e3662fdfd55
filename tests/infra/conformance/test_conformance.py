"""The list of clauses is whole and true."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from infra.conformance import clauses, places, proof
from infra.conformance.clauses import ClauseClaim, ClausesRefusedError
from infra.conformance.marks import find_marks
from tests.infra.conformance.clause_samples import CLOSE, ROW, build_clause

LISTED = clauses.read_clauses()
COUNTS = {
    "workflow": (14, 20, 21, 7, 12), "deadline": (3, 3, 5, 1, 7), "document": (6, 32, 4, 7, 6),
    "account": (8, 16, 5, 6, 17), "vault": (5, 1, 0, 5, 5), "payment": (3, 7, 6, 4, 6), "lookup": (2, 3, 12, 3, 2),
    "q&a": (0, 2, 10, 1, 18), "feedback": (2, 4, 3, 2, 3), "evaluation": (4, 2, 7, 3, 5), "sync": (6, 12, 5, 4, 4),
    "report": (4, 5, 14, 4, 6), "incident": (8, 6, 3, 4, 12), "security": (9, 12, 4, 4, 11),
    "catalogue": (9, 2, 19, 21, 14), "archive": (1, 2, 3, 2, 5), "admin": (14, 4, 15, 6, 13),
    "": (4, 4, 2, 3, 10),
}  # fmt: skip
ORDER = ("vinh-long", "hue", "quang-ngai", "thai-binh", "lai-chau")
"""Clauses of each kind by province, counted when the regulations were read twice; out of scope under «»."""


def test_every_clause_of_the_five_regulations_is_listed() -> None:
    found = Counter((clause.kind, clause.province) for clause in LISTED)
    wanted = {(kind, province): n for kind in COUNTS for province, n in zip(ORDER, COUNTS[kind], strict=True)}
    assert found == Counter(wanted)
    assert sum(found.values()) == 597 + 23


def test_the_list_says_nothing_false() -> None:
    assert list(proof.list_faults(LISTED, find_marks())) == []


def test_no_claim_is_of_a_rule_alone() -> None:
    assert [clause.id for clause in LISTED if clause.rule_only] == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"id": "QN-13.5.1.1"}, "not the id"),
        ({"province": "hue"}, "not of 'hue'"),
        ({"owes": "no sentence"}, "one sentence"),
        ({"kind": "wrkflow"}, "no such kind"),
        ({"feature": "46"}, "no such feature"),
        ({"scope": "out: because."}, "scope is"),
        ({"claimed": "perhaps"}, "claimed 'perhaps'"),
        ({"claimed": "out"}, "scope is"),
        ({"switch": ""}, "has a switch"),
        ({"needs": "F53"}, "needs nothing more"),
        ({"claimed": "not_yet", "needs": "later"}, "needs names features"),
        ({"page": "-"}, "page is a page"),
        ({"page": "/dossiers/:id;-: a paper"}, "page is a page"),
        ({"more": "x"}, "columns are"),
    ],
)
def test_a_list_that_contradicts_itself_is_refused(tmp_path: Path, changes: dict[str, str], fault: str) -> None:
    with pytest.raises(ClausesRefusedError, match=fault):
        clauses.read_clauses(write_list(tmp_path, ROW | changes))


def test_a_clause_is_listed_once(tmp_path: Path) -> None:
    assert [clause.id for clause in clauses.read_clauses(write_list(tmp_path, ROW))] == ["QN-13.5"]
    with pytest.raises(ClausesRefusedError, match="listed 2 times"):
        clauses.read_clauses(write_list(tmp_path, ROW, ROW))


def write_list(folder: Path, *rows: dict[str, str]) -> Path:
    """A list of clauses with these rows."""
    path = folder / "clauses.csv"
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_marks_are_read_without_running_and_none_is_overlooked(tmp_path: Path) -> None:
    folder = tmp_path / "tests" / "domain"
    folder.mkdir(parents=True)
    lines = ("import pytest", '@pytest.mark.clause("A-1", NAME)', "def test_a(): ...", 'x = y.clause("B-1")')
    (folder / "test_a.py").write_text("\n".join(lines))
    assert find_marks(tmp_path) == {"A-1": ["tests/domain/test_a.py:2"], "NAME": ["tests/domain/test_a.py:2"]}


PLACED: dict[str, Any] = {
    "routes": ("POST /api/dossiers/{dossier_id}/close",), "pages": ("/officer/dossiers/:id",)
}  # fmt: skip


@pytest.mark.parametrize(
    ("clause", "places", "fault"),
    [
        (build_clause(**PLACED), {}, "no test names it"),
        (build_clause(**PLACED), {"QN-13.5": ["tests/law/test_x.py:1"]}, "no test names it"),
        (build_clause(**PLACED), {"QN-13.5": ["tests/steps/test_x.py:1", "tests/api/test_x.py:1"]}, "no test names it"),
        (
            build_clause(**PLACED),
            {"QN-13.5": ["tests/product/test_x.py:1"], "QN-99": ["tests/product/test_x.py:1"]},
            "not in the",
        ),
        (
            build_clause(**PLACED, switches=("flow:closed/receive",)),
            {"QN-13.5": ["tests/product/test_x.py:1"]},
            "no such row",
        ),
        (
            build_clause(claimed=ClauseClaim.OUT, switches=()),
            {"QN-13.5": ["tests/product/test_x.py:1"]},
            "out of scope",
        ),
        (build_clause(), {"QN-13.5": ["tests/product/test_x.py:1"]}, "no route says"),
    ],
)
def test_a_false_list_is_reported_without_running(
    clause: clauses.Clause, places: dict[str, list[str]], fault: str
) -> None:
    assert [fault in each for each in proof.list_faults([clause], places)] == [True]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"routes": ("POST /api/dossiers/{dossier_id}/shut",)}, "there is no route"),
        ({"routes": ("event close",)}, "there is no route"),
        ({"pages": ("/officer/nowhere",)}, "the site has no page"),
        ({"pages": (), "no_page": "no time"}, "is no reason"),
        ({"pages": ()}, "go together"),
        ({"routes": ()}, "go together"),
    ],
)
def test_a_route_and_a_page_must_be_there(changes: dict[str, Any], fault: str) -> None:
    good = {"routes": (CLOSE, "event watch_deadlines"), "pages": ("/officer/dossiers/:id",)}
    assert not [*places.list_place_faults(build_clause(**good))]
    assert [fault in each for each in places.list_place_faults(build_clause(**good | changes))] == [True]
