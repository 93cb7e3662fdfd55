"""What supplements ask for in these tests, and why once more."""

from __future__ import annotations

from tests.product.journeys import (
    CERTIFICATE,
    REQUIRED,
)

(FORM,) = REQUIRED[CERTIFICATE]


CLEARER = {"reason": "Lần đầu hướng dẫn thiếu."}


UNCLEAR = {"cause": "guidance_unclear", **CLEARER}
