"""Một Cửa: the Chalice app. Blueprints in the order of a dossier's life, and nothing else."""

from chalice.app import Chalice

from chalicelib.handlers import (
    apologise,
    assign,
    catalogue,
    confirm_complete,
    consult,
    decide_request,
    dossiers,
    drafts,
    erase,
    extend,
    find,
    finish_task,
    flow,
    forward,
    give_back,
    index_finds,
    invite,
    keep_register,
    lists,
    lookup,
    officers,
    on_fact,
    on_paper_uploaded,
    openapi,
    outages,
    papers,
    pay,
    payments,
    receive,
    reconciliation,
    refuse,
    render_slips,
    request_payment,
    request_supplement,
    resolve,
    sign_ledger_heads,
    slips,
    stop,
    submit,
    supplement,
    territory,
    transfer,
    watch_payments,
    withdraw,
)

app = Chalice(app_name="motcua")

for module in (
    catalogue, drafts, papers, submit, receive, forward, refuse, request_supplement, supplement, transfer, assign,
    confirm_complete, consult, finish_task, extend, apologise, decide_request, request_payment, pay, payments,
    reconciliation, resolve, give_back, invite, withdraw, stop, erase, dossiers, lists, lookup, find, outages,
    officers, flow, openapi, on_paper_uploaded, on_fact, render_slips, index_finds, slips, keep_register, territory,
    watch_payments, sign_ledger_heads,
):  # fmt: skip
    app.register_blueprint(module.bp)
