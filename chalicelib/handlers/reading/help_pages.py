"""Plain pages of help: the guides by topic, one guide, and the other ways to look up a dossier."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from chalicelib.domain.shared.errors import BilingualWords as Words
from chalicelib.handlers.reading.elements import Child, build_element
from chalicelib.handlers.reading.layout import PlainPage
from chalicelib.handlers.reading.parts import (
    NOTHING,
    build_basis,
    build_card,
    build_cards,
    build_name,
    build_notice,
    build_search,
)
from chalicelib.handlers.reading.query import PlainListQuery
from chalicelib.handlers.reading.reader import PageReader
from chalicelib.handlers.reading.site_addresses import make_plain_address
from chalicelib.models.help.guides import GuideView, HelpPage, PublishedLine, TopicView
from chalicelib.models.lookup_channels import ChannelsView, ChannelView

HELP, LOOKUP = "help", "lookup"
TITLE = Words("Trợ giúp", "Help")
FIND = Words("Tìm trong hướng dẫn, thủ tục và câu trả lời", "Search guides, procedures and answers")
FOUND = Words("Kết quả tìm", "Found")
VERSION = Words("bản", "version")
SINCE = Words("từ", "since")
LINKS = Words("Mở trang", "Open the page")
LOOKUP_TITLE = Words("Tra cứu hồ sơ bằng cách khác", "Other ways to look up a dossier")
NEEDS_SCRIPTS = Words(
    "Tra cứu trên trang này cần JavaScript. Không có thì dùng một trong các cách sau, hoặc hỏi nơi nhận hồ sơ.",
    "Looking up on this site needs JavaScript. Without it, use one of these ways, or ask where you filed.",
)
EXAMPLE = Words("Mã hồ sơ có dạng", "A code looks like")


def write_help(reader: PageReader, query: PlainListQuery) -> PlainPage:
    """Return the guides of people by topic, or what a search finds."""
    found = reader.read("/api/help", HelpPage, q=query.q)
    shown: Child = [_build_topic(reader, each) for each in found.topics]
    if query.q:
        shown = (
            build_element("h2", reader.localise(FOUND)),
            build_cards((_build_found(reader, each) for each in found.found), reader.localise(NOTHING)),
        )
    return PlainPage(
        reader.localise(TITLE), (build_search(reader, HELP, FIND, query.q), shown, build_basis(reader, found.article)),
        places=(HELP,), full="/help", listed=not query.q,
    )  # fmt: skip


def _build_topic(reader: PageReader, topic: TopicView) -> Element:
    guides = [
        build_element("li", build_element("a", reader.localise(each.title), href=reader.link_page(HELP, each.id)))
        for each in topic.guides
    ]
    return build_element("section", build_name(reader, topic.name, "h2"), build_element("ul", guides, class_="topics"))


def _build_found(reader: PageReader, line: PublishedLine) -> Element:
    text, title = reader.localise(line.text), reader.localise(line.title)
    if line.address is None:
        return build_element("li", build_element("strong", title), build_element("p", text), class_="card")
    return build_card(make_plain_address(reader, line.address), title, [text])


def write_guide(reader: PageReader, guide_id: str) -> PlainPage:
    """Return one guide."""
    guide = reader.read("/api/help/{guide_id}", GuideView, {"guide_id": guide_id})
    links = [
        build_element(
            "li", build_element("a", reader.localise(each.name), href=make_plain_address(reader, each.address))
        )
        for each in guide.links
    ]
    owner = f"{reader.localise(guide.owner)} · {reader.localise(VERSION)} {guide.version}, {reader.localise(SINCE)} "
    return PlainPage(
        reader.localise(guide.title),
        (
            build_element("p", reader.localise(guide.summary)),
            build_element("ul", [build_name(reader, each, "li") for each in guide.points]),
            build_element("h2", reader.localise(LINKS)) if links else None,
            build_element("ul", links) if links else None,
            build_element("p", owner + reader.write_day(guide.since), class_="muted small"),
        ),
        places=(HELP, guide.id), full=f"/help/{guide.id}",
        above=(build_element("a", reader.localise(TITLE), href=reader.link_page(HELP)), " · ",
               reader.localise(guide.topic)),
    )  # fmt: skip


def write_lookup(reader: PageReader, query: PlainListQuery) -> PlainPage:
    """Return how a dossier is looked up without this site: by text message and the other channels of the province."""
    channels = reader.read("/api/lookup/channels", ChannelsView)
    return PlainPage(
        reader.localise(LOOKUP_TITLE),
        (
            build_notice(reader.localise(NEEDS_SCRIPTS)),
            [_build_channel(reader, each) for each in (*channels.named, *channels.further)],
            build_element("p", f"{reader.localise(EXAMPLE)}: ", build_element("strong", channels.code_example)),
            build_basis(reader, channels.article),
        ),
        places=(LOOKUP,), full="/tra-cuu",
    )  # fmt: skip


def _build_channel(reader: PageReader, channel: ChannelView) -> Element:
    address = build_element("p", build_element("a", channel.url, href=channel.url)) if channel.url else None
    return build_element(
        "section", build_name(reader, channel.name, "h2"), build_name(reader, channel.guidance, "p"), address
    )
