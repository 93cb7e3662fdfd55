"""The report of the functions that send facts."""

from __future__ import annotations

from chalicelib import observe
from chalicelib.steps.ledger.fan_out import Sent


def report_sent(dossier: str, sent: Sent) -> None:
    """Log and count sent facts, failed ones and deleted papers."""
    if sent.facts:
        observe.log_event("facts_sent", dossier=dossier, facts=sent.facts)
    if sent.fault is not None:
        observe.provide_logger().error(
            "fact_not_sent", extra={"dossier": dossier, **observe.describe_fault(sent.fault)}
        )
        observe.count_metric("FactsNotSent")
    for paper in sent.lost_papers:
        observe.provide_logger().error("filed_paper_gone", extra={"dossier": dossier, "paper": paper})
        observe.count_metric("FiledPapersGone")
