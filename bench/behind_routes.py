"""The whole application in this process, called as the gateway calls it: sign-in, rights, body, command, answer.

Signing in is real, against keys served on this machine; the clock stands still and the file store is left out. Log
lines are written, but into memory: the bench's own output is a table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import timedelta
from io import StringIO
from typing import Any
from unittest import mock

from bench.cold_start import CALL
from bench.table import NAME
from chalicelib import wiring, wiring_steps
from chalicelib.repositories.paper_store import PaperStore
from tests.api.conftest import CLIENT_ID, ISSUER, KeyServer, forget, token
from tests.contract import routes
from tests.contract.journey import REAL, Command

Call = Callable[[], Any]


def settings(keys: KeyServer) -> dict[str, str]:
    """What the application finds in its environment."""
    return {
        "TABLE_NAME": NAME, "PROVINCE": "hue", "STAGE": "local", "PAPERS_BUCKET": "papers", "ISSUER": ISSUER,
        "JWKS_URL": keys.url, "CLIENT_ID": CLIENT_ID,
    }  # fmt: skip


@contextmanager
def application(keys: KeyServer) -> Iterator[Callable[[Command], Call]]:
    """Makes a command ready as a call of the application. Its own table and settings must be in the environment."""
    from app import app

    forget()
    with (
        mock.patch.dict("os.environ", settings(keys)),
        mock.patch.object(wiring, "clock", routes.StillClock),
        mock.patch.object(wiring_steps, "check_form", _any_form),
        mock.patch.object(PaperStore, "keep", _kept),
        redirect_stdout(StringIO()),
    ):
        try:
            yield lambda command: _call(app, command)
        finally:
            forget()


def _any_form(*_: object) -> tuple[()]:
    return ()


def _kept(*_: object) -> None:
    return None


def _call(app: Any, command: Command) -> Call:
    routes.appointed(command)
    event = _event(command)

    def act() -> None:
        answer = app(event, None)
        if answer["statusCode"] != 200:
            raise RuntimeError(f"{command.ask.step} was answered {answer['statusCode']}: {answer['body']}")

    return act


def _event(command: Command) -> dict[str, Any]:
    method, path = routes.route(command.ask.step)
    # Tokens are of the still clock's time.
    signed = token(command.ask.actor.sub, iat=REAL, exp=REAL + timedelta(minutes=15))
    headers = {name.lower(): value for name, value in routes.headers(command, signed).items()}
    place = path.format(dossier_id=command.ask.dossier_id)
    context = {**CALL["requestContext"], "resourcePath": path, "httpMethod": method, "path": place}
    return {
        **CALL, "resource": path, "path": place, "httpMethod": method, "body": routes.body(command).decode(),
        "headers": headers, "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "pathParameters": {"dossier_id": command.ask.dossier_id}, "requestContext": context,
    }  # fmt: skip
