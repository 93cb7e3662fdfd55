"""The request to inspect a file and its answer, as they travel between two functions."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from chalicelib.domain.papers.inspection_messages import (
    build_inspection_answer,
    build_inspection_request,
    parse_inspection_answer,
    parse_inspection_request,
)
from chalicelib.domain.papers.paper_errors import QuarantineReason
from tests.support.paper_builders import build_paper


def test_a_request_is_read_as_it_was_built():
    asked = build_inspection_request(build_paper(), "v1")
    assert asdict(parse_inspection_request(asked)) == asked


@pytest.mark.parametrize("fault", [None, *QuarantineReason])
def test_an_answer_is_read_as_it_was_built(fault):
    assert parse_inspection_answer(build_inspection_answer(fault)) is fault


@pytest.mark.parametrize(("field", "wrong"), [("size", "12"), ("size", None), ("key", 7), ("sha256", None)])
def test_a_request_with_a_wrong_field_is_refused_and_named(field, wrong):
    with pytest.raises(ValueError, match=field):
        parse_inspection_request({**build_inspection_request(build_paper(), "v1"), field: wrong})


def test_a_request_without_a_field_is_refused():
    with pytest.raises(KeyError, match="size"):
        parse_inspection_request({"key": "k", "version_id": "v1"})


def test_an_answer_with_an_unknown_reason_is_refused():
    with pytest.raises(ValueError, match="no_such_reason"):
        parse_inspection_answer({"reason": "no_such_reason"})
