"""Adapters for papers, built once per process. Imports are inside, so that only used ones load."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from chalicelib.settings import CHECK_NEEDS, PAPER_NEEDS
from chalicelib.wiring import core as wiring

if TYPE_CHECKING:
    from chalicelib.repositories.documents.prints import PrintTable, SlipPress
    from chalicelib.repositories.papers.paper_items import Papers
    from chalicelib.repositories.papers.paper_store import PaperStore
    from chalicelib.steps.papers.check_paper import Inspector, PaperCheck
    from chalicelib.steps.papers.inspect_paper import Inspection


@cache
def paper_store() -> PaperStore:
    """The file store of this deployment."""
    from chalicelib.repositories.papers.paper_store import PaperStore

    # A given endpoint has one host name for all buckets; the real store has one for each.
    given = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    return PaperStore.of(wiring.settings(PAPER_NEEDS).papers_bucket, path_style=bool(given))


@cache
def papers() -> Papers:
    """Papers of the one table."""
    from chalicelib.repositories.papers.paper_items import Papers

    return Papers()


@cache
def prints() -> PrintTable:
    """Return the counters of printed slips."""
    from chalicelib.repositories.documents.prints import PrintTable

    return PrintTable()


@cache
def press() -> SlipPress:
    """Return the press that combines stored slips into one file."""
    from chalicelib.repositories.documents.prints import SlipPress

    return SlipPress(paper_store().read)


@cache
def paper_check() -> PaperCheck:
    """The check of an uploaded paper with this deployment's scanner."""
    from chalicelib.repositories.papers.scanner import chosen_scanner
    from chalicelib.steps.papers.check_paper import PaperCheck

    settings = wiring.settings(CHECK_NEEDS)
    scanner = chosen_scanner(settings.scanner, is_local=settings.may_simulate, store=paper_store())
    return PaperCheck(papers(), paper_store(), scanner, inspector())


@cache
def inspector() -> Inspector:
    """Return the client of the inspecting function, which has no other right."""
    from chalicelib.repositories.papers.remote_inspector import RemoteInspector

    return RemoteInspector.of(wiring.settings(CHECK_NEEDS).inspector_function)


@cache
def inspection() -> Inspection:
    """Return the inspection of files, in a process without rights; log once which measures are in effect."""
    from chalicelib import observe
    from chalicelib.repositories.papers import confinement
    from chalicelib.repositories.papers.inspection import IsolatedInspector
    from chalicelib.steps.papers.inspect_paper import Inspection

    confinement.close_memory()
    look = IsolatedInspector()
    look.start()
    observe.event_line("inspection_started", **look.measures)
    return Inspection(paper_store(), look)
