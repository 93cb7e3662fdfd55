"""A restore brings everything back, and its check finds every difference."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from chalicelib.domain.ledger.chain import encode_canonical
from chalicelib.domain.ledger.checkpoints import Head, attach_signature, build_heads_document
from chalicelib.domain.papers.paper import PaperState
from chalicelib.repositories.dynamodb.compression import compress_text, decompress_text
from chalicelib.repositories.dynamodb.rows import read_dossier
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.papers.paper_items import build_paper_row, read_paper
from infra.aws.clients import Aws
from infra.operations.number_series import list_series
from infra.operations.restore_drill import DeploymentStores, DrillFindings, run_drill, verify_all
from infra.operations.table_copies import DrillRefused
from tests.contract.engines import DYNAMODB, FILES, Engine, clear_bucket
from tests.contract.journey import MORNING, World

pytestmark = pytest.mark.engine(DYNAMODB, FILES)

CONTENT = b"giay to"
COPIED = "motcua-drill-target"


@dataclass
class Deployments:
    """A deployment with dossiers and papers, and an empty one to restore into."""

    aws: Aws
    source: DeploymentStores
    target: DeploymentStores
    dossiers: list[str]

    def run(self) -> DrillFindings:
        """Drill from the one into the other."""
        return run_drill(self.aws, self.source, self.target, now=MORNING)

    def rewrite(self, table: str, sort_key: str, body: str) -> None:
        """Write over the body of one item, as somebody with the administrator's rights could."""
        self.aws.client("dynamodb").update_item(
            TableName=table,
            Key={"pk": {"S": f"D#{self.dossiers[0]}"}, "sk": {"S": sort_key}},
            UpdateExpression="SET packed = :packed",
            ExpressionAttributeValues={":packed": {"B": compress_text(body)}},
        )

    def remove(self, table: str, sort_key: str) -> None:
        """Remove one item."""
        key = {"pk": {"S": f"D#{self.dossiers[0]}"}, "sk": {"S": sort_key}}
        self.aws.client("dynamodb").delete_item(TableName=table, Key=key)

    def verified(self, documents: Any = ()) -> list[str]:
        """Problems of the target as it stands now."""
        findings = DrillFindings()
        verify_all(self.aws.client("dynamodb"), self.target.table, documents, findings)
        return findings.problems


@pytest.fixture
def deployments(running_engine: Engine, world: World, engine: str) -> Iterator[Deployments]:
    """Two received dossiers with papers in a versioned bucket, and an empty second deployment."""
    aws = running_engine.aws
    s3 = aws.client("s3")
    names = [f"drill-{purpose}-{world.name}" for purpose in ("papers", "heads", "restored")]
    for bucket in names:
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": aws.region})
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    dossiers = [world.received(), world.processing()]
    _store_papers(s3, names[0])
    target = f"{COPIED}-{world.name}"
    aws.client("dynamodb").create_table(**_describe_table(aws, engine), TableName=target)
    yield Deployments(
        aws,
        DeploymentStores(engine, names[0], names[1], "hue"),
        DeploymentStores(target, names[2], names[1], "hue"),
        dossiers,
    )
    aws.client("dynamodb").delete_table(TableName=target)
    for bucket in names:
        clear_bucket(s3, bucket)
        s3.delete_bucket(Bucket=bucket)
    with TableItem.batch_write() as batch:
        for row in TableItem.scan():
            batch.delete(row)


def _store_papers(s3: Any, bucket: str) -> None:
    """Give every paper record a file, pinned as the check of an upload does."""
    for row in TableItem.scan(TableItem.sk.startswith("PAPER#")):
        paper = read_paper(row)
        version = s3.put_object(Bucket=bucket, Key=paper.key, Body=CONTENT)["VersionId"]
        digest = hashlib.sha256(CONTENT).hexdigest()
        build_paper_row(replace(paper, sha256=digest, version_id=version)).save()


def _describe_table(aws: Aws, name: str) -> dict[str, Any]:
    found = aws.client("dynamodb").describe_table(TableName=name)["Table"]
    return {
        "KeySchema": found["KeySchema"],
        "AttributeDefinitions": [one for one in found["AttributeDefinitions"] if one["AttributeName"] in ("pk", "sk")],
        "BillingMode": "PAY_PER_REQUEST",
    }


def test_everything_comes_back_equal(deployments: Deployments) -> None:
    found = deployments.run()
    assert found.problems == []
    assert found.dossiers == len(deployments.dossiers)
    assert found.facts >= 5
    assert found.papers > 0
    stored = deployments.aws.client("dynamodb").scan(TableName=deployments.target.table)["Items"]
    new_counters = len(found.series) - sum(each.known > 0 for each in found.series)
    assert found.items + new_counters == len(stored)


def test_each_series_continues_past_the_numbers_given_since(deployments: Deployments) -> None:
    found = deployments.run()
    (used,) = [each for each in found.series if each.known]
    assert used.known >= len(deployments.dossiers)
    counters = deployments.aws.client("dynamodb").scan(TableName=deployments.target.table)["Items"]
    standing = {item["pk"]["S"]: int(item["length"]["N"]) for item in counters if item["sk"]["S"] == "NEXT"}
    assert standing == {f"CODES#{each.series}": each.to for each in found.series}
    assert min(standing.values()) > used.known
    assert len(standing) == len(list_series("hue", [MORNING.date()])) > 1


