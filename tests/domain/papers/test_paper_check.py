"""The check of an uploaded file: its envelope, and the scanner's verdict."""

from __future__ import annotations

import pytest

from chalicelib.domain.papers.paper_check import ScanVerdict, find_envelope_fault, scan_fault, scan_verdict
from chalicelib.domain.papers.paper_errors import QuarantineReason
from tests.domain.papers.test_paper import DIGEST
from tests.support.paper_builders import build_paper


@pytest.mark.parametrize(
    ("size", "digest", "fault"),
    [
        (5, DIGEST, None),
        (5, None, None),
        (6, DIGEST, QuarantineReason.SIZE_MISMATCH),
        (5, "0" * 64, QuarantineReason.CHECKSUM_MISMATCH),
    ],
)
def test_the_envelope_must_be_as_declared(size, digest, fault):
    assert find_envelope_fault(build_paper(), size, digest) is fault


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        ("NO_THREATS_FOUND", None),
        ("THREATS_FOUND", QuarantineReason.MALWARE),
        ("UNSUPPORTED", QuarantineReason.SCAN_FAILED),
        ("ACCESS_DENIED", QuarantineReason.SCAN_FAILED),
        ("FAILED", QuarantineReason.SCAN_FAILED),
        ("anything new", QuarantineReason.SCAN_FAILED),
    ],
)
def test_only_a_plain_clean_answer_lets_a_paper_through(status, fault):
    assert scan_fault(scan_verdict(status)) is fault


def test_no_scan_yet_is_no_verdict():
    assert scan_verdict(None) is ScanVerdict.WAITING
    with pytest.raises(ValueError, match="scan"):
        scan_fault(ScanVerdict.WAITING)
