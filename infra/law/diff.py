"""`make law-diff FROM= TO=`: what changes for whom between two years, provinces or rule sets, for a lawyer.

Run with `python -m infra.law.diff FROM TO`. Prints the table and writes it as HTML under build/.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from pathlib import Path

from chalicelib.domain.law.model import Instrument, Param, RuleEntry
from chalicelib.domain.law.rule_values import Silence, Value
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.repositories.law.rule_set import load_rules
from infra.law.render import render_html, render_text, write_first_day
from infra.law.rule_difference import DifferenceKind, RuleDifference
from infra.law.sides import Answer, Key, NoSuchSideError, Side, answer_of, build_current_rules, parse_side
from infra.provinces import ProvinceRefused, find_provinces

OUT = Path(__file__).parents[2] / "build"
TIMES = ("working_hour", "working_day", "calendar_day", "month")


def compare_sides(left: Side, right: Side) -> list[RuleDifference]:
    """Return every parameter and subject, ordered: abolished, ended, new, shorter, changed, only cited again, same."""
    if left.whole and right.whole:
        return _sort_rows(_compare_entries(left, right))
    before, after = left.list_answers(), right.list_answers()
    keys: Iterable[Key] = dict.fromkeys(chain(after, before))
    return _sort_rows(_build_row(key, before.get(key), after.get(key), left, right) for key in keys)


def _sort_rows(rows: Iterable[RuleDifference]) -> list[RuleDifference]:
    order = list(DifferenceKind)
    return sorted(rows, key=lambda row: order.index(row.kind))


def _build_row(key: Key, before: Answer | None, after: Answer | None, left: Side, right: Side) -> RuleDifference:
    param = (right if key[0] in right.rules.params else left).rules.params[key[0]]
    gone = find_abolished(before, after, left, right)
    found = DifferenceKind.ABOLISHED if gone else find_kind(param, before, after)
    return RuleDifference(
        param,
        key[1],
        before,
        after,
        found,
        _list_differing_provinces(key, right),
        describe_end(right, gone, dict(key[1])),
    )


def find_abolished(before: Answer | None, after: Answer | None, left: Side, right: Side) -> RuleEntry | None:
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


def describe_end(side: Side, entry: RuleEntry | None, scope: dict[str, str]) -> str:
    """Return the end of an entry and its article: of the ending entry, else of the successor."""
    if entry is None or entry.until is None:
        return ""
    name, _, article = entry.ended_by.partition(", ")
    by = f"{article} {side.rules.instruments[name].name_vi}" if article else ""
    if not by:
        next_one = answer_of(side.rules, entry.param, entry.until, entry.province, scope)
        by = (next_one.cite if next_one else "") or "quyết định của hệ thống, không phải luật"
    return f"từ {entry.until:%d/%m/%Y}, theo {by}"


def _list_differing_provinces(key: Key, right: Side) -> tuple[str, ...]:
    """Return provinces whose answer on the right side's day is another one; empty for a province's own column."""
    if right.province or key[0] not in right.rules.params:
        return ()
    national = answer_of(right.rules, key[0], right.on, "", dict(key[1]))
    answers = {code: answer_of(right.rules, key[0], right.on, code, dict(key[1])) for code in right.rules.provinces}
    names = right.rules.provinces
    return tuple(
        names[code].name_vi for code, answer in answers.items() if _read_value(answer) != _read_value(national)
    )


def _read_value(answer: Answer | None) -> object:
    return answer.value if isinstance(answer, Value) else None


def find_kind(param: Param, before: Answer | None, after: Answer | None) -> DifferenceKind:
    """Return the change of one rule between the two sides; a silence is no rule."""
    old, new = _read_value(before), _read_value(after)
    if old is None and new is None:
        return DifferenceKind.SAME if _is_same_text(before, after) else DifferenceKind.CITED
    if new is None or old is None:
        return DifferenceKind.ENDED if new is None else DifferenceKind.NEW
    if old == new:
        return DifferenceKind.SAME if _is_same_text(before, after) else DifferenceKind.CITED
    shorter = param.unit in TIMES and isinstance(old, int) and isinstance(new, int) and new < old
    return DifferenceKind.SHORTER if shorter else DifferenceKind.CHANGED


def _is_same_text(before: Answer | None, after: Answer | None) -> bool:
    return before is not None and after is not None and before.entry_id == after.entry_id


def _compare_entries(left: Side, right: Side) -> Iterable[RuleDifference]:
    """Compare two rule sets by entry: added, removed and changed ones."""
    before, after = left.rules.entries, right.rules.entries
    for name in dict.fromkeys(chain(after, before)):
        old, new = before.get(name), after.get(name)
        entry = new or old
        if entry is None or old == new:
            continue
        param = (right if new else left).rules.params[entry.param]
        pair = (_build_answer(left, old), _build_answer(right, new))
        gone = new if new and old and old.until is None else None
        found, text = _find_entry_kind(old, new, param, *pair), describe_end(right, gone, _find_cell(param, entry))
        yield RuleDifference(
            param, (("entry", name), *entry.where.items()), *pair, DifferenceKind.ABOLISHED if text else found, (), text
        )


def _find_cell(param: Param, entry: RuleEntry) -> dict[str, str]:
    """Return a subject that the entry speaks for."""
    return next(cell for cell in param.list_cells() if entry.where.items() <= cell.items())


def _find_entry_kind(
    old: RuleEntry | None, new: RuleEntry | None, param: Param, *pair: Answer | None
) -> DifferenceKind:
    if old is None or new is None:
        return DifferenceKind.NEW if old is None else DifferenceKind.ENDED
    found = find_kind(param, *pair)
    return DifferenceKind.CITED if found is DifferenceKind.SAME else found


def _build_answer(on: Side, entry: RuleEntry | None) -> Answer | None:
    if entry is None:
        return None
    param, doc = on.rules.params[entry.param], on.rules.instruments[entry.doc]
    source = {
        "param": entry.param,
        "entry_id": entry.id,
        "instrument": doc.name_vi,
        "article": entry.article,
        "says": _describe_dates(doc, entry),
        "certainty": entry.certainty,
        "chain": (entry.id,),
        "digest": on.rules.digest,
        "question": entry.question,
        "is_law": doc.kind == "law",
    }
    if entry.value is None:
        return Silence(**source)  # type: ignore[arg-type]
    return Value(**source, value=entry.value, unit=param.unit)  # type: ignore[arg-type]


def _describe_dates(doc: Instrument, entry: RuleEntry) -> str:
    until = f" đến trước {entry.until:%d/%m/%Y}" if entry.until else ""
    return f"Từ {write_first_day(doc, entry)}{until}: {entry.says}"


def main(arguments: list[str] | None = None) -> int:
    """Compare, print, write the HTML; 2 when a side names nothing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("left")
    parser.add_argument("right")
    parser.add_argument("--provinces", type=Path, metavar="DIR", help="a folder of provinces from outside the tree")
    chosen = parser.parse_args(arguments)
    try:
        rules = load_rules(find_provinces(chosen.provinces).law) if chosen.provinces else build_current_rules()
        today = datetime.now(VIETNAM).date()
        left, right = parse_side(chosen.left, rules, today), parse_side(chosen.right, rules, today)
    except (NoSuchSideError, ProvinceRefused) as fault:
        print(fault, file=sys.stderr)
        return 2
    rows = compare_sides(left, right)
    print(render_text(left, right, rows))
    OUT.mkdir(exist_ok=True)
    target = OUT / f"law-diff-{Path(chosen.left).stem}-{Path(chosen.right).stem}.html"
    target.write_text(render_html(left, right, rows), encoding="utf-8")
    print(f"HTML: {target.relative_to(OUT.parent)}")
    return 0


if __name__ == "__main__":
    # A reader of the first lines (`| head`) closes the pipe: not a fault.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sys.exit(main())
