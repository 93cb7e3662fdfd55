"""Every mistake that is planted in a province's folder is refused before anything is deployed, by file, key and
reason."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from infra.law import province_checks
from infra.law.build import SOURCE, build_rule_set
from infra.law.source import LawRefusedError
from tests.infra.planted import agencies, figures, folder, law, unreadable
from tests.infra.planted.places import AGENCIES, EXAMPLE, QD, TP, Mistake, plant

READABLE = [*folder.MISTAKES, *agencies.MISTAKES, *figures.MISTAKES, *law.MISTAKES]
READ: dict[str, Callable[[str], Any]] = {
    ".toml": tomllib.loads,
    ".json": partial(json.loads, object_pairs_hook=province_checks.refuse_twice),
}
ROUNDS = 16
"""As often as mistakes may hide one another, or want the same place."""


def _list_faults(root: Path) -> list[tuple[str, str, str]]:
    with pytest.raises(LawRefusedError) as refused:
        build_rule_set(SOURCE, root)
    return [(each.file, each.key, each.reason) for each in refused.value.problems]


def _plant_beside(root: Path, row: Mistake, *, readable: bool) -> bool:
    """Plant a mistake among others; not where the file could no longer be read by what both make together."""
    path = root / row[1]
    before = path.read_bytes() if path.is_file() else None
    planted = plant(root, *row[1:4])
    if planted and readable and path.suffix in READ:
        try:
            READ[path.suffix](path.read_text(encoding="utf-8"))
        except ValueError:
            path.write_bytes(before or b"")
            return False
    return planted


def _find_seen(mistakes: Iterable[Mistake], told: list[tuple[str, str, str]]) -> set[str]:
    return {
        name for name, file, _, _, key, reason in mistakes
        if any((f, k) == (file, key) and reason in r for f, k, r in told)
    }  # fmt: skip


@pytest.mark.parametrize("mistakes", [READABLE, unreadable.MISTAKES], ids=["readable", "unreadable"])
def test_each_mistake_in_a_folder_is_refused_by_file_key_and_reason(mistakes: list[Mistake], tmp_path: Path) -> None:
    """All of them at once first, for all faults are reported together; those that another one hides in the next
    round."""
    left, rounds = list(mistakes), 0
    assert len({name for name, *_ in left}) == len(left)
    while left:
        root = tmp_path / str(rounds)
        shutil.copytree(EXAMPLE, root)
        # Two in one place would undo one another.
        apart = list({row[1:3]: row for row in reversed(left)}.values())
        planted = [row for row in apart if _plant_beside(root, row, readable=mistakes is READABLE)]
        told = _list_faults(root)
        seen = _find_seen(planted, told)
        assert seen, ([row[0] for row in left], told)
        left, rounds = [row for row in left if row[0] not in seen], rounds + 1
    assert rounds <= ROUNDS


def test_there_are_mistakes_of_every_kind() -> None:
    assert len(READABLE) >= 150


def test_consequences_of_an_unreadable_file_are_not_listed_with_it(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "x")
    assert plant(tmp_path / "x", f"{Path(QD).parent}/docs.toml", "effect_from =", "effect_from ==")
    assert _list_faults(tmp_path / "x") == [
        (
            "province/tan-phu/docs.toml", "-",
            "cannot be read: line 7, column 14: what follows = there is no value: a text stands in quotation marks",
        )
    ]  # fmt: skip


def test_a_rule_with_a_fault_is_one_fault(tmp_path: Path) -> None:
    """Postal staff are given the reception, were the rule only whole; a text of the province lacks a key alone."""
    shutil.copytree(EXAMPLE, tmp_path / "x")
    assert plant(tmp_path / "x", QD, 'param = "post.stages"\n', 'param = "post.stages"\nwhen = "x"\n')
    assert plant(tmp_path / "x", f"{Path(QD).parent}/docs.toml", 'kind = "law"\n', "")
    assert [(key, reason) for _, key, reason in _list_faults(tmp_path / "x")] == [
        ("qd7-2026-tan-phu.kind", "missing"), ("px.post_stages.when", "unknown key"),
    ]  # fmt: skip


def test_a_picture_is_no_mark(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "x")
    (tmp_path / "x" / TP / "mark.svg").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (fault,) = _list_faults(tmp_path / "x")
    assert fault == (f"{TP}/mark.svg", "-", "it is a PNG picture: a mark is an SVG drawing")


def test_a_former_name_may_follow_in_brackets(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "x")
    assert plant(tmp_path / "x", AGENCIES, '"vi": "Tỉnh Tân Phú"', '"vi": "Tỉnh Tân Phú (trước là Tân An)"')
    assert build_rule_set(SOURCE, tmp_path / "x")["digest"]


def test_a_clock_that_is_behind_refuses_nobodys_work(tmp_path: Path) -> None:
    """A text was read on a day on which the tree's own law had been read already."""
    shutil.copytree(EXAMPLE, tmp_path / "x")
    assert build_rule_set(SOURCE, tmp_path / "x", today=date(2020, 1, 1))["digest"]
    assert plant(tmp_path / "x", QD, "checked_on = 2026-11-22", "checked_on = 2027-11-22")
    assert build_rule_set(SOURCE, tmp_path / "x", today=date(2027, 11, 22))["digest"]
    with pytest.raises(LawRefusedError, match=r"px\.answer\.checked_on: 2027-11-22 is still to come"):
        build_rule_set(SOURCE, tmp_path / "x", today=date(2020, 1, 1))
