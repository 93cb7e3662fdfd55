"""Making slips: once per fact, through repeats and failures; the same words, the same bytes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.papers.paper import PaperKind, PaperState
from chalicelib.steps.documents.render_slip import read_words
from chalicelib.steps.papers import add_paper
from tests.support.builders import CITIZEN, MONDAY
from tests.support.slip_builders import build_case, build_library
from tests.support.slip_world import NOW, FakeRenderer, SlipWorld, StoreBroken


@pytest.fixture
def world() -> SlipWorld:
    return SlipWorld(build_case(MONDAY).received())


def test_a_slip_is_stored_with_its_words_and_found_as_a_paper_of_the_dossier(world: SlipWorld):
    assert world.made(2) == [("receipt", True)]
    (paper,) = world.papers.rows.values()
    pdf = world.store.objects[paper.key]
    assert paper.key == f"slips/{world.case.id}/{paper.id}"
    assert (paper.kind, paper.state, paper.component) == (PaperKind.SLIP, PaperState.ACCEPTED, "receipt")
    assert (paper.version_id, paper.size) == (pdf.version_id, len(pdf.body))
    assert paper.sha256 == hashlib.sha256(pdf.body).hexdigest()
    assert paper.name == "Giấy tiếp nhận hồ sơ và hẹn trả kết quả 0000001.2"
    words = world.store.objects[f"{paper.key}.json"].body
    assert json.loads(words)["engine"] == "fake 1"
    assert FakeRenderer().render(read_words(words)) == pdf.body


def test_a_fact_that_comes_again_changes_nothing(world: SlipWorld):
    world.made(2)
    before = dict(world.store.objects), dict(world.papers.rows)
    assert world.made(2) == [("receipt", False)]
    assert (world.store.objects, world.papers.rows) == before
    assert world.renderer.drawn == 1


@pytest.mark.parametrize("fails", [1, 2])
def test_after_a_crash_the_next_run_finishes_with_the_words_already_stored(world: SlipWorld, fails: int):
    world.store.fails = fails
    with pytest.raises(StoreBroken):
        world.made(2)
    assert world.papers.rows == {}
    assert world.made(2) == [("receipt", True)]
    assert len(world.store.objects) == 2


def test_words_once_stored_win_over_a_wording_that_came_with_a_new_release(world: SlipWorld):
    world.store.fails = 2
    with pytest.raises(StoreBroken):
        world.made(2)
    making = world.making
    wording = build_library().wording()
    renamed = {
        name: {kind: replace(each, title="Tên mới") for kind, each in kinds.items()}
        for name, kinds in wording.templates.items()
    }
    newer = replace(making, library=replace(making.library, wording=lambda: replace(wording, templates=renamed)))
    newer.render_for_fact(world.case.id, 2, real_now=NOW)
    (paper,) = world.papers.rows.values()
    stored = world.store.objects
    assert read_words(stored[f"{paper.key}.json"].body).title == "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    assert FakeRenderer().render(read_words(stored[f"{paper.key}.json"].body)) == stored[paper.key].body


def test_of_two_at_once_one_writes_the_row_and_both_pin_the_same_version(world: SlipWorld):
    world.made(2)
    (first,) = world.papers.rows.values()
    world.papers.blind = True
    assert world.made(2) == [("receipt", False)]
    assert list(world.papers.rows.values()) == [first]


def test_most_facts_make_nothing_and_a_fact_that_is_not_there_is_a_fault(world: SlipWorld):
    assert world.made(1) == []
    with pytest.raises(ValueError, match="no fact 7"):
        world.made(7)


def test_repair_makes_what_is_missing_and_only_that(world: SlipWorld):
    officer = world.case.officer(Role.ONE_STOP_OFFICER)
    world.case.take("transfer", officer)
    world.made(2)
    made = world.making.render_for_dossier(world.case.id, real_now=NOW)
    assert [(one.kind, one.fresh) for one in made] == [("receipt", False), ("control", True)]


def test_the_owner_sees_their_slips_and_officers_see_all(world: SlipWorld):
    officer = world.case.officer(Role.ONE_STOP_OFFICER)
    world.case.take("transfer", officer)
    world.making.render_for_dossier(world.case.id, real_now=NOW)
    loaded = world.case.store.load(world.case.id)

    def list_seen(who) -> list[str]:
        command = world.case.ask("papers", who)
        return sorted(p.component for p in world.papers.rows.values() if add_paper.may_have(command, loaded, p))

    assert list_seen(CITIZEN) == ["receipt"]
    assert list_seen(officer) == ["control", "receipt"]
