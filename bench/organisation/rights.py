"""How soon rights take effect and end while clients work: `python -m bench rights`.

Clients run whole journeys at the deployed local stack. Meanwhile a unit asks for rights of some officers in writing,
the provincial office grants them, and later revokes them. The officers send commands all the time, each over several
connections, so that every process of the function is asked. The time starts with the answer of the grant or revocation;
what counts is the last command that was still answered by the rights of before. Target: 60 s.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bench.crowd.load import PEOPLE, PROCEDURE, deploy_stack, run_journey
from infra.local.person import ApiPerson, HttpReply, UnexpectedAnswerError
from infra.local.seed import PASSWORD, TODAY, find_place, make_account, register_telephone
from infra.local.stack import DemoAccount, LocalStack
from infra.local.stories.people import FORM_2, MARITAL, MARITAL_APPLICANT

TARGET_S = 60.0
WATCHED_S = 62.0
"""For how long commands are watched after each change."""
PAUSE_S, CLOSE_TO_FIRST_S = 0.25, 5.0
OFFICERS, CONNECTIONS = ("moi1", "moi2", "moi3"), 2
CLIENTS, CLIENTS_FULL = 8, 16
ROUNDS, ROUNDS_FULL = 1, 3
PLURAL = "account-requests"
REPLY = {"reply": "45/VP-KSTT", "outcome": "Đã thực hiện theo đề nghị của đơn vị."}
ALLOWED, REFUSED = (200, 201, 412), (403, 404)
"""Answers with the right and without it; every other answer says nothing of rights. Of two notes on one version the
second is out of date, which only somebody with the right reads."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command: when it was sent and answered, and whether the right allowed it; None where that is unknown."""

    sent: float
    answered: float
    allowed: bool | None


@dataclass(frozen=True, slots=True)
class RightsTime:
    """One change of an officer's rights: seconds from its answer to the first command by the new rights, and to the
    last one that was sent and still answered by those of before; and how many commands were sent meanwhile."""

    change: str
    first_s: float
    last_s: float
    commands: int
    unknown: int


@dataclass(frozen=True, slots=True)
class RightsLoad:
    """What was measured: each change, and the work that was done at the same time."""

    clients: int
    changes: Sequence[RightsTime]
    journeys: int
    errors: Sequence[str]


@dataclass
class Watched:
    """An officer whose commands are sent until it is stopped."""

    sub: str
    username: str
    dossiers: Sequence[str]
    commands: list[Command] = field(default_factory=list)

    def send(self, stack: LocalStack, dossier: str, stopped: threading.Event) -> None:
        """Send notes on one dossier."""
        person = ApiPerson(stack, self.username)
        while not stopped.wait(PAUSE_S):
            sent = time.monotonic()
            try:
                answer = _send_note(person, dossier)
            except OSError:
                self.commands.append(Command(sent, time.monotonic(), None))
            else:
                allowed = answer.status in ALLOWED if answer.status in (*ALLOWED, *REFUSED) else None
                self.commands.append(Command(sent, time.monotonic(), allowed))


def _send_note(person: ApiPerson, dossier: str) -> HttpReply:
    read = person.ask("GET", f"/api/dossiers/{dossier}")
    if read.status != 200:
        return read
    return person.ask("POST", f"/api/dossiers/{dossier}/note", {"text": "Đã xem."}, version=read.body["version"])


def measure_rights(clients: int, rounds: int) -> RightsLoad:
    """Return the times of every grant and revocation while so many clients work."""
    with deploy_stack() as stack:
        unit = find_place(stack.agencies, TODAY).one_stop
        for name in (*PEOPLE, "deskhead", "office"):
            stack.fetch_token(name)
        numbers = itertools.count(1)
        run_journey(stack, next(numbers), [], [])
        officers = [_create_officer(stack, unit, username) for username in OFFICERS]
        with run_clients(stack, clients, numbers) as (made, errors), watch_commands(stack, officers):
            time.sleep(CLOSE_TO_FIRST_S)
            changes = [
                each
                for _ in range(rounds)
                for action in ("grant", "revoke")
                for each in _change_all(stack, unit, officers, action)
            ]
        return RightsLoad(clients, changes, len(made), errors)


def _create_officer(stack: LocalStack, unit: str, username: str) -> Watched:
    """Create an officer's account without a right, and a dossier for each of their connections."""
    sub = make_account(stack, username)
    stack.accounts += (DemoAccount(username, PASSWORD, "new", register_telephone(stack, username)),)
    stack.fetch_token(username)
    citizen = ApiPerson(stack, "citizen1")
    dossiers = []
    for _ in range(CONNECTIONS):
        typed = {"answers": MARITAL, "applicant": MARITAL_APPLICANT}
        dossiers.append(citizen.draft(PROCEDURE, unit, "own_portal", typed))
        citizen.submit(dossiers[-1], [citizen.upload(dossiers[-1], "component", FORM_2)])
    return Watched(sub, username, dossiers)


