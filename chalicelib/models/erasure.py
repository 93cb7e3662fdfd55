"""Views of erased and held data of a dossier."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from chalicelib.models.http.base import View
from chalicelib.models.timelines import CitationView


class DutyView(View):
    """Why the dossier must be kept: a code, the words with the day, and the articles."""

    code: str
    vi: str
    en: str
    law: list[str]
    until: str | None


class ErasureActView(View):
    """One act of an erasure: proposed, ordered or done, with the number of personal parts and papers deleted; `kept`
    files stay because another dossier uses them."""

    kind: Literal["part_erased", "erasure_proposed", "erasure_ordered", "dossier_erased"]
    at: datetime
    ground: str | None
    decision: str | None
    parts: int
    papers: int
    kept: int
    law: list[CitationView]


class ErasureView(View):
    """Personal data that a dossier still holds, by the kind of part; erased data; `duty` is why the rest stays."""

    dossier_id: str
    code: str
    version: int
    parts_held: dict[str, int]
    papers_held: int
    papers_erased: int
    under_way: bool
    duty: DutyView | None
    acts: list[ErasureActView]
