"""What making slips works with, built once per process. Imports are inside: the engine is large."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache

from chalicelib import wiring, wiring_lookup, wiring_papers
from chalicelib.settings import PAPER_NEEDS
from chalicelib.steps.render_slip import Library, SlipMaking


@cache
def library() -> Library:
    """Law, catalogue, agencies and wording of this deployment."""
    from chalicelib.repositories.slip_templates import load_wording

    return Library(
        rules=wiring.rules(),
        province=wiring.settings().province,
        procedure=wiring.catalogue().procedure,
        agencies=wiring.agencies(),
        wording=load_wording,
    )


def link(dossier_id: str) -> str:
    """The look-up address of a dossier, signed with the present key; empty for a deployment without a site."""
    from chalicelib.domain import links

    origin = wiring.settings().site_origin
    if not origin:
        return ""
    return links.address(origin, links.token(dossier_id, wiring_lookup.link_keys(wiring.clock().real_now())))


@cache
def slip_making() -> SlipMaking:
    """Makes slips of this deployment's facts, into its papers' bucket; their QR codes open the look-up page."""
    from chalicelib.repositories.dossiers import DossierTable
    from chalicelib.repositories.slip_renderer import TypstRenderer
    from chalicelib.repositories.slip_store import SlipObjects

    # A given endpoint has one host name for all buckets; the real store has one for each.
    given = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    return SlipMaking(
        ledgers=DossierTable(),
        library=replace(library(), link=link),
        renderer=TypstRenderer(),
        store=SlipObjects.of(wiring.settings(PAPER_NEEDS).papers_bucket, path_style=bool(given)),
        papers=wiring_papers.papers(),
    )
