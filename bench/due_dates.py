"""How many due dates one core computes in a second: `python -m bench.due_dates`.

Random receipts from 2024 to 2027 and limits of every unit, both ways of counting days and of reading receipt, on the
calendars of the five provinces as shipped. The bound is 50,000 a second of processor time, best of five runs; exit code
1 below it.
"""

from __future__ import annotations

import json
import random
import sys
import time
from datetime import date, datetime, timedelta
from datetime import time as time_of_day

from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time.deadlines import (
    CountingMethod,
    DayMethod,
    Duration,
    ReceiptDay,
    Unit,
    calculate_due_from_receipt,
)
from chalicelib.domain.time.working_calendar import Calendar
from tests.support.builders import ONE_STOP, provide_reference

BOUND = 50_000
CASES, RUNS = 20_000, 5
LONGEST = {Unit.WORKING_HOUR: 120, Unit.WORKING_DAY: 45, Unit.CALENDAR_DAY: 60, Unit.MONTH: 4}

Case = tuple[Calendar, datetime, Duration, CountingMethod]


def draw_cases(rng: random.Random) -> list[Case]:
    """Return random limits."""
    calendars = [provide_reference(province).find_calendar(unit) for province, unit in ONE_STOP.items()]
    return [_draw_case(rng, rng.choice(calendars)) for _ in range(CASES)]


def _draw_case(rng: random.Random, calendar: Calendar) -> Case:
    day = date(2024, 1, 1) + timedelta(days=rng.randrange(1_400))
    start = datetime.combine(day, time_of_day(rng.randrange(24), rng.randrange(60)), VIETNAM)
    unit = rng.choice(list(LONGEST))
    elapsed = unit is Unit.WORKING_DAY and rng.random() < 0.5
    receipt = rng.choice(list(ReceiptDay))
    counting = CountingMethod(DayMethod.ELAPSED if elapsed else DayMethod.WHOLE_DAYS, 0, receipt, receipt)
    return calendar, start, Duration(rng.randint(1, LONGEST[unit]), unit), counting


def measure_once(drawn: list[Case]) -> float:
    """Return due dates per second of processor time."""
    began = time.process_time()
    for calendar, start, duration, counting in drawn:
        calculate_due_from_receipt(calendar, start, duration, counting=counting)
    return len(drawn) / (time.process_time() - began)


def main() -> int:
    """Print the figures; 1 when it is slower than the bound."""
    drawn = draw_cases(random.Random(2026))  # noqa: S311 - a bench, no secret
    measure_once(drawn)
    found = sorted(measure_once(drawn) for _ in range(RUNS))
    print(json.dumps({"bound_per_s": BOUND, "best_per_s": round(found[-1]), "worst_per_s": round(found[0])}))
    return int(found[-1] < BOUND)


if __name__ == "__main__":
    sys.exit(main())
