"""Rate an ended dossier, and show what is asked."""

from __future__ import annotations

from chalicelib.handlers.dossier.reader import build_reader
from chalicelib.handlers.dossier.step import Blueprint, Command, CommandResult, Dependencies, Step, step_operation
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import SIGNED_IN, register_operation
from chalicelib.models.engagement.ratings import RateBody, RatingFormView
from chalicelib.steps.handover import rate
from chalicelib.steps.reading.ratings import read_rating
from chalicelib.wiring import steps as wiring_steps

bp = Blueprint(__name__)


@step_operation(bp, Step.RATE, body=RateBody, refuses=(rate.RatingFinal, rate.RatingElsewhere, rate.RatingErased))
def give_rating(deps: Dependencies, command: Command[RateBody]) -> CommandResult:
    """Rate how an ended dossier was settled, or change the rating."""
    return rate.give_rating(deps, command)


@register_operation(bp, "GET", "/api/dossiers/{dossier_id}/rating", access=SIGNED_IN, answer=RatingFormView)
def show_rating(call: Call) -> RatingFormView:
    """Show the questions of a rating, and the rating given before."""
    words = wiring_steps.provide_rating_words()
    return RatingFormView(**read_rating(build_reader(call), call.params["dossier_id"], words))
