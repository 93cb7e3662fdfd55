"""The guides from their files, read strictly: one file for each topic; one of topics and filler words, one of the names
of the pages that guides link to, one of the words by which people ask, and one of questions that are for people."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from chalicelib.domain.catalogue.procedures import Names
from chalicelib.domain.flow.flow_words import Step
from chalicelib.domain.help.guides import Guide, GuideAudience, GuideLink, GuideShelf, Topic
from chalicelib.domain.help.hand_over import HandOverWords
from chalicelib.repositories.files.records import BadRecordError, Record, require_keys

DATA = Path(__file__).parents[2] / "data" / "help"
TOPICS, PAGES, ASKS, HAND_OVER = "topics.toml", "pages.toml", "asks.toml", "hand_over.toml"
_MUST = "id version since owner title_vi title_en summary_vi summary_en points_vi points_en"


class GuideFiles:
    """Reads the guides of a folder, at most once in the life of the object."""

    def __init__(self, root: Path = DATA) -> None:
        self._root = root

    @cached_property
    def shelf(self) -> GuideShelf:
        """Return the guides in the order of the topics. Raise BadRecordError for other keys, an id used twice,
        languages with different points, a link to a page without a name, a topic without a file, and a guide
        without words by which people ask, or such words without a guide."""
        guides = [guide for topic in self.topics for guide in self._read_topic(topic)]
        ids = {guide.id for guide in guides}
        if len(ids) != len(guides):
            raise BadRecordError("an id of a guide occurs twice")
        if differing := ids ^ self._asks.keys():
            raise BadRecordError(f"{ASKS}: {sorted(differing)} on only one side")
        return GuideShelf(guides)

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """Return the topics in the order in which they are shown."""
        return tuple(_parse_topic(each) for each in self._index["topic"])

    @cached_property
    def filler(self) -> tuple[str, ...]:
        """Return words with little meaning in questions."""
        return tuple(self._index["filler"])

    @cached_property
    def hand_over(self) -> HandOverWords:
        """Return the phrases of questions that are for people. Raise BadRecordError for other keys."""
        text = (self._root / HAND_OVER).read_text(encoding="utf-8")
        return HandOverWords(**require_keys(tomllib.loads(text), "danger unlawful talk"))

    @cached_property
    def _index(self) -> Mapping[str, Any]:
        return require_keys(tomllib.loads((self._root / TOPICS).read_text(encoding="utf-8")), "filler topic")

    @cached_property
    def _asks(self) -> Mapping[str, list[str]]:
        return tomllib.loads((self._root / ASKS).read_text(encoding="utf-8"))

    @cached_property
    def _pages(self) -> Mapping[str, Names]:
        record = require_keys(tomllib.loads((self._root / PAGES).read_text(encoding="utf-8")), "page")
        return {each["path"]: Names(each["vi"], each["en"]) for each in record["page"]}

    def _read_topic(self, topic: Topic) -> list[Guide]:
        path = self._root / f"{topic.key}.toml"
        if not path.is_file():
            raise BadRecordError(f"{topic.key}: no file")
        records = tomllib.loads(path.read_text(encoding="utf-8"))["guide"]
        return [_parse_guide(each, topic, self._pages, self._asks.get(each["id"], ())) for each in records]


def _parse_topic(record: Record) -> Topic:
    require_keys(record, "key audience vi en")
    return Topic(record["key"], GuideAudience(record["audience"]), Names(record["vi"], record["en"]))


def _parse_guide(record: Record, topic: Topic, pages: Mapping[str, Names], asks: Iterable[str]) -> Guide:
    require_keys(record, _MUST, "pages steps links general")
    if len(record["points_vi"]) != len(record["points_en"]):
        raise BadRecordError(f"{record['id']}: the languages have different points")
    if unnamed := set(record.get("links", ())) - pages.keys():
        raise BadRecordError(f"{record['id']}: links to pages without a name: {sorted(unnamed)}")
    return Guide(
        id=record["id"],
        topic=topic,
        title=Names(record["title_vi"], record["title_en"]),
        summary=Names(record["summary_vi"], record["summary_en"]),
        points=tuple(Names(vi, en) for vi, en in zip(record["points_vi"], record["points_en"], strict=True)),
        pages=tuple(record.get("pages", ())),
        steps=tuple(Step(each) for each in record.get("steps", ())),
        asks=tuple(asks),
        links=tuple(GuideLink(path, pages[path]) for path in record.get("links", ())),
        owner=record["owner"],
        version=record["version"],
        since=record["since"],
        general=record.get("general", False),
    )
