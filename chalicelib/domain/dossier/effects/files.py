"""The effect of files sent in the course of a dossier, for the fold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chalicelib.domain.dossier.course import Attachment, find_own_reach, read_named_unit
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.ledger.fact_registry import ATTACHING

if TYPE_CHECKING:
    from chalicelib.domain.dossier.dossier import Dossier


def attach_files(dossier: Dossier, fact: Fact) -> Dossier:
    """Keep the files that officers attached to a fact."""
    papers = payloads.read_any(fact).get("papers")
    if fact.kind not in ATTACHING or not papers:
        return dossier
    sent = Attachment(find_own_reach(fact), read_named_unit(fact))
    return replace(dossier, attachments={**dossier.attachments, **dict.fromkeys(papers, sent)})
