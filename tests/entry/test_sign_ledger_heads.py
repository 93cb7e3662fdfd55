"""The nightly function on a deployment without network: table, locking bucket and signing key."""

from __future__ import annotations

import base64
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from chalicelib.domain.ledger.checkpoints import chain_problems, read_stored, to_sign
from chalicelib.handlers.ledger.sign_ledger_heads import sign_ledger_heads
from chalicelib.repositories.dynamodb.keys import MESSAGE_HEADS
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.ledger.head_signer import TableHeads
from chalicelib.wiring import core as wiring
from chalicelib.wiring import ledger as wiring_ledger
from tests.support.fakes.made_up_aws import start_mock_aws
from tests.support.local_stage import REGION, set_local_stage

ROOT = Path(__file__).parents[2]
EVENT = json.loads((ROOT / "events" / "sign_ledger_heads.json").read_text())
BUCKET = "ledger-heads"
NOW = datetime(2026, 11, 22, 0, 30, tzinfo=UTC)


class StoppedClock:
    """A fixed clock."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def real_now(self) -> datetime:
        return self.now


class SigningDeployment:
    """The parts that the test looks into."""

    def __init__(self) -> None:
        TableItem.create_table(billing_mode="PAY_PER_REQUEST", wait=True)
        self.s3, kms = boto3.client("s3"), boto3.client("kms")
        self.s3.create_bucket(
            Bucket=BUCKET,
            ObjectLockEnabledForBucket=True,
            CreateBucketConfiguration={"LocationConstraint": REGION},
        )
        self.s3.put_object_lock_configuration(
            Bucket=BUCKET,
            ObjectLockConfiguration={
                "ObjectLockEnabled": "Enabled",
                "Rule": {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 30}},
            },
        )
        self.key = kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
        public = load_der_public_key(kms.get_public_key(KeyId=self.key)["PublicKey"])
        assert isinstance(public, EllipticCurvePublicKey)
        self.public = public

    def kept(self, day: date | str) -> dict[str, Any]:
        return read_stored(self.s3.get_object(Bucket=BUCKET, Key=f"heads/{day}.json")["Body"].read())


@pytest.fixture
def deployed(monkeypatch):
    set_local_stage(monkeypatch, LEDGER_BUCKET=BUCKET)
    with start_mock_aws():
        made = SigningDeployment()
        monkeypatch.setenv("LEDGER_KEY_ID", made.key)
        forget_adapters()
        set_time(monkeypatch, NOW)
        yield made
    monkeypatch.undo()
    forget_adapters()


def forget_adapters() -> None:
    wiring.provide_settings.cache_clear()
    wiring_ledger.provide_head_signing.cache_clear()


def set_time(monkeypatch, now: datetime) -> None:
    monkeypatch.setattr(wiring, "provide_clock", lambda: StoppedClock(now))


def put_head(day: str, dossier: str, length: int = 1) -> None:
    TableItem(f"HEADS#{day}", dossier, kind="head", dossier_id=dossier, length=length, body="c" * 64).save()


def test_the_heads_of_yesterday_are_signed_by_the_key_and_locked(deployed, capsys):
    put_head("2026-11-21", "first", 4)
    put_head("2026-11-21", "second")
    put_head("2026-11-22", "third")
    assert sign_ledger_heads(EVENT, None) == {"signed": ["2026-11-21"]}
    kept = deployed.kept("2026-11-21")
    assert [(head["dossier"], head["length"]) for head in kept["document"]["heads"]] == [("first", 4), ("second", 1)]
    assert kept["key_id"].endswith(deployed.key)
    signature = base64.b64decode(kept["signature"])
    deployed.public.verify(signature, to_sign(kept["document"]), ECDSA(SHA256()))
    assert '"ledger_heads_signed"' in capsys.readouterr().out
    version = deployed.s3.head_object(Bucket=BUCKET, Key="heads/2026-11-21.json")
    assert version["ObjectLockMode"] == "COMPLIANCE"
    with pytest.raises(ClientError, match="AccessDenied"):
        deployed.s3.delete_object(Bucket=BUCKET, Key="heads/2026-11-21.json", VersionId=version["VersionId"])


def test_more_heads_than_a_page_holds_are_all_signed(deployed, monkeypatch):
    monkeypatch.setattr(
        "chalicelib.repositories.ledger.head_signer.TableItem.query", limit_page_size(TableItem.query, 3)
    )
    for n in range(10):
        put_head("2026-11-21", f"d{n}")
    sign_ledger_heads(EVENT, None)
    assert len(deployed.kept("2026-11-21")["document"]["heads"]) == 10


def limit_page_size(query: Any, size: int) -> Any:
    return lambda *args, **options: query(*args, page_size=size, **options)


def test_a_run_after_three_lost_nights_catches_up_and_a_repeat_does_nothing(deployed, monkeypatch):
    sign_ledger_heads(EVENT, None)
    set_time(monkeypatch, NOW + timedelta(days=3))
    assert sign_ledger_heads(EVENT, None) == {"signed": ["2026-11-22", "2026-11-23", "2026-11-24"]}
    assert sign_ledger_heads(EVENT, None) == {"signed": []}
    days = [deployed.kept(date(2026, 11, day))["document"] for day in (21, 22, 23, 24)]
    assert chain_problems(days) == []


def test_a_day_that_another_run_signed_meanwhile_is_not_written_again(deployed):
    signing = wiring_ledger.provide_head_signing()
    sign_ledger_heads(EVENT, None)
    assert signing.store.put(date(2026, 11, 21), {"document": "other"}) is False
    versions = deployed.s3.list_object_versions(Bucket=BUCKET, Prefix="heads/2026-11-21")["Versions"]
    assert len(versions) == 1


def test_a_fault_is_logged_without_its_text_and_raised(deployed, monkeypatch, capsys):
    monkeypatch.setenv("LEDGER_KEY_ID", "00000000-0000-0000-0000-000000000000")
    forget_adapters()
    with pytest.raises(ClientError):
        sign_ledger_heads(EVENT, None)
    logged = capsys.readouterr().out
    assert "ledger_heads_failed" in logged
    assert "00000000-0000" not in logged


def test_an_object_that_is_no_document_stops_the_chain_instead_of_being_followed(deployed):
    deployed.s3.put_object(
        Bucket=BUCKET, Key="heads/2026-11-20.json", Body=b'{"document": {}}', ChecksumAlgorithm="SHA256"
    )
    with pytest.raises(ValueError, match="signed ledger heads"):
        sign_ledger_heads(EVENT, None)


def test_message_logs_are_signed_with_the_ledgers_and_are_no_ledgers(deployed):
    day = date(2026, 11, 21)
    TableItem(MESSAGE_HEADS(day.isoformat()), "d1.sync", kind="head", length=3, body="e" * 64).save()
    sign_ledger_heads(EVENT, None)
    signed = [head["dossier"] for head in deployed.kept(day)["document"]["heads"]]
    assert "d1.sync" in signed
    assert "d1.sync" not in [head.dossier for head in TableHeads().list_by_day(day)]
