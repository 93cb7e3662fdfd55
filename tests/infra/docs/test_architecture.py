"""docs/architecture.md has the drawings of the code as it is."""

from __future__ import annotations

from chalicelib.domain.ledger.fact_registry import Consumer
from infra.docs.architecture import DOCUMENT, build_document, draw_events, list_schedules
from tests.infra.templates import CALLED_BY_EVENTS

TEXT = DOCUMENT.read_text(encoding="utf-8")


def test_the_drawings_are_those_of_the_code() -> None:
    assert build_document(TEXT) == TEXT, "run: python -m infra.docs.architecture"
    assert TEXT.count("<!-- drawn: ") == TEXT.count("<!-- end: ") == 4


def test_every_consumer_and_function_is_shown() -> None:
    drawn = "\n".join((*draw_events(), *list_schedules()))
    assert [each for each in Consumer if f"--> {each.value}" not in drawn and f"| {each.value}" not in drawn] == []
    elsewhere = {"keep_security_log"}  # started by log groups
    assert {name for name in CALLED_BY_EVENTS if name not in drawn} == elsewhere