@contextmanager
def run_clients(stack: LocalStack, clients: int, numbers: Iterator[int]) -> Iterator[tuple[list[str], list[str]]]:
    """Let clients run journeys meanwhile; what they made, and what went wrong."""
    stopped, made, errors = threading.Event(), list[str](), list[str]()

    def run_client() -> None:
        while not stopped.is_set():
            try:
                made.append(run_journey(stack, next(numbers), [], []))
            except (UnexpectedAnswerError, OSError) as fault:
                errors.append(str(fault)[:200])

    threads = [threading.Thread(target=run_client) for _ in range(clients)]
    with _run_threads(threads, stopped):
        yield made, errors


@contextmanager
def watch_commands(stack: LocalStack, officers: Sequence[Watched]) -> Iterator[None]:
    """Let the officers send commands meanwhile."""
    stopped = threading.Event()
    threads = [
        threading.Thread(target=each.send, args=(stack, dossier, stopped))
        for each in officers
        for dossier in each.dossiers
    ]
    with _run_threads(threads, stopped):
        yield


@contextmanager
def _run_threads(threads: Sequence[threading.Thread], stopped: threading.Event) -> Iterator[None]:
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stopped.set()
        for thread in threads:
            thread.join()


def _change_all(stack: LocalStack, unit: str, officers: Sequence[Watched], action: str) -> list[RightsTime]:
    """Change the rights of all officers by written requests and watch their commands; the times of each."""
    answered = [_change_rights(stack, unit, each, action) for each in officers]
    time.sleep(WATCHED_S)
    return [
        measure_change(f"{action} of {each.username}", at, list(each.commands), granted=action == "grant")
        for each, at in zip(officers, answered, strict=True)
    ]


def _change_rights(stack: LocalStack, unit: str, officer: Watched, action: str) -> float:
    """Ask for the change and grant it; return when the grant was answered."""
    values: dict[str, Any] = {
        "subject": "Phân quyền", "letter": "12/CV-UBND", "letter_day": f"{TODAY:%Y-%m-%d}",
        "reason": "new" if action == "grant" else "transfer", "action": action, "person": officer.sub,
        "full_name": "Trần Thị Lan", "job_title": "Công chức", "work_unit": unit, "role": "one_stop_officer",
    }  # fmt: skip
    head, office = ApiPerson(stack, "deskhead", patience=TARGET_S), ApiPerson(stack, "office", patience=TARGET_S)
    request = head.ask("POST", f"/api/{PLURAL}", {"values": values}, expect=201).body
    path = f"/api/{PLURAL}/{request['id']}/grant"
    office.ask("POST", path, {"values": REPLY}, version=request["version"], expect=200)
    return time.monotonic()


def measure_change(change: str, at: float, commands: Sequence[Command], *, granted: bool) -> RightsTime:
    """Return the times of a change that was answered at `at`. A command that was on its way then is none of it. Raises
    ValueError when no command was answered by the new rights."""
    since = [each for each in commands if at <= each.sent <= at + WATCHED_S]
    known = [each for each in since if each.allowed is not None]
    by_new = [each.answered - at for each in known if each.allowed is granted]
    by_old = [each.sent - at for each in known if each.allowed is not granted]
    if not by_new:
        raise ValueError(f"{change}: no command was answered by the new rights within {WATCHED_S:g} s")
    return RightsTime(change, min(by_new), max(by_old, default=0.0), len(since), len(since) - len(known))


def write_lines(found: RightsLoad) -> list[str]:
    """Return a table for reading."""
    lines = [
        f"{each.change:16} first by the new rights {each.first_s:5.1f} s, last by those of before {each.last_s:5.1f} s "
        f"({each.commands} commands, {each.unknown} without an answer about rights)"
        for each in found.changes
    ]
    wrong = [f"error: {each}" for each in found.errors]
    return [f"{found.clients} clients, {found.journeys} journeys meanwhile", *lines, *wrong]


def list_missed(found: RightsLoad) -> list[str]:
    """Return the changes that took too long, and errors of the other clients."""
    late = [each.change for each in found.changes if max(each.first_s, each.last_s) > TARGET_S]
    return late + ([f"{len(found.errors)} errors of clients"] if found.errors else [])
