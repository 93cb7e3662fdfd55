"""Channels of public look-up."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.search.lookup_channels import ChannelWords, FurtherChannel
from chalicelib.domain.search.public_status import ChannelClosed
from chalicelib.domain.shared.errors import Forbidden, Invalid, Stale
from chalicelib.handlers.dossier.step import build_command, provide_dependencies
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, PUBLIC, register_operation
from chalicelib.models.http.base import NamedView
from chalicelib.models.lookup_channels import (
    ChannelsView,
    ChannelView,
    FurtherChannelBody,
    FurtherChannelsView,
    FurtherChannelView,
)
from chalicelib.steps.search import lookup_channels as steps
from chalicelib.steps.search.public_status import make_example
from chalicelib.wiring import lookup as wiring_lookup

bp = Blueprint(__name__)


@register_operation(bp, "GET", "/api/lookup/channels", access=PUBLIC, answer=ChannelsView, cache="public, max-age=60")
def lookup_channels(call: Call) -> ChannelsView:
    """List today's other channels of look-up, and how they are used."""
    kept = wiring_lookup.provide_further_channels().list_all()
    desk = wiring_lookup.provide_lookup()
    offered = steps.list_channels(desk.law, kept, call.now)
    return ChannelsView(
        named=[_view_channel(key, words) for key, words in offered.named.items()],
        further=[_view_channel(each.key, each.words, each.url) for each in offered.further],
        article=offered.article,
        code_example=make_example(desk, call.now),
    )


@register_operation(bp, "GET", "/api/lookup_channels", access=OFFICER, answer=FurtherChannelsView)
def further_channels(call: Call) -> FurtherChannelsView:
    """List every further channel ever set up, closed ones too."""
    return FurtherChannelsView(
        items=[
            _view_further_channel(each) for each in steps.list_all(wiring_lookup.provide_further_channels().list_all())
        ]
    )


@register_operation(
    bp,
    "PUT",
    "/api/lookup_channels/{channel}",
    access=OFFICER,
    body=FurtherChannelBody,
    answer=FurtherChannelView,
    versioned=True,
    refuses=(Forbidden, ChannelClosed, Invalid, Stale),
)
def set_up_channel(call: Call[FurtherChannelBody]) -> FurtherChannelView:
    """Set up, change or close a further channel; version 0 for a new one."""
    key = call.params["channel"]
    return _view_further_channel(steps.set_up(provide_dependencies(), build_command(call, "set_up_channel", key), key))


def _view_channel(key: str, words: ChannelWords, url: str = "") -> ChannelView:
    return ChannelView(
        key=key, name=NamedView(vi=words.vi, en=words.en), guidance=NamedView(vi=words.how_vi, en=words.how_en),
        url=url or None,
    )  # fmt: skip


def _view_further_channel(each: FurtherChannel) -> FurtherChannelView:
    view = _view_channel(each.key, each.words, each.url)
    return FurtherChannelView(**dict(view), closed=each.closed, version=each.version)
