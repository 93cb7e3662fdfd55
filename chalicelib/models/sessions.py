"""The pages' session over HTTP. Only our own pages ask for it; programs use the pool's tokens themselves."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chalicelib.models.base import Body, View

Opaque = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,200}$")]
Code = Annotated[str, Field(pattern=r"^[\x21-\x7e]{1,2000}$")]


class BeginBody(Body):
    """Whether others use the computer too: then nothing of the session is kept on it."""

    shared: bool = False


class SignInAnswerBody(Body):
    """What the sign-in page answered."""

    code: Code
    state: Opaque


class SessionBody(Body):
    """The session's id, where the page keeps it in memory because others use the computer too."""

    session: Opaque | None = None


class EndBody(SessionBody):
    """Whether every other session of the person ends as well."""

    everywhere: bool = False


class BeginView(View):
    """Where the person signs in, and the state that the answer will name."""

    url: str
    state: str


class SessionView(View):
    """An access token for the page's memory, who signed in, and how long the session lasts."""

    access_token: str
    expires_in: int = Field(description="Seconds of the access token")
    claims: dict[str, str]
    idle_seconds: int = Field(description="The session ends when it is not used for so long")
    ends_in: int = Field(description="Seconds until it ends in any case")
    shared: bool
    session: str | None = Field(description="Its id, on a shared computer only; elsewhere it is in the cookie")


class EndView(View):
    """Where the sign-in page forgets the person too."""

    logout_url: str
