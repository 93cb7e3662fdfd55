"""The engine for these tests, and one empty table for each file of tests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.repositories.dossier.dossiers import DossierTable
from tests.contract.engines import (
    CHOSEN,
    REPORT,
    Engine,
    create_empty_table,
    leave_out,
    list_stores,
    run_engine,
    use_engine,
)
from tests.contract.journey import World

HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With ENGINE set, leave out what that engine cannot run."""
    leave_out(config, items, HERE)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say which engine ran how much, and what was left out."""
    if REPORT in config.stash:
        terminalreporter.write_line(config.stash[REPORT])


@pytest.fixture(scope="session")
def running_engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """The chosen engine, else the session's local cloud. On a chosen one the tests leave nothing behind."""
    with run_engine(request) as engine:
        before = list_stores(engine) if CHOSEN else set()
        yield engine
        assert (list_stores(engine) if CHOSEN else set()) == before, "tests left stores on the engine"


@pytest.fixture(scope="module")
def engine(running_engine: Engine, request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty table on the engine."""
    with (
        use_engine(running_engine.environment),
        create_empty_table(f"motcua-{request.path.stem.replace('_', '-')}") as name,
    ):
        yield name


@pytest.fixture(scope="module")
def store(engine: str) -> DossierTable:
    """One client for all tests of a file."""
    return DossierTable()


@pytest.fixture
def world(store: DossierTable, request: pytest.FixtureRequest) -> World:
    """Everybody at one desk, with keys that no other test uses."""
    return World(hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:12], store)
