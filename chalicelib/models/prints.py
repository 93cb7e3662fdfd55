"""Printing slips."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from chalicelib.domain.documents.prints import MOST_SHEETS
from chalicelib.domain.documents.slip_values import SlipKind
from chalicelib.models.http.base import Body, View

DossierId = Annotated[str, Field(pattern=r"^[0-9a-hjkmnp-tv-z]{26}$")]
PaperId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class SlipWanted(Body):
    """A slip to print: the newest of a kind, or a certain one."""

    dossier_id: DossierId
    kind: SlipKind | None = None
    paper_id: PaperId | None = None

    @model_validator(mode="after")
    def require_one_way(self) -> Self:
        """Require exactly one way to name the slip."""
        if (self.kind is None) == (self.paper_id is None):
            raise ValueError("kind or paper_id")
        return self


class PrintBody(Body):
    """The slips of one print, in the order of the sheets."""

    slips: Annotated[list[SlipWanted], Field(min_length=1, max_length=MOST_SHEETS)]


class SheetView(View):
    """A slip of a print; `copies` is the number of earlier prints, and `mark` the mark on the sheet."""

    dossier_id: str
    paper_id: str
    code: str
    title: str
    copies: int
    mark: str


class PrintView(View):
    """The one file of a print, as base64, and its contents."""

    sheets: list[SheetView]
    pdf: str
