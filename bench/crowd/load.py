"""Whole journeys by many clients at once, over HTTP at the deployed local stack: `python -m bench load`.

A journey is one dossier of Lai Châu that pays cash: draft, upload, submit, pay, receive, transfer, resolve, give back,
close. Afterwards codes must be unique and every ledger valid. Signing in is done before the clock starts.
"""

from __future__ import annotations

import itertools
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bench.crowd.memory import measure_memory
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from infra.local.cloud import LocalCloud
from infra.local.person import ApiPerson, HttpReply, UnexpectedAnswerError
from infra.local.ports import find_free_port
from infra.local.seed import find_place
from infra.local.serve import serve_stack
from infra.local.stack import LocalStack
from infra.local.stories.people import FORM_2, MARITAL, MARITAL_APPLICANT
from infra.operations.verify_ledger import check_export

CLIENTS, CLIENTS_FULL = (1, 16), (1, 4, 16, 64)
SECONDS, SECONDS_FULL = 20, 60
PEOPLE = ("citizen1", "desk1", "case1", "head1", "cashier1")
PROVINCE, PROCEDURE = "lai-chau", "1.004873"
WRITES = tuple(f"/{step}" for step in ("submit", "receive", "transfer", "resolve", "give_back"))
"""The five writes of a journey without money."""
WRITES_MS, TIMES = 136.0, 4.0
"""Bounds: the five writes of one client alone, and how much more sixteen do together unless the machine is full."""
MEMORY_MB = 900.0
"""Bound for all processes of the stack after a journey; they took 1,184 once."""
FULL = 0.85
"""The machine is fully loaded when it is busy for this share of the time: in the rest one process waits for another."""
QUIET_S = 5
"""After this time all consumers of a journey are done."""
CORES = os.cpu_count() or 1


@dataclass
class Timed(ApiPerson):
    """A person whose calls are timed, those of the five writes once more by themselves."""

    times: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)

    def call(self, method: str, path: str, data: bytes | None, headers: Mapping[str, str]) -> HttpReply:
        """Send one request, timed in milliseconds."""
        began = time.perf_counter()
        try:
            return super().call(method, path, data, headers)
        finally:
            self.times.append((time.perf_counter() - began) * 1000)
            if method == "POST" and path.endswith(WRITES):
                self.writes.append(self.times[-1])


@dataclass(frozen=True, slots=True)
class ClientLoad:
    """What some clients did together: whole journeys a second, milliseconds a request and for the five writes of a
    journey, the busy share of the machine's processors, seconds of processor that a journey takes with all that
    follows it, and what went wrong."""

    clients: int
    journeys: int
    journeys_per_s: float
    p50_ms: float
    p95_ms: float
    writes_ms: float
    busy: float
    processor_s: float
    errors: Sequence[str]


@dataclass(frozen=True, slots=True)
class CrowdLoad:
    """Every number of clients in turn, milliseconds of a call that asks nothing of the store: the way through
    the edge, the gateway and the function of the local cloud alone; and megabytes of memory of all the stack's
    processes after one journey, and after all clients."""

    loads: Sequence[ClientLoad]
    way_ms: float
    memory_mb: float = 0.0
    memory_after_mb: float = 0.0


@contextmanager
def deploy_stack() -> Iterator[LocalStack]:
    """The production template on a throw-away local cloud, with the demo people."""
    with (
        tempfile.TemporaryDirectory() as state,
        LocalCloud(Path(state)) as cloud,
        serve_stack(LocalStack(cloud, PROVINCE, find_free_port()), find_free_port()) as stack,
    ):
        yield stack


def run_journey(stack: LocalStack, number: int, times: list[float], writes: list[float]) -> str:
    """Run one dossier from the draft to its closing and return its id; add the time of its five writes to `writes`."""
    each: list[float] = []
    who = {name: Timed(stack, name, times=times, writes=each) for name in PEOPLE}
    citizen, desk = who["citizen1"], who["desk1"]
    unit = find_place(CatalogueFiles().load_agencies(PROVINCE), date(2026, 11, 27)).one_stop
    dossier = citizen.draft(PROCEDURE, unit, "own_portal", {"answers": MARITAL, "applicant": MARITAL_APPLICANT})
    for owed in citizen.submit(dossier, [citizen.upload(dossier, "component", FORM_2)])["obligations"]:
        cash = {"obligations": [owed["id"]], "amount": owed["amount"], "receipt_number": f"BL-{number:06d}"}
        who["cashier1"].step(dossier, "pay", cash)
    desk.step(dossier, "receive")
    desk.step(dossier, "transfer")
    result = who["case1"].upload(dossier, "result")
    who["head1"].step(dossier, "resolve", {"outcome": "granted", "result": result})
    desk.step(dossier, "give_back", {"way": "online"})
    desk.step(dossier, "close")
    writes.append(sum(each))
    return dossier


def measure_load(stack: LocalStack, clients: int, seconds: float, numbers: Iterator[int]) -> ClientLoad:
    """Let some clients work for a while, then check everything that they made."""
    before, began = _read_processor_ticks(), time.monotonic()
    done = run_clients(stack, clients, seconds, numbers)
    took, used = time.monotonic() - began, _read_processor_ticks()[0] - before[0]
    errors = [*done.errors, *_list_faults(stack, done.made)]
    p50, p95 = statistics.median(done.times), statistics.quantiles(done.times, n=20)[-1]
    writes, count = statistics.median(done.writes), len(done.made)
    return ClientLoad(clients, count, count / took, p50, p95, writes, done.busy, used / count, errors)


