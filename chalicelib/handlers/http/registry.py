"""The handler file of each route, in the order of a dossier's life, and the files that are functions of their own.

A running function loads only the requested files, which keeps its first answer fast.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from chalice.app import Blueprint, Chalice

from chalicelib.handlers.http.matter_addresses import MATTERS, list_matter_addresses
from chalicelib.handlers.http.operations import OPERATIONS, Operation

ADDRESSES: dict[str, str] = {
    "/api/procedures": "catalogue.catalogue",
    "/api/procedures/{procedure_id}": "catalogue.catalogue",
    "/api/procedures/{procedure_id}/form": "catalogue.catalogue",
    "/api/agencies": "catalogue.catalogue",
    "/api/help": "help.guides",
    "/api/help/contacts": "help.guides",
    "/api/help/ask": "help.guides",
    "/api/help/{guide_id}": "help.guides",
    "/api/dossiers": "filing.drafts",
    "/api/dossiers/{dossier_id}/draft": "filing.drafts",
    "/api/me/drafts": "filing.drafts",
    "/api/dossiers/{dossier_id}/papers": "papers.papers",
    "/api/dossiers/{dossier_id}/papers/{paper_id}/link": "papers.papers",
    "/api/dossiers/{dossier_id}/held": "filing.held",
    "/api/dossiers/{dossier_id}/submit": "filing.submit",
    "/api/dossiers/{dossier_id}/receive": "reception.reception",
    "/api/dossiers/{dossier_id}/correct_reception": "reception.correct_reception",
    "/api/dossiers/{dossier_id}/forward": "reception.reception",
    "/api/dossiers/{dossier_id}/refuse": "reception.reception",
    "/api/dossiers/{dossier_id}/request_supplement": "settlement.settlement",
    "/api/dossiers/{dossier_id}/supplement": "settlement.settlement",
    "/api/dossiers/{dossier_id}/transfer": "settlement.settlement",
    "/api/dossiers/{dossier_id}/assign": "settlement.settlement",
    "/api/dossiers/{dossier_id}/claim": "settlement.settlement",
    "/api/dossiers/{dossier_id}/hand_over": "settlement.settlement",
    "/api/dossiers/{dossier_id}/note": "settlement.settlement",
    "/api/dossiers/{dossier_id}/confirm_complete": "settlement.settlement",
    "/api/dossiers/{dossier_id}/consult": "settlement.settlement",
    "/api/dossiers/{dossier_id}/answer": "settlement.settlement",
    "/api/dossiers/{dossier_id}/call_original": "settlement.settlement",
    "/api/dossiers/{dossier_id}/compare": "settlement.settlement",
    "/api/dossiers/{dossier_id}/finish_task": "settlement.settlement",
    "/api/dossiers/{dossier_id}/extend": "settlement.settlement",
    "/api/dossiers/{dossier_id}/apologise": "settlement.settlement",
    "/api/dossiers/{dossier_id}/propose": "approvals.propose",
    "/api/dossiers/{dossier_id}/requests/{number}/approve": "approvals.decide_request",
    "/api/dossiers/{dossier_id}/requests/{number}/decline": "approvals.decide_request",
    "/api/dossiers/{dossier_id}/requests/{number}/send_back": "approvals.decide_request",
    "/api/dossiers/{dossier_id}/request_payment": "payments.pay",
    "/api/dossiers/{dossier_id}/pay": "payments.pay",
    "/api/dossiers/{dossier_id}/confirm_exemption": "payments.pay",
    "/api/dossiers/{dossier_id}/acknowledge_payment": "payments.pay",
    "/api/dossiers/{dossier_id}/reverse_payment": "payments.pay",
    "/api/dossiers/{dossier_id}/payments": "payments.payments",
    "/api/payments/callback": "payments.payments",
    "/api/unpaid": "payments.till",
    "/api/unpaid/search": "payments.till",
    "/api/till": "payments.till",
    "/api/till/prints": "payments.till",
    "/api/reconciliation": "payments.reconciliation",
    "/api/reconciliation/{task_id}/close": "payments.reconciliation",
    "/api/dossiers/{dossier_id}/resolve": "settlement.settlement",
    "/api/dossiers/{dossier_id}/correct": "settlement.settlement",
    "/api/dossiers/{dossier_id}/give_back": "handover.handover",
    "/api/dossiers/{dossier_id}/close": "handover.handover",
    "/api/dossiers/{dossier_id}/invite": "handover.handover",
    "/api/dossiers/{dossier_id}/take_back": "handover.handover",
    "/api/dossiers/{dossier_id}/revoke_authority": "handover.handover",
    "/api/dossiers/{dossier_id}/withdraw": "handover.handover",
    "/api/dossiers/{dossier_id}/stop": "handover.handover",
    "/api/dossiers/{dossier_id}/rate": "handover.rating",
    "/api/dossiers/{dossier_id}/rating": "handover.rating",
    "/api/dossiers/{dossier_id}/rating_code": "handover.tablet",
    "/api/tablet/form": "handover.tablet",
    "/api/tablet/rate": "handover.tablet",
    "/api/dossiers/{dossier_id}/erase": "privacy.erase",
    "/api/dossiers/{dossier_id}/erasure": "privacy.erasure",
    "/api/dossiers/{dossier_id}": "dossier.dossiers",
    "/api/dossiers/{dossier_id}/timeline": "dossier.dossiers",
    "/api/dossiers/{dossier_id}/ledger": "dossier.dossiers",
    "/api/dossiers/{dossier_id}/deadline": "dossier.dossiers",
    "/api/worklist": "dossier.lists",
    "/api/worklist/search": "dossier.lists",
    "/api/worklist/counts": "dossier.lists",
    "/api/approvals": "dossier.lists",
    "/api/returned": "dossier.lists",
    "/api/me/dossiers": "dossier.lists",
    "/api/me/unjoined": "dossier.unjoined",
    "/api/dossiers/{dossier_id}/join_account": "dossier.unjoined",
    "/api/boards": "supervision.boards",
    "/api/board": "supervision.boards",
    "/api/board/dossiers": "supervision.boards",
    "/api/board/urge": "supervision.boards",
    "/api/ratings": "supervision.ratings",
    "/api/ratings/officers": "supervision.ratings",
    "/api/lookup": "search.lookup",
    "/api/kiosk": "search.lookup",
    "/api/lookup/channels": "search.lookup_channels",
    "/api/lookup_channels": "search.lookup_channels",
    "/api/lookup_channels/{channel}": "search.lookup_channels",
    "/api/sms": "search.sms",
    "/api/search": "search.find",
    "/api/dossiers/{dossier_id}/notices": "notices.notices",
    "/api/inbox": "notices.notices",
    "/api/inbox/{message_id}/read": "notices.notices",
    "/api/errands": "notices.notices",
    "/api/errands/{errand_id}/done": "notices.notices",
    "/api/me/contacts": "notices.contacts",
    "/api/me/contacts/codes": "notices.contacts",
    "/api/me/contacts/confirm": "notices.contacts",
    "/api/me/contacts/{channel}": "notices.contacts",
    "/api/dossiers/{dossier_id}/contacts/{party}": "notices.contacts",
    "/api/dossiers/{dossier_id}/contacts/{party}/codes": "notices.contacts",
    "/api/dossiers/{dossier_id}/contacts/{party}/confirm": "notices.contacts",
    "/api/dossiers/{dossier_id}/contacts/{party}/{channel}": "notices.contacts",
    "/api/outages": "filing.outages",
    "/api/outages/{outage_id}/end": "filing.outages",
    "/api/late_entries": "filing.outages",
    "/api/use_reports": "supervision.use_reports",
    "/api/technical-status": "supervision.technical_status",
    "/api/security_log/search": "security.security_log",
    "/api/security_alarms": "security.security_log",
    "/api/members": "accounts.members",
    "/api/applicants": "accounts.applicants",
    "/api/applicants/search": "accounts.applicants",
    "/api/applicants/{sub}/check": "accounts.applicants",
    "/api/applicants/{sub}/help": "accounts.applicants",
    "/api/me": "accounts.officers",
    "/api/authorisations": "accounts.authorisations",
    "/api/authorisations/{authorisation_id}": "accounts.authorisations",
    "/api/me/profile": "accounts.profile",
    "/api/me/account": "accounts.account",
    "/api/lost-accounts": "accounts.lost_account",
    "/api/officers": "accounts.officers",
    "/api/officers/search": "accounts.officer_directory",
    "/api/officers/find": "accounts.rights_preview",
    "/api/officers/preview": "accounts.rights_preview",
    "/api/population-use": "accounts.population_use",
    "/api/unit-use": "accounts.unit_use",
    "/api/missing-tasks": "accounts.unit_use",
    "/api/unit-effects": "catalogue.unit_effects",
    "/api/units/{unit_id}": "catalogue.unit_cards",
    "/api/officers/{sub}": "accounts.officers",
    "/api/officers/{sub}/history": "accounts.officer_directory",
    "/api/officers/{sub}/work": "accounts.held_work",
    "/api/officers/{sub}/recovery": "accounts.officers",
    "/api/officers/{sub}/recovery/decision": "accounts.officers",
    "/api/session/methods": "security.session",
    "/api/session/begin": "security.session",
    "/api/session": "security.session",
    "/api/session/officers": "security.session",
    "/api/session/officers/password": "security.session",
    "/api/session/officers/code": "security.session",
    "/api/session/token": "security.session",
    "/api/session/end": "security.session",
    "/api/session/back-channel": "security.back_channel",
    "/api/session/devices": "security.session",
    "/api/session/devices/end": "security.session",
    "/api/session/applications": "security.applications",
    "/api/applications": "security.applications",
    "/api/applications/end": "security.applications",
    "/api/me/applications": "security.applications",
    "/api/flow": "dossier.flow",
    "/api/law": "dossier.flow",
    "/api": "http.openapi",
    "/api/openapi.json": "http.openapi",
    "/api/dossiers/{dossier_id}/slips/preview": "documents.slips",
    "/api/prints": "documents.prints",
    "/api/register": "documents.keep_register",
    "/api/territory": "catalogue.territory",
    "/api/territory/units": "catalogue.territory",
    "/api/sync": "portal.sync",
    "/api/sync/{dossier_id}": "portal.sync",
    "/api/sync/{dossier_id}/resume": "portal.sync",
    "/api/dossiers/{dossier_id}/messages": "portal.sync",
    "/api/national/filings": "portal.national",
    "/api/national/feedback": "matters.national_feedback",
    "/api/national/feedback/steps": "matters.national_feedback",
    "/api/systems/status": "portal.national",
    "/api/me/national-account": "portal.national",
    "/api/catalogue-changes": "catalogue.catalogue_changes",
    "/api/catalogue-changes/{change_id}": "catalogue.catalogue_changes",
    "/api/catalogue-changes/{change_id}/decide": "catalogue.catalogue_changes",
    **dict.fromkeys(
        (
            "/api/session/accounts",
            "/api/session/accounts/code",
            "/api/session/accounts/sign-in",
            "/api/session/accounts/password",
            "/api/session/accounts/recovery",
            "/api/session/accounts/recovery/code",
        ),
        "security.own_accounts",
    ),
    **dict.fromkeys(
        (
            "/api/session/accounts/sign-in/code",
            "/api/session/accounts/factor",
            "/api/session/accounts/factor/enrolment",
            "/api/session/accounts/factor/confirmation",
            "/api/session/accounts/factor/removal",
        ),
        "security.own_factor",
    ),
    "/api/terms": "accounts.terms",
    "/api/me/terms": "accounts.terms",
    "/api/matters": "matters.matter_kinds",
    "/api/matters/ledger/{matter_id}": "matters.matter_ledger",
    "/api/matters/answers/{matter_id}": "matters.matter_answer",
    "/api/matters/national/{matter_id}": "matters.portal_standing",
    "/api/matters/surveys/{matter_id}": "matters.surveys",
    "/api/matters/statistics": "matters.matter_statistics",
    "/api/matters/papers": "matters.matter_papers",
    "/api/matters/papers/{matter_id}": "matters.matter_papers",
    "/api/matters/papers/{matter_id}/{paper_id}": "matters.matter_papers",
    "/api/matters/public": "matters.public_matters",
    "/api/matters/public/{matter_id}": "matters.public_matters",
    "/doc": "reading.pages",
    "/doc/sitemap.xml": "reading.sitemap",
    "/doc/{section}": "reading.pages",
    "/doc/{section}/{item_id}": "reading.pages",
    **{address: file for plural in MATTERS for address, file in list_matter_addresses(plural).items()},
}
"""The file that answers each route of the API."""

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
