"""What the province's rules say about help: which contacts it must publish and which guides, by which article."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.steps.dossier.ports import Rulings


def find_guides_article(law: Rulings, now: datetime) -> str:
    """Return the article by which the province offers guides (LC-21.1, VL-19.3); empty where no text says so."""
    return _find_article(law, "help.guides", now)


def find_contacts_article(law: Rulings, now: datetime) -> str:
    """Return the article by which the province publishes contacts (QN-18, LC-7.9); empty where no text says so."""
    return _find_article(law, "help.contacts", now)


def _find_article(law: Rulings, param: str, now: datetime) -> str:
    rule = law.find_rule(param, CaseDates(now))
    return rule.cite["article"] if rule.list_words() else ""
