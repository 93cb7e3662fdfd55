"""Signs people in to the local cloud's user pools, as their browser does."""

from __future__ import annotations

import html.parser
import urllib.error
import urllib.parse
import urllib.request


class SignInFailed(RuntimeError):
    """The user pool did not sign the person in."""


class SignInForm(html.parser.HTMLParser):
    """The first form of the sign-in page: where it goes and its hidden fields."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action = "/login"
        self.fields: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called for each tag of the page."""
        given = dict(attrs)
        if tag == "form":
            self.action = given.get("action") or self.action
        elif tag == "input" and given.get("type") == "hidden" and given.get("name"):
            self.fields[str(given["name"])] = given.get("value") or ""


class StayingHandler(urllib.request.HTTPRedirectHandler):
    """Does not follow redirects: a code is in the redirect itself."""

    def redirect_request(self, *_: object) -> None:
        """Return None, so that the redirect is not followed."""


def call_url(url: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
    """Return status, body and Location of a GET, or of a POST of `form`."""
    body = urllib.parse.urlencode(form).encode() if form else None
    try:
        with urllib.request.build_opener(StayingHandler).open(url, body, timeout=60) as answer:
            return answer.status, answer.read().decode(), ""
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.read().decode(), answer.headers.get("Location", "")


def choose_person(url: str, name: str) -> dict[str, str]:
    """Sign in with the e-identity provider, from the pool's address `url` on; return code and state of the redirect to
    the site. Raises SignInFailed."""
    _, answer, provider = call_url(url)
    _, page, _ = call_url(provider) if provider else (0, answer, "")
    form = SignInForm(page)
    _, answer, pool = call_url(urllib.parse.urljoin(provider, form.action), {**form.fields, "person": name})
    # A refusal also leads to the pool, which sends nobody on.
    _, said, location = call_url(pool) if pool else (0, answer, "")
    returned = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(location).query))
    if "code" not in returned:
        raise SignInFailed(f"{name}: no code in {location or said[:300]!r}")
    return {each: returned.get(each, "") for each in ("code", "state")}
