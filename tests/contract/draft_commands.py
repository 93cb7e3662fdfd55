"""Commands before there is a dossier: typing, papers, and throwing away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from chalicelib.domain.papers.paper import PaperKind
from chalicelib.domain.security.quotas import Quota
from chalicelib.repositories.dynamodb.quotas import Quotas, load_limits
from chalicelib.steps.dossier.context import Ask, Desk
from chalicelib.steps.filing import drafts
from chalicelib.steps.papers import add_paper
from tests.contract.journey import CITIZEN, Command, World


def _discard(w: World) -> Command:
    def discard(desk: Desk, ask: Ask) -> None:
        drafts.discard(desk, ask)

    return Command(discard, replace(w.typing().ask, step="discard"))


def _paper(w: World) -> Command:
    body = {
        "kind": PaperKind.COMPONENT, "component": "funeral_support_declaration", "name": "tờ khai.pdf", "size": 10,
        "sha256": "b" * 64, "content_type": "application/pdf",
    }  # fmt: skip
    return Command(add_paper.add_paper, w.ask("add_paper", CITIZEN, w.typing().ask.dossier_id, body))


def _counted(command: Command, *quotas: Quota) -> Command:
    """The command with what it takes from its quotas, as its route hands it over."""
    counters = Quotas(load_limits("hue", "prod"), lambda _: b"k" * 32)
    ask = command.ask
    uses = counters.uses(dict.fromkeys(quotas, 1), ask.actor.sub, "192.0.2.1", ask.real_now, officer=False)
    return replace(command, ask=replace(ask, quotas=uses))


DRAFTS: dict[str, Callable[[World], Command]] = {
    "create_draft": lambda w: _counted(w.start(), Quota.DRAFTS),
    "save_draft": lambda w: _counted(w.typing(), Quota.SAVES),
    "discard": _discard,
    "add_paper": lambda w: _counted(_paper(w), Quota.PAPERS, Quota.PAPER_KILOBYTES),
}
"""Commands before there is a dossier."""
