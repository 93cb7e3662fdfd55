"""Filings for the walk through the operations, and for the probes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.e2e.people import APPLICANT, COPY, Cast, copy_draft

LINKED, CERTIFICATE, LICENCE = "1.001612", "1.004873", "2.000620"
"""A procedure with a partner agency and a fee; one whose fee may be waived."""

GROUND = {"reason": "Không đủ điều kiện."}


@dataclass
class Filings:
    """Dossiers that the citizen files or only begins."""

    cast: Cast

    def filed(self, procedure: str, form: str, answers: Mapping[str, Any], **more: Any) -> str:
        """A dossier of the citizen's, submitted with its one required paper."""
        citizen = self.cast("citizen1")
        draft = {"answers": answers, "applicant": APPLICANT}
        dossier = citizen.draft(procedure, self.cast.place.one_stop, "own_portal", draft)
        papers = [citizen.upload(dossier, "component", form)]
        if "group" in more:
            proof = citizen.upload(dossier, "exemption_proof")
            version = citizen.get(f"/api/dossiers/{dossier}/draft")["version"]
            claimed = {**draft, "exemption": {"group": more["group"], "paper_id": proof}}
            citizen.ask("PUT", f"/api/dossiers/{dossier}/draft", claimed, version=version, expect=200)
            papers.append(proof)
        citizen.submit(dossier, papers)
        return dossier

    def draft(self) -> str:
        """A draft in which nothing is typed yet."""
        started = {"procedure": COPY, "one_stop": self.cast.place.one_stop, "channel": "own_portal"}
        return str(self.cast("citizen1").ask("POST", "/api/dossiers", started, expect=201).body["id"])

    def copy(self) -> str:
        """A submitted dossier without papers."""
        citizen = self.cast("citizen1")
        dossier = copy_draft(citizen, self.cast.place.one_stop)
        citizen.submit(dossier, [])
        return dossier
