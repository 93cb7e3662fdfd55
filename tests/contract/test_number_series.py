"""A restored table gives no number a second time, with each source of given numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier import codes
from chalicelib.domain.matters.kind_table import KINDS
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.repositories.dossier.codes import CodeCounter
from chalicelib.repositories.dynamodb.keys import COUNTER
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.steps.filing.drafts import derive_dossier_id
from chalicelib.steps.filing.submit import build_receipt_number
from chalicelib.steps.matters.matter_fact_parts import build_matter_series
from chalicelib.steps.papers.add_paper import derive_paper_id
from chalicelib.steps.reception import receive
from infra.operations.number_series import (
    CodeSeries,
    MovedSeries,
    find_behind,
    list_days_since,
    list_portal_codes,
    list_series,
    move_series_ahead,
)
from infra.paths import ROOT
from tests.contract.engines import DYNAMODB, Engine
from tests.contract.journey import MORNING, UNIT, World
from tests.support.people import build_actor

pytestmark = pytest.mark.engine(DYNAMODB)

RESERVED = range(9001, 10_000)
TODAY, BEFORE_2025 = MORNING.date(), date(2024, 11, 4)


@pytest.fixture
def dynamodb(running_engine: Engine, engine: str) -> Any:
    """The engine's own client."""
    return running_engine.aws.client("dynamodb")


def list_rows() -> list[TableItem]:
    """Everything that is stored."""
    return list(TableItem.scan())


def set_back(to: Iterable[TableItem]) -> None:
    """The table as it was: what came later is forgotten."""
    with TableItem.batch_write() as batch:
        for row in list_rows():
            batch.delete(row)
    with TableItem.batch_write() as batch:
        for row in to:
            batch.save(row)


def find_unit_series(day: date) -> CodeSeries:
    """The series of some unit on a day."""
    every = list_series("hue", [day])
    return every[min(every)]


def draw_numbers(series: CodeSeries, times: int) -> list[int]:
    """Numbers as receptions draw them, each noted at its dossier."""
    drawn = [CodeCounter().draw_next(series.name) for _ in range(times)]
    for number in drawn:
        printed = number if number < RESERVED.start else number + len(RESERVED)
        TableItem(f"CODES#{series.name}", f"{printed:0{series.digits}d}", body='{"dossier": "d"}').save()
    return drawn


@pytest.mark.parametrize("day", [TODAY, BEFORE_2025])
@pytest.mark.parametrize(
    ("kept", "lost", "witness"),
    [
        (0, 1, "nobody"), (0, 5, "nobody"), (3, 1, "nobody"), (3, 40, "nobody"), (40, 3, "nobody"), (1, 0, "nobody"),
        (0, 1, "portal"), (3, 4, "portal"), (0, 7, "former"), (5, 2, "former"), (2, 2, "both"), (0, 0, "nobody"),
    ],
)  # fmt: skip
def test_no_number_comes_twice(engine: str, dynamodb: Any, day: date, kept: int, lost: int, witness: str) -> None:
    series, former = find_unit_series(day), f"{engine}-{day}-{kept}-{lost}-{witness}"
    set_back([])
    given = draw_numbers(series, kept)
    image = list_rows()
    given += draw_numbers(series, lost)
    reported = (
        [f"{series.name}-{number:0{series.digits}d}" for number in given] if witness in ("portal", "both") else []
    )
    tables = [former] if witness in ("former", "both") else []
    for name in tables:
        copy_to(dynamodb, name)
    set_back(image)
    moved = move_series_ahead(dynamodb, engine, {series.name: series}, tables, reported)
    again = draw_numbers(series, 8)
    for name in tables:
        dynamodb.delete_table(TableName=name)
    assert set(again).isdisjoint(given)
    assert again == list(range(series.block + 1, series.block + 9))
    assert find_behind(dynamodb, engine, moved) == []


def copy_to(dynamodb: Any, name: str) -> None:
    """The table as it stands, under another name, as a restore leaves it behind."""
    keys = [{"AttributeName": each, "KeyType": kind} for each, kind in (("pk", "HASH"), ("sk", "RANGE"))]
    kinds = [{"AttributeName": each, "AttributeType": "S"} for each in ("pk", "sk")]
    dynamodb.create_table(TableName=name, KeySchema=keys, AttributeDefinitions=kinds, BillingMode="PAY_PER_REQUEST")
    for row in list_rows():
        dynamodb.put_item(TableName=name, Item=row.serialize())


@pytest.mark.parametrize(
    ("last", "known_by"),
    [(1_500, "former"), (9_000, "portal"), (10_000, "counter"), (25_000, "portal"), (1, "counter")],
)
def test_a_series_continues_past_the_highest_known_number(engine: str, dynamodb: Any, last: int, known_by: str) -> None:
    series = find_unit_series(TODAY)
    set_back([TableItem(f"CODES#{series.name}", COUNTER, length=last)] if known_by != "portal" else [])
    former = [f"{engine}-high"] if known_by == "former" else []
    for name in former:
        copy_to(dynamodb, name)
        set_back([])
    printed = last if last < RESERVED.start else last + len(RESERVED)
    reported = [f"{series.name}-{printed:07d}"] if known_by == "portal" else []
    (moved,) = move_series_ahead(dynamodb, engine, {series.name: series}, former, reported)
    for name in former:
        dynamodb.delete_table(TableName=name)
    assert moved.known == last
    assert CodeCounter().draw_next(series.name) == moved.to + 1 > last


