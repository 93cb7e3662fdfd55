"""One probe for each read of a dossier: whether its answer is as the table of sight says, and what the table withholds
is nowhere in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.documents.prints import SlipNotDue
from chalicelib.domain.documents.slip_values import SlipKind
from chalicelib.domain.ledger.verification import verify_ledger
from chalicelib.domain.papers.paper import PaperKind
from chalicelib.domain.privacy.sight import NotYourTask
from chalicelib.domain.privacy.sight_facts import FACT_CONTENT
from chalicelib.domain.privacy.sight_words import SightPlace
from chalicelib.domain.search.counter_search import By
from chalicelib.domain.shared.errors import NotFound
from chalicelib.models.dossiers import DossierView
from chalicelib.repositories.dossier.rating_words import load_rating_words
from chalicelib.steps.documents.print_slips import Printer, WantedSlip, print_slips
from chalicelib.steps.dossier.views import FIELDS, view_dossier
from chalicelib.steps.notices import contacts, read_notices
from chalicelib.steps.papers.add_paper import may_have
from chalicelib.steps.privacy.read_erasure import read_erasure
from chalicelib.steps.reading import queries
from chalicelib.steps.reading.ratings import read_rating
from chalicelib.steps.search import counter_search
from infra.docs.read_routes import OF_DOSSIER
from tests.steps.privacy.sight_cell import PERSONAL, C, SightCell, find_refusal, write_text
from tests.steps.privacy.sight_world import (
    BODY_ONE,
    BODY_TWO,
    FINDS,
    KEY,
    PERSON,
    SAID,
    SEARCHES,
)

if TYPE_CHECKING:
    from chalicelib.steps.notices.notice_ports import Deliveries


def probe_dossier(cell: SightCell) -> None:
    """The page's view: fields, people, form, texts, shares, requests and sums."""
    shown = queries.read_dossier(cell.reader(), cell.case.id)
    DossierView(**shown)
    d, given = cell.case.dossier, cell.given
    assert set(shown["reads"]) == given
    said = write_text(shown["parts"])
    for content, word in PERSONAL.items():
        assert (word in said) == (content in given), content
    for name, word in SAID.items():
        assert (word in said) == cell.is_said(name), name
    assert bool(shown["obligations"]) == (C.SUMS in given and bool(d.obligations))
    assert len(shown["tasks"]) == sum(C.SHARES in given or each.unit == cell.one.unit for each in d.tasks) * (
        C.SHARES in given or C.OWN_SHARE in given
    )
    own = [each for each in d.consultations if each.unit == cell.one.unit and C.OWN_CONSULTATION in given]
    assert len(shown["consultations"]) == len(d.consultations if C.CONSULTATIONS in given else own)
    assert C.REQUESTS in given or not [each for each in shown["requests"] if each["kind"] == "extension"]
    full = view_dossier(d, cell.case.officer(Role.HEAD_OF_ONE_STOP), cell.case.now, cell.case.reference)
    for name, content in FIELDS.items():
        if name not in ("papers", "to_compare", "by_form") and content not in given:
            assert not shown[name], name
        elif name not in ("papers", "data_format", "to_compare", "by_form") and C.HEAD in given and full[name]:
            assert shown[name] == full[name], name


def probe_timeline(cell: SightCell) -> None:
    """Lines of the course, each by what its fact is about; nothing personal in any."""
    lines = queries.read_timeline(cell.reader(), cell.case.id)["items"]
    given = cell.given
    assert not any(word in write_text(lines) for word in (*PERSONAL.values(), *SAID.values()))
    for line in lines:
        content = FACT_CONTENT[line["kind"]]
        own = {C.SHARES: C.OWN_SHARE, C.CONSULTATIONS: C.OWN_CONSULTATION, C.REQUESTS: C.MONEY_REQUESTS}.get(content)
        assert content in given or own in given, line["kind"]
        assert C.STAFF in given or not (line["by"] or line["given_to"])
    kinds = {line["kind"] for line in lines}
    assert ("submitted" in kinds) == (C.COURSE in given)
    if cell.case.dossier.tasks:
        assert ("request_opened" in kinds) == (C.REQUESTS in given)
        assert ("consulted" in kinds) == (C.CONSULTATIONS in given or cell.one.unit in (BODY_ONE, BODY_TWO))


