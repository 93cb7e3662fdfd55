"""The routes of each handler file, in the order of a dossier's life, and the files that are functions of their own.

A running function loads only the requested files, which keeps its first answer fast.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from chalice.app import Blueprint, Chalice

from chalicelib.handlers.http.operations import OPERATIONS, Operation

ADDRESSES: dict[str, tuple[str, ...]] = {
    "catalogue.catalogue": (
        "/api/procedures",
        "/api/procedures/{procedure_id}",
        "/api/procedures/{procedure_id}/form",
        "/api/agencies",
    ),
    "filing.drafts": ("/api/dossiers", "/api/dossiers/{dossier_id}/draft", "/api/me/drafts"),
    "papers.papers": ("/api/dossiers/{dossier_id}/papers", "/api/dossiers/{dossier_id}/papers/{paper_id}/link"),
    "filing.held": ("/api/dossiers/{dossier_id}/held",),
    "filing.submit": ("/api/dossiers/{dossier_id}/submit",),
    "reception.receive": ("/api/dossiers/{dossier_id}/receive",),
    "reception.correct_reception": ("/api/dossiers/{dossier_id}/correct_reception",),
    "reception.forward": ("/api/dossiers/{dossier_id}/forward",),
    "reception.refuse": ("/api/dossiers/{dossier_id}/refuse",),
    "settlement.request_supplement": ("/api/dossiers/{dossier_id}/request_supplement",),
    "settlement.supplement": ("/api/dossiers/{dossier_id}/supplement",),
    "settlement.transfer": ("/api/dossiers/{dossier_id}/transfer",),
    "settlement.assign": (
        "/api/dossiers/{dossier_id}/assign",
        "/api/dossiers/{dossier_id}/claim",
        "/api/dossiers/{dossier_id}/hand_over",
    ),
    "settlement.note": ("/api/dossiers/{dossier_id}/note",),
    "settlement.confirm_complete": ("/api/dossiers/{dossier_id}/confirm_complete",),
    "settlement.consult": ("/api/dossiers/{dossier_id}/consult", "/api/dossiers/{dossier_id}/answer"),
    "settlement.call_original": ("/api/dossiers/{dossier_id}/call_original", "/api/dossiers/{dossier_id}/compare"),
    "settlement.finish_task": ("/api/dossiers/{dossier_id}/finish_task",),
    "settlement.extend": ("/api/dossiers/{dossier_id}/extend",),
    "settlement.apologise": ("/api/dossiers/{dossier_id}/apologise",),
    "approvals.propose": ("/api/dossiers/{dossier_id}/propose",),
    "approvals.decide_request": (
        "/api/dossiers/{dossier_id}/requests/{number}/approve",
        "/api/dossiers/{dossier_id}/requests/{number}/decline",
        "/api/dossiers/{dossier_id}/requests/{number}/send_back",
    ),
    "payments.request_payment": ("/api/dossiers/{dossier_id}/request_payment",),
    "payments.pay": (
        "/api/dossiers/{dossier_id}/pay",
        "/api/dossiers/{dossier_id}/confirm_exemption",
        "/api/dossiers/{dossier_id}/acknowledge_payment",
        "/api/dossiers/{dossier_id}/reverse_payment",
    ),
    "payments.payments": ("/api/dossiers/{dossier_id}/payments", "/api/payments/callback"),
    "payments.till": ("/api/unpaid", "/api/unpaid/search", "/api/till", "/api/till/prints"),
    "payments.reconciliation": ("/api/reconciliation", "/api/reconciliation/{task_id}/close"),
    "settlement.resolve": ("/api/dossiers/{dossier_id}/resolve", "/api/dossiers/{dossier_id}/correct"),
    "handover.give_back": ("/api/dossiers/{dossier_id}/give_back", "/api/dossiers/{dossier_id}/close"),
    "handover.invite": ("/api/dossiers/{dossier_id}/invite", "/api/dossiers/{dossier_id}/take_back"),
    "handover.withdraw": ("/api/dossiers/{dossier_id}/withdraw",),
    "handover.stop": ("/api/dossiers/{dossier_id}/stop",),
    "privacy.erase": ("/api/dossiers/{dossier_id}/erase", "/api/dossiers/{dossier_id}/erasure"),
    "dossier.dossiers": (
        "/api/dossiers/{dossier_id}",
        "/api/dossiers/{dossier_id}/timeline",
        "/api/dossiers/{dossier_id}/ledger",
        "/api/dossiers/{dossier_id}/deadline",
    ),
    "dossier.lists": (
        "/api/worklist",
        "/api/worklist/search",
        "/api/worklist/counts",
        "/api/approvals",
        "/api/returned",
        "/api/me/dossiers",
    ),
    "supervision.boards": ("/api/boards", "/api/board", "/api/board/dossiers", "/api/board/urge"),
    "search.lookup": ("/api/lookup", "/api/kiosk"),
    "search.lookup_channels": ("/api/lookup/channels", "/api/lookup_channels", "/api/lookup_channels/{channel}"),
    "search.sms": ("/api/sms",),
    "search.find": ("/api/search",),
    "notices.notices": (
        "/api/dossiers/{dossier_id}/notices",
        "/api/inbox",
        "/api/inbox/{message_id}/read",
        "/api/errands",
        "/api/errands/{errand_id}/done",
    ),
    "notices.contacts": (
        "/api/me/contacts",
        "/api/me/contacts/codes",
        "/api/me/contacts/confirm",
        "/api/me/contacts/{channel}",
        "/api/dossiers/{dossier_id}/contacts/{party}",
        "/api/dossiers/{dossier_id}/contacts/{party}/codes",
        "/api/dossiers/{dossier_id}/contacts/{party}/confirm",
        "/api/dossiers/{dossier_id}/contacts/{party}/{channel}",
    ),
    "filing.outages": ("/api/outages", "/api/outages/{outage_id}/end", "/api/late_entries"),
    "supervision.use_reports": ("/api/use_reports",),
    "security.security_log": ("/api/security_log/search", "/api/security_alarms"),
    "accounts.members": ("/api/members",),
    "accounts.officers": (
        "/api/me",
        "/api/officers",
        "/api/officers/{sub}",
        "/api/officers/{sub}/recovery",
        "/api/officers/{sub}/recovery/decision",
    ),
    "security.session": (
        "/api/session/begin",
        "/api/session",
        "/api/session/officers",
        "/api/session/officers/password",
        "/api/session/officers/code",
        "/api/session/token",
        "/api/session/end",
    ),
    "dossier.flow": ("/api/flow", "/api/law"),
    "http.openapi": ("/api", "/api/openapi.json"),
    "documents.slips": ("/api/dossiers/{dossier_id}/slips/preview",),
    "documents.prints": ("/api/prints",),
    "documents.keep_register": ("/api/register",),
    "catalogue.territory": ("/api/territory", "/api/territory/units"),
    "portal.sync": (
        "/api/sync",
        "/api/sync/{dossier_id}",
        "/api/sync/{dossier_id}/resume",
        "/api/dossiers/{dossier_id}/messages",
    ),
    "portal.national": ("/api/national/filings", "/api/systems/status", "/api/me/national-account"),
    "catalogue.catalogue_changes": (
        "/api/catalogue-changes",
        "/api/catalogue-changes/{change_id}",
        "/api/catalogue-changes/{change_id}/decide",
    ),
}
"""The routes of each file of the API."""

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
    "notices.send_notice",
    "notices.sweep_notices",
    "notices.on_notice_feedback",
    "privacy.erase_records",
    "security.keep_security_log",
    "security.limit_officer_tokens",
)
"""Files with a function of their own: of a schedule, a stream, a queue, a store or another function."""


def function_name(file: str) -> str:
    """Return the name of the function in a file: as it is deployed, without the package."""
    return file.rpartition(".")[2]


MODULES: Mapping[str, str] = {function_name(file): f"chalicelib.handlers.{file}" for file in FUNCTIONS}
"""The module of each function, by the function's name."""


