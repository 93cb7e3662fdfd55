"""`make conformance`: run the tests that name clauses, and print the proven ones.

    python -m infra.conformance [--recorded]

Ends with 1 when a claim has no passing test, a test names an unknown clause, or a switch does not exist.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence

from infra.conformance.clauses import ROOT, ClausesRefusedError, read_clauses
from infra.conformance.marks import find_marks
from infra.conformance.proof import (
    RECORD,
    StaleRecordError,
    list_faults,
    list_standings,
    read_recorded,
    require_fresh,
    run_faults,
)
from infra.conformance.report import BUILD, count_totals, write_remarks, write_report, write_table


def main(arguments: Sequence[str] | None = None) -> int:
    """Run or read, then judge, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recorded", action="store_true", help="judge the last recorded run instead of a new one")
    asked = parser.parse_args(arguments)
    try:
        return judge_claims(run=not asked.recorded)
    except (ClausesRefusedError, StaleRecordError) as refused:
        print(refused, file=sys.stderr)
        return 1


def judge_claims(*, run: bool) -> int:
    """1 with every false claim printed; 0 when the list is true."""
    clauses = read_clauses()
    if run:
        run_tests()
    else:
        require_fresh()
    standing = list_standings(clauses, read_recorded())
    faults = [*list_faults(clauses, find_marks()), *run_faults(standing)]
    write_report(standing, faults)
    print("\n".join(write_table(standing)))
    print("", count_totals(standing), *write_remarks(standing), sep="\n")
    print(f"every clause: {(BUILD / 'conformance.md').relative_to(ROOT)}")
    for fault in faults:
        print(f"FALSE  {fault}", file=sys.stderr)
    return 1 if faults else 0


def run_tests() -> None:
    """Run every test that names a clause, in small sizes; their results are read from the record."""
    RECORD.unlink(missing_ok=True)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "tests.support.running.clause_plugin",
        "--clause-record",
        str(RECORD),
    ]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "SIZE": "small"}, check=False)


if __name__ == "__main__":
    sys.exit(main())
