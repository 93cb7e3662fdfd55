"""The list of clauses is whole and true, and its switches turn off what they say."""

from __future__ import annotations

import ast
import csv
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from contextlib import closing
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from chalicelib.domain.flow import State, Step
from chalicelib.repositories import built_law
from chalicelib.repositories.law import parse as parse_law
from infra.conformance import clauses, force, mutate, places, proof, report
from infra.conformance.clauses import CLAUSES, KINDS, PROVINCES, ROOT, Claim, ClausesRefusedError
from infra.conformance.marks import marked
from infra.conformance.proof import Reached, Trial
from infra.conformance.switches import NoSuchSwitchError, parse, require, turned_off
from infra.conformance.worker import Worker
from tests.reached import is_reached

LISTED = clauses.read()
COUNTS = {
    "workflow": (14, 20, 21, 7, 12), "deadline": (3, 3, 5, 1, 7), "document": (6, 32, 4, 7, 6),
    "account": (8, 16, 5, 6, 17), "vault": (5, 1, 0, 5, 5), "payment": (3, 7, 6, 4, 6), "lookup": (2, 3, 12, 3, 2),
    "q&a": (0, 2, 10, 1, 18), "feedback": (2, 4, 3, 2, 3), "evaluation": (4, 2, 7, 3, 5), "sync": (6, 12, 5, 4, 4),
    "report": (4, 5, 14, 4, 6), "incident": (8, 6, 3, 4, 12), "security": (9, 12, 4, 4, 11),
    "catalogue": (9, 2, 19, 21, 14), "archive": (1, 2, 3, 2, 5), "admin": (14, 4, 15, 6, 13),
    "": (4, 4, 2, 3, 10),
}  # fmt: skip
"""Clauses of each kind by province, counted when the regulations were read twice; out of scope under «»."""


def test_every_clause_of_the_five_regulations_is_listed() -> None:
    found = Counter((clause.kind, clause.province) for clause in LISTED)
    wanted = {
        (kind, province): n for kind in COUNTS for province, n in zip(PROVINCES.values(), COUNTS[kind], strict=True)
    }
    assert found == Counter(wanted)
    assert sum(found.values()) == 597 + 23


def test_the_list_says_nothing_false() -> None:
    assert list(proof.list_faults(LISTED, marked())) == []


def test_no_claim_is_of_a_rule_alone() -> None:
    assert [clause.id for clause in LISTED if clause.rule_only] == []


ROW = {
    "id": "QN-13.5", "province": "quang-ngai", "owes": "It is closed.", "kind": "workflow", "feature": "F46",
    "scope": "in", "switch": "flow:returned/close", "needs": "", "route": "", "page": "", "claimed": "proven",
}  # fmt: skip


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
        clauses.read(a_list(tmp_path, ROW | changes))


def test_a_clause_is_listed_once(tmp_path: Path) -> None:
    assert [clause.id for clause in clauses.read(a_list(tmp_path, ROW))] == ["QN-13.5"]
    with pytest.raises(ClausesRefusedError, match="listed 2 times"):
        clauses.read(a_list(tmp_path, ROW, ROW))


def a_list(folder: Path, *rows: dict[str, str]) -> Path:
    """A list of clauses with these rows."""
    path = folder / "clauses.csv"
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.parametrize(
    "text",
    [
        "HUE-14.4", "flag:extension", "law:", "law:no.such.entry", "law:svc.extension_cap", "law:svc.answer->9",
        "flow:received", "flow:closed/receive", "flow:processing/resolve/perhaps", "flow:request/perhaps",
        "guard:chalicelib.steps.rules.require_nothing", "guard:chalicelib.nowhere.at_all",
        "guard:infra.conformance.switches.require", "guard:chalicelib.steps.rules.cited",
    ],
)  # fmt: skip
def test_a_switch_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(NoSuchSwitchError):
        require(text)


def off(text: str) -> str:
    """The changed file's text with a switch off."""
    return turned_off(parse(text), ROOT)[1]


def test_an_entry_taken_out_leaves_the_rule_it_derogated_from() -> None:
    rules = parse_law(json.loads(off("law:hue.extension_cap.carried")))
    assert "hue.extension_cap.carried" not in rules.entries
    assert "svc.extension_cap" in rules.entries


@pytest.mark.parametrize(
    ("entry", "value"),
    [("svc.answer", 9), ("lc.answer.carried", 9), ("svc.supplement_effect", "pause"), ("svc.extension_chain", ())],
)
def test_an_entry_without_another_rule_below_gets_another_value(entry: str, value: Any) -> None:
    assert parse_law(json.loads(off(f"law:{entry}"))).entries[entry].value == value


