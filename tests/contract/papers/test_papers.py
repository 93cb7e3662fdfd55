"""Paper items in the one table: declared once, settled once, read back equal."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.papers.paper import settle_paper
from chalicelib.domain.papers.paper_errors import QuarantineReason
from chalicelib.repositories.papers.paper_items import PaperTable, build_paper_row
from tests.contract.engines import DYNAMODB, open_simple_table
from tests.support.paper_builders import DECLARED_AT, build_paper

pytestmark = pytest.mark.engine(DYNAMODB)

LATER = DECLARED_AT + timedelta(seconds=4)


@pytest.fixture
def papers(request: pytest.FixtureRequest):
    """An empty table."""
    with open_simple_table(request):
        yield PaperTable()


def test_a_paper_is_found_as_it_was_declared(papers):
    build_paper_row(build_paper()).save()
    assert papers.load(build_paper().dossier_id, build_paper().id) == build_paper()
    assert papers.load(build_paper().dossier_id, "other") is None


@pytest.mark.parametrize("reason", [None, QuarantineReason.MALWARE])
def test_the_first_check_wins_and_is_never_overwritten(papers, reason):
    build_paper_row(build_paper()).save()
    first = settle_paper(build_paper(), "v1", reason, real_now=LATER)
    assert papers.settle(first)
    assert not papers.settle(settle_paper(build_paper(), "v2", None, real_now=LATER))
    assert papers.load(first.dossier_id, first.id) == first


def test_a_paper_that_was_removed_does_not_come_back(papers):
    assert not papers.settle(settle_paper(build_paper(), "v1", None, real_now=LATER))
    assert papers.list_by_dossier(build_paper().dossier_id) == ()


def test_the_papers_of_a_dossier_are_its_own(papers):
    kept = [build_paper(id=name) for name in ("a", "b")]
    for paper in (*kept, build_paper(dossier_id="other")):
        build_paper_row(paper).save()
    assert papers.list_by_dossier(build_paper().dossier_id) == tuple(kept)
