"""The nightly watch over officers' accounts that nobody uses: warn, put off, and close the case of one that is used.

Each case has an id that follows from the account and its last use, so that two runs at once open one. Each step is one
transaction with the account's record, on condition that nobody signed in or changed rights meanwhile. A failing account
is counted, reported and tried again by the next run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from chalicelib.domain.accounts.account_state import AccountStanding, WrongStanding
from chalicelib.domain.accounts.handing_over import OpenWorkLeft
from chalicelib.domain.accounts.idle_accounts import (
    IdleHold,
    IdleRule,
    IdleStep,
    LastOfDuty,
    calculate_off_day,
    find_last_use,
    judge_use,
)
from chalicelib.domain.accounts.officers import IdleNote, Officer
from chalicelib.domain.accounts.roles import SYSTEM
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.ledger.matter_facts import MatterFact
from chalicelib.domain.matters.kinds.account_cases import ACCOUNT_CASES, CLOSED
from chalicelib.domain.matters.kinds.idle_rows import (
    FINISH,
    HELD,
    HOLD,
    IDLE,
    OFF,
    ON_AGAIN,
    PUT_OFF,
    TURN_ON,
    UNUSED,
)
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.shared.errors import Refusal
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.steps.dossier.context import Command, digest_body
from chalicelib.steps.dossier.ports import StoredWrite
from chalicelib.steps.matters.matter_command import MatterDecision, derive_matter_id, run_matter_command
from chalicelib.steps.matters.matter_fact_parts import describe_state
from chalicelib.steps.matters.matter_ports import LoadedMatter, MatterDependencies
from chalicelib.steps.matters.take_matter_step import open_matter
from chalicelib.steps.matters.unused.idle_desk import ChangeOrder, IdleDesk, build_rule_finder, read_idle_rule

AT_ONCE = 100
"""Officers that are read at once."""
SUBJECT = "Tài khoản công chức lâu không sử dụng"
HOLDS: Mapping[type[Refusal], IdleHold] = {
    OpenWorkLeft: IdleHold.OPEN_WORK, LastOfDuty: IdleHold.LAST_OF_DUTY, WrongStanding: IdleHold.HOLDER_CHOICE,
}  # fmt: skip
"""What keeps an account from being put off, by the refusal."""


class OfficerPages(Protocol):
    """The list of all officers."""

    def load_page(self, after: str, count: int) -> tuple[Sequence[Officer], str]:
        """Return the officers after a place, and the place of the last one; empty at the end."""


class IdleRunReport(NamedTuple):
    """Result of one run, for its log line and its alarms."""

    officers: int = 0
    warned: int = 0
    put_off: int = 0
    held: int = 0
    closed: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class _CaseBody:
    """The answers to the opening form."""

    values: Mapping[str, Any]
    confirmed: Sequence[str] = ()
    papers: Sequence[str] = ()


@dataclass
class IdleWatch:
    """One run, at the legal and the real time: sign-ins happen in real time."""

    deps: MatterDependencies
    desk: IdleDesk
    pages: OfficerPages
    now: datetime
    real_now: datetime
    report: Callable[[str, Exception], None]
    counts: dict[str, int] = field(default_factory=dict)

    def run(self) -> IdleRunReport:
        """Look at every officer, page by page; nothing where the law of the day has no such rule."""
        rule = read_idle_rule(build_rule_finder(self.deps.reference.find_rule, self.now))
        counted_from = self.desk.idle.start_counting(self.real_now)
        place = ""
        while rule is not None:
            page, place = self.pages.load_page(place, AT_ONCE)
            for officer in page:
                self._count("officers")
                try:
                    self._watch_officer(officer, rule, counted_from)
                except Exception as fault:  # noqa: BLE001 - reported and counted; the next run tries again
                    self._count("failed")
                    self.report(officer.sub, fault)
            if not place:
                break
        return IdleRunReport(**self.counts)

    def _watch_officer(self, listed: Officer, rule: IdleRule, counted_from: datetime) -> None:
        if self._judge(listed, find_last_use(listed, counted_from), rule) is IdleStep.NOTHING:
            return
        # Read again, consistently: the list may be a moment old, and only some officers come this far.
        officer = self.desk.records.load(listed.sub)
        last = self.desk.find_last_use(officer, counted_from)
        step = self._judge(officer, last, rule)
        if step is IdleStep.WARN:
            self._warn(officer, last, rule)
        elif step is IdleStep.PUT_OFF and officer.idle is not None:
            self._put_off(officer, officer.idle)
        elif step is IdleStep.CLOSE and officer.idle is not None:
            self._close(officer, officer.idle)

    def _judge(self, officer: Officer, last: datetime, rule: IdleRule) -> IdleStep:
        return judge_use(officer, last, officer.idle, rule, self.real_now)

    def _warn(self, officer: Officer, last: datetime, rule: IdleRule) -> None:
        key = f"idle-{officer.sub}-{last:%Y%m%dT%H%M%S}"
        off = calculate_off_day(last, rule, self.real_now)
        values = {
            "sort": IDLE, "subject": SUBJECT, "account_id": officer.sub, "last_used": self._write_day(last),
            "off_day": self._write_day(off),
        }  # fmt: skip
        number = derive_matter_id(ACCOUNT_CASES, SYSTEM.sub, key)
        note = IdleNote(number, last, self.real_now)
        body = _CaseBody(values)
        command = Command(
            "account_case-open", number, SYSTEM, self.now, self.real_now, body, key, None, digest_body(values)
        )  # fmt: skip
        open_matter(self.deps, ACCOUNT_CASES, command, also=(self.desk.idle.plan_note(officer, note),))
        self._count("warned")

    def _put_off(self, officer: Officer, note: IdleNote) -> None:
        find_rule = build_rule_finder(self.deps.reference.find_rule, self.now)
        order = ChangeOrder(SYSTEM.sub, note.matter, f"idle-{note.matter}", SUBJECT, self.now, self.real_now)

        def plan() -> StoredWrite:
            return self.desk.plan_putting_off(self.desk.records.load(officer.sub), find_rule, order)

        try:
            done = self._move(note.matter, PUT_OFF, (UNUSED, HELD), OFF, plan)
        except tuple(HOLDS) as refused:
            if self._move(note.matter, HOLD, (UNUSED,), HELD, held_by=HOLDS[type(refused)].value):
                self._count("held")
            return
        self.desk.records.forget(officer.sub)
        if done:
            self._count("put_off")

    def _close(self, officer: Officer, note: IdleNote) -> None:
        def plan() -> StoredWrite:
            return self.desk.idle.plan_note(self.desk.records.load(officer.sub), None)

        has_rights = officer.has_rights_from(self.real_now)
        on_again = has_rights and officer.state.standing is AccountStanding.OPEN
        ways = ((TURN_ON, (OFF,), ON_AGAIN),) if on_again else ()
        closing = (*ways, (FINISH, (UNUSED, HELD) if on_again else (UNUSED, HELD, OFF), CLOSED))
        if not any(self._move(note.matter, word, states, to, plan) for word, states, to in closing):
            # Its case has ended already: the note alone is left.
            self.desk.idle.clear_note(officer)
        self._count("closed")

    def _move(
        self,
        number: str,
        word: str,
        states: Sequence[str],
        to: str,
        plan: Callable[[], StoredWrite] | None = None,
        **values: str,
    ) -> bool:
        """Take a step of the table as the system, with what it writes elsewhere; return whether the case was in one of
        the states."""
        command = Command(f"account_case-{word}", number, SYSTEM, self.now, self.real_now, None)
        done: list[bool] = []

        def decide(loaded: LoadedMatter) -> MatterDecision:
            matter = loaded.matter
            if matter is None or matter.state not in states:
                raise _NotThere()
            done.append(True)
            return MatterDecision((self._build_fact(matter, word, to, values),), None, "", writes=plan_all(plan))

        try:
            run_matter_command(self.deps, command, decide)
        except _NotThere:
            return False
        return bool(done)

    def _build_fact(self, matter: Matter, word: str, to: str, values: Mapping[str, str]) -> NewFact:
        row = ACCOUNT_CASES.list_steps(word)[0]
        data = {
            "matter": ACCOUNT_CASES.name, "step": word, "to": to, **describe_state(ACCOUNT_CASES.find_state(to)),
            **({"values": dict(values)} if values else {}),
        }  # fmt: skip
        return NewFact(MatterFact.MOVED.value, data, law=({"article": row.article},), by_system=True)

    def _write_day(self, at: datetime) -> str:
        """Return a day of real time as one of legal time, as forms know it."""
        return (at + (self.now - self.real_now)).astimezone(VIETNAM).date().isoformat()

    def _count(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1


class _NotThere(Exception):
    """The case is in another state."""


def plan_all(plan: Callable[[], StoredWrite] | None) -> tuple[StoredWrite, ...]:
    """Return the writes of a plan, made now."""
    return (plan(),) if plan else ()
