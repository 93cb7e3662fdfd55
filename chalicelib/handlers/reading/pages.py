"""Public reading without scripts: pages that show what the public reads of the API answer, and nothing else.

Each page is made from those reads as they are on this request, so that what was hidden or withdrawn is gone at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from chalice.app import Blueprint

from chalicelib.domain.shared.errors import NotFound
from chalicelib.handlers.http.answer import HTML
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import PUBLIC, Reply, register_operation
from chalicelib.handlers.reading.layout import PlainPage, write_page, write_problem_page
from chalicelib.handlers.reading.query import PlainListQuery, PlainPageQuery
from chalicelib.handlers.reading.reader import HOME, PageReader
from chalicelib.models.http.base import PageText

bp = Blueprint(__name__)
SHORT = "public, max-age=60"

LISTS: Mapping[str, str] = {
    "procedures": "procedure_pages.write_procedures",
    "agencies": "agency_pages.write_agencies",
    "territory": "agency_pages.write_territory",
    "lookup": "help_pages.write_lookup",
    "help": "help_pages.write_help",
    "surveys": "result_pages.write_surveys",
    "ratings": "result_pages.write_ratings",
    "terms": "terms_page.write_terms",
}
"""The function that writes the first page of a section: loaded when somebody reads it. The others are kinds of matters.
"""
ONES: Mapping[str, str] = {
    "procedures": "procedure_pages.write_procedure",
    "help": "help_pages.write_guide",
    "surveys": "result_pages.write_survey",
}
"""The function that writes the page of one thing of a section."""
LIST_OF_KIND, ONE_OF_KIND = "matter_pages.write_matters", "matter_pages.write_matter"


@register_operation(
    bp, "GET", HOME, access=PUBLIC, query=PlainPageQuery, answer=PageText, cache=SHORT, media=HTML,
    write_problem=write_problem_page,
)  # fmt: skip
def read_first_page(call: Call[None, PlainPageQuery]) -> Reply:
    """Show as a plain page what there is to read."""
    reader = PageReader(call, call.query.lang)
    return _answer_page(reader, _load_writer("home_page.write_home")(reader))


@register_operation(
    bp, "GET", f"{HOME}/{{section}}", access=PUBLIC, query=PlainListQuery, answer=PageText, refuses=(NotFound,),
    cache=SHORT, media=HTML, write_problem=write_problem_page,
)  # fmt: skip
def read_list_page(call: Call[None, PlainListQuery]) -> Reply:
    """Show a list of public content as a plain page, with the words and filters of its address."""
    reader = PageReader(call, call.query.lang)
    writer = LISTS.get(call.params["section"], LIST_OF_KIND)
    return _answer_page(reader, _load_writer(writer)(reader, call.query))


@register_operation(
    bp, "GET", f"{HOME}/{{section}}/{{item_id}}", access=PUBLIC, query=PlainPageQuery, answer=PageText,
    refuses=(NotFound,), cache=SHORT, media=HTML, write_problem=write_problem_page,
)  # fmt: skip
def read_item_page(call: Call[None, PlainPageQuery]) -> Reply:
    """Show one procedure, guide, answer or survey as a plain page."""
    reader = PageReader(call, call.query.lang)
    section = call.params["section"]
    if section in LISTS and section not in ONES:
        raise NotFound()
    writer = ONES.get(section, ONE_OF_KIND)
    return _answer_page(reader, _load_writer(writer)(reader, call.params["item_id"]))


def _load_writer(name: str) -> Callable[..., PlainPage]:
    module, _, function = name.partition(".")
    found: Callable[..., PlainPage] = getattr(import_module(f"chalicelib.handlers.reading.{module}"), function)
    return found


def _answer_page(reader: PageReader, page: PlainPage) -> Reply:
    text = write_page(reader, page)
    cache: dict[str, Any] = {"Cache-Control": chosen} if (chosen := reader.choose_cache()) else {}
    return Reply(text, headers=cache)