def test_a_row_taken_out_is_gone_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    without = ModuleType("flow_without")
    monkeypatch.setitem(sys.modules, without.__name__, without)  # where dataclasses look for their module
    exec(compile(off("flow:received/pay/cash"), "flow.py", "exec"), vars(without))  # noqa: S102 - our own text
    found = [without.find(State(state), Step.PAY, case) for state, case in CELLS]
    assert [row is None for row in found] == [True, False, False]


CELLS = (("received", "cash"), ("received", "online"), ("processing", "cash"))


def test_a_request_taken_out_is_gone() -> None:
    text = off("flow:request/extension")
    assert text.count("REQUESTS = {kind: rule for") == 1
    ast.parse(text)


def test_a_bypassed_guard_looks_and_does_not_refuse() -> None:
    tree = ast.parse(off("guard:chalicelib.steps.rules.require_ground"))
    function = next(node for node in tree.body if getattr(node, "name", "") == "require_ground")
    assert not [node for node in ast.walk(function) if isinstance(node, ast.Raise)]
    assert [node for node in ast.walk(tree) if isinstance(node, ast.Raise)], "other guards still refuse"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("guard:chalicelib.domain.permission.can_see->True", "return True"),
        ("guard:chalicelib.domain.beside.Request.passed->0", "return 0"),
        ("guard:chalicelib.domain.permission.READERS->frozenset(Role)", "READERS = frozenset(Role)"),
    ],
)
def test_a_bypassed_guard_answers_what_the_switch_says(text: str, line: str) -> None:
    assert line in off(text)


def test_marks_are_read_without_running_and_none_is_overlooked(tmp_path: Path) -> None:
    folder = tmp_path / "tests" / "domain"
    folder.mkdir(parents=True)
    lines = ("import pytest", '@pytest.mark.clause("A-1", NAME)', "def test_a(): ...", 'x = y.clause("B-1")')
    (folder / "test_a.py").write_text("\n".join(lines))
    assert marked(tmp_path) == {"A-1": ["tests/domain/test_a.py:2"], "NAME": ["tests/domain/test_a.py:2"]}


def one(**changes: Any) -> clauses.Clause:
    """A proven clause."""
    row = {"switches": ("flow:returned/close",), "needs": (), "claimed": Claim.PROVEN}
    plain = {key: value for key, value in ROW.items() if key not in ("switch", "needs", "route", "page", "claimed")}
    return clauses.Clause(**plain | row | changes)


PLACED: dict[str, Any] = {
    "routes": ("POST /api/dossiers/{dossier_id}/close",), "pages": ("/officer/dossiers/:id",)
}  # fmt: skip


@pytest.mark.parametrize(
    ("clause", "places", "fault"),
    [
        (one(**PLACED), {}, "no test names it"),
        (one(**PLACED), {"QN-13.5": ["tests/law/test_x.py:1"]}, "no test names it"),
        (one(**PLACED), {"QN-13.5": ["tests/steps/test_x.py:1", "tests/api/test_x.py:1"]}, "no test names it"),
        (
            one(**PLACED),
            {"QN-13.5": ["tests/product/test_x.py:1"], "QN-99": ["tests/product/test_x.py:1"]},
            "not in the",
        ),
        (one(**PLACED, switches=("flow:closed/receive",)), {"QN-13.5": ["tests/product/test_x.py:1"]}, "no such row"),
        (one(claimed=Claim.OUT, switches=()), {"QN-13.5": ["tests/product/test_x.py:1"]}, "out of scope"),
        (one(), {"QN-13.5": ["tests/product/test_x.py:1"]}, "no route says"),
    ],
)
def test_a_false_list_is_told_without_running(clause: clauses.Clause, places: dict[str, list[str]], fault: str) -> None:
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
    assert not [*places.faults(one(**good))]
    assert [fault in each for each in places.faults(one(**good | changes))] == [True]


CLOSE, MONDAY = "POST /api/dossiers/{dossier_id}/close", date(2026, 11, 23)
HERE = Reached("quang-ngai", CLOSE, MONDAY)
BOTH = {"routes": (CLOSE, "GET /api/worklist")}
QN_TEXT = {"switches": ("law:qn.supplement_max",)}
"""An entry that ended on 01/07/2025."""


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
    changes: dict[str, Any], reached: list[Reached], missed: str
) -> None:
    trial = Trial("tests/product/t.py::a", ("QN-13.5",), "passed", reached=tuple(reached))
    clause = one(**{"routes": (CLOSE,), "pages": ("/officer/dossiers/:id",), **changes})
    found = [*proof.run_faults(proof.standings([clause], [trial]))]
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
    decided = [year for year, known in built_law.years().items() if known]
    assert date(max(decided), 12, 31) == force.TODAY