@dataclass
class ClientWork:
    """What some clients did: the dossiers of whole journeys, faults, milliseconds of each request and of the five
    writes of each journey, and the busy share of the machine's processors while all were at work."""

    made: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    busy: float = 0.0


def run_clients(stack: LocalStack, clients: int, seconds: float, numbers: Iterator[int]) -> ClientWork:
    """Let some clients run journeys for a while; each ends its last one. Raise RuntimeError when none came to its
    end."""
    for name in PEOPLE:
        stack.fetch_token(name)
    done, before = ClientWork(), _read_processor_ticks()
    until = time.monotonic() + seconds

    def run_client() -> None:
        while time.monotonic() < until:
            try:
                done.made.append(run_journey(stack, next(numbers), done.times, done.writes))
            except (UnexpectedAnswerError, OSError) as fault:
                done.errors.append(str(fault)[:200])

    threads = [threading.Thread(target=run_client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    time.sleep(max(0.0, until - time.monotonic()))
    done.busy = _measure_busy(before)  # as long as all are at work: afterwards each only ends its last journey
    for thread in threads:
        thread.join()
    if not done.made:
        raise RuntimeError(f"no journey came to its end: {done.errors[:3]}")
    return done


def _list_faults(stack: LocalStack, made: Sequence[str]) -> list[str]:
    """Return codes given twice and ledgers that do not verify."""
    desk, codes, faults = ApiPerson(stack, "desk1"), set(), []
    for dossier in made:
        codes.add(desk.get(f"/api/dossiers/{dossier}")["code"])
        export: dict[str, Any] = desk.get(f"/api/dossiers/{dossier}/ledger")
        faults += check_export(export).problems
    return faults + ([] if len(codes) == len(made) else [f"{len(made) - len(codes)} codes were given twice"])


def _read_processor_ticks() -> tuple[float, float]:
    """Return seconds of processor of the whole machine so far: working, and altogether."""
    ticks = [int(text) for text in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    a_second = os.sysconf("SC_CLK_TCK")
    return (sum(ticks) - ticks[3] - ticks[4]) / a_second, sum(ticks) / a_second


def _measure_busy(before: tuple[float, float]) -> float:
    working, altogether = (now - then for now, then in zip(_read_processor_ticks(), before, strict=True))
    return working / max(0.01, altogether)


def write_lines(crowd: CrowdLoad) -> list[str]:
    """Return a table for reading."""
    found = crowd.loads
    alone = found[0]
    rows = [
        f"{each.clients:3} clients {each.journeys:5} journeys {each.journeys_per_s:7.2f} a second "
        f"({each.journeys_per_s / alone.journeys_per_s:.1f} ×) {each.p50_ms:7.1f} ms {each.p95_ms:8.1f} ms p95, "
        f"five writes {each.writes_ms:7.1f} ms, machine busy {each.busy:4.0%}, {len(each.errors)} errors"
        for each in found
    ]
    way = f"a call that asks nothing of the store: {crowd.way_ms:.1f} ms, five of them {5 * crowd.way_ms:.1f} ms"
    wrong = [f"{each.clients} clients: {error}" for each in found for error in each.errors]
    memory = (
        f"memory of all processes: {crowd.memory_mb:.0f} MB after a journey, bound {MEMORY_MB:.0f}; "
        f"{crowd.memory_after_mb:.0f} MB after {found[-1].clients} clients"
    )
    return [*rows, *wrong, way, memory, *describe_limits(found)]


def describe_limits(found: Sequence[ClientLoad]) -> list[str]:
    """Return the bottleneck under more clients, in words."""
    alone = found[0]
    return [
        f"{each.clients} clients do {each.journeys_per_s / alone.journeys_per_s:.1f} × as much as {alone.clients}; a "
        f"journey takes {each.processor_s:.1f} s of processor, {CORES} processors end at "
        f"{CORES / each.processor_s:.2f} a second: they are {'' if each.busy >= FULL else 'not '}the limit"
        for each in found[1:]
    ]


def list_missed(crowd: CrowdLoad) -> list[str]:
    """Return faults, and figures beyond their bounds."""
    found = crowd.loads
    alone, over = found[0], [f"errors with {each.clients} clients" for each in found if each.errors]
    if alone.clients == 1 and alone.writes_ms > WRITES_MS:
        over.append("five writes over HTTP")
    if crowd.memory_mb > MEMORY_MB:
        over.append("memory of the running stack")
    for each in found:
        if each.clients == 16 and each.journeys_per_s < TIMES * alone.journeys_per_s and each.busy < FULL:
            over.append(f"throughput of {each.clients} clients")
    return over


def run_crowd(clients: Sequence[int], seconds: float) -> CrowdLoad:
    """Run every number of clients in turn, on one stack that has been warmed by one journey."""
    numbers = itertools.count(1)
    with deploy_stack() as stack:
        run_journey(stack, next(numbers), [], [])
        time.sleep(QUIET_S)
        way, memory = _measure_way(stack), measure_memory()
        loads = [measure_load(stack, each, seconds, numbers) for each in clients]
        return CrowdLoad(loads, way, memory, measure_memory())


def _measure_way(stack: LocalStack) -> float:
    anybody = Timed(stack)
    for _ in range(40):
        anybody.get("/api/flow")
    return statistics.median(anybody.times)
