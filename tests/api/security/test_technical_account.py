"""A vendor's technical account at every operation: the technical status, who they are, and nothing else (LC-2.5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Assignment, Role
from chalicelib.domain.accounts.tasks.technical_account import TechnicalAccount
from chalicelib.handlers.http.operations import WITHOUT_TOKEN
from chalicelib.handlers.http.registry import list_operations
from chalicelib.wiring import core as wiring
from tests.api.security.acting_table import PASSES
from tests.api.security.test_acting_for import NOW, Asking, Records, find_answer, known

__all__ = ["known"]
OPEN_TO_VENDORS = {"me", "read_technical_status"}
RIGHT = Assignment(Role.VENDOR_TECHNICAL, "province", NOW - timedelta(days=9), NOW + timedelta(days=9))
DESK = Assignment(Role.ONE_STOP_OFFICER, "HUE-P", NOW - timedelta(days=9))


@pytest.mark.parametrize(
    ("rights", "limited"),
    [((RIGHT,), True), ((RIGHT, DESK), True), ((replace(RIGHT, valid_until=NOW), DESK), False)],
    ids=["vendor", "vendor with a desk's right", "vendor whose time is over"],
)
def test_every_other_operation_is_refused_to_a_vendor(
    known: Records, monkeypatch: pytest.MonkeyPatch, rights: tuple[Assignment, ...], *, limited: bool
) -> None:
    from chalicelib.handlers.http import identity

    monkeypatch.setattr(identity, "_open_counters", lambda *_: frozenset())
    known.asking = Asking(office=True, named="", records={"an": Officer("an", 1, assignments=rights)})
    for op in list_operations():
        if op.access in WITHOUT_TOKEN:
            continue
        expected = TechnicalAccount.code if limited and op.name not in OPEN_TO_VENDORS else PASSES
        assert find_answer(op, known.asking)[0] == expected, op.name
    assert {op.name for op in list_operations() if op.technical} == OPEN_TO_VENDORS
    assert wiring.provide_settings().origins
