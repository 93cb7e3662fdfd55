"""What the local cloud reads of the SDK's descriptions is what they say, read once."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import botocore.session
import pytest

from infra.local.adaptations import service_models
from infra.local.adaptations.service_models import describe_shortly, read_metadata

USED = (
    "dynamodb",
    "s3",
    "sqs",
    "sns",
    "secretsmanager",
    "cognito-idp",
    "lambda",
    "cloudformation",
    "iam",
    "sts",
    "sesv2",
)


@pytest.mark.parametrize("service", USED)
def test_a_service_is_described_as_the_sdk_does(service: str) -> None:
    assert read_metadata(service) == botocore.session.get_session().get_service_model(service).metadata


def test_the_whole_description_is_read_when_more_is_asked_for() -> None:
    asked: list[str] = []

    def find_whole(service: str) -> Any:
        asked.append(service)
        return botocore.session.get_session().get_service_model(service)

    find_model = describe_shortly({"monitoring": "cloudwatch"})(find_whole)
    assert find_model("sqs").metadata["protocol"] == "json"
    assert find_model("monitoring").metadata["endpointPrefix"] == "monitoring"
    assert find_model("sqs") is find_model("sqs")
    assert asked == []
    assert find_model("sqs").operation_model("SendMessage").input_shape.name == "SendMessageRequest"
    assert asked == ["sqs"]


def test_what_begins_otherwise_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_models, "DATA", tmp_path)
    for name, text in {
        "late": '{"operations":{}}',
        "cut": '{"metadata":{"protocol":',
        "text": '{"metadata":"x"}',
    }.items():
        (tmp_path / name / "2020-01-01").mkdir(parents=True)
        (tmp_path / name / "2020-01-01" / "service-2.json.gz").write_bytes(gzip.compress(text.encode()))
    find_model = describe_shortly({})(lambda service: f"whole {service}")
    assert [find_model(name) for name in ("late", "cut", "text", "none")] == [
        "whole late", "whole cut", "whole text", "whole none",
    ]  # fmt: skip