def test_a_restored_record_pins_the_restored_file(deployments: Deployments) -> None:
    deployments.run()
    items = deployments.aws.client("dynamodb").scan(TableName=deployments.target.table)["Items"]
    papers = [read_paper(TableItem.from_raw_data(item)) for item in items if item["sk"]["S"].startswith("PAPER#")]
    for paper in (one for one in papers if one.state is PaperState.ACCEPTED):
        kept = deployments.aws.client("s3").get_object(
            Bucket=deployments.target.papers, Key=paper.key, VersionId=paper.version_id
        )
        assert kept["Body"].read() == CONTENT


def test_a_restore_that_shares_the_same_files_leaves_them_alone(deployments: Deployments) -> None:
    beside = replace(deployments.target, papers=deployments.source.papers)
    before = _count_versions(deployments)
    found = run_drill(deployments.aws, deployments.source, beside, now=MORNING)
    assert (found.problems, _count_versions(deployments)) == ([], before)
    assert found.papers > 0


def test_the_copy_that_was_read_through_is_gone(deployments: Deployments) -> None:
    deployments.run()
    names = deployments.aws.client("dynamodb").list_tables()["TableNames"]
    assert [name for name in names if name.startswith(f"{deployments.source.table}-drill-")] == []


def test_a_deployment_with_data_is_never_written_over(deployments: Deployments) -> None:
    deployments.run()
    with pytest.raises(DrillRefused, match="holds data"):
        deployments.run()


def test_a_paper_whose_file_is_gone_or_another_is_found(deployments: Deployments) -> None:
    s3, papers = (
        deployments.aws.client("s3"),
        [read_paper(row) for row in TableItem.scan(TableItem.sk.startswith("PAPER#"))],
    )
    s3.delete_object(Bucket=deployments.source.papers, Key=papers[0].key, VersionId=papers[0].version_id)
    build_paper_row(replace(papers[1], sha256="b" * 64)).save()
    problems = deployments.run().problems
    assert sorted(problem.split(":")[0] for problem in problems) == sorted(paper.key for paper in papers[:2])


def test_a_lost_fact_is_found(deployments: Deployments) -> None:
    deployments.run()
    deployments.remove(deployments.target.table, "FACT#00000001")
    problems = deployments.verified()
    assert any("does not follow the fact before it" in problem for problem in problems)
    assert all(problem.startswith(f"D#{deployments.dossiers[0]}: ") for problem in problems)


def test_a_changed_fact_is_found(deployments: Deployments) -> None:
    deployments.run()
    fact = TableItem.get(f"D#{deployments.dossiers[0]}", "FACT#00000001")
    changed = {**json.loads(decompress_text(fact.packed)), "simulated": True}
    deployments.rewrite(deployments.target.table, "FACT#00000001", json.dumps(changed))
    assert any("does not follow the fact before it" in problem for problem in deployments.verified())


def test_a_fact_that_is_no_fact_any_more_is_found(deployments: Deployments) -> None:
    deployments.run()
    deployments.rewrite(deployments.target.table, "FACT#00000001", "{}")
    (problem,) = deployments.verified()
    assert "unreadable" in problem


def test_a_state_that_differs_from_its_ledger_is_found(deployments: Deployments) -> None:
    deployments.run()
    state = TableItem.get(f"D#{deployments.dossiers[0]}", "STATE")
    stored = json.loads(decompress_text(state.packed))
    changed = {**stored, "filer": "somebody"}
    assert changed != stored
    deployments.rewrite(deployments.target.table, "STATE", json.dumps(changed))
    assert deployments.verified() == [f"D#{deployments.dossiers[0]}: the replayed ledger is not the stored state"]


def test_a_dossier_that_was_signed_but_not_restored_is_found(deployments: Deployments) -> None:
    heads = [_build_head(number) for number in deployments.dossiers]
    gone = Head("0" * 26, 1, "0" * 64)
    for day, signed in ((1, heads), (2, [])):
        previous = (
            {} if day == 1 else {"previous": _digest_body(build_heads_document("hue", "prod", date(2020, 1, 1), heads))}
        )
        body = build_heads_document("hue", "prod", date(2020, 1, day), signed, **previous)
        _put_heads(deployments, body)
    assert deployments.run().problems == []
    missing = build_heads_document("hue", "prod", date(2020, 1, 1), [*heads, gone])
    assert deployments.verified([missing]) == [f"D#{gone.dossier}: signed, but not restored"]


def _count_versions(deployments: Deployments) -> int:
    found = deployments.aws.client("s3").list_object_versions(Bucket=deployments.source.papers)
    return len(found["Versions"])


def _build_head(number: str) -> Head:
    dossier = read_dossier(TableItem.get(f"D#{number}", "STATE"))
    return Head(number, dossier.length, dossier.head)


def _digest_body(body: Any) -> str:
    return hashlib.sha256(encode_canonical(body)).hexdigest()


def _put_heads(deployments: Deployments, body: Any) -> None:
    deployments.aws.client("s3").put_object(
        Bucket=deployments.source.heads,
        Key=f"heads/{body['day']}.json",
        Body=encode_canonical(attach_signature(body, b"", "k")),
    )
