"""`make law-open`: the open questions for a lawyer, each with the entries that rest on it.

Run with `python -m infra.law.open_questions`. An answer that rests on a question says so on screens and slips.
"""

from __future__ import annotations

import signal
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from chalicelib.domain.law.model import RuleEntry
from infra.law.build import SOURCE, read_checked_source
from infra.law.render import SUBJECTS, write_first_day
from infra.law.source import LawRefusedError, LawSource


def list_resting_entries(source: LawSource, question: str) -> list[RuleEntry]:
    """Return the entries that rest on a question, or that ended with it open."""
    return [entry for entry in source.entries.values() if question in (entry.question, entry.ended_by)]


def list_resting_others(source: LawSource, question: str, root: Path = SOURCE) -> list[str]:
    """Return other data that rest on it: instruments by number, and the number of days of each calendar file."""
    numbers = [doc.number for doc in source.instruments.values() if doc.question == question]
    days = Counter(
        {path.stem: path.read_text(encoding="utf-8").count(f'"{question}"') for path in _list_calendars(root)}
    )
    return [f"văn bản {number}" for number in numbers] + [f"lịch {year}: {n} ngày" for year, n in days.items() if n]


def _list_calendars(root: Path) -> Iterable[Path]:
    return sorted(root.glob("calendar/*.toml"))


def write_line(source: LawSource, entry: RuleEntry) -> str:
    """Return one entry as a lawyer reads it: where, what, since when, in what words."""
    place = source.provinces[entry.province].name_vi if entry.province else "toàn quốc"
    subject = "".join(f", {SUBJECTS[word]}" for word in entry.where.values())
    until = f" đến trước {entry.until:%d/%m/%Y}" if entry.until else ""
    doc = source.instruments[entry.doc]
    basis = f"{entry.article} {doc.name_vi}".strip()
    name = f"{source.params[entry.param].label_vi}{subject}"
    return f"  - {place}: {name}, từ {write_first_day(doc, entry)}{until}. {entry.says} [{basis}] ({entry.id})"


def build_report(source: LawSource, root: Path = SOURCE) -> str:
    """Return every question, the ones that carry most first, and the totals."""
    groups = [(question, list_resting_entries(source, question)) for question in source.questions]
    groups.sort(key=lambda group: (-len(group[1]), group[0]))
    lines: list[str] = []
    for question, entries in groups:
        lines.append(f"{question} ({len(entries)} mục): {source.questions[question]}")
        lines += [f"  - {each}" for each in list_resting_others(source, question, root)]
        lines += [write_line(source, entry) for entry in entries]
    inferred = sum(entry.certainty == "inferred" for entry in source.entries.values())
    lines.append(f"{len(groups)} câu hỏi; {inferred} trong {len(source.entries)} mục là suy luận.")
    return "\n".join(lines)


def main() -> int:
    """Print the report; 1 when the source is refused."""
    source = read_checked_source(SOURCE)
    if source.problems:
        print(LawRefusedError(tuple(source.problems)), file=sys.stderr)
        return 1
    print(build_report(source))
    return 0


if __name__ == "__main__":
    # A reader of the first lines (`| head`) closes the pipe: not a fault.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sys.exit(main())
