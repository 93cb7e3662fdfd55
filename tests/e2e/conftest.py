"""What the end-to-end tests share: the people at the stack of Huế, at an hour when its desks are open."""

from __future__ import annotations

import time

import pytest

from infra.local.stack import LocalStack
from tests.e2e.described import Description
from tests.e2e.people import Cast
from tests.support.running.cloud_fixtures import MORNING


@pytest.fixture(scope="module")
def cast(stack: LocalStack) -> Cast:
    """The people at the stack. Legal time is that morning's, independent of other tests."""
    set_office_hours(stack)
    return Cast(stack, Description.served(stack.origin))


def set_office_hours(stack: LocalStack) -> None:
    """Move the stack's legal time into that morning, unless it is already set."""
    wanted = MORNING.timestamp() - time.time()
    if abs(wanted - stack.read_clock_offset()) > 3600:
        stack.set_clock_offset(round(wanted))
