"""The terms of use: everybody reads them, a signed-in person accepts them."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.accounts.person_profile import AcceptedTerms
from chalicelib.domain.accounts.terms import Terms, TermsNotCurrent
from chalicelib.domain.shared.errors import BilingualWords, Busy
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import PUBLIC, SIGNED_IN, register_operation
from chalicelib.models.accounts.terms import AcceptanceView, TermsBody, TermsPartView, TermsView
from chalicelib.models.http.problem import Text
from chalicelib.steps.accounts.terms import accept_terms
from chalicelib.wiring import people as wiring_people

bp = Blueprint(__name__)
SHORT = "public, max-age=60"


@register_operation(bp, "GET", "/api/terms", access=PUBLIC, answer=TermsView, cache=SHORT)
def terms_of_use(call: Call) -> TermsView:
    """Show the terms of use of the day: rights, duties and forbidden acts, each with its text."""
    terms = wiring_people.provide_terms(call.now)
    parts = tuple(
        TermsPartView(
            id=each.id,
            kind=each.kind,
            title=_view_words(each.title),
            source=each.source,
            lines=tuple(_view_words(line) for line in each.lines),
        )
        for each in terms.parts
    )
    return TermsView(version=terms.version, article=terms.article, parts=parts)


@register_operation(bp, "GET", "/api/me/terms", access=SIGNED_IN, answer=AcceptanceView, reading_own=True)
def my_terms(call: Call) -> AcceptanceView:
    """Show whether I have accepted the terms in force."""
    accepted = wiring_people.provide_profiles().load(call.actor.sub).terms
    return _view_acceptance(wiring_people.provide_terms(call.now), accepted)


@register_operation(
    bp,
    "POST",
    "/api/me/terms",
    access=SIGNED_IN,
    body=TermsBody,
    answer=AcceptanceView,
    refuses=(TermsNotCurrent, Busy),
)
def accept_my_terms(call: Call[TermsBody]) -> AcceptanceView:
    """Accept the terms in force; the version and the time are on record."""
    terms, profiles = wiring_people.provide_terms(call.now), wiring_people.provide_profiles()
    accepted = accept_terms(profiles, call.actor.sub, call.body.version, terms, call.now, call.real_now)
    return _view_acceptance(terms, accepted)


def _view_acceptance(terms: Terms, accepted: AcceptedTerms | None) -> AcceptanceView:
    version = accepted.version if accepted else None
    at = accepted.at if accepted else None
    return AcceptanceView(version=terms.version, due=version != terms.version, accepted=version, accepted_at=at)


def _view_words(words: BilingualWords) -> Text:
    return Text(vi=words.vi, en=words.en)
