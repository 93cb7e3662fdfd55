"""Every way in which the deployment can fail silently has an alarm, and every alarm reaches somebody."""

from __future__ import annotations

import importlib.util
from typing import Any

import pytest

from tests.infra.templates import CHALICE, FUNCTIONS, RESOURCES, build_logical_id, list_by_type, read_variables

ALARMS = list_by_type("AWS::CloudWatch::Alarm")


def list_dimensions(metric: str) -> list[dict[str, Any]]:
    """The dimensions of all alarms on a metric, each as name → value."""
    alarms = [one for one in ALARMS.values() if one["MetricName"] == metric]
    return [{part["Name"]: part["Value"] for part in one["Dimensions"]} for one in alarms]


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_notifies_the_topic(name: str) -> None:
    assert ALARMS[name]["AlarmActions"] == [{"Ref": "AlarmTopic"}]
    assert ALARMS[name]["AlarmDescription"]


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("metric", ["Errors", "Throttles"])
def test_a_function_that_fails_or_is_refused_capacity(function: str, metric: str) -> None:
    assert {"FunctionName": {"Ref": build_logical_id(function)}} in list_dimensions(metric)


def test_the_api_answers_5xx() -> None:
    stage = CHALICE["api_gateway_stage"]
    title = RESOURCES["RestAPI"]["Properties"]["DefinitionBody"]["info"]["title"]
    assert list_dimensions("5XXError") == [{"ApiName": title, "Stage": stage}]


def test_a_schedule_that_stops_is_noticed_by_its_silence() -> None:
    rules = list_by_type("AWS::Events::Rule").values()
    scheduled = [one["Targets"][0]["Arn"]["Fn::GetAtt"][0] for one in rules if "ScheduleExpression" in one]
    assert [{"FunctionName": {"Ref": name}} for name in scheduled] == list_dimensions("Invocations")
    silent = [one for one in ALARMS.values() if one["MetricName"] == "Invocations"]
    assert {(one["TreatMissingData"], one["ComparisonOperator"]) for one in silent} == {
        ("breaching", "LessThanThreshold")
    }


def test_the_table_and_each_index_are_throttled() -> None:
    names = [index["IndexName"] for index in RESOURCES["Table"]["Properties"]["GlobalSecondaryIndexes"]]
    table = {"TableName": {"Ref": "Table"}}
    expected = [table, *({**table, "GlobalSecondaryIndexName": name} for name in names)]
    assert list_dimensions("WriteThrottleEvents") == list_dimensions("ReadThrottleEvents") == expected


def test_a_dead_letter_waits_in_any_queue() -> None:
    queues = [name for name in list_by_type("AWS::SQS::Queue") if name.endswith("DeadLetters")]
    expected = [{"QueueName": {"Fn::GetAtt": [name, "QueueName"]}} for name in queues]
    found = list_dimensions("ApproximateNumberOfMessagesVisible")
    assert sorted(map(str, found)) == sorted(map(str, expected))


@pytest.mark.parametrize("name", [name for name in list_by_type("AWS::SQS::Queue") if not name.endswith("DeadLetters")])
def test_a_queue_gives_up_into_dead_letters_that_outlast_it(name: str) -> None:
    queues = list_by_type("AWS::SQS::Queue")
    redrive = queues[name]["RedrivePolicy"]
    letters = redrive["deadLetterTargetArn"]["Fn::GetAtt"][0]
    assert redrive["maxReceiveCount"] >= 3
    assert queues[letters].get("FifoQueue") == queues[name].get("FifoQueue")
    assert queues[letters]["MessageRetentionPeriod"] > queues[name]["MessageRetentionPeriod"]


def test_what_the_officers_pool_holds_for_dangerous() -> None:
    risky = {"Operation": "SignIn", "UserPoolId": {"Ref": "Officers"}, "RiskLevel": "high"}
    assert list_dimensions("CompromisedCredentialRisk") == list_dimensions("AccountTakeoverRisk") == [risky]


def test_refused_calls_and_unread_catalogues_of_the_portal() -> None:
    assert list_dimensions("SignedCallsRefused") == [{"service": "api"}]
    assert read_variables("api_handler")["POWERTOOLS_SERVICE_NAME"] == "api"
    assert list_dimensions("CataloguesUnread") == [{"service": "pull_catalogues"}]
    assert read_variables("pull_catalogues")["POWERTOOLS_SERVICE_NAME"] == "pull_catalogues"


def test_metrics_of_one_province_ring_no_alarm_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = {str(one["Namespace"]) for one in ALARMS.values() if not str(one["Namespace"]).startswith("AWS/")}
    assert ours == {str({"Fn::Sub": "motcua/${Province}/${Stage}"})}
    monkeypatch.setenv("PROVINCE", "hue")
    monkeypatch.setenv("STAGE", "prod")
    spec = importlib.util.find_spec("chalicelib.observe")
    assert spec is not None
    assert spec.loader is not None
    again = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(again)
    assert again.NAMESPACE == "motcua/hue/prod"
    assert {"PROVINCE", "STAGE"} <= set(read_variables("on_fact"))


def test_no_metric_is_paid_for_that_no_alarm_reads() -> None:
    (settings,) = RESOURCES["RestAPI"]["Properties"]["MethodSettings"]
    assert settings["MetricsEnabled"] is False


def test_a_schedule_that_runs_again_says_so() -> None:
    silent = [one for one in ALARMS.values() if one["MetricName"] == "Invocations"]
    assert {str(one["OKActions"]) for one in silent} == {str([{"Ref": "AlarmTopic"}])}


def test_consumers_leave_functions_to_people_and_retry_as_long_as_promised() -> None:
    sources = list_by_type("AWS::Lambda::EventSourceMapping")
    queues = [one for one in sources.values() if "StreamArn" not in str(one["EventSourceArn"])]
    assert len(queues) == 5
    assert sum(one["ScalingConfig"]["MaximumConcurrency"] for one in queues) <= 20
    stream = sources["FactsFromStream"]
    assert (stream["MaximumRetryAttempts"], stream["MaximumRecordAgeInSeconds"]) == (-1, 6 * 3600)
