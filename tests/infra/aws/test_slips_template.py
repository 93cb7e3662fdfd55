"""The way of facts to the function that writes slips: its queue, dead letters and alarms."""

from __future__ import annotations

from tests.infra.templates import RESOURCES, list_by_type


def test_papers_that_fail_or_come_late_are_noticed() -> None:
    alarms = list_by_type("AWS::CloudWatch::Alarm")
    failed = alarms["SlipsFailedAlarm"]
    assert (failed["Namespace"], failed["MetricName"]) == ({"Fn::Sub": "motcua/${Province}/${Stage}"}, "SlipsFailed")
    service = RESOURCES["RenderSlips"]["Properties"]["Environment"]["Variables"]["POWERTOOLS_SERVICE_NAME"]
    assert failed["Dimensions"] == [{"Name": "service", "Value": service}]
    late = alarms["SlipsLateAlarm"]
    assert late["MetricName"] == "ApproximateAgeOfOldestMessage"
    assert late["Dimensions"] == [{"Name": "QueueName", "Value": {"Fn::GetAtt": ["SlipsQueue", "QueueName"]}}]


def test_nothing_expires_a_slip() -> None:
    rules = RESOURCES["Papers"]["Properties"]["LifecycleConfiguration"]["Rules"]
    assert [rule["Prefix"] for rule in rules if "ExpirationInDays" in rule] == ["in/"]
