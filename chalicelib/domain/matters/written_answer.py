"""What the paper of a kind's written answer says: written with the kind's table, drawn by `answer_sheet`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """`titles` has the title of the paper by the step that answers. `lead` names the unit that answers and the one
    that asked; `number` is the field with the number of the answer, without one the matter's own is printed;
    `fields` are the answers on the paper, in this order; `signers` are the places for signatures. `answers` are the
    words for the answers to the lines of a matter, by what was answered; a kind without them has no lines."""

    titles: Mapping[str, str]
    lead: str
    fields: tuple[str, ...]
    signers: tuple[str, ...]
    number: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