def probe_ledger(cell: SightCell) -> None:
    """The export says no more than page and course do, and its chain stays provable."""
    reader, case, given = cell.reader(), cell.case, cell.given
    if C.LEDGER not in given:
        assert find_refusal(lambda: queries.read_ledger(reader, case.id)) is NotYourTask
        return
    export = queries.read_ledger(reader, case.id)
    parts = {digest: (part["salt"], part["value"]) for digest, part in export["parts"].items()}
    assert verify_ledger(case.id, export["facts"], head=export["head"], length=export["length"], parts=parts) == []
    page, said = write_text(queries.read_dossier(reader, case.id)["parts"]), write_text(export)
    for word in (*PERSONAL.values(), *SAID.values()):
        assert word in page or word not in said, word
    seen = {line["seq"] for line in queries.read_timeline(reader, case.id)["items"]}
    open_facts = [fact for fact in export["facts"] if "kind" in fact]
    assert {fact["seq"] for fact in open_facts} == seen
    assert C.SUMS in given or '"obligations"' not in said
    assert C.REQUESTS in given or not any("about" in fact["data"] for fact in open_facts)
    assert C.STAFF in given or "case-officer-" not in said
    assert C.SHARES in given or '"task_dues"' not in said


def probe_deadline(cell: SightCell) -> None:
    """The calculation of the due date is shown with the head."""
    assert find_refusal(lambda: queries.explain_due_date(cell.reader(), cell.case.id)) in (None, NotFound)


def probe_erasure(cell: SightCell) -> None:
    """Held data are shown by numbers and kinds alone, together with the head."""

    def read_told() -> Any:
        return read_erasure(cell.reader(), cell.case.id, cell.case.papers())

    refused = find_refusal(read_told)
    assert refused in (None, NotFound)
    if refused is None:
        said = write_text(read_told())
        assert not [word for word in (*PERSONAL.values(), *SAID.values()) if word in said]


def probe_rating(cell: SightCell) -> None:
    """The questions and a rating given before are for those who read ratings."""
    refused = find_refusal(lambda: read_rating(cell.reader(), cell.case.id, load_rating_words()))
    assert (refused is None) == (C.RATING in cell.given), refused


def probe_papers(cell: SightCell) -> None:
    """The list and each link: every kind of paper by its content."""
    case, given, sent = cell.case, cell.given, cell.case.sent
    d, command = case.dossier, case.ask("papers", cell.one.who)
    loaded = case.store.load(case.id)
    owner = cell.one.role is Role.APPLICANT
    for paper in case.papers():
        had = may_have(command, loaded, paper)
        if paper.kind is PaperKind.COMPONENT and paper.id in d.papers:
            to_compare = C.UNSIGNED in given and d.papers[paper.id] in d.handover.unchecked
            enclosed = C.ENCLOSED in given and cell.one.unit == BODY_TWO and paper.id == sent.get("enclosed")
            assert had == (C.COMPONENTS in given or to_compare or enclosed)
        elif paper.kind is PaperKind.EXEMPTION_PROOF:
            assert had == (C.PROOFS in given)
        elif paper.kind is PaperKind.SLIP:
            assert had == ((C.CONTROL_SLIPS if paper.component == "control" else C.SLIPS) in given)
        elif paper.kind is PaperKind.RESULT:
            signed = paper.id in d.results and (not owner or bool(d.handed))
            assert had == (C.RESULTS in given and (signed or (C.REQUESTS in given and not owner)))
        elif paper.kind is PaperKind.INTERNAL and paper.uploaded_by != cell.one.who.sub:
            asked = C.OWN_CONSULTATION in given and (
                (cell.one.unit == BODY_TWO and paper.id == sent["question"] and SightPlace.ASKED in cell.one.places)
                or (cell.one.unit == BODY_ONE and paper.id == sent["answer"])
            )
            both = paper.id in (sent["question"], sent["answer"])
            settles = C.FILES in given and (C.CONSULTATIONS in given or C.OWN_SHARE in given or not both)
            assert had == (asked or settles), paper.id


