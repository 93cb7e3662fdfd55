"""A file goes when the last dossier or draft that uses it has gone; contacts stay until their owner is notified."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.papers.paper import PaperState
from tests.steps.privacy.erasures import close_dossier, order_erasure, require_gone
from tests.support.fakes.erasure_fakes import build_eraser


def test_a_file_that_another_dossier_uses_stays_until_that_goes_too() -> None:
    case, other = close_dossier(), "other"
    world = order_erasure(case)
    paper = world.list_papers(case.id)[0]
    again = replace(paper, dossier_id=other, id="again", origin=paper.key)
    case.store.put_paper(again)
    world.accounts[case.dossier.owner] = [case.id, other]
    build_eraser(case, world).erase_ordered()
    assert world.files[paper.key] == 3
    assert {each.name for each in world.list_papers(case.id)} == {""}
    assert case.facts[-1].data["kept_papers"] == {paper.id: other}


def test_a_file_that_stays_is_named_when_the_run_before_died_after_it() -> None:
    case, other = close_dossier(), "other"
    world = order_erasure(case)
    paper = world.list_papers(case.id)[0]
    case.store.put_paper(replace(paper, dossier_id=other, id="again", origin=paper.key))
    world.accounts[case.dossier.owner] = [case.id, other]
    world.lives = 1
    assert build_eraser(case, world).erase_ordered().failed == 1
    assert world.list_papers(case.id)[0].state is PaperState.ERASED
    world.lives = 10_000
    build_eraser(case, world).erase_ordered()
    assert world.files[paper.key] == 3
    assert case.facts[-1].data["kept_papers"] == {paper.id: other}


def test_a_file_that_a_draft_uses_stays_until_the_draft_is_filed_or_gone() -> None:
    case = close_dossier()
    world = order_erasure(case)
    paper = world.list_papers(case.id)[0]
    case.store.put_paper(replace(paper, dossier_id="draft", id="again", origin=paper.key))
    world.begun[case.dossier.owner] = ["draft"]
    report = build_eraser(case, world).erase_ordered()
    assert (report.dossiers, report.waiting, report.failed) == (0, 1, 0)
    assert world.files[paper.key] == 3
    assert case.store.load_parts(case.id) == {}, "the rest is gone"
    assert [each.id for each in world.list_papers(case.id) if each.state is not PaperState.ERASED] == [paper.id]
    del case.store.items["D#draft", "PAPER#again"]
    build_eraser(case, world).erase_ordered()
    require_gone(case, world)
