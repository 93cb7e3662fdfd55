"""What every announcement of an upload may be refused with, and the quotas that it uses."""

from __future__ import annotations

from chalicelib.domain.papers.paper_errors import (
    ChecksumMalformed,
    PaperEmpty,
    PaperExpired,
    PaperNameInvalid,
    PapersTooMany,
    PaperTooLarge,
    PaperTypeUnsupported,
)
from chalicelib.domain.security.quotas import Quota
from chalicelib.domain.shared.errors import Busy, Forbidden, KeyReused, NotFound, Refusal
from chalicelib.steps.papers.add_paper import PaperSettled

UPLOAD_REFUSALS: tuple[type[Refusal], ...] = (
    NotFound, Forbidden, Busy, KeyReused, PaperTooLarge, PaperEmpty, PaperTypeUnsupported, PapersTooMany,
    ChecksumMalformed, PaperNameInvalid, PaperExpired, PaperSettled,
)  # fmt: skip
UPLOAD_QUOTAS = (Quota.PAPERS, Quota.PAPER_KILOBYTES)
