"""Real papers of people are accepted."""

from __future__ import annotations

import pytest

from chalicelib.repositories.papers.inspection import inspect_bytes
from tests.support.files.honest_papers import MAKERS, list_honest


@pytest.mark.parametrize("name", MAKERS)
def test_an_honest_file_is_accepted(name):
    content_type, make = MAKERS[name]
    assert inspect_bytes(make(), content_type) is None


def test_the_corpus_holds_what_the_rules_promise():
    kinds = {content_type for _, content_type, _ in list_honest()}
    assert kinds == {"application/pdf", "image/jpeg", "image/png"}
    assert {"signed", "form", "locked and packed", "telephone", "scan in colour"} <= set(MAKERS)
