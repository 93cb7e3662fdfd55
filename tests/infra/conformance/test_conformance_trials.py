"""Tests that name a clause are run, recorded, and tried with its switch off."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from infra.conformance import mutate, proof
from infra.conformance.clauses import CLAUSES, ROOT
from infra.conformance.proof import ReachedPlace, RecordedTest
from infra.conformance.worker import SessionWorker
from tests.infra.conformance.clause_samples import CLOSE, HERE, MONDAY, build_clause

MUTANT = mutate.SwitchMutant("flow:returned/close", {"A-1": frozenset({"a"}), "A-2": frozenset({"b"})})
NOTICED: dict[str, Any] = {"clauses": ("A-1", "A-2"), "outcome": "failed", "error": "AssertionError"}


@pytest.mark.parametrize(
    ("tests", "survived"),
    [
        ([RecordedTest("a", **NOTICED), RecordedTest("b", **NOTICED)], ()),
        ([RecordedTest("a", **NOTICED | {"error": "assert 1 == 2"})], ("A-2",)),
        ([RecordedTest("a", ("A-1", "A-2"), "passed"), RecordedTest("b", ("A-1", "A-2"), "passed")], ("A-1", "A-2")),
        ([RecordedTest("a", **NOTICED | {"error": "NameError: no such name"})], ("A-1", "A-2")),
        ([RecordedTest("other", **NOTICED)], ("A-1", "A-2")),
        ([], ("A-1", "A-2")),
        (None, ("A-1", "A-2")),
    ],
)
def test_a_clause_survives_unless_a_proof_of_its_own_notices(tests: Any, survived: tuple[str, ...]) -> None:
    assert mutate.list_survivors(MUTANT, tests) == survived


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
    with closing(SessionWorker(ROOT)) as worker:
        ended = worker.run_session(asked, 60, {"A-1": [names["a"], names["b"]], "A-2": [names["c"], names["d"]]})
        hung = worker.run_session([*asked, str(tmp_path / names["e"])], 1, {"A-1": [names["e"]]})
    assert ended == 1
    assert hung == -signal.SIGALRM
    assert (tmp_path / "ran").read_text() == "acd", "one failure is about A-1, an unknown name says nothing about A-2"


WITNESSES = {"QN-1": "now", "QN-2": "then", "QN-3": "rule"}


def test_each_switch_is_tried_by_the_tests_that_must_notice_it() -> None:
    shown = {"routes": (CLOSE,), "pages": ("/officer/dossiers/:id",)}
    past = "law:qn.supplement_max"
    listed = [
        build_clause(id="QN-1", **shown),
        build_clause(id="QN-2", **shown, switches=("flow:returned/close", past)),
        build_clause(id="QN-3"),
        build_clause(id="QN-4", **shown),
    ]
    rule = RecordedTest("rule", ("QN-1", "QN-3"), "passed")
    now = RecordedTest("now", ("QN-1", "QN-2"), "passed", reached=(HERE,))
    then = RecordedTest("then", ("QN-2",), "passed", reached=(HERE._replace(on=date(2024, 11, 1)),))
    assert mutate.list_mutants(proof.list_standings(listed, [rule, now, then])) == (
        mutate.SwitchMutant("flow:returned/close", {each: frozenset({name}) for each, name in WITNESSES.items()}),
        mutate.SwitchMutant(past, {"QN-2": frozenset({"then"})}),
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
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.support.running.clause_plugin",
               "-p", "no:cacheprovider", "-c", str(tmp_path / "pytest.ini"),
               "--clauses", "A-1", "--in-process", "--clause-record", str(record),
               str(tmp_path / "test_a.py")]  # fmt: skip
    assert subprocess.run(command, cwd=ROOT, check=False, capture_output=True).returncode == 1
    trials = {trial.name.partition("::")[2]: trial for trial in proof.read_recorded(record)}
    assert {name: (trial.outcome, trial.clauses) for name, trial in trials.items()} == {
        "test_good": ("passed", ("A-1", "A-2")),
        "test_bad": ("failed", ("A-1",)),
    }
    assert trials["test_good"].reached == (ReachedPlace("hue", "POST /a", MONDAY),)
    assert trials["test_bad"].error.startswith("assert 1 == 2")
    assert CLAUSES.is_file()
