"""The whole application in this process, called as the gateway calls it: sign-in, rights, body, command, answer.

Signing in is real, against keys served on this machine; the clock is fixed and the file store is left out. Log lines
are written, but into memory: the bench's own output is a table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from typing import Any
from unittest import mock

from bench.cold_start import CALL
from bench.table import NAME
from chalicelib.domain.accounts.roles import Actor
from chalicelib.repositories.papers.paper_store import PaperStore
from chalicelib.wiring import core as wiring
from chalicelib.wiring import payments as wiring_payments
from chalicelib.wiring import steps as wiring_steps
from tests.api.conftest import CLIENT_ID, ISSUER, OFFICE, KeyServer, forget_adapters, sign_token
from tests.contract import money_commands, routes
from tests.contract.journey import REAL, JourneyCommand

Call = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Behind:
    """Prepares calls of the application; each waits to be made."""

    app: Any

    def build_command_call(self, command: JourneyCommand) -> Call:
        """Return a command as its route gets it."""
        method, path = routes.find_route(command.command.step)
        signed = _sign_token(command.command.actor)
        return self._build_call(
            method,
            path,
            {"dossier_id": command.command.dossier_id, "number": "1"},
            {},
            routes.build_headers(command, signed),
            routes.write_body(command).decode(),
        )

    def build_reading_call(self, actor: Actor, path: str, dossier_id: str, query: Mapping[str, str]) -> Call:
        """Return a page that the actor opens."""
        headers = {"Authorization": f"Bearer {_sign_token(actor)}"}
        return self._build_call("GET", path, {"dossier_id": dossier_id}, query, headers, "")

    def _build_call(
        self,
        method: str,
        path: str,
        named: Mapping[str, str],
        query: Mapping[str, str],
        headers: Mapping[str, str],
        body: str,
    ) -> Call:
        place, sent = path.format(**named), {name.lower(): value for name, value in headers.items()}
        context = {**CALL["requestContext"], "resourcePath": path, "httpMethod": method, "path": place}
        event = {
            **CALL, "resource": path, "path": place, "httpMethod": method, "body": body, "headers": sent,
            "multiValueHeaders": {name: [value] for name, value in sent.items()}, "pathParameters": dict(named),
            "queryStringParameters": dict(query), "requestContext": context,
            "multiValueQueryStringParameters": {name: [value] for name, value in query.items()},
        }  # fmt: skip

        def answer_event() -> None:
            answer = self.app(event, None)
            if answer["statusCode"] not in (200, 201, 204):
                raise RuntimeError(f"{method} {path} was answered {answer['statusCode']}: {answer['body']}")

        return answer_event


def build_settings(keys: KeyServer) -> dict[str, str]:
    """Return the application's environment."""
    return {
        "TABLE_NAME": NAME, "PROVINCE": "hue", "STAGE": "local", "PAPERS_BUCKET": "papers", "ISSUER": ISSUER,
        "JWKS_URL": keys.url, "CLIENT_ID": CLIENT_ID, "OFFICE_ISSUER": OFFICE["iss"],
        "OFFICE_JWKS_URL": keys.url, "OFFICE_CLIENT_ID": OFFICE["client_id"],
    }  # fmt: skip


@contextmanager
def start_application(keys: KeyServer) -> Iterator[Behind]:
    """The application. Its own table and settings must be in the environment."""
    from app import app

    forget_adapters()
    with (
        mock.patch.dict("os.environ", build_settings(keys)),
        mock.patch.object(wiring, "provide_clock", routes.StillClock),
        mock.patch.object(wiring, "derive_purpose_key", lambda purpose, _: purpose.encode().ljust(32, b".")),
        mock.patch.object(wiring_steps, "check_form", _accept_any_form),
        mock.patch.object(wiring_payments, "provide_counter", money_commands.build_counter),
        mock.patch.object(PaperStore, "keep", _keep_nothing),
        redirect_stdout(StringIO()),
    ):
        try:
            yield Behind(app)
        finally:
            forget_adapters()


def _accept_any_form(*_: object) -> tuple[()]:
    return ()


def _keep_nothing(*_: object) -> None:
    return None


def _sign_token(actor: Actor) -> str:
    """Return a token of somebody whose rights are on record, of the still clock's time."""
    routes.appoint_actor(actor)
    home = OFFICE if actor.assignments else {}
    return sign_token(actor.sub, iat=REAL, exp=REAL + timedelta(minutes=15), **home)
