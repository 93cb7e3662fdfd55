"""Every operation answers well at least once as deployed, and every answer is a documented one."""

from __future__ import annotations

import importlib

import pytest

from chalicelib.handlers._operations import OPERATIONS
from tests.e2e.people import Cast
from tests.e2e.tour import Tour

pytestmark = pytest.mark.cloud


def test_every_operation_answers_well_as_deployed(cast: Cast) -> None:
    importlib.import_module("app")  # the list is complete once every route is registered
    Tour(cast).everything()
    assert {operation.name for operation in OPERATIONS} - cast.description.succeeded() == set()
