"""`make law-diff FROM= TO=`: what changes for whom between two years, provinces or rule sets, for a lawyer.

Run with `python -m infra.law.diff FROM TO`. Prints the table and writes it as HTML under build/.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain
from pathlib import Path

from chalicelib.domain.law.model import Entry, Instrument, Param, Silence, Value
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.repositories.law.rule_set import load_rules
from infra.law.render import as_html, as_text, first_day
from infra.law.sides import Answer, Key, NoSuchSideError, Side, answer_of, current, side
from infra.provinces import ProvinceRefused, find_provinces

OUT = Path(__file__).parents[2] / "build"
TIMES = ("working_hour", "working_day", "calendar_day", "month")


class Kind(StrEnum):
    """The change of a rule, in the order of the table."""

    ABOLISHED = "abolished"
    ENDED = "ended"
    NEW = "new"
    SHORTER = "shorter"
    CHANGED = "changed"
    CITED = "cited"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: the parameter and subject, both answers, who differs from the right one, and, where
    the left one was abolished, since when and by which article (`ended`)."""

    param: Param
    subject: tuple[tuple[str, str], ...]
    left: Answer | None
    right: Answer | None
    kind: Kind
    differ: tuple[str, ...] = ()
    ended: str = ""


def compare(left: Side, right: Side) -> list[Row]:
    """Return every parameter and subject, ordered: abolished, ended, new, shorter, changed, only cited again, same."""
    if left.whole and right.whole:
        return _ordered(_entries(left, right))
    before, after = left.answers(), right.answers()
    keys: Iterable[Key] = dict.fromkeys(chain(after, before))
    return _ordered(_row(key, before.get(key), after.get(key), left, right) for key in keys)


def _ordered(rows: Iterable[Row]) -> list[Row]:
    order = list(Kind)
    return sorted(rows, key=lambda row: order.index(row.kind))


def _row(key: Key, before: Answer | None, after: Answer | None, left: Side, right: Side) -> Row:
    param = (right if key[0] in right.rules.params else left).rules.params[key[0]]
    gone = abolished(before, after, left, right)
    found = Kind.ABOLISHED if gone else kind(param, before, after)
    return Row(param, key[1], before, after, found, _differ(key, right), ended(right, gone, dict(key[1])))


def abolished(before: Answer | None, after: Answer | None, left: Side, right: Side) -> Entry | None:
    """Return the left side's clause when it is not in force on the right side's day and has no successor of its own
    kind: none, a service default, or, for a province's clause, national law."""
    if left.province != right.province or not isinstance(before, Value) or not before.is_law:
        return None
    entry = right.rules.entries.get(before.entry_id)
    if entry is None or entry.until is None or entry.until > right.on:
        return None
    if not isinstance(after, Value) or not after.is_law:
        return entry
    return entry if entry.province and not right.rules.entries[after.entry_id].province else None


def ended(side: Side, entry: Entry | None, scope: dict[str, str]) -> str:
    """Return the end of an entry and its article: of the ending entry, else of the successor."""
    if entry is None or entry.until is None:
        return ""
    name, _, article = entry.ended_by.partition(", ")
    by = f"{article} {side.rules.instruments[name].name_vi}" if article else ""
    if not by:
        next_one = answer_of(side.rules, entry.param, entry.until, entry.province, scope)
        by = (next_one.cite if next_one else "") or "quyết định của hệ thống, không phải luật"
    return f"từ {entry.until:%d/%m/%Y}, theo {by}"


def _differ(key: Key, right: Side) -> tuple[str, ...]:
    """Return provinces whose answer on the right side's day is another one; empty for a province's own column."""
    if right.province or key[0] not in right.rules.params:
        return ()
    national = answer_of(right.rules, key[0], right.on, "", dict(key[1]))
    answers = {code: answer_of(right.rules, key[0], right.on, code, dict(key[1])) for code in right.rules.provinces}
    names = right.rules.provinces
    return tuple(names[code].name_vi for code, answer in answers.items() if _value(answer) != _value(national))


def _value(answer: Answer | None) -> object:
    return answer.value if isinstance(answer, Value) else None


