"""HTML as a tree of elements: the standard library's serialiser escapes every text and attribute, so that no text can
become markup."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias
from xml.etree.ElementTree import Element, tostring

Child: TypeAlias = "Element | str | Iterable[Child] | None"


def build_element(tag: str, *children: Child, **attributes: str | None) -> Element:
    """Return an element. Attributes are named as in Python (`class_`, `aria_label`); those without a value and
    children that are None are left out."""
    named = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items() if value is not None}
    element = Element(tag, named)
    for child in children:
        _append_child(element, child)
    return element


def render_page(page: Element) -> str:
    """Return the page as text."""
    return f"<!doctype html>\n{tostring(page, encoding='unicode', method='html')}\n"


def _append_child(element: Element, child: Child) -> None:
    if child is None:
        return
    if isinstance(child, Element):
        element.append(child)
    elif isinstance(child, str):
        _append_text(element, child)
    else:
        for each in child:
            _append_child(element, each)


def _append_text(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
