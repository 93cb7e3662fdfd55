"""A deployed stack as the fixtures give it: addressed, signed in to as in production, with its own legal clock."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

import pytest

from infra.local.sign_in import SignInFailed
from infra.local.stack import LocalStack

pytestmark = pytest.mark.cloud

DAY = 86_400


def _get_json(url: str, token: str | None = None) -> tuple[int, Any]:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"} if token else {})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, json.load(refused)


def test_a_person_signs_in_by_code_and_proof_and_the_api_knows_them(stack: LocalStack) -> None:
    for way in (stack.origin, stack.api_url):
        assert _get_json(f"{way}/api/me", stack.fetch_token("citizen1"))[0] == 200
        assert _get_json(f"{way}/api/me")[0] == 401


def test_a_wrong_password_gives_no_token(stack: LocalStack) -> None:
    with pytest.raises(SignInFailed, match="citizen1: no code"):
        stack.sign_in("citizen1", "not-the-password")


def test_the_pages_learn_where_papers_are_stored_and_programs_who_issues_tokens(stack: LocalStack) -> None:
    status, config = _get_json(f"{stack.origin}/config.json")
    assert status == 200
    assert config["province"] == "hue"
    assert config["client_id"] == stack.outputs["ClientId"]
    assert config["issuer"].endswith(stack.outputs["UserPoolId"])
    assert config["bucket_origin"] == stack.cloud.endpoint


def test_deploying_the_same_again_changes_nothing(stack: LocalStack) -> None:
    before = _read_served(stack)
    stack.deploy_changes()
    assert _read_served(stack) == before


def test_the_legal_clock_moves_and_comes_back(stack_of: Any) -> None:
    stack: LocalStack = stack_of("vinh-long")
    try:
        stack.set_clock_offset(-3 * DAY)
        assert _read_environment(stack)["CLOCK_OFFSET_SECONDS"] == str(-3 * DAY)
        stack.deploy_changes()
        assert _read_environment(stack)["CLOCK_OFFSET_SECONDS"] == str(-3 * DAY), "a deployment must not move the clock"
    finally:
        stack.set_clock_offset(0)
    assert _read_environment(stack)["CLOCK_OFFSET_SECONDS"] == "0"


def test_two_provinces_share_a_local_cloud_and_nothing_else(stack_of: Any) -> None:
    hue, vinh_long = stack_of("hue"), stack_of("vinh-long")
    named = ("TableName", "PapersBucket", "LedgerBucket", "UserPoolId", "ClientId", "RestAPIId", "GatewaySecretArn")
    assert [key for key in named if hue.outputs[key] == vinh_long.outputs[key]] == []
    assert _get_json(f"{vinh_long.origin}/api/me", hue.fetch_token("citizen1"))[0] == 401


def _read_environment(stack: LocalStack) -> dict[str, str]:
    function = stack.aws.client("lambda").get_function_configuration(FunctionName=stack.outputs["APIHandlerName"])
    return dict(function["Environment"]["Variables"])


def _read_served(stack: LocalStack) -> tuple[str, dict[str, str]]:
    function = stack.aws.client("lambda").get_function_configuration(FunctionName=stack.outputs["APIHandlerName"])
    return function["CodeSha256"], stack.outputs
