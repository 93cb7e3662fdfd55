"""The paper of a matter's written answer."""

from __future__ import annotations

from chalicelib.models.http.base import View


class AnswerLineView(View):
    """One line: what it says, and of what."""

    label: str
    text: list[str]


class AnswerSheetView(View):
    """The paper in reading order, in Vietnamese as official papers are; `mark` says that it holds nothing."""

    title: str
    authority: str
    issuer: str
    number: str
    date_line: str
    lead: str
    lines: list[AnswerLineView]
    signers: list[str]
    basis: list[str]
    mark: str
