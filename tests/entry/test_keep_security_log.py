"""The functions of the security log and of erasing, from their events: an invalid batch is refused, faults are
reported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from chalicelib.domain.security.security_log import Alarm
from chalicelib.handlers.privacy import erase_records
from chalicelib.handlers.security import keep_security_log
from chalicelib.steps.privacy.erase_records import ErasureReport
from chalicelib.steps.security.keep_security_log import KeptReport
from tests.support.security_lines import build_batch, build_line


class Keeper:
    """Keeps lines in memory."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.tell: Callable[[Alarm], None] = lambda alarm: None

    def keep(self, lines: Sequence[str]) -> KeptReport:
        """Keep lines, with an alarm."""
        self.lines += lines
        if lines:
            self.tell(Alarm.MASS_READING)
        unread = lines.count("no record")
        if "fault" in lines:
            raise OSError
        return KeptReport(len(lines) - unread, (Alarm.MASS_READING,) if lines else (), unread)


@pytest.fixture
def keeper(monkeypatch: pytest.MonkeyPatch) -> Keeper:
    """The deployment's keeper."""
    made = Keeper()

    def build_keeper(tell: Callable[[Alarm], None]) -> Keeper:
        made.tell = tell
        return made

    monkeypatch.setattr(keep_security_log, "provide_keeper", build_keeper)
    return made


def test_lines_come_packed_and_are_kept_as_they_are(keeper: Keeper, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [build_line(), build_line()]
    assert keep_security_log.keep_security_log(build_batch(lines), None) == {"records": 2, "alarms": 1}
    assert keeper.lines == lines
    assert "MassReading" in capsys.readouterr().out


def test_a_line_that_is_no_record_is_raised_after_the_alarms_of_the_others(
    keeper: Keeper, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ValueError, match="unreadable lines"):
        keep_security_log.keep_security_log(build_batch([build_line(), "no record"]), None)
    assert len(keeper.lines) == 2
    assert "MassReading" in capsys.readouterr().out


def test_an_alarm_is_raised_before_the_batch_can_fail(keeper: Keeper, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(OSError, match=r"^$"):
        keep_security_log.keep_security_log(build_batch([build_line(), "fault"]), None)
    assert "MassReading" in capsys.readouterr().out


@pytest.mark.parametrize("alarm", list(Alarm))
def test_every_alarm_has_a_metric(alarm: Alarm, capsys: pytest.CaptureFixture[str]) -> None:
    keep_security_log.count_alarm(alarm)
    assert keep_security_log.ALARM_METRICS[alarm] in capsys.readouterr().out


def test_a_control_message_holds_no_lines(keeper: Keeper) -> None:
    assert keep_security_log.keep_security_log(build_batch(["x"], "CONTROL_MESSAGE"), None) == {
        "records": 0,
        "alarms": 0,
    }


@pytest.mark.parametrize("event", [{}, {"awslogs": {}}, {"awslogs": {"data": "?"}}, {"awslogs": {"data": "bm8="}}])
def test_what_is_no_batch_is_raised_for_the_dead_letters(event: dict[str, Any], keeper: Keeper) -> None:
    with pytest.raises(ValueError, match="not a batch"):
        keep_security_log.keep_security_log(event, None)
    assert keeper.lines == []


def test_what_could_not_be_erased_is_counted_for_its_alarm(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class FailingEraser:
        def erase_ordered(self) -> ErasureReport:
            return ErasureReport(2, 7, 3, (ValueError("secret"),))

    monkeypatch.setattr(erase_records, "provide_eraser", FailingEraser)
    assert erase_records.erase_records({}, None) == {"dossiers": 2, "versions": 7, "waiting": 3, "failed": 1}
    out = capsys.readouterr().out
    assert "ErasuresFailed" in out
    assert "dossier_not_erased" in out
    assert "secret" not in out