GOOD = Trial("tests/steps/t.py::a", ("QN-13.5",), "passed")


@pytest.mark.parametrize(
    ("trials", "faults"),
    [
        ([GOOD], []),
        ([GOOD, Trial("tests/steps/t.py::b", ("QN-13.5",), "failed")], ["b failed"]),
        ([Trial("tests/steps/t.py::a", ("QN-13.5",), "not_run")], ["no test of it passed"]),
        ([Trial("tests/domain/test_law.py::a", ("QN-13.5",), "passed")], ["no test of it passed"]),
        ([Trial("tests/steps/t.py::a", ("QN-13.4",), "passed")], ["no test of it passed"]),
    ],
)
def test_a_claim_needs_a_test_of_behaviour_that_passed(trials: list[Trial], faults: list[str]) -> None:
    found = list(proof.run_faults(proof.standings([one()], trials)))
    assert len(found) == len(faults)
    assert all(part in text for part, text in zip(faults, found, strict=True))


def test_a_passing_test_of_an_unclaimed_clause_is_work_begun() -> None:
    trial = Trial("tests/steps/t.py::a", ("QN-13.5",), "passed")
    assert proof.standings([one(claimed=Claim.NOT_YET)], [trial])[0].begun
    assert not proof.standings([one()], [trial])[0].begun


def test_the_report_counts_each_clause_once(tmp_path: Path) -> None:
    standing = proof.standings(LISTED, [])
    report.write(standing, ["QN-13.5: false"], tmp_path)
    written = json.loads((tmp_path / "conformance.json").read_text())
    assert sum(written["totals"].values()) == len(written["clauses"]) == len(LISTED)
    page = (tmp_path / "conformance.md").read_text()
    assert "- QN-13.5: false" in page
    assert all(f"| {kind} |" in page for kind in KINDS)
    assert "proven without a page: 0 of 0" in page
    assert page.count("\n| HUE-") == 133 + 4


def test_the_report_tells_rule_product_and_page_apart_and_leaves_out_what_has_ended() -> None:
    paper = {"pages": (), "no_page": "a paper"}
    listed = [
        one(id="QN-1", routes=(CLOSE,), pages=("/officer/dossiers/:id",)),
        one(id="QN-2", routes=(CLOSE,), **paper),
        one(id="QN-3"),
        one(id="QN-4", routes=(CLOSE,), **QN_TEXT, **paper),
    ]
    names = tuple(clause.id for clause in listed)
    trial = Trial("tests/product/t.py::a", names, "passed", reached=(HERE, HERE._replace(on=date(2024, 11, 1))))
    standing = proof.standings(listed, [trial])
    assert str(report.cell(standing)) == "3 · 2 · 1 / 3"
    rule_only, elsewhere, ended, without, _ = report.remarks(standing)
    assert rule_only.endswith(": 1: QN-3")
    assert elsewhere.endswith("only: –")
    assert ended.endswith("QN-4 (until 2025-07-01)")
    assert without.endswith("1 of 2 (50 %): 1 a paper")


