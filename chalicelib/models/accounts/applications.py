"""Registered applications over HTTP: our page that opens one, and the application's own calls."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.domain.security.applications import ApplicationAudience
from chalicelib.models.http.base import Body, Instant, View
from chalicelib.models.http.problem import Text
from chalicelib.models.sessions import Opaque

ClientId = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")]
Address = Annotated[str, Field(pattern=r"^https?://[\x21-\x7e]{1,300}$")]
Opaque255 = Annotated[str, Field(pattern=r"^[A-Za-z0-9._~-]{1,255}$")]
Verifier = Annotated[str, Field(pattern=r"^[A-Za-z0-9._~-]{43,128}$")]


class OpenApplicationBody(Body):
    """What an application asked our page for (RFC 6749, 7636); `session` is the session's id where the page holds
    it."""

    session: Opaque | None = None
    client_id: ClientId
    redirect_uri: Address
    state: Opaque255
    code_challenge: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{43}$")]
    code_challenge_method: Literal["S256"] = "S256"
    nonce: Opaque255 | None = None


class OpenedApplicationView(View):
    """Where the browser goes; `session` is the session's present id where the page holds it."""

    url: str
    session: str | None


class GrantBody(Body):
    """An application's call: a code once, with its address and verifier, or the newest renewal."""

    grant_type: Literal["authorization_code", "refresh_token"]
    client_id: ClientId
    code: Opaque | None = None
    redirect_uri: Address | None = None
    code_verifier: Verifier | None = None
    refresh_token: Opaque | None = None


class SignInProofView(View):
    """A signed statement of who has signed in, for so many seconds, and its renewal. It opens nothing here."""

    id_token: str
    refresh_token: str
    expires_in: int


class EndSignInBody(Body):
    """The application whose person signs out, and the newest renewal that it holds."""

    client_id: ClientId
    refresh_token: Opaque


class PublicKeyView(View):
    """A public key as RFC 7517 writes it."""

    kty: str
    crv: str
    x: str
    y: str
    kid: str
    use: str
    alg: str


class SignerView(View):
    """Who signs for applications, where people open them, and the keys that check it."""

    issuer: str
    open_at: tuple[str, ...]
    keys: tuple[PublicKeyView, ...]


class ApplicationView(View):
    """A registered application: its owner, who may open it, where it begins, and until when it is registered."""

    code: str
    name: Text
    unit: str
    audience: tuple[ApplicationAudience, ...]
    start: str
    until: Annotated[str, Field(description="The last day, as YYYY-MM-DD")]
    article: str
    example: bool


class OpeningView(View):
    """When I opened an application; `ended` once I have signed out."""

    name: Text
    opened_at: Instant
    ended: bool


class OwnApplicationsView(View):
    """Applications that I can open with my sign-in, and those that I have opened in the last 90 days."""

    items: tuple[ApplicationView, ...]
    opened: tuple[OpeningView, ...]
