"""The tariff of a procedure: the fees of a filing, and their amounts by the answers of its form.

Amounts are whole numbers of đồng.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from chalicelib.domain.dossier.obligations import FeeLine
from chalicelib.domain.shared.errors import Refusal, RefusalKind

if TYPE_CHECKING:
    from chalicelib.domain.time.filing_day import FilingDay

Answers = Mapping[str, Any]


class UnknownFeeLine(Refusal):
    """The chosen fee line is not in the procedure's tariff, or not for this way of filing."""

    code = "unknown_fee_line"
    kind = RefusalKind.INVALID
    vi = "Thủ tục này không có khoản thu đã chọn cho cách nộp này."
    en = "This procedure has no such fee line for this way of filing."


@dataclass(frozen=True, slots=True)
class ChargeCount:
    """How often a line is charged: for each unit that the answer `of` names (a page), from the one after `after` up to
    `upto`; the total again for each of the answer `times` (a copy), with at most `most` đồng for one of these."""

    of: str
    after: int = 0
    upto: int | None = None
    times: str | None = None
    most: int | None = None

    def calculate_sum(self, price: int, answers: Answers) -> int:
        """Return the sum at a price for each unit. An unanswered number counts as one."""
        named = _read_count(answers, self.of)
        units = max(0, min(named, self.upto or named) - self.after)
        one = min(price * units, self.most or price * units)
        return one * (_read_count(answers, self.times) if self.times else 1)

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions of the form on which it depends."""
        return (self.of, self.times) if self.times else (self.of,)


def _read_count(answers: Answers, key: str) -> int:
    value = answers.get(key)
    return value if type(value) is int and value > 0 else 1


@dataclass(frozen=True, slots=True)
class Condition:
    """The answer for which a line applies: one of `codes`, or a number from `least` to `most`. For an answered day the
    number is the time `since` then at the filing, in "days" or whole "years"."""

    question: str
    codes: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    since: str = ""

    def is_met(self, answers: Answers, on: FilingDay) -> bool:
        """Return whether the answers meet it; a missing answer does not."""
        value = answers.get(self.question)
        if self.codes:
            return value in self.codes
        number = on.count_since(value, self.since) if self.since else value
        if not isinstance(number, int) or isinstance(number, bool):
            return False
        return (self.least is None or number >= self.least) and (self.most is None or number <= self.most)


@dataclass(frozen=True, slots=True)
class TariffLine:
    """One line of the tariff. Lines that share a `choice` are alternatives: the one with a case in `when` whose
    conditions the answers all meet, otherwise the first, which is the usual one.

    `channel` narrows a line to filing at the desk or online; `optional` lines apply on request only. A computed amount
    is set by another authority for the one dossier (a tax notice): it is owed once entered. The amount of a line with a
    `count` is its price for one unit.
    """

    fee: FeeLine
    status: str
    per: str
    channel: str
    choice: str | None
    optional: bool
    note_vi: str | None
    count: ChargeCount | None = None
    when: tuple[tuple[Condition, ...], ...] = ()

    def is_applicable(self, *, online: bool) -> bool:
        """Return whether it can be owed here for this way of filing."""
        return self.status != "computed" and self.channel in ("any", "online" if online else "desk")

    @property
    def follows_answers(self) -> bool:
        """Return whether other answers can make it owed, or change its amount."""
        return self.count is not None or bool(self.when)

    def matches_answers(self, answers: Answers, on: FilingDay) -> bool:
        """Return whether the answers of a filing meet its conditions."""
        return any(all(each.is_met(answers, on) for each in case) for case in self.when)

    def build_fee_line(self, answers: Answers) -> FeeLine:
        """Return the fee with the amount by the answers."""
        if self.count is None:
            return self.fee
        return replace(self.fee, amount=self.count.calculate_sum(self.fee.amount, answers))


def list_owed_lines(
    tariff: Sequence[TariffLine], answers: Answers, on: FilingDay, *, online: bool, chosen: Collection[str] = ()
) -> tuple[FeeLine, ...]:
    """Return the fees owed for this way and day of filing with these answers, in the order of the tariff; 0 đồng raises
    nothing.

    `chosen` names lines that override the answers, or lines on request; raise UnknownFeeLine for a name that does not
    apply.
    """
    here = [line for line in tariff if line.is_applicable(online=online)]
    if not set(chosen) <= {line.fee.key for line in here}:
        raise UnknownFeeLine()
    settled = {line.choice for line in here if line.choice and line.fee.key in chosen}
    usual = [line for line in here if _is_usual(line, here, settled, answers, on) or line.fee.key in chosen]
    return tuple(fee for line in usual if (fee := line.build_fee_line(answers)).amount)


def _is_usual(
    line: TariffLine, here: Sequence[TariffLine], settled: Collection[str], answers: Answers, on: FilingDay
) -> bool:
    """Return whether a line applies without being named: not one on request, and the one of its
    alternatives that fits."""
    if line.optional or line.choice in settled:
        return False
    if line.choice is None:
        return True
    among = [other for other in here if other.choice == line.choice]
    fitting = [other for other in among if other.matches_answers(answers, on)]
    return line is (fitting or among)[0]


def is_decided_by_officer(tariff: Sequence[TariffLine], line: TariffLine) -> bool:
    """Return whether an officer decides which alternative to the line is owed: no answer of the form does, because it
    needs proof."""
    among = [other for other in tariff if line.choice and other.choice == line.choice]
    return len(among) > 1 and not all(other.when for other in among)
