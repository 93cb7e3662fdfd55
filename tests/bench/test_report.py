"""The page of results, from the figures of a run."""

from __future__ import annotations

import pytest

from bench import __main__ as bench
from bench.report import BEGIN, END, PAGE, replace_results

MACHINE = {"date": "2026-11-27", "cores": 2, "python": "3.11.7", "load_before": 0.25}
PART = {"machine": MACHINE, "seconds": 12.4, "missed": [], "table": ["a  1 ms ", "b  2 ms"]}


def test_results_stand_in_place_of_those_before_and_the_rest_is_kept() -> None:
    page = f"# Speed\n\n{BEGIN}\nformer\n{END}\n\n## Pages\n"
    made = replace_results(page, {"cold start": PART, "load": {**PART, "missed": ["errors"]}})
    assert "former" not in made
    assert made.startswith(f"# Speed\n\n{BEGIN}\n")
    assert made.endswith(f"{END}\n\n## Pages\n")
    assert "### Cold start" in made
    assert "2026-11-27, 2 cores, Python 3.11.7, load 0.2 at its begin, 12 s. Missed: nothing." in made
    assert "```\na  1 ms\nb  2 ms\n```" in made
    assert "Missed: errors." in made
    assert replace_results(made, {"cold start": PART, "load": {**PART, "missed": ["errors"]}}) == made


def test_a_part_that_was_not_remeasured_is_kept() -> None:
    both = replace_results(f"{BEGIN}\n{END}\n", {"cold start": PART, "growth": {**PART, "table": ["million"]}})
    anew = replace_results(both, {"cold start": {**PART, "table": ["c  3 ms"]}})
    assert both.count("### Growth") == anew.count("### Growth") == 1
    assert "million" in anew
    assert ("a  1 ms" in anew, "c  3 ms" in anew) == (False, True)
    assert anew.index("### Cold start") < anew.index("### Growth")


def test_a_page_without_a_place_for_results_is_refused() -> None:
    with pytest.raises(ValueError, match="no place"):
        replace_results("# Speed\n", {})


def test_the_page_of_the_project_has_its_place() -> None:
    assert replace_results(PAGE.read_text(), {}).startswith("# Speed")


def test_a_part_that_there_is_not_is_refused_and_nothing_is_measured(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["bench", "cold"])
    with pytest.raises(SystemExit) as refused:
        bench.main()
    assert refused.value.code == 2
    assert "no such part: cold" in capsys.readouterr().err
