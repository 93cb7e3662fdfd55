"""The search at the counter: within the officer's unit, on record with its purpose, and nothing to anybody else."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.search import counter_search
from chalicelib.domain.search.counter_search import By
from chalicelib.domain.shared.errors import NotFound
from chalicelib.steps.dossier.reader import Reader
from chalicelib.steps.search import counter_search as counter_search_step
from chalicelib.steps.search.counter_search import MOST, DossierSearch, Finder, SearchResult, search_dossiers
from chalicelib.steps.search.update_search_index import FindIndex
from tests.support.builders import CERTIFICATE, CITIZEN, PERSON, Case, build_actor
from tests.support.fakes.fake_people import FakeAccesses, FakePeople
from tests.support.fakes.find_fakes import FakeFinds
from tests.support.fakes.stores import FakeDossiers

KEY = b"k" * 64


@dataclass
class SearchTown:
    """Dossiers of one province in one store, and its entries."""

    province: str = "hue"
    store: FakeDossiers = field(default_factory=FakeDossiers)
    accesses: FakeAccesses = field(default_factory=FakeAccesses)
    filed: int = 0

    def __post_init__(self) -> None:
        self.finds = FakeFinds(self.store)

    def case(self, name: str = PERSON["full_name"], **changes: str) -> Case:
        """A received dossier of a person, found by its entries."""
        channel = "own_portal" if self.province in ("hue", "lai-chau") else "national_portal"
        made = Case(CERTIFICATE, self.province, channel=channel, store=self.store)
        self.filed += 1
        for _ in range(self.filed * 50):
            next(made.numbers)
        made.start(Actor(f"citizen-{self.filed}"), applicant={**PERSON, "full_name": name, **changes})
        made.submit(Actor(f"citizen-{self.filed}"))
        FindIndex(self.finds, KEY).index_dossier(made.id)
        return made

    def search(self, who: Actor, by: By, text: str, unit: str | None = None) -> SearchResult:
        """Search at a unit, the one-stop unit unless another is named; an empty one is the whole province."""
        any_case = Case(CERTIFICATE, self.province, store=self.store)
        reader = Reader(any_case.deps, self.accesses, who, any_case.now, any_case.real_now, FakePeople())
        finder = Finder(reader, self.finds, KEY)
        return search_dossiers(
            finder, DossierSearch(any_case.one_stop if unit is None else unit, by, text, "counter_question")
        )

    def clerk(self) -> Actor:
        """An officer of the one-stop unit."""
        return build_actor(Role.ONE_STOP_OFFICER, Case(province=self.province).one_stop, "clerk")


def list_ids(answer: SearchResult) -> list[str]:
    return sorted(line["dossier_id"] for line in answer.lines)


@pytest.mark.clause("QN-14.1.d", "TB-9.b", "QN-2#1")
@pytest.mark.parametrize("province", ["quang-ngai", "thai-binh"])
def test_the_counter_finds_a_dossier_by_its_code(province: str) -> None:
    town = SearchTown(province)
    case = town.case()
    case.take("receive", case.officer(Role.ONE_STOP_OFFICER))
    (line,) = town.search(town.clerk(), By.CODE, case.dossier.code.lower()).lines
    assert (line["dossier_id"], line["code"], line["state"]) == (case.id, case.dossier.code, "received")
    assert town.accesses.records[-1] == (case.id, "clerk", "one_stop_officer", "search by code for counter_question")


@pytest.mark.parametrize(
    ("by", "text"),
    [(By.ID_NUMBER, "046190000001"), (By.PHONE, "+84 912 345 678"), (By.NAME, "trần thị"), (By.NAME, "hoa")],
)
def test_the_counter_finds_people_by_number_and_by_the_beginning_of_their_name(by: By, text: str) -> None:
    town = SearchTown()
    case, _ = town.case(), town.case("Lê Văn Ba", id_number="046190000009", phone="0900000000")
    answer = town.search(town.clerk(), by, text)
    assert list_ids(answer) == [case.id]
    assert answer.lines[0]["person"] == "Trần Thị Hoa"


def test_a_long_beginning_is_compared_to_its_end() -> None:
    town = SearchTown()
    town.case("Nguyễn Thị Minh Anh")
    wanted = town.case("Nguyễn Thị Minh Khai")
    assert list_ids(town.search(town.clerk(), By.NAME, "nguyen thi minh k")) == [wanted.id]


def test_a_name_finds_open_dossiers_only_and_numbers_find_all() -> None:
    town = SearchTown()
    case = town.case()
    case.take("withdraw", Actor("citizen-1"))
    case.take("close", case.officer(Role.ONE_STOP_OFFICER))
    # Even before the entries have followed.
    assert list_ids(town.search(town.clerk(), By.NAME, "hoa")) == []
    FindIndex(town.finds, KEY).index_dossier(case.id)
    assert list_ids(town.search(town.clerk(), By.NAME, "hoa")) == []
    assert list_ids(town.search(town.clerk(), By.PHONE, PERSON["phone"])) == [case.id]


def test_who_oversees_the_province_finds_any_dossier_by_its_code_alone() -> None:
    town = SearchTown()
    case = town.case()
    case.take("receive", case.officer(Role.ONE_STOP_OFFICER))
    auditor = build_actor(Role.AUDITOR, "province", "auditor")
    assert list_ids(town.search(auditor, By.CODE, case.dossier.code, unit="")) == [case.id]
    assert [each[0] for each in town.accesses.records] == ["SEARCH#province", case.id]
    for who, by, text in (
        (auditor, By.NAME, "hoa"),
        (auditor, By.ID_NUMBER, PERSON["id_number"]),
        (town.clerk(), By.CODE, case.dossier.code),
        (build_actor(Role.OPERATOR, "province"), By.CODE, case.dossier.code),
    ):
        with pytest.raises(NotFound):
            town.search(who, by, text, unit="")


@pytest.mark.clause("VL-9.2")
@pytest.mark.parametrize(
    "who",
    [
        CITIZEN, build_actor(Role.ONE_STOP_OFFICER, "elsewhere"), build_actor(Role.AUDITOR, "province"),
        build_actor(Role.OPERATOR, Case().one_stop), build_actor(Role.AUDITOR, Case().one_stop),
    ],
)  # fmt: skip
def test_an_outsider_finds_nothing_and_leaves_no_trace_of_a_view(who: Actor) -> None:
    town = SearchTown()
    town.case()
    for by, text in ((By.NAME, "hoa"), (By.PHONE, PERSON["phone"])):
        with pytest.raises(NotFound):
            town.search(who, by, text)
    assert town.accesses.records == []


def test_a_code_of_another_unit_s_dossier_reads_as_unknown() -> None:
    town = SearchTown()
    case = town.case()
    case.take("receive", case.officer(Role.ONE_STOP_OFFICER))
    stranger = build_actor(Role.ONE_STOP_OFFICER, "elsewhere", "stranger")
    answers = [town.search(stranger, By.CODE, code, "elsewhere") for code in (case.dossier.code, "H57-261123-0009")]
    assert answers == [SearchResult([], more=False), SearchResult([], more=False)]


def test_what_one_unit_finds_another_does_not() -> None:
    town = SearchTown()
    town.case()
    assert (
        list_ids(town.search(build_actor(Role.ONE_STOP_OFFICER, "elsewhere"), By.PHONE, PERSON["phone"], "elsewhere"))
        == []
    )


def test_a_search_that_finds_nothing_is_on_record_too() -> None:
    town = SearchTown()
    town.search(town.clerk(), By.NAME, "nobody")
    unit = Case().one_stop
    assert town.accesses.records == [
        (f"SEARCH#{unit}", "clerk", "one_stop_officer", "search by name for counter_question")
    ]


def test_what_was_searched_for_is_in_no_record() -> None:
    town = SearchTown()
    case = town.case()
    for by, text in ((By.NAME, "hoa"), (By.ID_NUMBER, "046190000001"), (By.PHONE, "0912345678")):
        town.search(town.clerk(), by, text)
    assert [each[0] for each in town.accesses.records].count(case.id) == 3
    assert not any(word in str(town.accesses.records) for word in ("hoa", "046190000001", "0912345678"))


def test_the_first_lines_are_shown_and_that_there_are_more() -> None:
    town = SearchTown()
    made = [town.case() for _ in range(MOST + 1)]
    answer = town.search(town.clerk(), By.PHONE, PERSON["phone"])
    assert len(answer.lines) == MOST
    assert answer.more
    assert set(list_ids(answer)) < {case.id for case in made}
    # Only what was shown was seen.
    assert len([each for each in town.accesses.records if not each[0].startswith("SEARCH#")]) == MOST


@pytest.mark.parametrize(("by", "text"), [(By.NAME, "t"), (By.NAME, "--"), (By.PHONE, "abc"), (By.CODE, "??")])
def test_what_cannot_be_looked_up_finds_nothing(by: By, text: str) -> None:
    town = SearchTown()
    town.case()
    assert town.search(town.clerk(), by, text) == SearchResult([], more=False)


def test_a_beginning_without_its_own_digest_finds_the_names_that_begin_so():
    town = SearchTown()
    wanted = [town.case(name) for name in ("Trần Thị Trang", "Nguyễn Văn Trang")]
    town.case("Trần Thị Trâm")
    town.case("Nguyễn Văn Tràn")
    found = town.search(town.clerk(), By.NAME, "Trang")
    assert {line["dossier_id"] for line in found.lines} == {case.id for case in wanted}
    assert found.more is False


def test_where_more_names_share_the_digest_than_are_compared_the_search_says_so(monkeypatch):
    monkeypatch.setattr(counter_search_step, "MOST_COMPARED", 3)
    town = SearchTown()
    for name in ("Trần Thị Trang", "Trần Văn Tràn", "Trần Thị Trân", "Trần Thị Trâm"):
        town.case(name)
    assert town.search(town.clerk(), By.NAME, "Trang").more is True


def test_dossiers_with_an_entry_for_each_length_of_before_are_found_and_lose_the_unused_ones(monkeypatch):
    town = SearchTown()
    with monkeypatch.context() as before:
        before.setattr(counter_search, "LENGTHS", tuple(range(2, 11)))
        wanted = [town.case("Trần Thị Trang") for _ in range(2)]
    for text in ("tr", "tran", "Trang", "trần thị", "Trần Thị Tran", "Trần Thị Trang"):
        assert list_ids(town.search(town.clerk(), By.NAME, text)) == sorted(case.id for case in wanted), text
    assert FindIndex(town.finds, KEY).index_dossier(wanted[0].id).dropped > 0
    for text in ("tr", "Trang", "Trần Thị Trang"):
        assert list_ids(town.search(town.clerk(), By.NAME, text)) == sorted(case.id for case in wanted), text
