"""Why a paper is refused or quarantined, in both languages."""

from __future__ import annotations

from chalicelib.domain.papers.paper_errors import QuarantineReason


def test_every_reason_has_both_texts():
    assert all(reason.vi and reason.en and reason.vi != reason.en for reason in QuarantineReason)
