"""The overseer of a call: who looks over which units."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.supervision.unit_reminders import FROM_WITHIN
from chalicelib.handlers.http.call import Call
from chalicelib.steps.supervision.boards import Overseer
from chalicelib.wiring import core as wiring
from chalicelib.wiring import steps as wiring_steps


def build_overseer(call: Call[Any, Any]) -> Overseer:
    """Return the caller as one who looks over units, by the rules of the day."""
    rules, dates = wiring_steps.provide_reference(), CaseDates(call.now)
    named = rules.find_rule("monitoring.urged_by", dates).to_list()
    heads_urge = rules.find_rule("monitoring.overdue_by", dates).value in FROM_WITHIN
    leaders_look = bool(rules.find_rule("monitoring.leaders_view", dates).value)
    return Overseer(call.actor, wiring.provide_agencies(), call.now, named, heads_urge, leaders_look)
