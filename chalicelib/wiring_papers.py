"""Adapters for papers, built once per process. Imports are inside, so that only what is used loads."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from chalicelib import wiring
from chalicelib.settings import PAPER_NEEDS

if TYPE_CHECKING:
    from chalicelib.repositories.paper_store import PaperStore
    from chalicelib.repositories.papers import Papers
    from chalicelib.repositories.prints import PrintTable, SlipPress
    from chalicelib.steps.check_paper import PaperCheck


@cache
def paper_store() -> PaperStore:
    """The file store of this deployment."""
    from chalicelib.repositories.paper_store import PaperStore

    # A given endpoint has one host name for all buckets; the real store has one for each.
    given = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    return PaperStore.of(wiring.settings(PAPER_NEEDS).papers_bucket, path_style=bool(given))


@cache
def papers() -> Papers:
    """Papers of the one table."""
    from chalicelib.repositories.papers import Papers

    return Papers()


@cache
def prints() -> PrintTable:
    """How often slips were printed."""
    from chalicelib.repositories.prints import PrintTable

    return PrintTable()


@cache
def press() -> SlipPress:
    """Puts stored slips into one file."""
    from chalicelib.repositories.prints import SlipPress

    return SlipPress(paper_store().read)


@cache
def paper_check() -> PaperCheck:
    """The check of an uploaded paper with this deployment's scanner."""
    from chalicelib.repositories.inspection import IsolatedInspector
    from chalicelib.repositories.scanner import chosen_scanner
    from chalicelib.steps.check_paper import PaperCheck

    settings = wiring.settings(PAPER_NEEDS)
    scanner = chosen_scanner(settings.scanner, is_local=settings.may_simulate, tags=paper_store().tags)
    return PaperCheck(papers(), paper_store(), scanner, IsolatedInspector())
