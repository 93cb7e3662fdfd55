"""Một Cửa: the Chalice app. Blueprints in the order of a dossier's life, and nothing else."""

from chalice.app import Chalice

from chalicelib.handlers import (
    apologise,
    catalogue,
    consult,
    decide_request,
    dossiers,
    drafts,
    erase,
    extend,
    finish_task,
    flow,
    give_back,
    lists,
    officers,
    on_paper_uploaded,
    openapi,
    papers,
    pay,
    payments,
    receive,
    reconciliation,
    refuse,
    request_payment,
    request_supplement,
    resolve,
    sign_ledger_heads,
    stop,
    submit,
    supplement,
    transfer,
    watch_payments,
    withdraw,
)

app = Chalice(app_name="motcua")

for module in (
    catalogue, drafts, papers, submit, receive, refuse, request_supplement, supplement, transfer, consult, finish_task,
    extend, apologise, decide_request, request_payment, pay, payments, reconciliation, resolve, give_back, withdraw,
    stop, erase, dossiers, lists, officers, flow, openapi, on_paper_uploaded, watch_payments, sign_ledger_heads,
):  # fmt: skip
    app.register_blueprint(module.bp)
