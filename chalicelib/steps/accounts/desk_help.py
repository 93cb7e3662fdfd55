"""First help with an account at the counter, as the law of the day offers it: to the first level of the electronic
identity (LC-10.1.a), to an account of the national portal while people may sign in with one (TB-20.2), to an account
here (HUE-10.4, VL-15.1.a). The help is on record with the account."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.accounts.person_profile import PersonKind, PersonProfile, ProfileChange
from chalicelib.domain.accounts.sign_in_methods import (
    HOLDERS_RULE,
    METHOD_WORDS,
    RULE,
    SignInMethod,
    SignInMethodClosed,
)
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.shared.errors import NotFound, Refusal, RefusalKind
from chalicelib.steps.accounts.desk_accounts import Counter, FoundAccount, require_counter
from chalicelib.steps.dossier.by_law import cite_on_refusal

HELP_RULE = "account.counter_help"
HELPED = "helped_"
"""Causes of a change of a profile by which help is on record begin so; the way follows."""
AT_PORTAL = "officer_right_national"


class HelpNotOffered(Refusal):
    """The law of the day does not offer this help at the counter."""

    code = "help_not_offered"
    kind = RefusalKind.FORBIDDEN
    vi = "Quy định của tỉnh tại thời điểm này không giao quầy hỗ trợ theo cách đó."
    en = "The rules of the province do not give the counter this way of helping at this time."


def find_offered_help(counter: Counter, kind: PersonKind) -> str:
    """Return the way in which the counter helps a kind of person with an account today; "" where there is none."""
    way = str(_find_rule(counter, HELP_RULE).value or "")
    return "" if way == AT_PORTAL and _find_portal_end(counter, kind) else way


def record_help(counter: Counter, person: str, number: str, way: str) -> FoundAccount:
    """Record that the person was helped, once a day by each officer. Raise HelpNotOffered, SignInMethodClosed."""
    require_counter(counter.actor, counter.unit, counter.now)
    profile = counter.profiles.load(person)
    found = next((each for each in profile.list_active() if each.number == number), None)
    if found is None:
        raise NotFound()
    rule = _find_rule(counter, HELP_RULE)
    with cite_on_refusal(rule):
        if way != rule.value:
            raise HelpNotOffered()
    if way == AT_PORTAL and (closed := _find_portal_end(counter, profile.kind)):
        raise SignInMethodClosed(method=METHOD_WORDS[SignInMethod.NATIONAL_PORTAL], article=closed.cite["article"])
    if _is_recorded(counter, person, way):
        return FoundAccount(profile, found)
    after: PersonProfile = replace(profile, version=profile.version + 1)
    change = ProfileChange(f"{HELPED}{way}", counter.now, counter.actor.sub)
    counter.profiles.save(profile, after, change, counter.real_now)
    return FoundAccount(after, found)


def is_own_open(counter: Counter) -> bool:
    """Return whether people may sign in with an account of the province today, so that a lost contact is replaced."""
    named = _find_rule(counter, RULE).find_list()
    return named is None or SignInMethod.LOCAL.value in named


def _find_rule(counter: Counter, name: str) -> Ruling:
    return counter.find_rule(name, CaseDates(counter.now))


def _find_portal_end(counter: Counter, kind: PersonKind) -> Ruling | None:
    """Return the rule by which a kind of person has no account of the national portal today; None where they may."""
    logins, holders = _find_rule(counter, RULE), _find_rule(counter, HOLDERS_RULE)
    if SignInMethod.NATIONAL_PORTAL.value not in (logins.find_list() or ()):
        return logins
    holder = "organisation" if kind is PersonKind.ORGANISATION else "individual"
    return None if holder in (holders.find_list() or ()) else holders


def _is_recorded(counter: Counter, person: str, way: str) -> bool:
    wanted = (f"{HELPED}{way}", counter.actor.sub, counter.now.date())
    known = (each.change for each in counter.profiles.list_changes(person))
    return any((each.cause, each.by, each.at.date()) == wanted for each in known)
