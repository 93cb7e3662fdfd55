"""The web session over HTTP. Only our own pages use it; programs use the pool's tokens themselves."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.domain.security.second_factor import Waits
from chalicelib.models.http.base import Body, Instant, View
from chalicelib.models.http.problem import Text

Opaque = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,200}$")]
Password = Annotated[str, Field(min_length=1, max_length=256)]
Code = Annotated[str, Field(pattern=r"^[\x21-\x7e]{1,2000}$")]


OfferedMethod = Literal["e_identity", "local"]
"""The kinds of account that this system signs people in with."""


class BeginBody(Body):
    """Whether others use the computer too: then it stores nothing of the session. Accounts of the province sign in at
    their own route, which counts passwords."""

    shared: bool = False
    method: Literal["e_identity"] = "e_identity"


class SignInMethodView(View):
    """A kind of account to sign in with. `open` says whether the law of the day lets people use it, `article` by which
    text."""

    method: OfferedMethod
    name: Text
    open: bool
    article: str


class SignInMethodsView(View):
    """The kinds of account that this system signs people in with, and the law of the day about them. `listed` are all
    kinds that the law lists, also those that this system does not offer; empty where it is silent."""

    items: tuple[SignInMethodView, ...]
    listed: tuple[Text, ...]
    article: str


class SignInAnswerBody(Body):
    """The answer of the sign-in page."""

    code: Code
    state: Opaque


class OfficerNameBody(Body):
    """An officer's name and password, and whether others use the computer too."""

    name: Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[^\x00-\x1f\x7f]*$")]
    password: Password
    shared: bool = False


class OfficerPasswordBody(Body):
    """An officer's own password that replaces the first one."""

    password: Password


class OfficerCodeBody(Body):
    """The code that the telephone shows."""

    code: Annotated[str, Field(pattern=r"^[0-9]{6}$")]


class SignInStepView(View):
    """The next step of an officer's sign-in: `password` (choose one), `enrol` (register a telephone and enter its first
    code) or `code`. For `enrol`, `secret` is for the telephone to register and `uri` the text of the QR code."""

    waits: Waits
    ends_in: int = Field(description="Seconds for the rest of the sign-in")
    secret: str | None = None
    uri: str | None = None


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
    officer: bool = Field(description="Whether the person signed in as an officer, with a code")
    session: str | None = Field(description="Its id, on a shared computer only; elsewhere it is in the cookie")


class EndView(View):
    """Address at which the sign-in page ends its own session too."""

    logout_url: str


class SignOutView(View):
    """The e-identity provider's sign-out was carried out. The answer says nothing of the person, nor whether there is
    one."""

    accepted: Literal[True] = True


class EndDeviceBody(Body):
    """Which of one's sessions ends; `session` is the caller's own where the page holds it."""

    session: Opaque | None = None
    id: Opaque


class DeviceView(View):
    """A session that continues: the names of browser and system (empty if unknown), since when, last used when, and
    when it ends at the latest. `current` is the caller's own; `shared` says that others use the device too."""

    id: str
    browser: str
    system: str
    begun_at: Instant
    used_at: Instant
    ends_at: Instant
    current: bool
    shared: bool
    officer: bool


class DevicesView(View):
    """Where a person is signed in, the present session first, and when the electronic identity system ended every
    session of theirs, the newest first."""

    items: tuple[DeviceView, ...]
    ended_by_provider: tuple[Instant, ...]