def kind(param: Param, before: Answer | None, after: Answer | None) -> Kind:
    """Return the change of one rule between the two sides; a silence is no rule."""
    old, new = _value(before), _value(after)
    if old is None and new is None:
        return Kind.SAME if _same_text(before, after) else Kind.CITED
    if new is None or old is None:
        return Kind.ENDED if new is None else Kind.NEW
    if old == new:
        return Kind.SAME if _same_text(before, after) else Kind.CITED
    shorter = param.unit in TIMES and isinstance(old, int) and isinstance(new, int) and new < old
    return Kind.SHORTER if shorter else Kind.CHANGED


def _same_text(before: Answer | None, after: Answer | None) -> bool:
    return before is not None and after is not None and before.entry_id == after.entry_id


def _entries(left: Side, right: Side) -> Iterable[Row]:
    """Compare two rule sets by entry: added, removed and changed ones."""
    before, after = left.rules.entries, right.rules.entries
    for name in dict.fromkeys(chain(after, before)):
        old, new = before.get(name), after.get(name)
        entry = new or old
        if entry is None or old == new:
            continue
        param = (right if new else left).rules.params[entry.param]
        pair = (_said(left, old), _said(right, new))
        gone = new if new and old and old.until is None else None
        found, text = _kind_of(old, new, param, *pair), ended(right, gone, _some_cell(param, entry))
        yield Row(param, (("entry", name), *entry.where.items()), *pair, Kind.ABOLISHED if text else found, (), text)


def _some_cell(param: Param, entry: Entry) -> dict[str, str]:
    """Return a subject that the entry speaks for."""
    return next(cell for cell in param.cells() if entry.where.items() <= cell.items())


def _kind_of(old: Entry | None, new: Entry | None, param: Param, *pair: Answer | None) -> Kind:
    if old is None or new is None:
        return Kind.NEW if old is None else Kind.ENDED
    found = kind(param, *pair)
    return Kind.CITED if found is Kind.SAME else found


def _said(on: Side, entry: Entry | None) -> Answer | None:
    if entry is None:
        return None
    param, doc = on.rules.params[entry.param], on.rules.instruments[entry.doc]
    source = {
        "param": entry.param, "entry_id": entry.id, "instrument": doc.name_vi, "article": entry.article,
        "says": _dated(doc, entry), "certainty": entry.certainty, "chain": (entry.id,), "digest": on.rules.digest,
        "question": entry.question, "is_law": doc.kind == "law",
    }  # fmt: skip
    if entry.value is None:
        return Silence(**source)  # type: ignore[arg-type]
    return Value(**source, value=entry.value, unit=param.unit)  # type: ignore[arg-type]


def _dated(doc: Instrument, entry: Entry) -> str:
    until = f" đến trước {entry.until:%d/%m/%Y}" if entry.until else ""
    return f"Từ {first_day(doc, entry)}{until}: {entry.says}"


def main(arguments: list[str] | None = None) -> int:
    """Compare, print, write the HTML; 2 when a side names nothing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("left")
    parser.add_argument("right")
    parser.add_argument("--provinces", type=Path, metavar="DIR", help="a folder of provinces from outside the tree")
    chosen = parser.parse_args(arguments)
    try:
        rules = load_rules(find_provinces(chosen.provinces).law) if chosen.provinces else current()
        today = datetime.now(VIETNAM).date()
        left, right = side(chosen.left, rules, today), side(chosen.right, rules, today)
    except (NoSuchSideError, ProvinceRefused) as fault:
        print(fault, file=sys.stderr)
        return 2
    rows = compare(left, right)
    print(as_text(left, right, rows))
    OUT.mkdir(exist_ok=True)
    target = OUT / f"law-diff-{Path(chosen.left).stem}-{Path(chosen.right).stem}.html"
    target.write_text(as_html(left, right, rows), encoding="utf-8")
    print(f"HTML: {target.relative_to(OUT.parent)}")
    return 0


if __name__ == "__main__":
    # A reader of the first lines (`| head`) closes the pipe: not a fault.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sys.exit(main())
