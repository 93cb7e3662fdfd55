"""Each function starts alone: its handler imports in a fresh process, without what it must not load."""

from __future__ import annotations

import importlib.util
import inspect
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from chalicelib.handlers.http.addresses import ADDRESSES
from chalicelib.handlers.http.registry import API_FILES, FUNCTIONS

ROOT = Path(__file__).parents[2]
HANDLERS = ROOT / "chalicelib" / "handlers"
PREFIXES = ("on_", "watch_", "sign_", "render_", "index_", "send_", "sweep_", "count_", "recount_",
            "review_accounts", "sync_", "reconcile_", "pull_", "inspect_", "erase_", "move_", "keep_security_",
            "limit_")  # fmt: skip
EVENT_MODULES = sorted(
    p.relative_to(HANDLERS).with_suffix("").as_posix().replace("/", ".")
    for p in HANDLERS.rglob("*.py")
    if p.stem.startswith(PREFIXES)
)
HEAVY = {
    "aws_xray_sdk",
    "boto3",
    "moto",
    "pytest",
    "hypothesis",
    "chalice.cli",
    "chalice.deploy",
    "PIL",
    "typst",
    "segno",
}
NOT_IN_EVENTS = HEAVY | {"app", "chalice", "pydantic", "jwt", "chalicelib.handlers.http.guard"}
AT_USE_ONLY = {"botocore.session", "pynamodb", "jwt", "cryptography", "urllib3"}


def list_loaded(module: str, then: str = "", **besides: str) -> set[str]:
    """Names of the modules that importing `module`, and what is done `then`, load in a process of its own."""
    program = f"import json, sys\nimport {module}\n{then}\nprint(json.dumps(sorted(sys.modules)))"
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **besides}
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
    loaded = list_loaded("app")
    assert loaded & (HEAVY | AT_USE_ONLY) == set()


def test_a_running_function_loads_the_file_of_the_address_and_no_other() -> None:
    loaded = list_loaded("app", "app.app.load_file('search.lookup')", AWS_LAMBDA_FUNCTION_NAME="motcua")
    names = {name.removeprefix("chalicelib.handlers.") for name in loaded if name.startswith("chalicelib.handlers.")}
    assert names & {*API_FILES, *FUNCTIONS} == {"search.lookup"}
    assert loaded & (HEAVY | AT_USE_ONLY) == set()


WHOLE_DOSSIER = {
    f"chalicelib.{name}"
    for name in (
        "domain.dossier.dossier",
        "domain.catalogue.procedures",
        "repositories.dynamodb.rows",
        "steps.dossier.command",
    )
}
"""Modules of the dossier and all its steps."""
OF_OTHERS = {
    f"chalicelib.{name}"
    for name in ("domain.flow.flow_table", "domain.security.quotas", "domain.security.security_log",
                 "domain.shared.typed_numbers", "handlers.http.quotas", "models.lookup_channels")
}  # fmt: skip
"""Modules of other answers, or of refusals alone."""
DEPLOYED = {"AWS_LAMBDA_FUNCTION_NAME": "motcua", "PROVINCE": "hue", "STAGE": "local", "TABLE_NAME": "motcua"}


def test_a_lookup_loads_no_more_of_a_dossier_than_it_may_show() -> None:
    answering = "app.app.load_file('search.lookup'); from chalicelib.wiring import lookup; lookup.provide_lookup()"
    loaded = list_loaded("app", answering, **DEPLOYED)
    assert "chalicelib.repositories.search.lookups" in loaded
    assert loaded & (WHOLE_DOSSIER | OF_OTHERS) == set()


@pytest.mark.parametrize(
    ("file", "heavier"),
    [
        ("reception.reception", "steps.reception.correct_reception"),
        ("approvals.propose", "steps.approvals.decide_request"),
    ],
)
def test_a_step_does_not_load_a_heavier_step_of_its_capability(file: str, heavier: str) -> None:
    loaded = list_loaded("app", f"app.app.load_file({file!r})", **DEPLOYED)
    assert f"chalicelib.handlers.{file}" in loaded
    assert f"chalicelib.{heavier}" not in loaded


def test_the_modules_not_to_be_loaded_exist() -> None:
    assert [name for name in sorted(WHOLE_DOSSIER | OF_OTHERS) if importlib.util.find_spec(name) is None] == []


def test_the_watch_loads_no_dossier_before_something_is_due() -> None:
    begun = "from chalicelib.wiring import watch; watch.provide_due_entries()"
    loaded = list_loaded("chalicelib.handlers.supervision.watch_deadlines", begun, **DEPLOYED)
    assert "chalicelib.repositories.supervision.due_entries" in loaded
    assert loaded & WHOLE_DOSSIER == set()


def test_a_start_rarely_collects_garbage() -> None:
    collected = (
        "import gc; app.app.load_file('search.lookup'); assert sum(each['collections'] for each in gc.get_stats()) < 20"
    )
    assert "chalicelib.handlers.search.lookup" in list_loaded("app", collected, **DEPLOYED)


def test_every_address_stands_at_the_file_that_answers_it() -> None:
    from app import app

    stood = {
        (path, entry.view_function.__module__.removeprefix("chalicelib.handlers."))
        for path, entries in app.routes.items()
        for entry in entries.values()
    }
    assert stood == set(ADDRESSES.items())


def test_there_are_event_functions() -> None:
    assert sorted(FUNCTIONS) == EVENT_MODULES


@pytest.mark.parametrize("name", EVENT_MODULES)
def test_an_event_function_imports_alone(name: str) -> None:
    loaded = list_loaded(f"chalicelib.handlers.{name}")
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
