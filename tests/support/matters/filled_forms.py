"""Answers to the form of any step, made from its table, and mended by what a refusal says of the fields at fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.matters.matter_fields import HAPPENED
from chalicelib.domain.matters.matter_forms import is_free_text
from chalicelib.domain.matters.matter_kind import FieldAudience, MatterField
from chalicelib.domain.shared.errors import FieldError, Invalid, Refusal
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.steps.matters.matter_checks import SecondLookNeeded
from tests.support.people import MONDAY

T = TypeVar("T")
SAMPLES: Mapping[str | None, str] = {
    "phone": "0905123456",
    "email": "hoa@example.vn",
    "vn-personal-id": "046190001234",
    "passport": "C1234567",
    "personal-id-or-passport": "046190001234",
    "identity-number": "046190001234",
    "date-time": "2026-12-09T08:00:00+07:00",
    "date": (MONDAY.astimezone(VIETNAM) + timedelta(days=16)).date().isoformat(),
}
SECRET, OPEN = "Điều riêng tư", "Điều công khai"
"""How texts begin that only the people concerned may read, and those that everybody reads."""
NEIGHBOUR = "n" * 26
"""The id of another matter of the kind, which stands in the same unit."""
MENDS = {"too_late": MONDAY.astimezone(VIETNAM).date().isoformat(), "unknown_matter": NEIGHBOUR}
"""What to answer instead, by the code of a fault."""
ONE_OF = frozenset({"id_number"})
"""Questions that may stay open only where another one is answered; short forms answer them too."""
MOST_MENDED = 8


@dataclass(frozen=True)
class FormFiller:
    """Fills forms in a province. `units` are agencies to choose from, `published` the id of a public matter."""

    reference: Any
    units: tuple[str, ...]
    published: str = ""
    count: list[int] = field(default_factory=lambda: [0])

    def fill_form(self, fields: tuple[MatterField, ...], *, unlike: str = "", whole: bool = True) -> dict[str, Any]:
        """Return an answer to every question, or to those that must be answered; no unit is `unlike`."""
        asked = (each for each in fields if whole or each.form.required or each.key in ONE_OF)
        filled = {each.key: self.answer_field(each, unlike) for each in asked}
        # What is typed twice is the same twice.
        return filled | {key: filled[key.removesuffix("_again")] for key in filled if key.endswith("_again")}

    def answer_field(self, asked: MatterField, unlike: str = "", choice: int = 0) -> Any:
        """Return an answer of the question's own sort."""
        if asked.unit:
            return next(unit for unit in self.units if unit != unlike)
        if codes := self.list_codes(asked):
            return codes[choice % len(codes)]
        if asked.form.type != "string":
            return True if asked.form.type == "boolean" else asked.form.minimum or 1
        if asked.account:
            return f"account-{asked.key}"
        if asked.form.bounds == HAPPENED:
            return MENDS["too_late"]
        if asked.form.format in SAMPLES:
            return SAMPLES[asked.form.format]
        self.count[0] += 1
        open_to_all = asked.audience is FieldAudience.PUBLIC and is_free_text(asked)
        public = open_to_all and (not asked.personal or bool(asked.consent))
        # A name that everybody reads has no digits.
        place = f"{self.count[0]}" if not asked.consent else f"{self.count[0]:b}".translate({48: "o", 49: "i"})
        return f"{OPEN if public else SECRET} thứ {place} về giấy tờ của gia đình tôi"

    def list_codes(self, asked: MatterField) -> tuple[str, ...]:
        """Return the codes that the law of the day lets somebody choose."""
        codes = tuple(each.code for each in asked.form.choices)
        if not asked.choices_rule:
            return codes
        allowed = self.reference.find_rule(asked.choices_rule, CaseDates(MONDAY)).list_words()
        return tuple(code for code in codes if code in allowed)

    def send_mended(
        self,
        send: Callable[[Mapping[str, Any], tuple[str, ...]], T],
        fields: tuple[MatterField, ...],
        unlike: str = "",
        *,
        whole: bool = True,
    ) -> T:
        """Send answers; mend what a refusal finds, as a person does who reads it. Raise the refusal that stays."""
        values, confirmed = self.fill_form(fields, unlike=unlike, whole=whole), tuple[str, ...]()
        asked = {f"/values/{each.key}": each for each in fields}
        seen = dict[str, int]()
        for _ in range(MOST_MENDED):
            try:
                return send(values, confirmed)
            except SecondLookNeeded as refused:
                confirmed += refused.allowed
            except Invalid as refused:
                if not all(self._mend(values, asked, fault, seen) for fault in refused.fields) or not refused.fields:
                    raise
        return send(values, confirmed)

    def _mend(
        self, values: dict[str, Any], asked: Mapping[str, MatterField], fault: FieldError, seen: dict[str, int]
    ) -> bool:
        """Change one answer; return whether there was anything left to try."""
        found = asked.get(fault.path)
        if found is None:
            return False
        turn = seen[fault.path] = seen.get(fault.path, 0) + 1
        codes = self.list_codes(found)
        if fault.code in MENDS and values.get(found.key) != MENDS[fault.code]:
            values[found.key] = MENDS[fault.code]
        elif found.key not in values:
            values[found.key] = self.answer_field(found, choice=turn)
        elif codes and turn <= len(codes) and found.form.required:
            values[found.key] = codes[turn % len(codes)]
        elif self.published and values[found.key] != self.published and not codes and not found.unit:
            values[found.key] = self.published
        elif not found.form.required:
            del values[found.key]
        elif found.unit and turn < len(self.units):
            values[found.key] = self.units[turn]
        else:
            return False
        return True


def name_refusal(act: Callable[[], object]) -> str:
    """Return the code with which something is refused; «ok» for what is not."""
    try:
        act()
    except Refusal as refused:
        return refused.code
    return "ok"
