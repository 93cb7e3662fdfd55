"""Whether the personal data of an ended matter may be erased, by the rules of dossiers, and the order itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.dossier.erasure import AUTHORITY, RetentionUnknown
from chalicelib.domain.matters.kinds.erasure_rows import DECISION, GROUND, ORDER, PROPOSE
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.privacy.erasure_orders import MATTER, describe_order
from chalicelib.domain.shared.errors import Refusal
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.steps.dossier.context import Command
from chalicelib.steps.dossier.items import ErasureOrderItem
from chalicelib.steps.dossier.ports import ExtraPut
from chalicelib.steps.matters.matter_ports import Check, CheckContext
from chalicelib.steps.privacy.retention import KeptRecord, require_right


class MatterRetentionUnknown(RetentionUnknown):
    """The kind of matter has no retention term yet, worded for matters."""

    vi = "Chưa xác định thời hạn lưu trữ cho loại việc này, nên nội dung cơ quan đã xử lý chưa được xóa."
    en = "No retention term is set for matters of this kind yet, so what officers worked on may not be erased."


def check_erasable(context: CheckContext) -> Mapping[str, Any]:
    """Refuse what the law still has kept, and a decision that is missing or out of place. An order rests on the ground
    that was proposed, judged by the law of its own day."""
    matter = context.matter
    if matter is None:
        raise ValueError("only a matter that stands can be erased")
    ground = context.answers.find_text(GROUND)
    decision = context.answers.find_text(DECISION)
    if not ground:
        ground = str(matter.values.get(GROUND, ""))
        decision = DECISION if ground == AUTHORITY else ""  # it was given with the proposal
    listed = context.find_rule("erasure.grounds")
    require_right(ground, decision, listed, describe_matter(context, matter), f"/values/{DECISION}")
    return {}


def describe_matter(context: CheckContext, matter: Matter) -> KeptRecord:
    """Return what the duty to keep a matter depends on. What its reporter took back before anybody worked on it is no
    file of any work; of matters no retention term is known yet."""
    worked = {sub for word, sub in matter.authors.items() if word not in (PROPOSE, ORDER)} - {"", matter.reporter}
    ended, now = matter.ended_at or context.command.now, context.command.now
    days = (ended.astimezone(VIETNAM).date(), now.astimezone(VIETNAM).date())
    return KeptRecord(bool(worked) or not matter.reporter, None, *days, context.find_rule, MatterRetentionUnknown)


def order_matter_erasure(matter: Matter, command: Command[object]) -> ExtraPut:
    """Return the open order, which the eraser carries out."""
    place = ErasureOrderItem(matter.id, matter.length + 1)
    return ExtraPut(place, describe_order(matter.id, command.real_now, MATTER))


ERASURE_CHECKS: Mapping[str, Check] = {"erasable": check_erasable}
ERASURE_REFUSALS: tuple[type[Refusal], ...] = (MatterRetentionUnknown,)
