"""What people do with matters, with a thousand and with a hundred thousand of them: `python -m bench matters`.

The matters are of the kind that only tests know, so that no table of a province decides the figures. Each is a clone of
one that went through the real steps: its state with the entries of its lists, and of every second one the public face
with the words by which it is found; and all are counted. Requests and units must be the same at every size; units are
those of the formula.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bench.cost import Bench, Cost, open_bench
from bench.dynamodb_local import start_dynamodb_local
from bench.growth import Figure, Operation, measure_figure
from bench.growth_data import write_put
from bench.loading import send_batches
from bench.table import NAME
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.matters.matter_counts import MatterCountLine, list_matter_lines
from chalicelib.domain.matters.public_face import build_public_matter, list_search_words
from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.matters.matter_counts import MatterCountTable, build_count_row
from chalicelib.repositories.matters.matter_table import MatterListTable, MatterTable, build_matter_row
from chalicelib.repositories.matters.public_matters import (
    PublicMatterTable,
    StoredFace,
    build_face_row,
    build_word_row,
)
from chalicelib.steps.matters.read_statistics import StatisticsWish, read_matter_statistics
from tests.support.matters.attempts import Attempt
from tests.support.matters.explored import Explored, Scene, explore_kind
from tests.support.matters.lost_items import LOST_ITEMS
from tests.support.people import MONDAY, build_actor

SIZES = {"small": (1_000, 10_000), "full": (1_000, 100_000)}
PROVINCE, UNITS, PEOPLE, PAGE = "hue", 60, 1_000, 20
OPEN_SHARE = 20
"""One of so many waits in its unit's list; the others have ended or are public."""
DUE_DAYS = 10
PROBE_UNIT, PROBE_PERSON, PROBE_OPEN = "UNIT-PROBE", "person-probe", 200
PUBLIC_TEXT = "Chìa khóa xe máy để quên tại quầy số bốn"
SEARCH = "chìa khóa xe máy"


def measure_matters(sizes: tuple[int, ...]) -> Mapping[str, Mapping[int, Figure]]:
    """Return figures of every operation at every size."""
    found: dict[str, dict[int, Figure]] = {}
    with start_dynamodb_local() as environment, open_bench(environment) as bench:
        explored = explore_kind(LOST_ITEMS, PROVINCE)
        send_batches(environment, NAME, map(write_put, list_probes(explored)))
        for there, size in zip((0, *sizes), sizes, strict=False):
            began = time.monotonic()
            rows = send_batches(environment, NAME, map(write_put, list_clones(explored, range(there, size))))
            send_batches(environment, NAME, map(write_put, list_count_rows(explored, size)))
            print(f"{size:,} matters: {rows:,} rows more in {time.monotonic() - began:.0f} s", flush=True)
            for name, operation in list_operations(explored).items():
                found.setdefault(name, {})[size] = measure_figure(bench, operation)
    return found


def list_operations(explored: Explored) -> Mapping[str, Operation]:
    """Return what people do: everybody, the reporter, and the unit."""
    public, lists, kind = PublicMatterTable(), MatterListTable(), LOST_ITEMS.name
    words = list_search_words([SEARCH])
    return {
        "public list, first page": lambda: lambda: public.list_newest(kind, None, PAGE, None),
        "public list of a unit": lambda: lambda: public.list_newest(kind, PROBE_UNIT, PAGE, None),
        "public search, first page": lambda: lambda: public.search(kind, words, PAGE),
        "worklist of a unit, first page": lambda: lambda: lists.list_by_unit(kind, PROBE_UNIT, False, None, PAGE, None),
        "statistics of the province": prepare_statistics(""),
        "statistics of a unit": prepare_statistics(PROBE_UNIT),
        "a person's own": lambda: lambda: lists.list_by_reporter(kind, PROBE_PERSON, PAGE, None),
        **{name: prepare_attempt(explored, word) for name, word in COMMANDS.items()},
    }


def prepare_statistics(unit: str) -> Operation:
    """Return the reading of the statistics of a whole year."""
    office, year = build_actor(Role.PROVINCIAL_OFFICE, "province"), StatisticsWish("2026-01", "2026-12", unit)
    return lambda: lambda: read_matter_statistics(MatterCountTable(), office, year, MONDAY, str)


COMMANDS = {"open": "open", "take a step": LOST_ITEMS.steps[0].word}


def prepare_attempt(explored: Explored, word: str) -> Operation:
    """Return a command, made ready before each time."""
    command = next(each for each in explored.commands if each.word == word)

    def prepare() -> Callable[[], Any]:
        attempt = Attempt(explored, command, MatterTable())
        attempt.prepare()
        return attempt.send

    return prepare


