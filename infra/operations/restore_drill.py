"""Restores one stack's table and papers into a second, empty stack and proves that nothing was lost or changed.

    python -m infra.operations.restore_drill --from motcua-prod-CODE --into motcua-staging-CODE \\
        [--at 2026-03-02T10:00:00+07:00]

With --table, the table comes from that one instead of the first stack's present one: a real restore goes from a
stack's former table into its new one. The table is restored to a second by its point-in-time recovery, the papers come
from the versions that the records pin. Every ledger of the second stack is then replayed and must equal the stored
state and meet the signed heads, every paper must have its recorded digest, and every series of dossier codes continues
past the numbers that may have been given since the restored second (infra.operations.number_series); --portal asks the
national portal for those that were reported to it. Exit code 0 says so; 1 prints what differs.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.fold import fold_facts
from chalicelib.domain.ledger.chain import Fact, Json
from chalicelib.domain.ledger.checkpoints import chain_problems, check_heads, read_stored
from chalicelib.domain.ledger.verification import verify_ledger
from chalicelib.domain.papers.paper import PaperState
from chalicelib.repositories.dynamodb import rows
from chalicelib.repositories.dynamodb.keys import build_partition
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.ledger.head_signer import FOLDER
from chalicelib.repositories.papers.paper_items import build_paper_row, read_paper
from infra.aws.clients import Aws
from infra.aws.deploy import read_outputs
from infra.operations.number_series import (
    MovedSeries,
    connect_portal,
    find_behind,
    list_days_since,
    list_portal_codes,
    list_series,
    move_series_ahead,
)
from infra.operations.table_copies import DrillRefused, Item, copy_items, query_partition, restore_table, scan_items

LATEST_RESTORABLE = timedelta(hours=1)
"""The latest restorable second is some minutes ago; an hour is on the safe side."""


@dataclass(frozen=True)
class DeploymentStores:
    """Where one deployment keeps things."""

    table: str
    papers: str
    heads: str
    province: str

    @classmethod
    def find_stores(cls, aws: Aws, stack: str) -> DeploymentStores:
        """Return the stores of a deployed stack."""
        found = read_outputs(aws, stack)
        return cls(found["TableName"], found["PapersBucket"], found["LedgerBucket"], found["Province"])


@dataclass
class DrillFindings:
    """What was restored, and what is wrong with it."""

    items: int = 0
    dossiers: int = 0
    facts: int = 0
    papers: int = 0
    series: list[MovedSeries] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def run_drill(
    aws: Aws,
    source: DeploymentStores,
    target: DeploymentStores,
    at: datetime | None = None,
    timeout: float = 7200,
    *,
    now: datetime | None = None,
    given: Iterable[str] = (),
) -> DrillFindings:
    """Restore `source` as it was `at` (by default: as late as possible) into `target` and verify it there.

    `now` is legal time, by which codes are dated (the clock on the wall unless a test says otherwise); `given` are
    codes known elsewhere to have been given.
    Raises DrillRefused when the target holds anything or the restore takes longer than `timeout` seconds.
    """
    dynamodb, s3 = aws.client("dynamodb"), aws.client("s3")
    if next(scan_items(dynamodb, target.table), None) is not None:
        raise DrillRefused(f"{target.table} holds data: a drill goes into an empty stack")
    findings = DrillFindings()
    with restore_table(dynamodb, source.table, at, timeout) as copy:
        findings.items = copy_items(dynamodb, copy, target.table)
    _move_series_on(dynamodb, source, target, (at, now or datetime.now(UTC)), given, findings)
    for item in scan_items(dynamodb, target.table, "PAPER#"):
        _restore_paper(dynamodb, s3, source, target, item, findings)
    verify_all(dynamodb, target.table, _read_signed_heads(s3, source.heads), findings)
    return findings


def _move_series_on(
    dynamodb: Any,
    source: DeploymentStores,
    target: DeploymentStores,
    between: tuple[datetime | None, datetime],
    given: Iterable[str],
    findings: DrillFindings,
) -> None:
    """Let every series continue past the numbers given between the restored second and now; the source table shows
    those it still has."""
    at, now = between
    series = list_series(source.province, list_days_since(at or now - LATEST_RESTORABLE, now))
    findings.series = move_series_ahead(dynamodb, target.table, series, [source.table], given)
    findings.problems += find_behind(dynamodb, target.table, findings.series)


def verify_all(dynamodb: Any, table: str, documents: Sequence[Json], findings: DrillFindings) -> None:
    """Replay every ledger of a table against its stored state and the documents of signed heads."""
    findings.problems += chain_problems(documents)
    stored = {str(item["pk"]["S"]) for item in scan_items(dynamodb, table, "STATE")}
    known = {str(head["dossier"]) for each in documents for head in each["heads"]}
    for each in sorted(stored | {build_partition(dossier) for dossier in known}):
        problems = _verify_dossier(dynamodb, table, each, documents, findings)
        findings.problems += [f"{each}: {problem}" for problem in problems]


def _verify_dossier(
    dynamodb: Any, table: str, partition: str, documents: Sequence[Json], findings: DrillFindings
) -> list[str]:
    found = {item["sk"]["S"]: TableItem.from_raw_data(item) for item in query_partition(dynamodb, table, partition)}
    if "STATE" not in found:
        return ["signed, but not restored"]
    try:
        dossier = rows.read_dossier(found["STATE"])
        facts = [rows.read_fact(row) for name, row in sorted(found.items()) if name.startswith("FACT#")]
        held = [rows.read_part(row) for name, row in found.items() if name.startswith("PART#")]
    except (KeyError, TypeError, ValueError) as fault:
        return [f"unreadable: {fault!r}"]
    findings.dossiers += 1
    findings.facts += len(facts)
    return _list_problems(dossier, facts, {part.digest: (part.salt, part.value) for part in held}, documents)


def _list_problems(
    dossier: Dossier, facts: Sequence[Fact], parts: Mapping[str, tuple[str, Any]], documents: Sequence[Json]
) -> list[str]:
    bodies = [fact.body for fact in facts]
    problems = verify_ledger(dossier.id, bodies, head=dossier.head, length=dossier.length, parts=parts)
    problems += check_heads(dossier.id, bodies, documents)
    # Only a complete ledger can be replayed; its faults are reported already.
    if not problems and fold_facts(facts) != dossier:
        problems.append("the replayed ledger is not the stored state")
    return problems


def _restore_paper(
    dynamodb: Any, s3: Any, source: DeploymentStores, target: DeploymentStores, item: Item, findings: DrillFindings
) -> None:
    """Check the version that the record pins. In another bucket a copy is pinned instead, under its own name."""
    paper = read_paper(TableItem.from_raw_data(item))
    if paper.state is not PaperState.ACCEPTED:
        return
    try:
        pinned = s3.get_object(Bucket=source.papers, Key=paper.key, VersionId=paper.version_id)
    except ClientError as error:
        findings.problems.append(f"{paper.key}: {error.response['Error']['Code']}")
        return
    content = pinned["Body"].read()
    if hashlib.sha256(content).hexdigest() != paper.sha256:
        findings.problems.append(f"{paper.key}: is not what was accepted")
        return
    findings.papers += 1
    if source.papers != target.papers:
        kept = s3.put_object(Bucket=target.papers, Key=paper.key, Body=content, ContentType=paper.content_type)
        row = build_paper_row(replace(paper, version_id=str(kept["VersionId"])))
        dynamodb.put_item(TableName=target.table, Item=row.serialize())


def _read_signed_heads(s3: Any, bucket: str) -> list[Json]:
    """Return the documents of signed heads, in the order of their days."""
    pages: Iterable[Any] = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=FOLDER)
    keys = sorted(found["Key"] for page in pages for found in page.get("Contents", []))
    return [read_stored(s3.get_object(Bucket=bucket, Key=key)["Body"].read())["document"] for key in keys]


def _parse_arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.operations.restore_drill")
    parser.add_argument("--from", dest="source", required=True, metavar="STACK")
    parser.add_argument("--into", dest="target", required=True, metavar="STACK")
    parser.add_argument("--table", default="", help="the table to restore, if not the first stack's present one")
    parser.add_argument(
        "--portal", default="", help="address of the national portal, to ask which codes were reported to it"
    )
    parser.add_argument("--at", type=datetime.fromisoformat, help="RFC 3339, with its offset")
    return parser.parse_args(argv)


def main(argv: list[str]) -> int:
    """Run the drill; return 0 when everything is present and equal, 1 with the differences, 2 when refused."""
    chosen = _parse_arguments(argv)
    aws, began = Aws.from_environment(), time.monotonic()
    try:
        source = DeploymentStores.find_stores(aws, chosen.source)
        source = replace(source, table=chosen.table or source.table)
        found = run_drill(
            aws,
            source,
            DeploymentStores.find_stores(aws, chosen.target),
            chosen.at,
            given=_list_reported_codes(aws, chosen),
        )
    except DrillRefused as refused:
        print(refused, file=sys.stderr)
        return 2
    print(
        f"{found.items} items, {found.dossiers} dossiers with {found.facts} facts and {found.papers} papers "
        f"in {time.monotonic() - began:.0f} s; {len(found.series)} series go on; {len(found.problems)} problems"
    )
    print("\n".join(found.problems), end="\n" if found.problems else "")
    return 1 if found.problems else 0


def _list_reported_codes(aws: Aws, chosen: argparse.Namespace) -> list[str]:
    """Return the codes reported to the portal since the restored second; none when it is not asked."""
    if not chosen.portal:
        return []
    now = datetime.now(UTC)
    portal = connect_portal(aws, read_outputs(aws, chosen.source), chosen.portal)
    return list(list_portal_codes(portal, chosen.at or now - LATEST_RESTORABLE, now))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