def test_a_record_older_than_the_sources_is_refused(tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    with pytest.raises(proof.StaleRecordError, match="no run"):
        proof.recorded(record)
    source = tmp_path / "tests" / "test_a.py"
    source.parent.mkdir()
    source.write_text("")
    with pytest.raises(proof.StaleRecordError, match=r"test_a\.py"):
        proof.require_fresh(record, tmp_path)
    record.write_text(json.dumps({"tests": {}}))
    os.utime(source, (1, 1))
    proof.require_fresh(record, tmp_path)
    assert proof.recorded(record) == ()


MUTANT = mutate.Mutant("flow:returned/close", {"A-1": frozenset({"a"}), "A-2": frozenset({"b"})})
NOTICED: dict[str, Any] = {"clauses": ("A-1", "A-2"), "outcome": "failed", "error": "AssertionError"}


@pytest.mark.parametrize(
    ("tests", "survived"),
    [
        ([Trial("a", **NOTICED), Trial("b", **NOTICED)], ()),
        ([Trial("a", **NOTICED | {"error": "assert 1 == 2"})], ("A-2",)),
        ([Trial("a", ("A-1", "A-2"), "passed"), Trial("b", ("A-1", "A-2"), "passed")], ("A-1", "A-2")),
        ([Trial("a", **NOTICED | {"error": "NameError: no such name"})], ("A-1", "A-2")),
        ([Trial("other", **NOTICED)], ("A-1", "A-2")),
        ([], ("A-1", "A-2")),
        (None, ("A-1", "A-2")),
    ],
)
def test_a_clause_survives_unless_a_proof_of_its_own_notices(tests: Any, survived: tuple[str, ...]) -> None:
    assert mutate.survivors(MUTANT, tests) == survived


TRIED = """
import pathlib, time

def note(name):
    with (pathlib.Path(__file__).parent / "ran").open("a") as ran:
        ran.write(name)

def test_a(): note("a"); assert False
def test_b(): note("b"); assert False
def test_c(): note("c"); no_such_name
def test_d(): note("d")
def test_e(): time.sleep(60)
"""


def test_a_worker_runs_each_witness_until_its_clauses_are_missed(tmp_path: Path) -> None:
    (tmp_path / "test_a.py").write_text(TRIED)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    names = {each: f"test_a.py::test_{each}" for each in "abcde"}
    asked = ["-c", str(tmp_path / "pytest.ini"), "-p", "no:cacheprovider", *(str(tmp_path / names[n]) for n in "abcd")]
    with closing(Worker(ROOT)) as worker:
        ended = worker.run(asked, 60, {"A-1": [names["a"], names["b"]], "A-2": [names["c"], names["d"]]})
        hung = worker.run([*asked, str(tmp_path / names["e"])], 1, {"A-1": [names["e"]]})
    assert ended == 1
    assert hung == -signal.SIGALRM
    assert (tmp_path / "ran").read_text() == "acd", "one failure tells of A-1, an unknown name tells nothing of A-2"


WITNESSES = {"QN-1": "now", "QN-2": "then", "QN-3": "rule"}


def test_each_switch_is_tried_by_the_tests_that_must_notice_it() -> None:
    shown = {"routes": (CLOSE,), "pages": ("/officer/dossiers/:id",)}
    past = "law:qn.supplement_max"
    listed = [
        one(id="QN-1", **shown),
        one(id="QN-2", **shown, switches=("flow:returned/close", past)),
        one(id="QN-3"),
        one(id="QN-4", **shown),
    ]
    rule = Trial("rule", ("QN-1", "QN-3"), "passed")
    now = Trial("now", ("QN-1", "QN-2"), "passed", reached=(HERE,))
    then = Trial("then", ("QN-2",), "passed", reached=(HERE._replace(on=date(2024, 11, 1)),))
    assert mutate.mutants(proof.standings(listed, [rule, now, then])) == (
        mutate.Mutant("flow:returned/close", {each: frozenset({name}) for each, name in WITNESSES.items()}),
        mutate.Mutant(past, {"QN-2": frozenset({"then"})}),
    )


def test_the_plugin_runs_what_names_a_clause_and_writes_how_it_ended(tmp_path: Path) -> None:
    (tmp_path / "test_a.py").write_text(
        "import pytest\n"
        '@pytest.mark.clause("A-1", "A-2")\ndef test_good(record_property):\n'
        '    record_property("reached", [["hue", "POST /a", "2026-11-23"]])\n'
        '@pytest.mark.clause("A-1")\ndef test_bad(): assert 1 == 2\n'
        '@pytest.mark.clause("A-3")\ndef test_other(): ...\n'
        "@pytest.mark.clause('A-1')\n@pytest.mark.cloud\ndef test_far(): ...\n"
        "def test_plain(): ...\n"
    )
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n    clause: x\n    cloud: x\n")
    record = tmp_path / "record.json"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.clause_plugin", "-p", "no:cacheprovider", "-c",
               str(tmp_path / "pytest.ini"), "--clauses", "A-1", "--in-process", "--clause-record", str(record),
               str(tmp_path / "test_a.py")]  # fmt: skip
    assert subprocess.run(command, cwd=ROOT, check=False, capture_output=True).returncode == 1
    trials = {trial.name.partition("::")[2]: trial for trial in proof.recorded(record)}
    assert {name: (trial.outcome, trial.clauses) for name, trial in trials.items()} == {
        "test_good": ("passed", ("A-1", "A-2")),
        "test_bad": ("failed", ("A-1",)),
    }
    assert trials["test_good"].reached == (Reached("hue", "POST /a", MONDAY),)
    assert trials["test_bad"].error.startswith("assert 1 == 2")
    assert CLAUSES.is_file()
