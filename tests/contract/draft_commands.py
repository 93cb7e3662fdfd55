"""Commands before there is a dossier: typing, papers, and throwing away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from chalicelib.domain.papers.paper import PaperKind
from chalicelib.domain.security.quotas import Quota
from chalicelib.repositories.dynamodb.quotas import Quotas, load_limits
from chalicelib.steps.dossier.context import Command, Dependencies
from chalicelib.steps.filing import drafts
from chalicelib.steps.papers import add_paper
from tests.contract.journey import CITIZEN, JourneyCommand, World


def _prepare_discarding(world: World) -> JourneyCommand:
    def discard_draft(deps: Dependencies, command: Command[Any]) -> None:
        drafts.discard_draft(deps, command)

    return JourneyCommand(discard_draft, replace(world.typing().command, step="discard"))


def _prepare_paper(world: World) -> JourneyCommand:
    body = {
        "kind": PaperKind.COMPONENT, "component": "funeral_support_declaration", "name": "tờ khai.pdf", "size": 10,
        "sha256": "b" * 64, "content_type": "application/pdf",
    }  # fmt: skip
    return JourneyCommand(add_paper.add_paper, world.ask("add_paper", CITIZEN, world.typing().command.dossier_id, body))


def _count_quotas(command: JourneyCommand, *quotas: Quota) -> JourneyCommand:
    """The command with what it takes from its quotas, as its route hands it over."""
    counters = Quotas(load_limits("hue", "prod"), lambda _: b"k" * 32)
    ask = command.command
    uses = counters.list_uses(dict.fromkeys(quotas, 1), ask.actor.sub, "192.0.2.1", ask.real_now, officer=False)
    return replace(command, command=replace(ask, quotas=uses))


DRAFTS: dict[str, Callable[[World], JourneyCommand]] = {
    "create_draft": lambda w: _count_quotas(w.start(), Quota.DRAFTS),
    "save_draft": lambda w: _count_quotas(w.typing(), Quota.SAVES),
    "discard": _prepare_discarding,
    "add_paper": lambda w: _count_quotas(_prepare_paper(w), Quota.PAPERS, Quota.PAPER_KILOBYTES),
}
"""Commands before there is a dossier."""
