"""A plain page as a reader without scripts gets it: its elements, its text, its links, and what is wrong with it."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import pairwise

VOID = {"meta", "link", "img", "input", "br"}
HEADINGS = ("h1", "h2", "h3", "h4")


class PlainHtml(HTMLParser):
    """One parsed page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close an element: the last that was opened."""
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes another element")

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.texts.append(data)

    @property
    def text(self) -> str:
        """What is read on the page."""
        return " ".join(" ".join(self.texts).split())

    def find(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        """Attributes of every element of a tag with these attributes."""
        return [own for name, own in self.elements if name == tag and wanted.items() <= own.items()]

    @property
    def links(self) -> list[str]:
        """Addresses of the links, each once."""
        return list(dict.fromkeys(own["href"] for own in self.find("a")))

    def links_to(self, last: str) -> bool:
        """Whether some link's address ends with this."""
        return any(each.endswith(f"/{last}") for each in self.links)

    def list_faults(self) -> list[str]:
        """What readers, screen readers and the policy of the page would stumble over; empty for a good page."""
        found = [*self.faults, *(f"<{tag}> stays open" for tag in self.open)]
        tags = [tag for tag, _ in self.elements]
        found += [f"<{tag}> {tags.count(tag)} times" for tag in ("h1", "main", "title") if tags.count(tag) != 1]
        found += [f"<{tag}>" for tag in ("script", "style", "iframe", "object") if tag in tags]
        found += [
            f"{tag} {name}" for tag, own in self.elements for name in own if name.startswith("on") or name == "style"
        ]
        levels = [HEADINGS.index(tag) for tag in tags if tag in HEADINGS]
        found += [f"h{low + 1} before h{high + 1}" for low, high in pairwise(levels) if high > low + 1]
        ids = [own["id"] for _, own in self.elements if "id" in own]
        found += [f"id {each} twice" for each in {each for each in ids if ids.count(each) > 1}]
        named = [own[name] for _, own in self.elements for name in ("for", "aria-labelledby", "aria-describedby")
                 if name in own]  # fmt: skip
        found += [f"no element {each}" for each in named if each not in ids]
        labelled = {own["for"] for own in self.find("label")}
        found += [
            f"input {own.get('name')} without label" for own in self.find("input")
            if own.get("type") != "hidden" and own.get("id") not in labelled
        ]  # fmt: skip
        found += [f"address {each}" for each in self.links if not each.startswith(("/", "#", "tel:", "mailto:"))]
        found += [] if self.find("html")[0].get("lang") in ("vi", "en") else ["no language"]
        return found