def measure_costs(environment: Mapping[str, str]) -> dict[str, Cost]:
    """Return what each costs at the store, with the matters of one unit and one person in the table: its budget."""
    with open_bench(environment) as bench:
        explored = explore_kind(LOST_ITEMS, PROVINCE)
        with TableItem.batch_write() as batch:
            for row in (*list_probes(explored), *list_count_rows(explored, 0)):
                batch.save(row)
        return {name: measure_once(bench, operation) for name, operation in list_operations(explored).items()}


def measure_once(bench: Bench, operation: Operation) -> Cost:
    """Return the cost of an operation that was prepared."""
    return bench.measure_act(operation())


def list_clones(explored: Explored, numbers: range) -> Iterator[TableItem]:
    """Yield the rows of matters of the whole province; the first ones are the oldest."""
    open_one, public_one = find_scene(explored, public=False), find_scene(explored, public=True)
    for number in numbers:
        unit, person = f"UNIT-{number % UNITS:02d}", f"person-{number % PEOPLE}"
        scene = public_one if number % OPEN_SHARE else open_one
        yield from list_rows(scene, f"c{number:025d}", unit, person, timedelta(minutes=number))


def list_probes(explored: Explored) -> Iterator[TableItem]:
    """Yield the matters of the unit and of the person whose lists are measured: the same ones at every size."""
    for public in (False, True):
        scene = find_scene(explored, public=public)
        for number in range(PROBE_OPEN):
            name = f"{'q' if public else 'p'}{number:025d}"
            yield from list_rows(scene, name, PROBE_UNIT, PROBE_PERSON, timedelta(minutes=number))


def list_count_rows(explored: Explored, size: int) -> Iterator[TableItem]:
    """Yield the counts of so many matters and of the probes. Every unit has some in each month and on each due day at
    every size, as a province has: what grows are the numbers."""
    counts = Counter[MatterCountLine]()
    for public in (False, True):
        scene = find_scene(explored, public=public)
        lines = list_matter_lines(LOST_ITEMS, scene.store.load_ledger(scene.matter.id))
        for number in range(PROBE_OPEN):
            counts.update(place_line(line, PROBE_UNIT, number) for line in lines)
        for number in (n for n in range(size) if bool(n % OPEN_SHARE) is public):
            counts.update(place_line(line, f"UNIT-{number % UNITS:02d}", number // UNITS) for line in lines)
    yield from (build_count_row(line, count) for line, count in counts.items())


def place_line(line: MatterCountLine, unit: str, number: int) -> MatterCountLine:
    """Return the line in another unit, and in a month or on a due day by the number."""
    if line.month:
        return replace(line, unit=unit, month=f"2026-{number % 12 + 1:02d}")
    return replace(line, unit=unit, detail=f"2026-11-{number % DUE_DAYS + 1:02d}")


def find_scene(explored: Explored, *, public: bool) -> Scene:
    """Return the first scene that is public, or the first that is not."""
    return next(scene for scene in explored.scenes if scene.matter.public is public)


def list_rows(scene: Scene, name: str, unit: str, person: str, later: timedelta) -> Iterator[TableItem]:
    """Yield the rows of a clone: its state, and its public face with its words."""
    matter = build_clone(scene.matter, name, unit, person, later)
    yield build_matter_row(matter)
    parts = scene.store.load_parts(scene.matter.id)
    if shown := build_public_matter(LOST_ITEMS, matter, parts):
        shown = replace(shown, texts=dict.fromkeys(shown.texts, PUBLIC_TEXT))
        words = list_search_words(shown.texts.values())
        face = StoredFace(name, matter.kind, write_stamp(shown.published_at), matter.length, shown, words)
        yield build_face_row(face)
        yield from (build_word_row(face, word) for word in words)


def build_clone(matter: Matter, name: str, unit: str, person: str, later: timedelta) -> Matter:
    """Return a matter of the same contents with its own id, unit, reporter and times."""
    moved = {each: value + later for each in TIMES if (value := getattr(matter, each))}
    clocks = tuple(replace(clock, due_at=clock.due_at + later) for clock in matter.clocks)
    whose = {"id": name, "number": f"DR-2026-{name[-5:]}", "unit": unit, "first_unit": unit, "reporter": person}
    return replace(matter, **whose, **moved, clocks=clocks)  # type: ignore[arg-type]


TIMES = ("opened_at", "public_at", "changed_at", "ended_at")