def test_numbers_of_the_paper_register_and_codes_of_other_series_move_nothing(engine: str, dynamodb: Any) -> None:
    series = find_unit_series(TODAY)
    set_back([TableItem(f"CODES#{series.name}", f"{number:07d}", body="{}") for number in RESERVED])
    reported = [f"{series.name}-{9_500:07d}", "OTHER-20261123-0000009", "TN-0123456789", "", f"{series.name}-12x"]
    (moved,) = move_series_ahead(dynamodb, engine, {series.name: series}, [], reported)
    assert moved == MovedSeries(series.name, 0, series.block)


def test_a_second_run_never_takes_a_series_back(engine: str, dynamodb: Any) -> None:
    series = find_unit_series(TODAY)
    set_back([TableItem(f"CODES#{series.name}", COUNTER, length=70_000)])
    for _ in range(2):
        before = CodeCounter().draw_next(series.name)
        move_series_ahead(dynamodb, engine, {series.name: series})
        assert CodeCounter().draw_next(series.name) > before


def test_a_series_that_stayed_behind_is_a_problem(engine: str, dynamodb: Any) -> None:
    series = find_unit_series(TODAY)
    set_back([])
    moved = move_series_ahead(dynamodb, engine, {series.name: series})
    set_back([TableItem(f"CODES#{series.name}", COUNTER, length=3)])
    (problem,) = find_behind(dynamodb, engine, moved)
    assert problem.startswith(f"CODES#{series.name}: continues at 4")


@pytest.mark.parametrize("province", ["hue", "vinh-long", "quang-ngai", "thai-binh", "lai-chau"])
def test_every_unit_that_receives_has_its_series(province: str) -> None:
    from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles

    tree = CatalogueFiles().load_agencies(province)
    coded = {unit.code_2025 for unit in tree.list_one_stop_units(TODAY) if unit.code_2025}
    assert coded
    matters = {build_matter_series(kind, TODAY.year) for kind in KINDS.values()}
    named = set(list_series(province, [TODAY]))
    assert matters <= named
    assert {name.split("-")[0] for name in named - matters} == coded


def test_the_days_that_were_forgotten_are_those_of_the_codes() -> None:
    # 18:00 UTC is the next day in Vietnam.
    since = datetime(2026, 11, 20, 18, tzinfo=UTC)
    assert list_days_since(since, since + timedelta(days=2)) == tuple(date(2026, 11, n) for n in (21, 22, 23))


def test_the_portal_is_asked_for_each_day() -> None:
    class AskedPortal:
        asked: list[date] = []  # noqa: RUF012 - one portal

        def read_day(self, day: date) -> dict[str, dict[str, str]]:
            self.asked.append(day)
            return {"H": {f"A-{day:%Y%m%d}-0000001": "5"}}

    portal: Any = AskedPortal()
    since = datetime(2026, 11, 20, 18, tzinfo=UTC)
    assert list(list_portal_codes(portal, since, since + timedelta(days=1))) == [
        "A-20261120-0000001",
        "A-20261121-0000001",
    ]
    assert portal.asked == [date(2026, 11, 20), date(2026, 11, 21)]


def test_a_dossier_filed_after_a_set_back_has_a_code_of_its_own(engine: str, dynamodb: Any, world: World) -> None:
    set_back([])
    receive_one: Callable[[], str] = lambda: world.load(world.received()).code or ""  # noqa: E731
    first, image = receive_one(), list_rows()
    lost = receive_one()
    set_back(image)
    days = list_days_since(MORNING - timedelta(minutes=10), MORNING)
    move_series_ahead(dynamodb, engine, list_series("hue", days))
    after = receive_one()
    assert len({first, lost, after}) == 3
    assert int(codes.split_code(after)[1]) > int(codes.split_code(lost)[1])
    held = world.then(receive.receive_dossier, build_actor(Role.ONE_STOP_OFFICER, UNIT, "clerk-9"), world.submitted())
    assert world.load(held).code not in {first, lost, after}


def test_another_hour_of_the_same_day_draws_from_the_moved_series(engine: str, dynamodb: Any, world: World) -> None:
    set_back([])
    move_series_ahead(dynamodb, engine, list_series("hue", [MORNING.astimezone(VIETNAM).date()]))
    later = replace(world, now=MORNING + timedelta(hours=2))
    code = later.load(later.received()).code or ""
    assert int(codes.split_code(code)[1]) > 9_999


COUNTERS = {
    "boards.py": "counts work of a unit, made again each night",
    "codes.py": "gives the numbers of dossier codes",
    "matter_counts.py": "counts matters of a month, unit and kind, made again each night",
    "prints.py": "counts how often a slip was printed",
    "quotas.py": "counts what was used of a quota",
    "rate_limit.py": "counts requests of a window",
    "ratings.py": "counts ratings of a unit, month and officer",
    "surveys.py": "counts answers to a survey",
}
"""Every counter of the table, and what it is for: one of them gives numbers to people."""


def test_no_other_counter_gives_a_number() -> None:
    found = {
        path.name
        for path in (ROOT / "chalicelib").rglob("*.py")
        if re.search(r"TableItem\.\w+\.add\(", path.read_text())
    }
    assert found == set(COUNTERS)
    drawing = {path.name for path in (ROOT / "chalicelib" / "steps").rglob("*.py") if ".draw_next(" in path.read_text()}
    assert drawing == {"receive.py", "matter_fact_parts.py"}


def test_numbers_of_filings_papers_and_payments_come_from_what_they_belong_to() -> None:
    assert build_receipt_number("0123456789abcdefghjkmnpqrs") == build_receipt_number("0123456789abcdefghjkmnpqrs")
    ids = {derive_dossier_id(sub, key) for sub in ("a", "b") for key in ("k" * 16, "l" * 16)}
    assert len(ids) == 4
    assert len({derive_paper_id(sub, key) for sub in ("a", "b") for key in ("k" * 16, "l" * 16)}) == 4
