"""A made-up application with one operation of each kind, for the tests of the guard."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from botocore.exceptions import ClientError
from chalice.app import Blueprint, Chalice
from pydantic import AwareDatetime, Field, StringConstraints

from chalicelib.domain.accounts.roles import Role
from chalicelib.handlers.http import operations
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import GATEWAY, OFFICER, PUBLIC, SIGNED_IN, Rate, Reply, register_operation
from chalicelib.models.http.base import Body, Query, View
from tests.api.conftest import Api

DOSSIER = "0123456789abcdefghjkmnpqrs"
GOOD_KEY = "k" * 16
faults: dict[str, Exception] = {}

bp = Blueprint(__name__)


class Party(Body):
    name: Annotated[str, StringConstraints(max_length=10)]
    born: datetime | None = None


class Form(Body):
    title: Annotated[str, StringConstraints(min_length=2, max_length=10)]
    count: int = Field(default=1, ge=1)
    at: AwareDatetime | None = None
    role: Role = Role.APPLICANT
    parties: tuple[Party, ...] = ()


class SamplePage(Query):
    limit: int = Field(default=20, ge=1, le=50)
    text: str = ""


class Seen(View):
    version: int = 7
    title: str = ""
    key: str = ""
    if_match: int | None = None
    at: datetime | None = None
    limit: int = 0


_before = len(operations.OPERATIONS)


@register_operation(
    bp,
    "POST",
    "/t/{dossier_id}/act",
    access=OFFICER,
    body=Form,
    answer=Seen,
    keyed=True,
    versioned=True,
    status=201,
)
def act(call: Call[Form]) -> Seen:
    """Everything at once."""
    return Seen(title=call.body.title, key=call.key, if_match=call.if_match, at=call.body.at)


@register_operation(bp, "POST", "/t/form", access=SIGNED_IN, body=Form, answer=Seen)
def form(call: Call[Form]) -> Seen:
    """A form."""
    return Seen(title=call.body.title, at=call.body.at)


@register_operation(bp, "GET", "/t/list", access=SIGNED_IN, query=SamplePage, answer=Seen)
def listing(call: Call[None, SamplePage]) -> Seen:
    """A list."""
    return Seen(limit=call.query.limit, title=call.query.text)


@register_operation(bp, "POST", "/t/plain", access=SIGNED_IN, answer=None)
def plain(call: Call) -> None:
    """An operation without input and output."""


@register_operation(bp, "POST", "/t/callback", access=GATEWAY, answer=Seen)
def callback(call: Call) -> Seen:
    """The bytes as sent."""
    return Seen(title=call.raw.decode() + call.headers["x-signature"])


@register_operation(
    bp, "GET", "/t/open", access=PUBLIC, answer=Seen, rate=Rate("open", 2, 3600), cache="public, max-age=60"
)
def opened(call: Call) -> Reply:
    """Open to all."""
    return Reply(Seen(title=call.actor.sub), headers={"X-More": "1"})


@register_operation(bp, "GET", "/t/fault", access=SIGNED_IN, answer=Seen)
def fault(call: Call) -> Seen:
    """Any refusal."""
    raise faults["next"]


SAMPLE = operations.OPERATIONS[_before:]
# The sample must not be taken for the application's own operations.
del operations.OPERATIONS[_before:]

app = Chalice(app_name="guard")
app.register_blueprint(bp)


def send_whole(api: Api, body: Any = None, **more: Any) -> Any:
    """The full operation, well-formed but for what is given."""
    headers = {"Idempotency-Key": GOOD_KEY, "If-Match": '"3"', **more.pop("headers", {})}
    headers = {name: value for name, value in headers.items() if value is not None}
    path = more.pop("path", f"/t/{DOSSIER}/act")
    return api("POST", path, body={"title": "Đơn"} if body is None else body, headers=headers, **more)


def build_throttled(code: str, **more: Any) -> ClientError:
    """An error as the store sends it."""
    response: Any = {"Error": {"Code": code, "Message": "Nguyễn Văn Bí Mật"}, **more}
    return ClientError(response, "Op")
