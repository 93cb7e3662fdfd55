"""How facts reach the function that writes slips: the stream's filter, its retries, what is left over."""

from __future__ import annotations

import json

from chalicelib.repositories.rows import fact_row
from tests.builders import Case
from tests.infra.templates import RESOURCES, of_type

MAPPING = RESOURCES["FactsToSlips"]["Properties"]


def test_the_only_reader_of_the_stream_writes_slips() -> None:
    assert list(of_type("AWS::Lambda::EventSourceMapping")) == ["FactsToSlips"]
    assert MAPPING["FunctionName"] == {"Fn::GetAtt": ["RenderSlips", "Arn"]}
    assert MAPPING["EventSourceArn"] == {"Fn::GetAtt": ["Table", "StreamArn"]}


def test_only_new_facts_are_brought() -> None:
    (rule,) = MAPPING["FilterCriteria"]["Filters"]
    pattern = json.loads(rule["Pattern"])
    assert pattern["eventName"] == ["INSERT"]
    (prefix,) = pattern["dynamodb"]["Keys"]["sk"]["S"]
    fact = Case().file().facts[0]
    assert str(fact_row(fact).sk).startswith(prefix["prefix"])


def test_a_failing_fact_stands_alone_and_is_kept_before_the_stream_forgets_it() -> None:
    assert MAPPING["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert MAPPING["BisectBatchOnFunctionError"] is True
    assert MAPPING["DestinationConfig"]["OnFailure"]["Destination"] == {"Fn::GetAtt": ["EventDeadLetters", "Arn"]}
    assert MAPPING["MaximumRecordAgeInSeconds"] < 24 * 3600
    assert MAPPING["StartingPosition"] == "TRIM_HORIZON"


def test_papers_that_fail_or_come_late_are_noticed() -> None:
    alarms = of_type("AWS::CloudWatch::Alarm")
    failed = alarms["SlipsFailedAlarm"]
    assert (failed["Namespace"], failed["MetricName"]) == ("motcua", "SlipsFailed")
    service = RESOURCES["RenderSlips"]["Properties"]["Environment"]["Variables"]["POWERTOOLS_SERVICE_NAME"]
    assert failed["Dimensions"] == [{"Name": "service", "Value": service}]
    assert alarms["SlipsLateAlarm"]["MetricName"] == "IteratorAge"


def test_nothing_expires_a_slip() -> None:
    rules = RESOURCES["Papers"]["Properties"]["LifecycleConfiguration"]["Rules"]
    assert [rule["Prefix"] for rule in rules if "ExpirationInDays" in rule] == ["in/"]
