"""Adapters for papers, built once per process. Imports are inside, so that only used ones load."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from chalicelib.settings import CHECK_NEEDS, PAPER_NEEDS
from chalicelib.wiring import core as wiring

if TYPE_CHECKING:
    from chalicelib.repositories.documents.prints import PrintTable, SlipPress
    from chalicelib.repositories.papers.paper_items import PaperTable
    from chalicelib.repositories.papers.paper_store import PaperStore
    from chalicelib.steps.papers.check_paper import Inspector, PaperCheck
    from chalicelib.steps.papers.inspect_paper import Inspection


@cache
def provide_paper_store() -> PaperStore:
    """The file store of this deployment."""
    from chalicelib.repositories.papers.paper_store import PaperStore

    # A given endpoint has one host name for all buckets; the real store has one for each.
    given = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    return PaperStore.connect_to(wiring.provide_settings(PAPER_NEEDS).papers_bucket, path_style=bool(given))


@cache
def provide_papers() -> PaperTable:
    """Papers of the one table."""
    from chalicelib.repositories.papers.paper_items import PaperTable

    return PaperTable()


@cache
def provide_prints() -> PrintTable:
    """Return the counters of printed slips."""
    from chalicelib.repositories.documents.prints import PrintTable

    return PrintTable()


@cache
def provide_press() -> SlipPress:
    """Return the press that combines stored slips into one file."""
    from chalicelib.repositories.documents.prints import SlipPress

    return SlipPress(provide_paper_store().read)


@cache
def provide_paper_check() -> PaperCheck:
    """The check of an uploaded paper with this deployment's scanner."""
    from chalicelib.repositories.papers.scanner import choose_scanner
    from chalicelib.steps.papers.check_paper import PaperCheck

    settings = wiring.provide_settings(CHECK_NEEDS)
    scanner = choose_scanner(settings.scanner, is_local=settings.may_simulate, store=provide_paper_store())
    return PaperCheck(provide_papers(), provide_paper_store(), scanner, provide_inspector())


@cache
def provide_inspector() -> Inspector:
    """Return the client of the inspecting function, which has no other right."""
    from chalicelib.repositories.papers.remote_inspector import RemoteInspector

    return RemoteInspector.connect_to(wiring.provide_settings(CHECK_NEEDS).inspector_function)


@cache
def provide_inspection() -> Inspection:
    """Return the inspection of files, in a process without rights; log once which measures are in effect."""
    from chalicelib import observe
    from chalicelib.repositories.papers import confinement
    from chalicelib.repositories.papers.inspection import IsolatedInspector
    from chalicelib.steps.papers.inspect_paper import Inspection

    confinement.close_memory()
    look = IsolatedInspector()
    look.start()
    observe.log_event("inspection_started", **look.measures)
    return Inspection(provide_paper_store(), look)
