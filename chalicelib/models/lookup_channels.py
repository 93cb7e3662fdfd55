"""Further ways to look a dossier up: the channels of a province, and text messages."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chalicelib.models.http.base import Body, NamedView, View


class SmsView(View):
    """What the provider sends back to the asker, in plain letters."""

    text: str


class ChannelView(View):
    """A way to look a dossier up: its name, how one uses it, and its address where it has one."""

    key: str
    name: NamedView
    guidance: NamedView
    url: str | None


class ChannelsView(View):
    """Ways to look up that the regulation names (`named`), and those set up besides; `article` is empty where no text
    names any. `code_example` is a code as a unit of the province gives them today."""

    named: list[ChannelView]
    further: list[ChannelView]
    article: str
    code_example: str


class Words(Body):
    """A text in both languages."""

    vi: Annotated[str, Field(min_length=1, max_length=300)]
    en: Annotated[str, Field(min_length=1, max_length=300)]


class FurtherChannelBody(Body):
    """A further channel as it shall be; the address is one of the web."""

    name: Words
    guidance: Words
    url: Annotated[str, Field(pattern=r"^https://[^\s<>\"]{3,300}$")] | None = None
    closed: bool = False


class FurtherChannelView(ChannelView):
    """A further channel with its version; a closed one is no longer offered."""

    closed: bool
    version: int


class FurtherChannelsView(View):
    """Every further channel that was set up."""

    items: list[FurtherChannelView]
