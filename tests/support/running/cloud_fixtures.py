"""A throw-away local cloud for the session, and provinces' stacks deployed to it as `make run` does.

def test_something(stack): stack.token("…"); stack.origin + "/api/…"; stack.aws.client("dynamodb")
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from chalicelib.domain.shared.timezone import VIETNAM
from infra.local.cloud import LocalCloud
from infra.local.ports import find_free_port
from infra.local.serve import serve_stack
from infra.local.stack import LocalStack
from tests.support.running.reached import note_place

MORNING = datetime(2026, 11, 23, 9, tzinfo=VIETNAM)
"""A Monday; what the law says does not depend on the day on which the tests run."""


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """A local cloud on a free port, with nothing in it."""
    with LocalCloud(tmp_path_factory.mktemp("cloud"), keep=False) as running:
        yield running


@pytest.fixture(scope="session")
def stack_of(cloud: LocalCloud) -> Iterator[Callable[[str], LocalStack]]:
    """The deployed and seeded stack of a province in office hours, with its edge; made when first asked for."""
    made: dict[str, LocalStack] = {}
    with contextlib.ExitStack() as running:

        def find_stack(province: str) -> LocalStack:
            if province not in made:
                # Moving the clock of a running stack starts all its functions again, and most tests want office hours.
                now = round(MORNING.timestamp() - time.time())
                stack = LocalStack(cloud, province, find_free_port(), clock_offset=now, observer=note_place)
                made[province] = running.enter_context(serve_stack(stack, find_free_port()))
            return made[province]

        yield find_stack


@pytest.fixture(scope="session")
def stack(stack_of: Callable[[str], LocalStack]) -> LocalStack:
    """The stack of Huế, shared by the session: a test makes its own dossiers and leaves other tests' alone."""
    return stack_of("hue")