class App(Chalice):
    """A Chalice app whose blueprints are registered on first use."""

    def __init__(self, app_name: str) -> None:
        # Only `observe` writes lines; the framework would reset the level of its logger.
        super().__init__(app_name=app_name, configure_logs=False)
        self._files = {path: file for file, paths in ADDRESSES.items() for path in paths}
        self._loaded: set[str] = set()

    def __call__(self, event: dict[str, Any], context: Any) -> Any:
        """Answer a request like the base class, after loading the file of its route."""
        if file := self._files.get(event["requestContext"]["resourcePath"]):
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
    if file in ADDRESSES:
        own: Blueprint = module.bp
        return own
    alone = Blueprint(module.__name__)
    name = function_name(file)
    alone.lambda_function(name=name)(getattr(module, name))
    return alone


def list_operations() -> list[Operation]:
    """Return every operation of the API, in the order of the routes; import the files that are not loaded yet."""
    for file in ADDRESSES:
        import_module(f"chalicelib.handlers.{file}")
    order = {path: place for place, path in enumerate(path for paths in ADDRESSES.values() for path in paths)}
    return sorted(OPERATIONS, key=lambda operation: order[operation.path])


def create_app(app_name: str) -> App:
    """Return the app: complete for packaging, describing and testing, still empty in a running function."""
    app = App(app_name)
    if "AWS_LAMBDA_FUNCTION_NAME" not in os.environ:
        for file in (*ADDRESSES, *FUNCTIONS):
            app.load_file(file)
    return app
