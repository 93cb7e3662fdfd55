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
    receive,
    refuse,
    request_supplement,
    resolve,
    stop,
    submit,
    supplement,
    transfer,
    withdraw,
)

app = Chalice(app_name="motcua")

for module in (
    catalogue, drafts, papers, submit, receive, refuse, request_supplement, supplement, transfer, consult, finish_task,
    extend, apologise, decide_request, resolve, give_back, withdraw, stop, erase, dossiers, lists, officers, flow,
    openapi, on_paper_uploaded,
):  # fmt: skip
    app.register_blueprint(module.bp)
