"""Dependencies of making slips, built once per process. Imports are inside: the engine is large."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache

from chalicelib.settings import PAPER_NEEDS
from chalicelib.steps.documents.render_slip import Library, SlipMaking
from chalicelib.wiring import core as wiring
from chalicelib.wiring import lookup as wiring_lookup
from chalicelib.wiring import papers as wiring_papers


@cache
def provide_library() -> Library:
    """Law, catalogue, agencies and wording of this deployment."""
    from chalicelib.repositories.documents.slip_templates import load_wording

    return Library(
        rules=wiring.provide_rules(),
        province=wiring.provide_settings().province,
        procedure=wiring.provide_catalogue().find_procedure,
        agencies=wiring.provide_agencies,
        wording=load_wording,
    )


def build_link(dossier_id: str) -> str:
    """Return the look-up address of a dossier, signed with the present key; empty for a deployment without a site."""
    from chalicelib.domain.search import status_links

    origin = wiring.provide_settings().site_origin
    if not origin:
        return ""
    return status_links.build_link(
        origin, status_links.sign_token(dossier_id, wiring_lookup.link_keys(wiring.provide_clock().real_now()))
    )


@cache
def provide_slip_making() -> SlipMaking:
    """Return the maker of slips of this deployment's facts, into its papers' bucket; their QR codes open the look-up
    page."""
    from chalicelib.repositories.documents.slip_renderer import TypstRenderer
    from chalicelib.repositories.documents.slip_store import SlipObjects
    from chalicelib.repositories.dossier.dossiers import DossierTable

    # A given endpoint has one host name for all buckets; the real store has one for each.
    given = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    return SlipMaking(
        ledgers=DossierTable(),
        library=replace(provide_library(), link=build_link),
        renderer=TypstRenderer(),
        store=SlipObjects.connect_to(wiring.provide_settings(PAPER_NEEDS).papers_bucket, path_style=bool(given)),
        papers=wiring_papers.provide_papers(),
    )
