"""The lists in memory, over the rows of `tests/support/fakes/stores.py`, with cursors as the real ones have."""

from __future__ import annotations

import base64
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from chalicelib.domain.dossier.dossier import Dossier, Task
from chalicelib.domain.dossier.permission import list_approvers, list_deciding_units
from chalicelib.domain.dossier.work_items import ApprovalRequest
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.shared.errors import FieldError, Malformed
from chalicelib.domain.shared.timezone import VIETNAM, parse_stamp, write_stamp
from chalicelib.domain.supervision.boards import DueWindow, find_due_date
from chalicelib.domain.supervision.worklist import Narrowing
from chalicelib.steps.dossier.ports import Draft, Page
from tests.support.fakes.stores import FakeDossiers


@dataclass
class FakeLists:
    """The `Lists` port over the same rows, never lagging."""

    store: FakeDossiers

    def list_work(self, unit: str, state: State, limit: int, cursor: str | None) -> Page:
        """Open work of a unit in one state, soonest due first."""
        return _build_page(f"{unit}#{state.value}", sorted(self._work(unit, state)), limit, cursor)

    def list_due(
        self, unit: str, state: State, window: DueWindow, procedure: str | None, limit: int, cursor: str | None
    ) -> Page:
        """The same, cut by due date and procedure."""
        return self.list_queue(unit, state, Narrowing(due=window, procedure=procedure), limit, cursor)

    def list_queue(
        self, unit: str, state: State, wanted: Narrowing, limit: int, cursor: str | None, *, backward: bool = False
    ) -> Page:
        """Open work of a unit in one state, narrowed, by due time."""
        found = [(place, line) for place, line in self._work(unit, state) if _is_wanted(line, wanted)]
        lines = sorted(found, key=lambda each: each[0], reverse=backward)
        return _build_page(f"{unit}#{state.value}", lines, limit, cursor)

    def list_whole(
        self, unit: str, states: Sequence[State], wanted: Narrowing, most: int
    ) -> Sequence[Mapping[str, Any]]:
        """All open work of a unit in some states, narrowed."""
        every = [line for state in states for _, line in sorted(self._work(unit, state), key=lambda each: each[0])]
        return [line for line in every if _is_wanted(line, wanted)][: most + 1]

    def read_names(self, lines: Sequence[Mapping[str, Any]]) -> Mapping[str, str]:
        """Names of applicants by dossier."""
        held = {line["dossier_id"]: self.store.load_parts(line["dossier_id"]) for line in lines}
        named = {dossier: [p.value for p in parts.values() if p.name == "applicant"] for dossier, parts in held.items()}
        return {dossier: people[-1]["full_name"] for dossier, people in named.items() if people}

    def read(self, dossiers: Sequence[str]) -> Mapping[str, Dossier]:
        """Dossiers as they stand."""
        return {d.id: d for d in self._kind(Dossier) if d.id in dossiers}

    def list_approvals(self, unit: str, limit: int, cursor: str | None) -> Page:
        """Requests decided in a unit, oldest first."""
        found = [
            (f"{write_stamp(r.opened_at)}#{d.id}#{r.n:04d}", _request_line(d, r))
            for d in self._kind(Dossier)
            for r in d.requests
            if unit in list_deciding_units(d, r)
        ]
        return _build_page(f"{unit}#approvals", sorted(found, key=lambda each: each[0]), limit, cursor)

    def list_returned(self, unit: str, limit: int, cursor: str | None) -> Page:
        """Proposals that came back to a unit, oldest first."""
        found = [
            (f"{write_stamp(r.sent_back.at)}#{d.id}#{r.n:04d}", _build_returned(d, r))
            for d in self._kind(Dossier)
            for r in d.requests
            if r.sent_back and d.agency == unit
        ]
        return _build_page(f"{unit}#sent_back", sorted(found, key=lambda each: each[0]), limit, cursor)

    def read_texts(self, wanted: Collection[tuple[str, str]]) -> Mapping[str, str]:
        """Texts by digest."""
        found = [self.store.load_parts(number).get(digest) for number, digest in wanted]
        return {part.digest: str(part.value) for part in found if part}

    def list_owned(self, sub: str, limit: int, cursor: str | None) -> Page:
        """A person's dossiers, newest first."""
        mine = [
            _build_line(d, f"{write_stamp(d.filed_at)}#{d.id}") for d in self._kind(Dossier) if sub and d.owner == sub
        ]
        return _build_page(f"OWNER#{sub}", sorted(mine, reverse=True), limit, cursor)

    def list_drafts(self, sub: str, limit: int, cursor: str | None) -> Page:
        """A person's drafts, newest first."""
        mine = [
            (f"{write_stamp(d.updated_at)}#{d.id}", {"dossier_id": d.id, "kind": "draft", "state": "draft"})
            for d in self._kind(Draft)
            if d.author == sub
        ]
        return _build_page(f"AUTHOR#{sub}", sorted(mine, reverse=True), limit, cursor)

    def _work(self, unit: str, state: State) -> Iterator[tuple[str, dict[str, Any]]]:
        for d in self._kind(Dossier):
            if d.is_open and (d.one_stop, d.state) == (unit, state):
                yield _build_line(d, f"{write_stamp(d.next_due) if d.next_due else '9'}#{d.id}")
        for d, task in self._kind(tuple):
            if task.done_at is None and (task.unit, d.state) == (unit, state):
                yield _build_task_line(d, task)

    def _kind(self, kind: type) -> list[Any]:
        return [item.value for item in self.store.items.values() if isinstance(item.value, kind)]


