"""A frequent question at a desk in memory, and what its messages to the national portal are made from."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.matters.faq_packages import FaqSource
from chalicelib.domain.matters.kinds.faqs import FAQS
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.repositories.portal.portal_mapping import load_mapping
from chalicelib.steps.portal.sync_national import PackageBuilder
from tests.support.fakes.fake_matters import KNOWN_PROCEDURE
from tests.support.matter_desk import UNIT, Desk, build_deps
from tests.support.people import build_actor
from tests.support.sync_builders import build_teller

EDITOR = build_actor(Role.PROVINCIAL_OFFICE, "province")
ENTRY = {"subject": "Khai sinh", "topic": "papers", "procedure": KNOWN_PROCEDURE, "owner": UNIT}
TEXT = {"public_subject": "Khai sinh", "public_question": "Nộp ở đâu?", "public_answer": "Tại xã."}


def build_faq_teller() -> PackageBuilder:
    """Words as shipped, and the names of the desk's units."""
    return replace(build_teller(), unit_name=lambda unit: unit)


class FaqDesk(Desk):
    """One entry in a province whose law sends entries to the portal."""

    source = FaqSource(load_mapping(), lambda _: True, CatalogueFiles().find_procedure, lambda unit: unit)

    def __init__(self) -> None:
        super().__init__(build_deps(), FAQS)

    @property
    def ledger(self) -> tuple[Fact, ...]:
        """Every fact."""
        return self.deps.matters.load_ledger(self.id)

    def begin(self) -> None:
        """Open the entry."""
        self.open(ENTRY, EDITOR)

    def publish(self) -> None:
        """Write the text and publish it."""
        self.take("draft", EDITOR, TEXT)
        self.take("publish", EDITOR)
