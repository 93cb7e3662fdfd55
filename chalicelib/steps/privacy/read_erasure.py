"""The personal data that a dossier still holds, the erasures and who ordered them, and the data that the law retains
(Luật 91/2025 14)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.erasure import ERASED, ORDERED, PART_ERASED, PROPOSED
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.ledger.payloads import read_any
from chalicelib.domain.papers.paper import Paper, PaperState
from chalicelib.domain.privacy.sight import Sight
from chalicelib.domain.privacy.sight_facts import may_see_fact
from chalicelib.domain.privacy.sight_words import SightPlace
from chalicelib.domain.shared.errors import Refusal, RefusalKind
from chalicelib.steps.dossier import fact_views
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.dossier.context import Command, StepContext
from chalicelib.steps.dossier.ports import Loaded
from chalicelib.steps.dossier.reader import Reader
from chalicelib.steps.privacy.retention import describe_dossier, find_duty

if TYPE_CHECKING:
    from chalicelib.domain.law.rulings import Ruling

SHOWN_ACTS = (PART_ERASED, PROPOSED, ORDERED, ERASED)


class DossierOpen(Refusal):
    """Work on the dossier continues: nothing of it is erased before it is closed."""

    code = "dossier_open"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Hồ sơ chưa kết thúc; dữ liệu cần để giải quyết nên được giữ đến khi kết thúc hồ sơ."
    en = "The dossier is not closed; its data are needed to settle it and are kept until then."


def read_erasure(reader: Reader, dossier_id: str, papers: Iterable[Paper]) -> dict[str, Any]:
    """Return the erasures of a dossier with their articles, the data still held, and why it must stay, if it must."""
    found, sight = reader.require_seen(dossier_id, "erasure")
    facts = reader.deps.dossiers.load_ledger(dossier_id)
    held = reader.deps.dossiers.load_parts(dossier_id).values()
    by_state = Counter("erased" if each.state is PaperState.ERASED else "held" for each in papers)
    duty = _find_duty(reader, found)
    return {
        "dossier_id": found.id,
        "code": found.code or found.receipt_no,
        "version": found.version,
        "parts_held": dict(sorted(Counter(part.name for part in held).items())),
        "papers_held": by_state["held"],
        "papers_erased": by_state["erased"],
        "under_way": found.erasure is not None and found.erasure.under_way,
        "duty": duty,
        "acts": [
            _show_act(fact, sight) for fact in facts if fact.kind in SHOWN_ACTS and _may_see_act(sight, found, fact)
        ],
    }


def _may_decide(sight: Sight) -> bool:
    """Return whether the reader orders erasures or inspects them."""
    return SightPlace.PROVINCE in sight.places


def _may_see_act(sight: Sight, dossier: Dossier, fact: Fact) -> bool:
    return _may_decide(sight) or may_see_fact(sight, dossier, fact)


def _find_duty(reader: Reader, dossier: Dossier) -> dict[str, Any] | None:
    refusal: Refusal | None = DossierOpen()
    if dossier.state is State.CLOSED:
        command = Command("erase", dossier.id, reader.actor, reader.now, reader.real_now, None)
        role: Any = None
        context = StepContext(dossier, None, role, "", Loaded(dossier), command, reader.deps)
        refusal, rules = find_duty(describe_dossier(context))
        refusal = _add_articles(refusal, rules) if refusal else None
    if refusal is None:
        return None
    until = refusal.facts.get("until")
    return {
        "code": refusal.code,
        "vi": refusal.text_vi,
        "en": refusal.text_en,
        "law": list(refusal.law),
        "until": until,
    }


def _add_articles(refusal: Refusal, rules: Sequence[Ruling]) -> Refusal:
    try:
        with cite_on_refusal(*rules):
            raise refusal
    except Refusal as said:
        return said


def _show_act(fact: Fact, sight: Sight) -> dict[str, Any]:
    """Return an act as the reader sees it. A decision is named in free text, which may name people: only for the person
    whose data they are and for those who decide."""
    data, owner = read_any(fact), sight.is_owner
    return {
        "kind": fact.kind,
        "at": fact.occurred_at,
        "ground": data.get("ground"),
        "decision": data.get("decision") if owner or _may_decide(sight) else None,
        "parts": len(data.get("erased_parts", ())) or (1 if fact.kind == PART_ERASED else 0),
        "papers": len(data.get("erased_papers", ())),
        "kept": len(data.get("kept_papers", ())),
        "law": [fact_views.view_cite(cite, owner=owner) for cite in fact.law],
    }
