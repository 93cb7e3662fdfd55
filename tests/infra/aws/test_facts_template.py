"""The way of facts from the table: one reader of the stream, a queue for each consumer, nothing lost on the way."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.domain.ledger.fact_registry import Consumer
from chalicelib.domain.ledger.routing import ORDERED
from chalicelib.repositories.dynamodb.keys import SENT
from chalicelib.repositories.dynamodb.rows import build_fact_row
from tests.infra.templates import CHALICE, FUNCTIONS, MAIN, RESOURCES, list_by_type, read_policy, read_variables
from tests.support.builders import Case

MAPPINGS = list_by_type("AWS::Lambda::EventSourceMapping")
STREAM = MAPPINGS["FactsFromStream"]
OF_QUEUES = {name: one for name, one in MAPPINGS.items() if name != "FactsFromStream"}
HOURS = 3600


def queue_of(audience: Consumer) -> str:
    """The template's name for an audience's queue."""
    return f"{audience.value.title()}Queue"


def test_the_stream_has_one_reader() -> None:
    stream = {"Fn::GetAtt": ["Table", "StreamArn"]}
    assert [name for name, one in MAPPINGS.items() if one["EventSourceArn"] == stream] == ["FactsFromStream"]
    assert STREAM["FunctionName"] == {"Fn::GetAtt": ["OnFact", "Arn"]}
    assert STREAM["StartingPosition"] == "TRIM_HORIZON"


def test_only_new_facts_are_brought_and_never_a_mark() -> None:
    (rule,) = STREAM["FilterCriteria"]["Filters"]
    pattern = json.loads(rule["Pattern"])
    assert pattern["eventName"] == ["INSERT"]
    (prefix,) = pattern["dynamodb"]["Keys"]["sk"]["S"]
    assert str(build_fact_row(Case().file().facts[0]).sk).startswith(prefix["prefix"])
    assert not any(mark.startswith(prefix["prefix"]) for mark in (SENT, "DONE#notices#00000001"))


def test_a_failing_fact_stands_alone_and_is_kept_before_the_stream_forgets_it() -> None:
    assert STREAM["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert STREAM["BisectBatchOnFunctionError"] is True
    assert STREAM["DestinationConfig"]["OnFailure"]["Destination"] == {"Fn::GetAtt": ["StreamDeadLetters", "Arn"]}
    assert STREAM["MaximumRecordAgeInSeconds"] < 24 * HOURS


@pytest.mark.parametrize("audience", Consumer)
def test_an_audience_has_a_queue_that_the_consumer_of_the_stream_may_fill(audience: Consumer) -> None:
    queue = queue_of(audience)
    assert bool(list_by_type("AWS::SQS::Queue")[queue].get("FifoQueue")) == (audience in ORDERED)
    assert read_variables("on_fact")[f"{audience.value.upper()}_QUEUE_URL"] == {"Ref": queue}
    rights = [one["Action"] for one in read_policy("on_fact") if one["Resource"] == {"Fn::GetAtt": [queue, "Arn"]}]
    assert rights == [["sqs:SendMessage"]]
    letters = list_by_type("AWS::SQS::Queue")[queue]["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]
    outputs = MAIN["Outputs"]
    assert outputs[f"{queue}Url"]["Value"] == {"Ref": queue}
    assert outputs[f"{letters}Url"]["Value"] == {"Ref": letters}


@pytest.mark.parametrize("audience", Consumer)
def test_messages_that_wait_too_long_are_noticed(audience: Consumer) -> None:
    watched = [one for one in list_by_type("AWS::CloudWatch::Alarm").values() if "OldestMessage" in one["MetricName"]]
    named = [one["Dimensions"][0]["Value"]["Fn::GetAtt"][0] for one in watched]
    assert named.count(queue_of(audience)) == 1


@pytest.mark.parametrize("audience", Consumer)
def test_a_burst_is_noticed_long_before_anything_of_it_is_lost(audience: Consumer) -> None:
    """Consumers that are starved for a while catch up; people hear of it in a tenth of the time that messages have."""
    alarms, queue = list_by_type("AWS::CloudWatch::Alarm"), list_by_type("AWS::SQS::Queue")[queue_of(audience)]
    (waits,) = (one for one in alarms.values() if one["Dimensions"][0]["Value"] == queue_name(audience))
    assert 10 * seconds_until_noticed(waits, waits["Threshold"]) <= queue["MessageRetentionPeriod"]
    late = alarms["FactsLateAlarm"]
    assert 10 * seconds_until_noticed(late, late["Threshold"] / 1000) <= STREAM["MaximumRecordAgeInSeconds"]


def queue_name(audience: Consumer) -> dict[str, Any]:
    """How an alarm names the queue."""
    return {"Fn::GetAtt": [queue_of(audience), "QueueName"]}


def seconds_until_noticed(alarm: dict[str, Any], age: float) -> float:
    """Seconds from the arrival of what waits until the alarm."""
    return age + float(alarm["Period"] * alarm["EvaluationPeriods"])


@pytest.mark.parametrize("name", OF_QUEUES)
def test_a_consumer_answers_each_message_apart_and_has_the_time_that_its_queue_gives(name: str) -> None:
    mapping = OF_QUEUES[name]
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    queue, function = mapping["EventSourceArn"]["Fn::GetAtt"][0], mapping["FunctionName"]["Fn::GetAtt"][0]
    # A message that comes back while its first run still works would be handled twice at once.
    assert list_by_type("AWS::SQS::Queue")[queue]["VisibilityTimeout"] >= 6 * read_timeout(function)
    # A bad message takes a good one of its group with it into the dead letters, unless it comes alone.
    assert mapping["BatchSize"] == 1 or not list_by_type("AWS::SQS::Queue")[queue].get("FifoQueue")


def read_timeout(logical: str) -> int:
    """Seconds that a function may take."""
    name = next(each for each in FUNCTIONS if "".join(part.title() for part in each.split("_")) == logical)
    chosen: dict[str, Any] = CHALICE["lambda_functions"][name]
    return int(chosen.get("lambda_timeout", CHALICE["lambda_timeout"]))


def test_facts_that_do_not_leave_are_noticed() -> None:
    alarms = list_by_type("AWS::CloudWatch::Alarm")
    service = [{"Name": "service", "Value": read_variables("on_fact")["POWERTOOLS_SERVICE_NAME"]}]
    for name in ("FactsNotSent", "FiledPapersGone"):
        assert alarms[f"{name}Alarm"]["MetricName"] == name
        assert alarms[f"{name}Alarm"]["Dimensions"] == service
    late = alarms["FactsLateAlarm"]
    assert (late["MetricName"], late["Dimensions"][0]["Value"]) == ("IteratorAge", {"Ref": "OnFact"})
    assert "OnFact" in RESOURCES
