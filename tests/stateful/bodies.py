"""Bodies of each step: mostly correct, sometimes faulty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from chalicelib.domain.flow.transitions import State, Step
from chalicelib.domain.papers.paper import PaperKind
from chalicelib.domain.time import working_time
from tests.contract import journey
from tests.contract.journey import REAL, World
from tests.stateful.model import Modelled
from tests.support.commands import fit_body


class Bodies:
    """Bodies of steps; `wrong` puts one mistake into them."""

    world: World

    def _body(self, data: st.DataObject, modelled: Modelled, step: Step, case: str) -> Mapping[str, Any]:
        """A body as people send it; in one of six cases with something wrong in it."""
        wrong = data.draw(st.integers(0, 5)) == 0
        make = getattr(self, f"_body_{step.value}", None)
        if make:
            return dict(make(modelled, wrong, case))
        return fit_body(step.value, {"opinion": "Đồng ý"})

    def _body_receive(self, modelled: Modelled, wrong: bool, _: str) -> Mapping[str, Any]:
        put_off = None if next(self.world.numbers) % 3 == 0 else "post_collects"
        return {"deferral": "no_such_ground" if wrong else put_off}

    def _body_correct_reception(self, modelled: Modelled, wrong: bool, _: str) -> Mapping[str, Any]:
        if wrong:
            return {"reason": "Nhập nhầm", "return_way": modelled.way or "post"}
        if modelled.way == "post":
            return {"reason": "Nhập nhầm", "return_way": "counter"}
        return {"reason": "Nhập nhầm", "return_way": "post", "return_address": "Số 5"}

    def _body_refuse(self, modelled: Modelled, wrong: bool, _: str) -> Mapping[str, Any]:
        return {"ground": "no_such_ground" if wrong else "not_conforming", "reason": "Sai mẫu"}

    def _body_request_supplement(self, modelled: Modelled, wrong: bool, _: str) -> Mapping[str, Any]:
        return {
            "components": ["not_listed" if wrong else modelled.procedure.components[0].key],
            "form_fields": [], "guidance": "Chụp lại",
            "reason": None if wrong else "Chưa rõ", "cause": "guidance_unclear",
        }  # fmt: skip

    def _body_supplement(self, modelled: Modelled, wrong: bool, _: str) -> Mapping[str, Any]:
        paper = self.world.paper(
            modelled.number, PaperKind.COMPONENT, modelled.procedure.components[0].key, modelled.owner
        )
        return {"papers": [paper], "answers": {"note": "bổ sung"} if wrong else None}

    def _body_compare(self, modelled: Modelled, wrong: bool, _: str) -> Mapping[str, Any]:
        return {"components": ["not_listed"] if wrong else [], "came": "sent", "differing": [], "note": None}

    def _body_consult(self, modelled: Modelled, wrong: bool, _: str) -> Mapping[str, Any]:
        return {"unit": journey.AGENCY if wrong else journey.INSURANCE, "reply_days": 2, "questions": "Ý kiến?"}

    def _body_extend(self, modelled: Modelled, wrong: bool, _: str) -> Mapping[str, Any]:
        return {"units": 9 if wrong else 1, "reason": "Phức tạp"}

    def _body_apologise(self, modelled: Modelled, wrong: bool, _: str) -> Mapping[str, Any]:
        clock, today = modelled.dues.clock if modelled.dues else None, self.world.now.date()
        ends = max(today, clock.due_at.date()) if clock else today
        right = 1 + working_time.count_working_days(modelled.reference.find_calendar(modelled.unit), today, ends)
        days = 60 if wrong else min(right, 60)
        return {"new_due_days": None if modelled.owes_letter and not wrong else days, "reason": "Quá tải"}

    def _body_request_payment(self, modelled: Modelled, wrong: bool, _: str) -> Mapping[str, Any]:
        return {"obligations": ["F09" if wrong else "F01"], "fee_lines": [], "reason": None}

    def _body_pay(self, modelled: Modelled, wrong: bool, _: str) -> Mapping[str, Any]:
        amount = modelled.owed["F01"].amount if "F01" in modelled.owed else 1000
        number = f"BL-{next(self.world.numbers)}"
        used = min(modelled.receipts, default=number)
        return {
            "obligations": ["F01"], "amount": amount + (1 if wrong and not modelled.receipts else 0),
            "receipt_number": used if wrong else number,
        }  # fmt: skip

    def _body_acknowledge_payment(self, modelled: Modelled, wrong: bool, _: str) -> Mapping[str, Any]:
        return {"obligation": "F09" if wrong else "F01", "voucher": "CT-1", "credited_at": REAL}

    def _body_confirm_exemption(self, modelled: Modelled, wrong: bool, _: str) -> Mapping[str, Any]:
        return {"obligation": "F01", "outcome": "rejected" if wrong else "confirmed", "reason": None}

    def _body_reverse_payment(self, modelled: Modelled, wrong: bool, _: str) -> Mapping[str, Any]:
        return {"receipt_number": "BL-NONE" if wrong else max(modelled.receipts, default="BL-NONE"), "reason": "Nhầm"}

    def _body_resolve(self, modelled: Modelled, wrong: bool, case: str) -> Mapping[str, Any]:
        result = self.world.result(modelled.number) if case == "granted" and not wrong else None
        ground = None if case == "granted" else ("no_such_ground" if wrong else "conditions_not_met")
        due = modelled.dues.clock.due_at if modelled.dues and modelled.dues.clock else None
        cause = ("officer_fault" if self.world.now.day % 2 else "other_body") if due and self.world.now > due else None
        named = journey.CASE.sub if cause == "officer_fault" else None
        return {
            "outcome": case, "result": result, "ground": ground, "reason": None, "late_cause": cause,
            "late_officer": named,
        }  # fmt: skip

    def _body_correct(self, modelled: Modelled, _: bool, __: str) -> Mapping[str, Any]:
        return {"result": self.world.result(modelled.number), "reason": "Sai tên"}

    def _body_stop(self, modelled: Modelled, wrong: bool, _: str) -> Mapping[str, Any]:
        waiting = modelled.state is State.SUPPLEMENT_REQUESTED
        return {"ground": "no_such_ground" if wrong else ("wait_expired" if waiting else "other_law"), "reason": "K"}

    def _body_give_back(self, modelled: Modelled, wrong: bool, _: str) -> Mapping[str, Any]:
        letter = None if wrong else "Thủ trưởng đi công tác"
        return {
            "way": "counter" if wrong else "post", "receiver": None, "originals": True, "letter_follows": letter,
            "return_address": "Số 5",
        }  # fmt: skip

    def _body_erase(self, modelled: Modelled, wrong: bool, _: str) -> Mapping[str, Any]:
        return {
            "digest": "0" * 64 if wrong else min(modelled.parts, default="0" * 64),
            "ground": "authority_decision", "decision": "12/QĐ-TA",
        }  # fmt: skip
