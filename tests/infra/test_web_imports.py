"""The linter of the pages, with the project's settings, refuses a circle of imports: types and late loads count too."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from infra.paths import ROOT

WEB = ROOT / "web"
RULE = "lint/suspicious/noImportCycles"


def lint(folder: Path, files: Mapping[str, str]) -> str:
    """Return what the linter reports of these files."""
    shutil.copy(WEB / "biome.json", folder)
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    biome = WEB / "node_modules" / ".bin" / "biome"
    done = subprocess.run([biome, "lint", "."], cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    "files",
    [
        {
            "a.ts": 'import type { B } from "./b";\nexport interface A {\n  readonly b: B;\n}\n',
            "b.ts": 'import type { A } from "./a";\nexport interface B {\n  readonly a: A;\n}\n',
        },
        {
            "a.ts": 'export const A = 1;\nexport const load = () => import("./b");\n',
            "b.ts": 'import { A } from "./a";\nexport const B = A;\n',
        },
    ],
    ids=["closed by types alone", "closed by a page that loads later"],
)
def test_a_circle_is_refused(tmp_path: Path, files: Mapping[str, str]) -> None:
    assert RULE in lint(tmp_path, files)


def test_imports_in_one_direction_are_allowed(tmp_path: Path) -> None:
    found = lint(tmp_path, {"a.ts": 'import { B } from "./b";\nexport const A = B;\n', "b.ts": "export const B = 1;\n"})
    assert "Checked 3 files" in found
    assert RULE not in found
