"""Paper items in the one table: declared once, settled once, read back equal."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.papers.paper import settle
from chalicelib.domain.papers.paper_errors import Reason
from chalicelib.repositories.papers.paper_items import Papers, paper_row
from tests.contract.engines import DYNAMODB, simple_table
from tests.support.paper_builders import DECLARED_AT, a_paper

pytestmark = pytest.mark.engine(DYNAMODB)

LATER = DECLARED_AT + timedelta(seconds=4)


@pytest.fixture
def papers(request: pytest.FixtureRequest):
    """An empty table."""
    with simple_table(request):
        yield Papers()


def test_a_paper_is_found_as_it_was_declared(papers):
    paper_row(a_paper()).save()
    assert papers.load(a_paper().dossier_id, a_paper().id) == a_paper()
    assert papers.load(a_paper().dossier_id, "other") is None


@pytest.mark.parametrize("reason", [None, Reason.MALWARE])
def test_the_first_check_wins_and_is_never_overwritten(papers, reason):
    paper_row(a_paper()).save()
    first = settle(a_paper(), "v1", reason, real_now=LATER)
    assert papers.settle(first)
    assert not papers.settle(settle(a_paper(), "v2", None, real_now=LATER))
    assert papers.load(first.dossier_id, first.id) == first


def test_a_paper_that_was_removed_does_not_come_back(papers):
    assert not papers.settle(settle(a_paper(), "v1", None, real_now=LATER))
    assert papers.of_dossier(a_paper().dossier_id) == ()


def test_the_papers_of_a_dossier_are_its_own(papers):
    kept = [a_paper(id=name) for name in ("a", "b")]
    for paper in (*kept, a_paper(dossier_id="other")):
        paper_row(paper).save()
    assert papers.of_dossier(a_paper().dossier_id) == tuple(kept)
