"""Each function starts alone: its handler imports in a fresh process, without what it must not load."""

from __future__ import annotations

import importlib
import inspect
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
HANDLERS = ROOT / "chalicelib" / "handlers"
PREFIXES = ("on_", "watch_", "sign_", "render_", "index_", "send_", "sweep_", "count_", "recount_", "sync_",
            "reconcile_", "pull_")  # fmt: skip
EVENT_MODULES = sorted(p.stem for p in HANDLERS.glob("*.py") if p.stem.startswith(PREFIXES))
HEAVY = {"aws_xray_sdk", "moto", "pytest", "hypothesis", "chalice.cli", "chalice.deploy", "PIL", "typst", "segno"}
NOT_IN_EVENTS = HEAVY | {"app", "pydantic", "jwt", "chalicelib.handlers._http"}
AT_USE_ONLY = {"boto3", "pynamodb", "jwt", "cryptography", "urllib3"}


def loaded_by(module: str) -> set[str]:
    """Names of the modules that importing `module` loads in a process of its own, without any environment."""
    program = f"import json, sys; import {module}; print(json.dumps(sorted(sys.modules)))"
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_api_imports_without_environment_and_opens_no_store() -> None:
    loaded = loaded_by("app")
    assert loaded & (HEAVY | AT_USE_ONLY) == set()


def test_there_are_event_functions() -> None:
    assert EVENT_MODULES


@pytest.mark.parametrize("name", EVENT_MODULES)
def test_an_event_function_imports_alone(name: str) -> None:
    loaded = loaded_by(f"chalicelib.handlers.{name}")
    assert loaded & (NOT_IN_EVENTS | AT_USE_ONLY) == set()


@pytest.mark.parametrize("name", EVENT_MODULES)
def test_the_handler_string_of_an_event_function_resolves(name: str) -> None:
    """The packaged name is module plus `__name__`: a decorator that loses it deploys what is not there."""
    from app import app

    module = importlib.import_module(f"chalicelib.handlers.{name}")
    functions: list[Any] = [*app.pure_lambda_functions, *app.event_sources]
    strings = [f.handler_string for f in functions]
    ours = [s for s in strings if s.startswith(f"{module.__name__}.")]
    assert ours, f"{name} registers no function with the app"
    assert all(callable(getattr(module, s.rpartition(".")[2], None)) for s in ours)


def test_the_view_of_every_route_keeps_its_own_name() -> None:
    from app import app

    for path, entries in app.routes.items():
        for entry in entries.values():
            view = entry.view_function
            module = importlib.import_module(view.__module__)
            assert getattr(module, view.__name__) is view, path
            assert inspect.getdoc(view), path
