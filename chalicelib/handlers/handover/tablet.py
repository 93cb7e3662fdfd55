"""The counter's tablet: an officer opens it for one dossier, and its applicant answers without signing in."""

from __future__ import annotations

from chalicelib.domain.dossier.rating_code import RatingCodeInvalid
from chalicelib.domain.shared.errors import Busy, Forbidden, Invalid, NotFound, OwnDossier, WrongMoment
from chalicelib.handlers.dossier.reader import build_reader
from chalicelib.handlers.dossier.step import Blueprint, Step, build_command_with, provide_dependencies
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, PUBLIC, Rate, register_operation
from chalicelib.models.engagement.ratings import RatingCodeView, TabletBody, TabletCodeBody, TabletFormView
from chalicelib.steps.handover import rate, tablet
from chalicelib.steps.reading.ratings import view_tablet_form
from chalicelib.wiring import ratings as wiring_ratings
from chalicelib.wiring import steps as wiring_steps

bp = Blueprint(__name__)

PER_ADDRESS = Rate("tablet", 30, 300)
"""The tablets of a centre share one address. A code has eight letters and lives for minutes."""
CLOSED = (rate.RatingElsewhere, rate.RatingErased)


@register_operation(
    bp, "POST", "/api/dossiers/{dossier_id}/rating_code", access=OFFICER, answer=RatingCodeView, status=201,
    refuses=(NotFound, Forbidden, OwnDossier, WrongMoment, tablet.AlreadyRated, *CLOSED),
)  # fmt: skip
def open_tablet(call: Call) -> RatingCodeView:
    """Open the counter's tablet for the applicant of an ended dossier."""
    opened = tablet.open_tablet(
        build_reader(call), wiring_ratings.provide_codes(), wiring_ratings.draw_letters, call.params["dossier_id"]
    )
    return RatingCodeView(code=opened.code, ends_at=opened.ends_at)


@register_operation(
    bp, "POST", "/api/tablet/form", access=PUBLIC, body=TabletCodeBody, answer=TabletFormView, rate=PER_ADDRESS,
    refuses=(RatingCodeInvalid, tablet.AlreadyRated),
)  # fmt: skip
def show_tablet(call: Call[TabletCodeBody]) -> TabletFormView:
    """Show the questions for the dossier of a code."""
    deps = provide_dependencies()
    found = tablet.find_rated_dossier(deps, wiring_ratings.provide_codes(), call.body.code, call.real_now)
    words = wiring_steps.provide_rating_words()
    return TabletFormView(**view_tablet_form(deps.reference, found, words, call.now))


@register_operation(
    bp, "POST", "/api/tablet/rate", access=PUBLIC, body=TabletBody, answer=None, status=204, keyed=True,
    rate=PER_ADDRESS, refuses=(RatingCodeInvalid, tablet.AlreadyRated, Invalid, WrongMoment, Busy, *CLOSED),
)  # fmt: skip
def submit_tablet_rating(call: Call[TabletBody]) -> None:
    """Rate the dossier of a code, which is then used up."""
    command = build_command_with(call, call.body, Step.RATE.value, "")
    tablet.submit_tablet_rating(provide_dependencies(), wiring_ratings.provide_codes(), command)