def _is_wanted(line: Mapping[str, Any], wanted: Narrowing) -> bool:
    first, until = wanted.filed.since, wanted.filed.until
    filed = parse_stamp(line["filed_at"]).astimezone(VIETNAM).date()
    return (
        _is_within(line["due_at"], wanted.due)
        and all(want in (None, line[name]) for name, want in _list_narrowed(wanted).items())
        and (wanted.held is None or wanted.held == (line["holder"] is not None))
        and (first is None or first <= filed)
        and (until is None or filed < until)
        and (wanted.dossiers is None or line["dossier_id"] in wanted.dossiers)
    )


def _list_narrowed(wanted: Narrowing) -> dict[str, str | None]:
    return {"procedure": wanted.procedure, "channel": wanted.channel, "holder": wanted.holder}


def _request_line(dossier: Dossier, request: ApprovalRequest) -> dict[str, Any]:
    roles = ",".join(sorted({role.value for role, _ in list_approvers(request)}))
    return {"dossier_id": dossier.id, "n": request.n, "kind": request.kind.value, "holder": roles}


def _build_returned(dossier: Dossier, request: ApprovalRequest) -> dict[str, Any]:
    sent = request.sent_back
    assert sent is not None
    known = {"dossier_id": dossier.id, "n": request.n, "kind": request.kind.value, "holder": sent.officer or None}
    return {**known, "remarks": sent.remarks, "due_at": write_stamp(request.due_at) if request.due_at else None}


def _build_line(dossier: Dossier, place: str) -> tuple[str, dict[str, Any]]:
    due_at = write_stamp(dossier.next_due) if dossier.next_due else None
    return place, {
        **_build_shown(dossier, place),
        "kind": "dossier",
        "unit": dossier.one_stop,
        "due_at": due_at,
        "holder": None,
    }


def _build_shown(dossier: Dossier, place: str) -> dict[str, Any]:
    content = {
        "dossier_id": dossier.id,
        "state": dossier.state.value,
        "procedure": dossier.procedure,
        "channel": dossier.channel,
    }
    return {
        **content,
        "filed_at": write_stamp(dossier.filed_at),
        "place": place,
        "applicant_part": dossier.applicant_part,
    }


def _is_within(due_at: str | None, window: DueWindow) -> bool:
    day = find_due_date(parse_stamp(due_at)) if due_at else None
    if day is None:
        return window.dated is not True
    return window.dated is not False and (window.since or day) <= day and (window.until is None or day < window.until)


def _build_task_line(dossier: Dossier, task: Task) -> tuple[str, dict[str, Any]]:
    due_at = write_stamp(task.due_at)
    place = f"{due_at}#{dossier.id}#{task.n:02d}"
    task_line = {"kind": "task", "unit": task.unit, "due_at": due_at, "holder": task.holder or None}
    return place, {**_build_shown(dossier, place), **task_line}


def _build_page(key: str, lines: Sequence[tuple[str, dict[str, Any]]], limit: int, cursor: str | None) -> Page:
    start = _read_start(key, cursor)
    shown = lines[start : start + limit]
    more = start + limit < len(lines)
    text = base64.urlsafe_b64encode(json.dumps([key, start + limit]).encode()).decode() if more else None
    return Page([line for _, line in shown], text)


def _read_start(key: str, cursor: str | None) -> int:
    if cursor is None:
        return 0
    try:
        owner, start = json.loads(base64.urlsafe_b64decode(cursor))
    except ValueError:
        owner, start = "", 0
    if owner != key:
        raise Malformed(fields=(FieldError("/query/cursor", "bad_cursor", "…", "…"),))
    return cast(int, start)
