"""The addresses of a province's system, as its regulation names them: the public one, and that of the counter where it
has its own (VL-5.1). Both serve the same API and the same dossiers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from chalicelib.domain.law.model import Rules
from chalicelib.domain.law.rulings import Law
from chalicelib.repositories.law.law_metadata import BUILT
from chalicelib.repositories.law.rule_set import load_rules

SEPARATE = "separate"


@dataclass(frozen=True, slots=True)
class SiteAddresses:
    """Host names; `counter` is empty where one address serves portal and counter alike (LC-1.1)."""

    portal: str
    counter: str = ""

    @property
    def main_stack(self) -> dict[str, str]:
        """Parameters of infra/resources.yaml."""
        own = {"CounterOrigin": f"https://{self.counter}"} if self.counter else {}
        return {"SiteOrigin": f"https://{self.portal}", **own}

    @property
    def edge(self) -> dict[str, str]:
        """Parameters of infra/web.yaml."""
        return {"SiteDomain": self.portal, **({"CounterDomain": self.counter} if self.counter else {})}


def find_addresses(rules: Rules, province: str, on: date) -> SiteAddresses:
    """Return the addresses in force on a day. Raises LookupError where the law names none."""
    law = Law.build_for_day(rules, on, province)
    portal, front = law.need("access.address").to_text(), law.find("access.counter_front")
    if front is None or front.value != SEPARATE:
        return SiteAddresses(portal)
    return SiteAddresses(portal, law.need("access.counter_address").to_text())


def find_legal_addresses(stage: str, province: str, on: date, built: Path = BUILT) -> SiteAddresses | None:
    """Return the addresses that a deployment takes when none are given: those of the law for the real system alone."""
    return find_addresses(load_rules(built), province, on) if stage == "prod" else None
