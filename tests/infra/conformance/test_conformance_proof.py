"""A claim holds with a test that reached its route in its province; the report counts what holds."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chalicelib.repositories.law import law_metadata
from infra.conformance import force, proof, report
from infra.conformance.clauses import KINDS, ClauseClaim
from infra.conformance.proof import ReachedPlace, RecordedTest
from tests.infra.conformance.clause_samples import CLOSE, HERE, QN_TEXT, build_clause
from tests.infra.conformance.test_conformance import LISTED
from tests.support.running.reached import is_reached

BOTH = {"routes": (CLOSE, "GET /api/worklist")}


@pytest.mark.parametrize(
    ("changes", "reached", "missed"),
    [
        ({}, [HERE], ""),
        ({}, [HERE._replace(province="hue"), HERE], ""),
        ({}, [HERE._replace(province="hue")], "in hue alone"),
        ({}, [HERE._replace(route="POST /api/dossiers/{dossier_id}/give_back")], "none of its tests reached"),
        ({}, [HERE._replace(on=date(2024, 11, 1))], "under the law of 2027-12-31"),
        ({}, [HERE._replace(on=date(2028, 1, 3))], "under the law of 2027-12-31"),
        (BOTH, [HERE], "none of its tests reached GET /api/worklist in quang-ngai"),
        (BOTH, [HERE, HERE._replace(route="GET /api/worklist")], ""),
        (
            BOTH,
            [HERE, HERE._replace(route="GET /api/worklist", province="hue")],
            "reach GET /api/worklist in hue alone",
        ),
        (BOTH, [HERE, HERE._replace(route="GET /api/worklist", on=date(2024, 11, 1))], "under the law of 2027-12-31"),
        (QN_TEXT, [HERE], "while it was in force"),
        (QN_TEXT, [HERE._replace(on=date(2024, 11, 1))], ""),
        ({"routes": ()}, [], ""),
    ],
)
def test_a_claim_needs_a_test_at_each_of_its_routes_in_its_province_while_it_is_in_force(
    changes: dict[str, Any], reached: list[ReachedPlace], missed: str
) -> None:
    trial = RecordedTest("tests/product/t.py::a", ("QN-13.5",), "passed", reached=tuple(reached))
    clause = build_clause(**{"routes": (CLOSE,), "pages": ("/officer/dossiers/:id",), **changes})
    found = [*proof.run_faults(proof.list_standings([clause], [trial]))]
    assert ([missed in each for each in found] == [True]) if missed else not found


@pytest.mark.parametrize(
    ("status", "counts"),
    [
        (200, True),
        (303, True),
        (403, True),
        (409, True),
        (422, True),
        (400, False),
        (401, False),
        (404, False),
        (412, False),
        (500, False),
    ],
)
def test_a_route_is_reached_when_it_answers_or_refuses_by_a_rule(status: int, counts: bool) -> None:
    assert is_reached(status) is counts


def test_today_is_the_last_day_of_the_decided_calendars() -> None:
    decided = [year for year, known in law_metadata.list_years().items() if known]
    assert date(max(decided), 12, 31) == force.TODAY


GOOD = RecordedTest("tests/steps/t.py::a", ("QN-13.5",), "passed")


@pytest.mark.parametrize(
    ("trials", "faults"),
    [
        ([GOOD], []),
        ([GOOD, RecordedTest("tests/steps/t.py::b", ("QN-13.5",), "failed")], ["b failed"]),
        ([RecordedTest("tests/steps/t.py::a", ("QN-13.5",), "not_run")], ["no test of it passed"]),
        ([RecordedTest("tests/domain/law/test_rulings.py::a", ("QN-13.5",), "passed")], ["no test of it passed"]),
        ([RecordedTest("tests/steps/t.py::a", ("QN-13.4",), "passed")], ["no test of it passed"]),
    ],
)
def test_a_claim_needs_a_test_of_behaviour_that_passed(trials: list[RecordedTest], faults: list[str]) -> None:
    found = list(proof.run_faults(proof.list_standings([build_clause()], trials)))
    assert len(found) == len(faults)
    assert all(part in text for part, text in zip(faults, found, strict=True))


def test_a_passing_test_of_an_unclaimed_clause_is_work_begun() -> None:
    trial = RecordedTest("tests/steps/t.py::a", ("QN-13.5",), "passed")
    assert proof.list_standings([build_clause(claimed=ClauseClaim.NOT_YET)], [trial])[0].begun
    assert not proof.list_standings([build_clause()], [trial])[0].begun


def test_the_report_counts_each_clause_once(tmp_path: Path) -> None:
    standing = proof.list_standings(LISTED, [])
    report.write_report(standing, ["QN-13.5: false"], tmp_path)
    written = json.loads((tmp_path / "conformance.json").read_text())
    assert sum(written["totals"].values()) == len(written["clauses"]) == len(LISTED)
    page = (tmp_path / "conformance.md").read_text()
    assert "- QN-13.5: false" in page
    assert all(f"| {kind} |" in page for kind in KINDS)
    assert "proven without a page: 0 of 0" in page
    assert page.count("\n| HUE-") == 133 + 4


def test_the_report_separates_rule_product_and_page_and_omits_what_has_ended() -> None:
    paper = {"pages": (), "no_page": "a paper"}
    listed = [
        build_clause(id="QN-1", routes=(CLOSE,), pages=("/officer/dossiers/:id",)),
        build_clause(id="QN-2", routes=(CLOSE,), **paper),
        build_clause(id="QN-3"),
        build_clause(id="QN-4", routes=(CLOSE,), **QN_TEXT, **paper),
    ]
    names = tuple(clause.id for clause in listed)
    trial = RecordedTest("tests/product/t.py::a", names, "passed", reached=(HERE, HERE._replace(on=date(2024, 11, 1))))
    standing = proof.list_standings(listed, [trial])
    assert str(report.total_cells(standing)) == "3 · 2 · 1 / 3"
    rule_only, elsewhere, ended, without, _ = report.write_remarks(standing)
    assert rule_only.endswith(": 1: QN-3")
    assert elsewhere.endswith("only: –")
    assert ended.endswith("QN-4 (until 2025-07-01)")
    assert without.endswith("1 of 2 (50 %): 1 a paper")


def test_a_record_older_than_the_sources_is_refused(tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    with pytest.raises(proof.StaleRecordError, match="no run"):
        proof.read_recorded(record)
    source = tmp_path / "tests" / "test_a.py"
    source.parent.mkdir()
    source.write_text("")
    with pytest.raises(proof.StaleRecordError, match="no run"):
        proof.require_fresh(record, tmp_path)
    record.write_text(json.dumps({"tests": {}}))
    os.utime(record, (0, 0))
    with pytest.raises(proof.StaleRecordError, match=r"test_a\.py"):
        proof.require_fresh(record, tmp_path)
    os.utime(record)
    os.utime(source, (1, 1))
    proof.require_fresh(record, tmp_path)
    assert proof.read_recorded(record) == ()
