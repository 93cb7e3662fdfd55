"""`make law-diff FROM= TO=`: what changes for whom between two regimes, provinces or rule sets, for a lawyer.

Run with `python -m infra.law_diff FROM TO`. Prints the table and writes it as HTML under build/.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from pathlib import Path

from chalicelib.domain.rules import Entry, Param, Silence, Value
from infra.law_sides import Answer, Key, NoSuchSideError, Side, answer_of, current, side
from infra.law_words import as_html, as_text

OUT = Path(__file__).parents[1] / "build"
TIMES = ("working_hour", "working_day", "calendar_day", "month")


class Kind(StrEnum):
    """What became of a rule, in the order of the table."""

    ENDED = "ended"
    NEW = "new"
    SHORTER = "shorter"
    CHANGED = "changed"
    CITED = "cited"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: the parameter and subject, both answers, and who differs from the right one."""

    param: Param
    subject: tuple[tuple[str, str], ...]
    left: Answer | None
    right: Answer | None
    kind: Kind
    differ: tuple[str, ...] = ()


def compare(left: Side, right: Side) -> list[Row]:
    """Every parameter and subject, ordered: ended, new, shorter, changed, only cited anew, same."""
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
    return Row(param, key[1], before, after, kind(param, before, after), _differ(key, right))


def _differ(key: Key, right: Side) -> tuple[str, ...]:
    """Provinces whose answer on the right side's day is another one; empty for a province's own column."""
    if right.province or key[0] not in right.rules.params:
        return ()
    national = answer_of(right.rules, key[0], right.on, "", dict(key[1]))
    answers = {code: answer_of(right.rules, key[0], right.on, code, dict(key[1])) for code in right.rules.provinces}
    names = right.rules.provinces
    return tuple(names[code].name_vi for code, answer in answers.items() if _value(answer) != _value(national))


def _value(answer: Answer | None) -> object:
    return answer.value if isinstance(answer, Value) else None


def kind(param: Param, before: Answer | None, after: Answer | None) -> Kind:
    """What became of one rule between the two sides; a silence is no rule."""
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
    """Two rule sets, entry by entry: what was added, taken out, or reads differently."""
    before, after = left.rules.entries, right.rules.entries
    for name in dict.fromkeys(chain(after, before)):
        old, new = before.get(name), after.get(name)
        entry = new or old
        if entry is None or old == new:
            continue
        param = (right if new else left).rules.params[entry.param]
        pair = (_said(left, old), _said(right, new))
        yield Row(param, (("entry", name), *entry.where.items()), *pair, _kind_of(old, new, param, *pair))


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
        "says": _dated(entry), "certainty": entry.certainty, "chain": (entry.id,), "digest": on.rules.digest,
        "question": entry.question, "is_law": doc.kind == "law",
    }  # fmt: skip
    if entry.value is None:
        return Silence(**source)  # type: ignore[arg-type]
    return Value(**source, value=entry.value, unit=param.unit)  # type: ignore[arg-type]


def _dated(entry: Entry) -> str:
    until = f" đến trước {entry.until:%d/%m/%Y}" if entry.until else ""
    return f"Từ {entry.since:%d/%m/%Y}{until}: {entry.says}"


def main(arguments: list[str] | None = None) -> int:
    """Compare, print, write the HTML; 2 when a side names nothing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("left")
    parser.add_argument("right")
    chosen = parser.parse_args(arguments)
    rules = current()
    try:
        left, right = side(chosen.left, rules), side(chosen.right, rules)
    except NoSuchSideError as fault:
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
    sys.exit(main())
