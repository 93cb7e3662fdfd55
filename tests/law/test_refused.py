"""Data that must not become law: each fault is refused with its file, its key and the reason."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from infra.law.build import DATA, SOURCE, build_rule_set
from infra.law.source import LawRefusedError
from tests.law.refused_calendars import REFUSED_CALENDARS
from tests.law.refused_entries import REFUSED_ENTRIES

REFUSED = [*REFUSED_ENTRIES, *REFUSED_CALENDARS]
PROVINCE = 'code = "px"\nname_vi = "P"\nname_en = "P"\nbasis = "own_regulation"\nsays = "P"\n'


@pytest.mark.parametrize(
    ("file", "text", "key", "reason"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_refused_with_file_key_and_reason(tmp_path, file, text, key, reason):
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "province" / "px").mkdir(parents=True, exist_ok=True)
    (tmp_path / "province" / "px" / "province.toml").write_text(PROVINCE, encoding="utf-8")
    (tmp_path / file).write_text(text, encoding="utf-8")
    with pytest.raises(LawRefusedError) as refused:
        build_rule_set(SOURCE, tmp_path)
    told = [(problem.file, problem.key, problem.reason) for problem in refused.value.problems]
    assert (file, key, reason) in told, told


def _copy_with_procedure(tmp_path: Path, table: str = "process", base: str = "1.001193", **changes: object) -> Path:
    """A copy of the law with one procedure of which a table was changed."""
    shutil.copytree(SOURCE, tmp_path / "law")
    shutil.copytree(DATA / "province", tmp_path / "province")
    procedure = json.loads((DATA / "procedures" / f"{base}.json").read_text(encoding="utf-8"))
    procedure[table].update(changes)
    (tmp_path / "procedures").mkdir()
    (tmp_path / "procedures" / "x.json").write_text(json.dumps(procedure), encoding="utf-8")
    return tmp_path / "law"


@pytest.mark.parametrize(
    ("hours", "key", "reason"),
    [
        (9, "process.hours", "9 hours exceed the procedure's time of 8"),
        (3, "process.steps", "the steps take 3 hours, not the 9 stated"),
    ],
)
def test_a_process_longer_than_its_procedure_is_refused(tmp_path, hours, key, reason):
    root = _copy_with_procedure(tmp_path, hours=9, steps=[{"hours": hours}])
    with pytest.raises(LawRefusedError) as refused:
        build_rule_set(root)
    told = [(problem.file, problem.key, problem.reason) for problem in refused.value.problems]
    assert told == [("procedures/x.json", key, reason)]


@pytest.mark.parametrize(
    ("changes", "key", "reason"),
    [
        ({"value": 3}, "value", "3 working_day is not shorter than 3 working_day"),
        ({"value": 0}, "value", "0 working_day is not shorter than 3 working_day"),
        ({"unit": "calendar_day"}, "value", "2 calendar_day is not shorter than 3 working_day"),
        ({"province": "thai_binh"}, "province", "there is no province 'thai_binh'"),
    ],
)
def test_a_time_for_online_filings_that_is_no_shorter_is_refused(tmp_path, changes, key, reason):
    policy = {"province": "thai-binh", "value": 2, "unit": "working_day", **changes}
    root = _copy_with_procedure(tmp_path, "processing_time", "1.004873", online=[policy])
    with pytest.raises(LawRefusedError) as refused:
        build_rule_set(root)
    told = [(problem.file, problem.key, problem.reason) for problem in refused.value.problems]
    assert told == [("procedures/x.json", f"processing_time.online[0].{key}", reason)]
