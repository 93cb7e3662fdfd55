"""Look up a dossier without signing in; the allowed operations of a kiosk."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.search.public_status import Completion, Minimum, NotACode
from chalicelib.domain.shared.errors import NotFound
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import PUBLIC, Rate, register_operation
from chalicelib.handlers.http.public import KIOSK_ROUTES
from chalicelib.models.http.base import NamedView
from chalicelib.models.lookup import CompletionView, KioskView, LookupBody, LookupView, OpenRoute
from chalicelib.steps.search import public_status as steps
from chalicelib.wiring import lookup as wiring_lookup

bp = Blueprint(__name__)

PER_ADDRESS = Rate("lookup", 60, 300)
"""A desk or a village may share one address. Codes are sequential and can be guessed; the result names nobody."""
IDLE_SECONDS = 60
"""After so long without a touch a kiosk returns to its first page, so that nobody sees the last look-up."""


@register_operation(
    bp,
    "POST",
    "/api/lookup",
    access=PUBLIC,
    body=LookupBody,
    answer=LookupView,
    refuses=(NotFound, NotACode),
    rate=PER_ADDRESS,
)
def look_up(call: Call[LookupBody]) -> LookupView:
    """Show the public status of a dossier, by its code, its filing's number or a slip's link."""
    desk = wiring_lookup.provide_lookup()
    if call.body.link is not None:
        return _view_minimum(steps.look_up_link(desk, call.body.link, wiring_lookup.link_keys(call.real_now), call.now))
    return _view_minimum(steps.look_up_code(desk, call.body.code or "", call.now))


@register_operation(bp, "GET", "/api/kiosk", access=PUBLIC, answer=KioskView, cache="public, max-age=60")
def kiosk(call: Call) -> KioskView:
    """Show what a self-service machine may use: only public reading, nobody signed in, nothing kept between people."""
    basis = steps.find_kiosk_rule(wiring_lookup.provide_lookup(), call.now)
    return KioskView(
        routes=[OpenRoute(method=method, path=path) for method, path in KIOSK_ROUTES],
        idle_seconds=IDLE_SECONDS,
        listed=basis is not None,
        article=basis.cite["article"] if basis else "",
    )


def _view_minimum(found: Minimum) -> LookupView:
    return LookupView(
        code=found.code,
        completion=_view_completion(found.completion) if found.completion else None,
        refiled_as=found.refiled_as or None,
        void_code=found.void_code or None,
    )


def _view_completion(completed: Completion) -> CompletionView:
    progress = NamedView(vi=completed.progress.vi, en=completed.progress.en) if completed.progress else None
    name = NamedView(vi=completed.vi, en=completed.en)
    return CompletionView(state=completed.state, name=name, done=completed.done, of=completed.of, progress=progress)
