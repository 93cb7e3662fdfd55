"""Files that come with matters: who may send them, what takes them, and who reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.ledger.routing import list_filed_papers
from chalicelib.domain.matters.field_guard import IDENTITY_HIDDEN
from chalicelib.domain.matters.kind_table import KINDS
from chalicelib.domain.matters.matter_kind import MatterKind
from chalicelib.domain.matters.matter_refusals import PapersNotTaken
from chalicelib.domain.papers.paper import USABLE_FOR, PaperKind
from chalicelib.domain.papers.paper_errors import PaperExpired, PaperPending, PaperQuarantined, QuarantineReason
from chalicelib.domain.shared.errors import Forbidden, Invalid, NotFound
from chalicelib.models.matters.matters import MatterPaperBody
from chalicelib.steps.dossier.context import Command
from chalicelib.steps.matters.export_matter import export_matter
from chalicelib.steps.matters.matter_papers import (
    PaperReading,
    add_matter_paper,
    find_matter_paper,
    list_matter_papers,
)
from chalicelib.steps.matters.matter_views import read_matter
from tests.support.builders import Case
from tests.support.matter_desk import ANSWER, CLERK, HEAD, MATTER_ID, NEIGHBOUR, OTHER, Desk, build_deps
from tests.support.matters.every_kind import EACH_KIND
from tests.support.matters.explored import KindWorld
from tests.support.paper_builders import build_uploaded_paper
from tests.support.people import CITIZEN, build_actor

FIRST, SECOND = "paper-one", "paper-two"


def put_paper(desk: Desk, paper_id: str = FIRST, by: Actor = CITIZEN, **more: Any) -> str:
    """A file that somebody sent for the matter, as its check left it."""
    kind = more.pop("kind", PaperKind.ATTACHMENT)
    at = more.pop("at", desk.now)
    paper = build_uploaded_paper(desk.id, paper_id, kind, "", by.sub, at, **more)
    desk.store.papers.setdefault(desk.id, {})[paper_id] = paper
    return paper_id


def list_seen(desk: Desk, actor: Actor, looks: list[str] | None = None) -> list[str]:
    """The files that somebody finds, after the page shows them the same ones with its facts."""
    noted = [] if looks is None else looks
    reading = PaperReading(desk.deps, desk.store, lambda _, what: noted.append(what))
    found = [paper.id for paper in list_matter_papers(reading, desk.id, actor, desk.now)]
    shown = read_matter(desk.deps, desk.kind, desk.id, actor, desk.now, lambda *_: None)
    assert set(found) >= {paper for fact in shown["course"] for paper in fact["papers"]}
    for paper in found:
        assert find_matter_paper(reading, desk.id, paper, actor, desk.now).id == paper
    return found


@pytest.fixture
def desk() -> Desk:
    """A question about to be asked."""
    return Desk(build_deps())


def test_an_opening_names_its_files_by_digest_and_keeps_them(desk: Desk) -> None:
    opened = desk.open(papers=[put_paper(desk)])
    assert (opened.papers, desk.store.kept) == ((FIRST,), [FIRST])
    (fact,) = desk.store.load_ledger(MATTER_ID)
    assert fact.data["papers"][FIRST] == {
        "paper": FIRST, "kind": "attachment", "component": "", "version": "v1", "sha256": "a" * 64, "size": 100,
        "type": "application/pdf",
    }  # fmt: skip
    assert list_filed_papers(fact.data) == (FIRST,)  # type: ignore[arg-type]
    assert "giấy" not in repr(fact.data)


def test_a_file_that_is_not_ready_is_named_and_nothing_is_stored(desk: Desk) -> None:
    put_paper(desk, "late", at=desk.now - USABLE_FOR - USABLE_FOR)
    put_paper(desk, "waits", pending=True)
    put_paper(desk, "bad", reason=QuarantineReason.MALWARE)
    put_paper(desk, "of-a-dossier", kind=PaperKind.COMPONENT)
    put_paper(desk, "of-another", NEIGHBOUR)
    cases: Mapping[str, type[Exception]] = {
        "late": PaperExpired, "waits": PaperPending, "bad": PaperQuarantined, "of-a-dossier": Invalid,
        "of-another": Invalid, "ghost": Invalid,
    }  # fmt: skip
    for paper, refusal in cases.items():
        with pytest.raises(refusal):
            desk.open(papers=[paper])
    assert (desk.store.saves, desk.store.kept) == (0, [])


def test_a_file_is_taken_once_and_by_steps_of_the_table_alone(desk: Desk) -> None:
    desk.open(papers=[put_paper(desk)])
    with pytest.raises(PapersNotTaken):
        desk.take("take", CLERK, papers=[put_paper(desk, SECOND, CLERK)])
    desk.take("take", CLERK)
    desk.take("answer", CLERK, ANSWER, papers=[SECOND])
    with pytest.raises(Invalid) as refused:
        desk.take("ask_again", CITIZEN, {"again": "Chưa rõ"}, papers=[FIRST])
    assert [(each.path, each.code) for each in refused.value.fields] == [("/papers/0", "paper_unknown")]


def test_the_units_and_the_reporter_read_files_and_a_proposed_one_waits(desk: Desk) -> None:
    desk.open(papers=[put_paper(desk)])
    desk.take("take", CLERK)
    desk.take("draft", CLERK, ANSWER, papers=[put_paper(desk, SECOND, CLERK)])
    looks = list[str]()
    assert list_seen(desk, HEAD, looks) == [FIRST, SECOND]
    assert looks == ["papers", f"paper {FIRST}", f"paper {SECOND}"]
    assert list_seen(desk, CITIZEN) == [FIRST]
    exported = export_matter(desk.deps, MATTER_ID, CITIZEN, desk.now, lambda *_: None)
    assert SECOND not in repr(exported)
    desk.take("approve", HEAD)
    assert list_seen(desk, CITIZEN) == [FIRST, SECOND]
    public = {"public_subject": "Khai sinh", "public_question": "Thủ tục cấp lại khai sinh?"}
    desk.take("publish", CLERK, public)
    for stranger in (NEIGHBOUR, replace(CITIZEN, sub="stranger")):
        with pytest.raises(NotFound):
            list_seen(desk, stranger)


def test_a_file_that_was_not_taken_is_its_senders_alone(desk: Desk) -> None:
    put_paper(desk)
    reading = PaperReading(desk.deps, desk.store, lambda *_: None)
    assert [each.id for each in list_matter_papers(reading, MATTER_ID, CITIZEN, desk.now)] == [FIRST]
    with pytest.raises(NotFound):
        list_matter_papers(reading, MATTER_ID, CLERK, desk.now)
    desk.open()
    assert list_seen(desk, CITIZEN) == [FIRST]
    assert list_seen(desk, CLERK) == []
    with pytest.raises(NotFound):
        find_matter_paper(reading, MATTER_ID, FIRST, CLERK, desk.now)


def test_files_of_who_reports_conduct_are_hidden_with_their_name() -> None:
    world = KindWorld(KINDS["feedback"], "hue")
    desk = world.build_desk(Desk(build_deps()).store)
    paper, report = put_paper(desk), {"about": "conduct", IDENTITY_HIDDEN: False}
    opened = world.filler.send_mended(
        lambda values, sure: desk.open({**values, **report}, confirmed=sure, papers=[paper]), desk.kind.opening.fields
    )
    clerk, head = (
        replace(build_actor(role, opened.unit, role.value), citizen=False)
        for role in (Role.CASE_OFFICER, Role.AGENCY_HEAD)
    )
    assert list_seen(desk, CITIZEN) == list_seen(desk, head) == [FIRST]
    assert list_seen(desk, clerk) == []
    exported = export_matter(desk.deps, desk.id, clerk, desk.now, lambda *_: None)
    assert FIRST not in repr(exported)


def test_files_follow_a_matter_that_goes_on_as_another_kind(desk: Desk) -> None:
    desk.open(papers=[put_paper(desk)])
    moved = desk.take("to_complaint", CLERK, {"reason": "Là khiếu nại", "decision": "Quyết định số 12"})
    assert moved.became
    other = Desk(desk.deps, KINDS["complaints"], moved.became.id)
    for reader in (CITIZEN, CLERK):
        assert list_seen(other, reader) == [FIRST]
    (opening,) = desk.store.load_ledger(other.id)
    assert (opening.data["carried"][FIRST]["sha256"], opening.data["carried"][FIRST]["matter"]) == ("a" * 64, desk.id)
    assert list_filed_papers(opening.data) == ()  # type: ignore[arg-type]
    other.take("forward", CLERK, {"unit": OTHER})
    assert list_seen(other, NEIGHBOUR) == [FIRST]
    with pytest.raises(NotFound):
        list_seen(desk, NEIGHBOUR)


def announce(desk: Desk, actor: Actor, *, opening: str | None = None, kind: str = "questions") -> Command[Any]:
    """A file announced for the matter."""
    body = MatterPaperBody(
        matter_kind=kind, matter_id=None if opening else desk.id, opening=opening, name="ảnh.png", size=100,
        sha256="a" * 64, content_type="image/png",
    )  # fmt: skip
    return Command(
        "add_matter_paper", desk.id, actor, desk.now, desk.now, body, f"key-of-{actor.sub}-{kind}", None, "d" * 22
    )


def test_a_file_is_announced_by_who_may_open_the_matter_or_take_a_step_with_files(desk: Desk) -> None:
    stores, key = Case().deps, "opening-key-00001"
    paper = add_matter_paper(desk.deps, stores, announce(desk, CITIZEN, opening=key))
    assert (paper.kind, paper.dossier_id, paper.uploaded_by) == (PaperKind.ATTACHMENT, MATTER_ID, CITIZEN.sub)
    assert add_matter_paper(desk.deps, stores, announce(desk, CITIZEN, opening=key)) == paper
    with pytest.raises(PapersNotTaken):
        add_matter_paper(desk.deps, stores, announce(desk, CITIZEN, opening=key, kind="callbacks"))
    with pytest.raises(Forbidden):
        add_matter_paper(desk.deps, stores, announce(desk, replace(CLERK, citizen=False), opening=key))
    for unknown in (announce(desk, CITIZEN), announce(desk, CITIZEN, opening=key, kind="nothing")):
        with pytest.raises(NotFound):
            add_matter_paper(desk.deps, stores, unknown)
    desk.open()
    with pytest.raises(PapersNotTaken):
        add_matter_paper(desk.deps, stores, announce(desk, CLERK))
    with pytest.raises(NotFound):
        add_matter_paper(desk.deps, stores, announce(desk, NEIGHBOUR))
    desk.take("take", CLERK)
    assert add_matter_paper(desk.deps, stores, announce(desk, CLERK)).uploaded_by == CLERK.sub
    with pytest.raises(Forbidden):
        add_matter_paper(desk.deps, stores, announce(desk, CITIZEN, kind="questions"))


@EACH_KIND
def test_what_the_table_takes_no_files_with_refuses_them(kind: MatterKind) -> None:
    world = KindWorld(kind, "lai-chau")
    desk = world.build_desk(Desk(build_deps()).store)
    role = min(kind.opening.who)
    actor = CITIZEN if role is Role.APPLICANT else world.build_person(role, world.units[0])
    put_paper(desk, FIRST, actor)
    if not kind.opening.papers:
        with pytest.raises((PapersNotTaken, Forbidden)):
            world.filler.send_mended(
                lambda values, sure: desk.open(values, actor, confirmed=sure, papers=[FIRST]), kind.opening.fields
            )
        assert desk.store.saves == 0
