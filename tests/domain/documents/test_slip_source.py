"""A slip reads its ledger only up to the fact that it follows from."""

from __future__ import annotations

import pytest

from chalicelib.domain.documents import slip_source
from chalicelib.domain.documents.slip_values import (
    SlipKind,
)
from tests.support.builders import MONDAY
from tests.support.slip_builders import (
    build_case,
    build_slips,
)


def test_a_ledger_is_read_only_up_to_the_fact():
    whole = build_case(MONDAY).processing()
    early = build_slips(whole, 2)[SlipKind.RECEIPT]
    assert early == build_slips(build_case(MONDAY).received(), 2)[SlipKind.RECEIPT]
    with pytest.raises(ValueError, match="no fact 9"):
        slip_source.replay_until(whole.facts, 9)
