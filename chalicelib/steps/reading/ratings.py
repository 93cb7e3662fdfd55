"""What the applicant needs for rating a dossier: the questions of the day, and the rating given before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.domain.privacy.sight_words import Content
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.steps.handover.rate import read_rules

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from chalicelib.domain.dossier.dossier import Dossier
    from chalicelib.domain.dossier.rating import RatingRules
    from chalicelib.domain.shared.errors import BilingualWords
    from chalicelib.steps.dossier.ports import Reference
    from chalicelib.steps.dossier.reader import Reader


def read_rating(reader: Reader, dossier_id: str, words: Mapping[str, Mapping[str, BilingualWords]]) -> dict[str, Any]:
    """Return the questions and reasons of the day in words, and the rating of the dossier."""
    found, _ = reader.require_seen(dossier_id, "rating", Content.RATING)
    reference = reader.deps.reference
    days = reference.find_rule("rating.change_days", found.build_dates(reader.now)).to_int()
    return {**_view_questions(reference, found, words, reader.now), "rating": _view_rating(reader, found, days)}


def view_tablet_form(
    reference: Reference, dossier: Dossier, words: Mapping[str, Mapping[str, BilingualWords]], now: datetime
) -> dict[str, Any]:
    """Return the questions for a dossier that is rated on the tablet, with its number and procedure."""
    name = reference.find_procedure(dossier.procedure).name
    return {
        **_view_questions(reference, dossier, words, now),
        "rating": None,
        "number": dossier.code or dossier.receipt_no,
        "procedure": {"vi": name.vi, "en": name.en},
    }


def _view_questions(
    reference: Reference, dossier: Dossier, words: Mapping[str, Mapping[str, BilingualWords]], now: datetime
) -> dict[str, Any]:
    dates = dossier.build_dates(now)
    return view_form(read_rules(lambda param, **scope: reference.find_rule(param, dates, **scope)), words)


def view_form(rules: RatingRules, words: Mapping[str, Mapping[str, BilingualWords]]) -> dict[str, Any]:
    """Return the questions and reasons in words, in the order of the law."""
    return {
        "questions": [view_choice(words["questions"], code) for code in rules.weights],
        "reasons": [view_choice(words["reasons"], code) for code in rules.reasons],
        "satisfied_from": rules.satisfied_from,
    }


def view_choice(words: Mapping[str, BilingualWords], code: str) -> dict[str, str]:
    """Return a coded choice with its words."""
    return {"code": code, "vi": words[code].vi, "en": words[code].en}


def _view_rating(reader: Reader, dossier: Dossier, days: int) -> dict[str, Any] | None:
    rating = dossier.rating
    if rating is None:
        return None
    until = rating.find_last_day(days)
    return {
        "rated_at": rating.rated_at,
        "answers": dict(rating.answers),
        "reasons": list(rating.reasons),
        "text": rating.text or None,
        "change_until": until,
        "final": reader.now.astimezone(VIETNAM).date() > until,
    }
