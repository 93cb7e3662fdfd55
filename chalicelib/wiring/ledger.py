"""Dependencies of signing the ledger heads, built once per process."""

from __future__ import annotations

import os
from functools import cache

from chalicelib.settings import SIGNER_NEEDS
from chalicelib.steps.ledger.sign_ledger_heads import HeadSigning
from chalicelib.wiring import core as wiring


@cache
def provide_head_signing() -> HeadSigning:
    """Return the signer: heads of this deployment's table, its signing key and its locked bucket."""
    from chalicelib.repositories.ledger.head_signer import KmsSigner, LockedHeads, SignedHeads

    chosen = wiring.provide_settings(SIGNER_NEEDS)
    # A given endpoint has one host name for all buckets; the real store has one for each.
    given = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    return HeadSigning(
        heads=SignedHeads(),
        store=LockedHeads.connect_to(chosen.ledger_bucket, path_style=bool(given)),
        signer=KmsSigner.connect_to(chosen.ledger_key_id),
        province=chosen.province,
        stage=chosen.stage,
    )
