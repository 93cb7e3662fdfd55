"""Loads the handler file of each route (addresses.py) when first asked, and names the files of functions of their own.

A running function loads only the requested files, which keeps its first answer fast.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from chalice.app import Blueprint, Chalice

from chalicelib.handlers.http.addresses import ADDRESSES
from chalicelib.handlers.http.operations import OPERATIONS, Operation

API_FILES = tuple(dict.fromkeys(ADDRESSES.values()))

FUNCTIONS = (
    "papers.on_paper_uploaded",
    "papers.inspect_paper",
    "ledger.on_fact",
    "ledger.sweep_facts",
    "supervision.count_facts",
    "supervision.recount_boards",
    "documents.render_slips",
    "search.index_finds",
    "supervision.watch_deadlines",
    "payments.watch_payments",
    "ledger.sign_ledger_heads",
    "portal.sync_national",
    "portal.sweep_sync",
    "portal.reconcile_national",
    "catalogue.pull_catalogues",
    "catalogue.move_work",
    "notices.send_notice",
    "notices.sweep_notices",
    "notices.on_notice_feedback",
    "privacy.erase_records",
    "accounts.review_accounts",
    "security.keep_security_log",
    "security.limit_officer_tokens",
)
"""Files with a function of their own: of a schedule, a stream, a queue, a store or another function."""


def name_function(file: str) -> str:
    """Return the name of the function in a file: as it is deployed, without the package."""
    return file.rpartition(".")[2]


MODULES: Mapping[str, str] = {name_function(file): f"chalicelib.handlers.{file}" for file in FUNCTIONS}
"""The module of each function, by the function's name."""


class App(Chalice):
    """A Chalice app whose blueprints are registered on first use."""

    def __init__(self, app_name: str) -> None:
        # Only `observe` writes lines; the framework would reset the level of its logger.
        super().__init__(app_name=app_name, configure_logs=False)
        self._loaded: set[str] = set()

    def __call__(self, event: dict[str, Any], context: Any) -> Any:
        """Answer a request like the base class, after loading the file of its route."""
        if file := ADDRESSES.get(event["requestContext"]["resourcePath"]):
            self.load_file(file)
        return super().__call__(event, context)

    def load_file(self, file: str) -> None:
        """Register the blueprint of a file, once."""
        if file not in self._loaded:
            self._loaded.add(file)
            self.register_blueprint(_load_blueprint(file))


def _load_blueprint(file: str) -> Blueprint:
    """Return the blueprint of a file. Files of functions have none: they run without the framework."""
    module = import_module(f"chalicelib.handlers.{file}")
    if file in API_FILES:
        own: Blueprint = module.bp
        return own
    alone = Blueprint(module.__name__)
    name = name_function(file)
    alone.lambda_function(name=name)(getattr(module, name))
    return alone


def load_operation(method: str, path: str) -> Operation:
    """Return an operation of the API; import its file unless it is loaded."""
    import_module(f"chalicelib.handlers.{ADDRESSES[path]}")
    return next(each for each in OPERATIONS if (each.method, each.path) == (method, path))


def list_operations() -> list[Operation]:
    """Return every operation of the API, in the order of the routes; import the files that are not loaded yet."""
    for file in API_FILES:
        import_module(f"chalicelib.handlers.{file}")
    order = {path: place for place, path in enumerate(ADDRESSES)}
    return sorted(OPERATIONS, key=lambda operation: order[operation.path])


def create_app(app_name: str) -> App:
    """Return the app: complete for packaging, describing and testing, still empty in a running function."""
    app = App(app_name)
    if "AWS_LAMBDA_FUNCTION_NAME" not in os.environ:
        for file in (*API_FILES, *FUNCTIONS):
            app.load_file(file)
    return app