def probe_prints(cell: SightCell) -> None:
    """Slips are printed by those who have them; others would wait for one that never comes."""

    class ProbeShelf:
        def list_by_dossier(self, dossier_id: str) -> list[Any]:
            return cell.case.papers()

        def find_print(self, print_id: str) -> None:
            return None

        def count(self, dossier_id: str, paper_id: str) -> int:
            return 0

        def keep(self, print_id: str, sheets: Any, now: Any) -> None:
            """Nothing is printed twice here."""

        def bind(self, sheets: Any, listed: Any) -> bytes:
            return b"%PDF"

    shelf = ProbeShelf()
    for kind, content in ((SlipKind.CONTROL, C.CONTROL_SLIPS), (SlipKind.GUIDANCE, C.SLIPS)):
        printer = Printer(cell.reader(), shelf, shelf, shelf)
        command = cell.case.ask("print", cell.one.who)
        found = find_refusal(lambda: print_slips(printer, command, [WantedSlip(cell.case.id, kind)]))  # noqa: B023
        has_slips = cell.one.role is not Role.APPLICANT and bool({C.SLIPS, C.CONTROL_SLIPS} & cell.given)
        is_there = kind is SlipKind.CONTROL and content in cell.given
        assert found is (NotFound if not has_slips else None if is_there else SlipNotDue)


def probe_notices(cell: SightCell) -> None:
    """The delivery states of notices."""

    class NoDeliveries:
        def list_by_dossier(self, dossier_id: str) -> list[Any]:
            return []

    found = find_refusal(
        lambda: read_notices.list_deliveries(cell.reader(), cast("Deliveries", NoDeliveries()), cell.case.id)
    )
    assert found is (None if C.NOTICES in cell.given else NotYourTask)


def probe_messages(cell: SightCell) -> None:
    """The log of messages to the national portal."""
    found = find_refusal(lambda: cell.reader().require_seen(cell.case.id, "messages", C.MESSAGES))
    assert found is (None if C.MESSAGES in cell.given else NotYourTask)


def probe_contacts(cell: SightCell) -> None:
    """Contacts for notices."""
    found = find_refusal(lambda: contacts.build_party_holder(cell.reader(), cell.case.id, "filer"))
    assert found is (None if C.CONTACTS in cell.given else NotYourTask)


def probe_search(cell: SightCell) -> None:
    """The search at the counter, by each thing that can be typed."""
    if cell.one.role is Role.APPLICANT:
        return
    case, d = cell.case, cell.case.dossier
    finder = counter_search.Finder(cell.reader(), FINDS[case.id], KEY)
    typed = {By.CODE: d.code or d.receipt_no, By.NAME: PERSON["full_name"], By.ID_NUMBER: PERSON["id_number"],
             By.PHONE: PERSON["phone"]}  # fmt: skip
    for by, content in SEARCHES.items():
        wanted = counter_search.DossierSearch(cell.one.unit, by, typed[by], "counter_question")
        refused = find_refusal(lambda: counter_search.search_dossiers(finder, wanted))  # noqa: B023
        if refused is not None:
            assert content not in cell.given or refused is NotFound
            continue
        lines = counter_search.search_dossiers(finder, wanted).lines
        entered = by is By.CODE or (
            cell.one.unit in (case.one_stop, d.intake.desk) and (by is not By.NAME or d.is_open)
        )
        assert bool(lines) == (content in cell.given and entered), by
        assert all(line["person"] is None or C.NAME in cell.given for line in lines)


PROBES: Mapping[tuple[str, str], Callable[[SightCell], None]] = {
    ("GET", OF_DOSSIER): probe_dossier,
    ("GET", f"{OF_DOSSIER}/timeline"): probe_timeline,
    ("GET", f"{OF_DOSSIER}/ledger"): probe_ledger,
    ("GET", f"{OF_DOSSIER}/deadline"): probe_deadline,
    ("GET", f"{OF_DOSSIER}/erasure"): probe_erasure,
    ("GET", f"{OF_DOSSIER}/rating"): probe_rating,
    ("GET", f"{OF_DOSSIER}/papers"): probe_papers,
    ("GET", f"{OF_DOSSIER}/papers/{{paper_id}}/link"): probe_papers,
    ("GET", f"{OF_DOSSIER}/notices"): probe_notices,
    ("GET", f"{OF_DOSSIER}/messages"): probe_messages,
    ("GET", f"{OF_DOSSIER}/contacts/{{party}}"): probe_contacts,
    ("POST", "/api/prints"): probe_prints,
    ("POST", "/api/search"): probe_search,
}
