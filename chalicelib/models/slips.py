"""Views of slips before signing, and their requests."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from chalicelib.domain.documents.slip_values import SlipKind
from chalicelib.models.http.base import Body, View


class PreviewBody(Body):
    """An act to preview: its step and its body, or the number of the request to approve."""

    step: Literal[
        "receive", "correct_reception", "refuse", "request_supplement", "transfer", "extend", "resolve", "stop",
        "close", "approve",
    ]  # fmt: skip
    body: dict[str, Any] = {}
    request: Annotated[int, Field(ge=1, le=9999)] | None = None


class SlipTableView(View):
    """Rows under named columns."""

    columns: list[str]
    rows: list[list[str]]


class SlipLineView(View):
    """One numbered field."""

    label: str
    text: list[str]
    table: SlipTableView | None


class SlipBasisView(View):
    """An article; `open` when its reading waits for a lawyer's answer."""

    text: str
    open: bool


class SlipRemedyView(View):
    """The person's remedy: action, addressee, time limit."""

    way: str
    addressee: str
    limit: str


class SlipView(View):
    """A slip in full, and the same words as an HTML page without script."""

    kind: SlipKind
    title: str
    form: str
    mark: str
    size: str
    internal: bool
    authority: str
    issuer: str
    number: str
    date_line: str
    lead: str
    lines: list[SlipLineView]
    closing: list[str]
    signers: list[str]
    basis: list[SlipBasisView]
    remedies: list[SlipRemedyView]
    qr: str
    html: str


class SlipsView(View):
    """The papers that the act would make."""

    slips: list[SlipView]


class RegisterView(View):
    """A sheet of the register; `following` is the `after` of the next one, null at the end."""

    slip: SlipView
    total: int
    following: int | None
