"""Further ways to look a dossier up: the channels of a province, and text messages."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chalicelib.models.http.base import Body, NamedView, View


class SmsView(View):
    """The reply that the provider sends back to the asker, in plain letters."""

    text: str


class ChannelView(View):
    """A channel of look-up: its name, its instructions, and its address where it has one."""

    key: str
    name: NamedView
    guidance: NamedView
    url: str | None


class ChannelsView(View):
    """Channels of look-up that the regulation names (`named`), and further ones set up; `article` is empty where no
    text names any. `code_example` is a code as a unit of the province gives them today."""

    named: list[ChannelView]
    further: list[ChannelView]
    article: str
    code_example: str


class Words(Body):
    """A text in both languages."""

    vi: Annotated[str, Field(min_length=1, max_length=300)]
    en: Annotated[str, Field(min_length=1, max_length=300)]


class FurtherChannelBody(Body):
    """The new data of a further channel; the address is a web address."""

    name: Words
    guidance: Words
    url: Annotated[str, Field(pattern=r"^https://[^\s<>\"]{3,300}$")] | None = None
    closed: bool = False


class FurtherChannelView(ChannelView):
    """A further channel with its version; a closed one is not offered."""

    closed: bool
    version: int


class FurtherChannelsView(View):
    """Every further channel ever set up."""

    items: list[FurtherChannelView]
