"""The report of the functions that send facts."""

from __future__ import annotations

from chalicelib import observe
from chalicelib.steps.ledger.fan_out import Sent


def report(dossier: str, sent: Sent) -> None:
    """Log and count sent facts, failed ones and deleted papers."""
    if sent.facts:
        observe.event_line("facts_sent", dossier=dossier, facts=sent.facts)
    if sent.fault is not None:
        observe.logger().error("fact_not_sent", extra={"dossier": dossier, **observe.fault_facts(sent.fault)})
        observe.count("FactsNotSent")
    for paper in sent.lost_papers:
        observe.logger().error("filed_paper_gone", extra={"dossier": dossier, "paper": paper})
        observe.count("FiledPapersGone")
