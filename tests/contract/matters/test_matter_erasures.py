"""A matter's order on a table: found with what it erases, carried out once, and ended in the transaction that records
it, also after a run that died, and when two runs meet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.erasure import list_erased_digests
from chalicelib.domain.ledger.verification import verify_ledger
from chalicelib.domain.matters.kinds.erasure_rows import DECISION, ERASE, ERASED, GROUND, ORDER, PROPOSE
from chalicelib.domain.papers.paper import Paper, PaperKind, PaperState
from chalicelib.domain.privacy.erasure_orders import MATTER, TOLD_WITHIN, OpenErasure
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.matters.matter_table import MatterTable
from chalicelib.repositories.matters.public_matters import PublicMatterTable
from chalicelib.repositories.papers.paper_items import build_paper_row
from chalicelib.repositories.privacy.erasures import ErasureTable
from chalicelib.steps.matters.erased_matters import ErasedMatters
from chalicelib.steps.matters.publish_matters import MatterPublishing
from chalicelib.steps.privacy.erase_records import Eraser
from tests.contract.engines import DYNAMODB, open_simple_table
from tests.support.fakes.erasure_fakes import ProcessDied
from tests.support.matter_desk import ANSWER, CLERK, Desk, build_deps
from tests.support.people import MONDAY, build_actor

pytestmark = pytest.mark.engine(DYNAMODB)
FIRST, SECOND = (build_actor(Role.PROVINCIAL_OFFICE, "province", sub) for sub in ("office-1", "office-2"))
DECIDED = {GROUND: "authority_decision", DECISION: "Quyết định số 12/QĐ-TA"}
SHOWN = {"public_subject": "Khai sinh", "public_question": "Thủ tục cấp lại giấy khai sinh?"}


@dataclass
class Files:
    """The store of files; a run dies after its first deletions."""

    erased: list[str] = field(default_factory=list)
    dies: bool = False

    def erase(self, key: str) -> int:
        """Delete the versions of a file."""
        self.erased.append(key)
        if self.dies:
            raise ProcessDied
        return 1


@pytest.fixture
def ordered(request: pytest.FixtureRequest) -> Iterator[Desk]:
    """A published question with a file on a table, whose erasure was ordered."""
    with open_simple_table(request):
        desk = Desk(replace(build_deps(), matters=MatterTable()))
        desk.open()
        desk.take("take", CLERK)
        desk.take("answer", CLERK, ANSWER)
        desk.take("publish", CLERK, SHOWN)
        publish(desk)
        build_paper_row(
            Paper(
                desk.id, "file-1", PaperKind.ATTACHMENT, "", "đơn.pdf", 100, "0" * 64, "application/pdf", "citizen",
                MONDAY, PaperState.ACCEPTED,
            )
        ).save()  # fmt: skip
        desk.take(PROPOSE, FIRST, DECIDED)
        desk.take(ORDER, SECOND)
        yield desk


def publish(desk: Desk) -> bool:
    """The consumer of public faces hears of a fact."""
    return MatterPublishing(desk.deps.matters, PublicMatterTable(), desk.deps.find_field).publish_matter(desk.id)


def build_eraser(desk: Desk, files: Files) -> Eraser:
    """The eraser on the table, so late that no notice is waited for."""
    sort = ErasedMatters(desk.deps, PublicMatterTable())
    return Eraser({MATTER: sort}, ErasureTable(), files, desk.now, desk.now + TOLD_WITHIN)


def require_erased(desk: Desk) -> None:
    """Only the decision is left, nobody finds the matter, and the ledger says so and verifies."""
    matter, facts = desk.matter, desk.deps.matters.load_ledger(desk.id)
    kept = {digest for fact in facts for name, digest in fact.parts.items() if name == DECISION}
    assert matter.state == ERASED
    assert set(desk.deps.matters.load_parts(desk.id)) == kept
    assert list_erased_digests(facts) == {each for fact in facts for each in fact.parts.values()} - kept
    assert [fact.data.get("step") for fact in facts].count(ERASE) == 1
    assert verify_ledger(desk.id, [fact.body for fact in facts], head=matter.head, length=matter.length) == []
    assert [(each.state, each.name) for each in ErasureTable().list_papers(desk.id)] == [(PaperState.ERASED, "")]
    assert ErasureTable().find_open() == []
    assert PublicMatterTable().find(desk.id) is None
    assert [row.pk for row in TableItem.scan() if str(row.kind) == "public_word"] == []


def test_an_order_is_found_with_what_it_erases_and_ends_with_its_fact(ordered: Desk) -> None:
    (found,) = ErasureTable().find_open()
    assert found == OpenErasure(ordered.id, f"{ordered.id}#{ordered.matter.length:08d}", MONDAY, MATTER)
    assert PublicMatterTable().find(ordered.id), "its consumer has not heard of the order yet"
    assert build_eraser(ordered, Files()).erase_ordered().dossiers == 1
    require_erased(ordered)
    assert not publish(ordered), "a message of the order that comes late brings nothing back"
    require_erased(ordered)


def test_a_run_that_dies_leaves_the_order_to_the_next(ordered: Desk) -> None:
    files = Files(dies=True)
    report = build_eraser(ordered, files).erase_ordered()
    assert [type(each) for each in report.faults] == [ProcessDied]
    assert len(ErasureTable().find_open()) == 1
    files.dies = False
    assert build_eraser(ordered, files).erase_ordered().dossiers == 1
    require_erased(ordered)


def test_two_runs_at_one_time_record_the_end_once(ordered: Desk) -> None:
    (order,) = ErasureTable().find_open()
    assert build_eraser(ordered, Files()).erase(order) == 1
    length = ordered.matter.length
    # The other run read the order before it ended.
    assert build_eraser(ordered, Files()).erase(order) == 0
    assert ordered.matter.length == length
    require_erased(ordered)


def test_a_rival_end_between_reading_and_writing_makes_the_run_look_again(
    ordered: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (order,) = ErasureTable().find_open()
    save: Callable[..., None] = MatterTable.save_matter
    rivals = [lambda: build_eraser(ordered, Files()).erase(order)]

    def save_after_rival(table: MatterTable, *given: object, **more: object) -> None:
        if rivals:
            rivals.pop()()
        save(table, *given, **more)

    monkeypatch.setattr(MatterTable, "save_matter", save_after_rival)
    build_eraser(ordered, Files()).erase(order)
    require_erased(ordered)
