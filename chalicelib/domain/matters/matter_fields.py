"""Fields of the tables, one function for each sort of answer."""

from __future__ import annotations

from chalicelib.domain.eforms.day_bounds import DayBounds
from chalicelib.domain.eforms.form_schema import Choice, FormField
from chalicelib.domain.matters.matter_kind import FieldAudience, MatterField

UNITS, REPORTER, PUBLIC = FieldAudience.UNITS, FieldAudience.REPORTER, FieldAudience.PUBLIC
PUBLISHING_CHECK = "publishing"
"""The check of steps that publish: it looks again at all that everybody will read."""
HAPPENED = DayBounds("1945-01-01", "today")
"""Days on which something happened: none is ahead, nor older than the state that dates its papers."""


def ask_line(key: str, vi: str, en: str, audience: FieldAudience = REPORTER, *, required: bool = True) -> MatterField:
    """Return a question for one line of text."""
    return MatterField(FormField(key, vi, en, "string", required), audience)


def ask_text(key: str, vi: str, en: str, audience: FieldAudience = REPORTER, *, required: bool = True) -> MatterField:
    """Return a question for a text of several lines."""
    return MatterField(FormField(key, vi, en, "string", required, "textarea"), audience)


def ask_personal(
    key: str,
    vi: str,
    en: str,
    form: str | None = None,
    *,
    required: bool = True,
    audience: FieldAudience = REPORTER,
    after: str | None = None,
) -> MatterField:
    """Return a question for data of a person, in a format of the e-forms; `after` is the question whose answer makes
    pages show it."""
    return MatterField(FormField(key, vi, en, "string", required, form, shown_with=after), audience, personal=True)


def ask_unit(key: str, vi: str, en: str, audience: FieldAudience = REPORTER, *, required: bool = True) -> MatterField:
    """Return a question for a unit of the province."""
    return MatterField(FormField(key, vi, en, "string", required), audience, unit=True)


def ask_procedure(
    key: str, vi: str, en: str, audience: FieldAudience = REPORTER, *, required: bool = True
) -> MatterField:
    """Return a question for a procedure of the catalogue, by its id."""
    return MatterField(FormField(key, vi, en, "string", required), audience, procedure=True)


def ask_matter(key: str, vi: str, en: str, audience: FieldAudience = REPORTER, *, required: bool = True) -> MatterField:
    """Return a question for another matter, by its id."""
    return MatterField(FormField(key, vi, en, "string", required), audience, matter=True)


def ask_account(key: str, vi: str, en: str, audience: FieldAudience = UNITS, *, required: bool = True) -> MatterField:
    """Return a question for a person's account, by its id."""
    return MatterField(FormField(key, vi, en, "string", required), audience, account=True)


def ask_choice(
    key: str,
    vi: str,
    en: str,
    choices: tuple[tuple[str, str, str], ...],
    audience: FieldAudience = REPORTER,
    *,
    required: bool = True,
    rule: str = "",
) -> MatterField:
    """Return a question with fixed answers (code, Vietnamese, English); `rule` is the parameter that lists those which
    the law of the day allows."""
    options = tuple(Choice(*choice) for choice in choices)
    return MatterField(FormField(key, vi, en, "string", required, choices=options), audience, choices_rule=rule)


def ask_day(
    key: str,
    vi: str,
    en: str,
    audience: FieldAudience = REPORTER,
    *,
    required: bool = True,
    bounds: DayBounds = HAPPENED,
) -> MatterField:
    """Return a question for a day: of something that happened, or with other bounds of a plan."""
    return MatterField(FormField(key, vi, en, "string", required, "date", bounds=bounds), audience)


def ask_flag(key: str, vi: str, en: str, audience: FieldAudience = REPORTER) -> MatterField:
    """Return a question for yes or no, which may stay open."""
    return MatterField(FormField(key, vi, en, "boolean", False), audience)


def ask_box(key: str, vi: str, en: str, *, after: str | None = None) -> MatterField:
    """Return a box to tick, which says no until it is ticked; `after` is the question whose answer makes pages show
    it."""
    return MatterField(FormField(key, vi, en, "boolean", False, box=True, shown_with=after))
