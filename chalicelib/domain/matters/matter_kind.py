"""The table of one kind of matter: who opens it, which step leads where, what a step asks for, which clocks it moves.

A kind is data. Routes, lists, forms, clocks, notices and pages are made from it, and the tests of every kind run over
all tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.eforms.form_schema import FormField, build_form_schema
from chalicelib.domain.matters.field_guard import FieldGuard
from chalicelib.domain.matters.matter_actors import Actors, MatterPlace
from chalicelib.domain.matters.written_answer import WrittenAnswer
from chalicelib.domain.shared.errors import BilingualWords
from chalicelib.domain.time.deadlines import Unit

GRANTED_BY = "account.granted_by"


class FieldAudience(StrEnum):
    """Who reads a field: the units concerned alone, the reporter too, or everybody once the matter is public."""

    UNITS = "units"
    REPORTER = "reporter"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class MatterField:
    """One question of a step's form. A `personal` answer is a part of its own, never in the ledger; `unit` says that
    the answer names a unit of the province, `procedure` that it names one of the catalogue, `matter` that it is the id
    of another matter, `account` that it is that of a person's account; `choices_rule` is the
    parameter of the law that lists the codes that may be chosen (the codes' words are those of the form's choices);
    where `needed_law` does not hold, the question may stay open; it is asked where all of `asked_law` hold. Everybody
    reads a `personal` answer of the public audience while the answer to the question `consent` is yes, and never
    without one."""

    form: FormField
    audience: FieldAudience = FieldAudience.REPORTER
    personal: bool = False
    unit: bool = False
    procedure: bool = False
    matter: bool = False
    account: bool = False
    choices_rule: str = ""
    needed_law: LawCondition | None = None
    asked_law: tuple[LawCondition, ...] = ()
    consent: str = ""

    @property
    def key(self) -> str:
        """The field's name in requests, facts and views."""
        return self.form.key


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One rule that gives the length of a clock, and how it is counted."""

    param: str
    unit: Unit = Unit.WORKING_DAY
    scope: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LawCondition:
    """Holds where the value of a parameter is one of some words (or contains one); without words, where it says yes,
    or with `denied` where it does not."""

    param: str
    words: tuple[str, ...] = ()
    denied: bool = False

    def is_met(self, value: object) -> bool:
        """Return whether the condition holds for the value of the day; None is the silence of the law."""
        if not self.words:
            return bool(value) is not self.denied
        given = value if isinstance(value, tuple) else (value,)
        return any(word in given for word in self.words)


class ClockMove(StrEnum):
    """What a step does to a clock."""

    START = "start"
    """Begin to count from the step."""
    CHANGE = "change"
    """Count by another rule, still from the instant at which it began."""
    EXTEND = "extend"
    """Add the length to the end of the limit that runs."""
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class ClockEffect:
    """What a step does to a clock. Of `rules`, the first on which the law of the day is not silent gives the length; a
    clock without one does not run."""

    clock: str
    move: ClockMove
    rules: tuple[ClockRule, ...] = ()


@dataclass(frozen=True, slots=True)
class MatterStep:
    """One row of the table: in these states, these people may take the step; `to` is empty where the state stays.

    fields: what the step asks for. clocks: what it moves. hands_to: the field that names the unit that becomes
    responsible. asks: the field that names a unit that is asked for its part. answers: the part that was asked is
    given. not_by: steps whose author may not take this one; only_by: whose author alone may. while_law: the row
    exists only where all conditions hold. checks: named checks of `steps/matters/matter_checks.py`. limit: how often
    it may be taken, by a parameter. notifies: the people who are notified. restores: what was proposed since the last
    publication is dropped. becomes: the kind as which the matter continues, in `begins_in` if its opening form is not
    complete. opens: the kind of which another matter is opened with it, as a check fills it in. rejects: the field
    with the code of a rejection. measured_by: clocks by which the step is on time, instead of the kind's. only_while:
    the field whose answer is yes while the row exists. only_after: the step that was taken before. chosen: an answer
    of the opening, with which the row goes before the others of its word; not_chosen: one with which it does not
    exist. sets: answers that the step gives itself. papers: files may come with it; the units and the reporter read
    them, nobody else ever does. erases: the personal data are erased later, as this step orders. effect: what else
    changes in the same transaction, by its name in the wiring.
    """

    word: str
    name: BilingualWords
    states: tuple[str, ...]
    to: str
    who: Actors
    article: str
    fields: tuple[MatterField, ...] = ()
    clocks: tuple[ClockEffect, ...] = ()
    hands_to: str = ""
    asks: str = ""
    answers: bool = False
    not_by: tuple[str, ...] = ()
    only_by: tuple[str, ...] = ()
    while_law: tuple[LawCondition, ...] = ()
    checks: tuple[str, ...] = ()
    limit: str = ""
    notifies: tuple[MatterPlace, ...] = ()
    restores: bool = False
    becomes: str = ""
    opens: str = ""
    begins_in: str = ""
    rejects: str = ""
    measured_by: tuple[str, ...] = ()
    only_while: str = ""
    chosen: tuple[str, str] = ("", "")
    not_chosen: tuple[str, str] | None = None
    sets: Mapping[str, bool] = field(default_factory=dict)
    papers: bool = False
    effect: str = ""
    only_after: str = ""
    erases: bool = False

    @property
    def is_grant(self) -> bool:
        """Return whether the law says who takes the step, as those who grant rights."""
        return any(each.param == GRANTED_BY for each in self.while_law)


@dataclass(frozen=True, slots=True)
class MatterState:
    """A state: its names, whether the matter has ended, and whether everybody reads the public fields. In a `pending`
    state they still read those of the state before: a new text waits."""

    key: str
    name: BilingualWords
    ended: bool = False
    public: bool = False
    pending: bool = False


@dataclass(frozen=True, slots=True)
class MatterOpening:
    """How a matter begins: who may open it, in which state, with which form. `unit_field` names the unit that takes it
    in; where it is empty, `unit_rule` is the parameter whose value names the kind of unit that does, by
    `unit_kinds` where the value is another word. asker_rule: a parameter that says with which sign-in one may ask.
    while_law: nobody opens one unless all conditions hold. relays: other systems that open one for a sender of theirs,
    by their actors, each while its conditions hold. papers, effect: as with a step. begins_in: further states in which
    a check lets it begin."""

    state: str
    who: frozenset[Role]
    article: str
    fields: tuple[MatterField, ...]
    clocks: tuple[ClockEffect, ...] = ()
    unit_field: str = ""
    unit_rule: str = ""
    unit_kinds: Mapping[str, str] = field(default_factory=dict)
    asker_rule: str = ""
    checks: tuple[str, ...] = ()
    notifies: tuple[MatterPlace, ...] = ()
    while_law: tuple[LawCondition, ...] = ()
    relays: Mapping[str, tuple[LawCondition, ...]] = field(default_factory=dict)
    papers: bool = False
    effect: str = ""
    begins_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MatterKind:
    """One kind of matter. `name` is one matter in facts and words, `plural` the address below `/api/`; `label` stands
    on every public page of the kind where `label_law` holds; `empty` is what an empty list says, `about` what the kind
    is for; `repeats` are clocks that begin again when they ran out: reminders, which are no due time; `unit_clocks` are
    further ones by which agencies work, which their reporter does not read. `guards` hide fields; `editions` are the
    steps that give everybody a new text, `groups` the fields by whose answers public ones are listed; `notes` are read
    first by those who open one, where a condition holds; `own_allowed` says that an officer may handle what they
    opened, which is nobody's complaint. `text` is the field of its main text. Of the clocks `measured_by`, the first
    that ran says whether it was answered on time. `helper` is the special task in the sender's unit whose holder is
    notified with the sender, where the rules know it. `concerns` is the field with the
    account of the officer whom it concerns, `concerns_name` the one with a name; lists of units show it. `answer` is
    the paper of its answer. `alerts` names who is notified of an alert, where it is not the responsible unit."""

    name: str
    plural: str
    prefix: str
    words: BilingualWords
    title: BilingualWords
    empty: BilingualWords
    about: BilingualWords
    states: tuple[MatterState, ...]
    opening: MatterOpening
    steps: tuple[MatterStep, ...]
    subject: str
    text: str = "content"
    label: BilingualWords | None = None
    label_law: LawCondition | None = None
    clocks: Mapping[str, BilingualWords] = field(default_factory=dict)
    repeats: tuple[str, ...] = ()
    unit_clocks: tuple[str, ...] = ()
    guards: tuple[FieldGuard, ...] = ()
    editions: tuple[str, ...] = ("publish", "correct")
    groups: tuple[str, ...] = ()
    notes: tuple[tuple[LawCondition, BilingualWords], ...] = ()
    own_allowed: bool = False
    measured_by: tuple[str, ...] = ()
    helper: Role | None = None
    concerns: str = ""
    concerns_name: str = ""
    answer: WrittenAnswer | None = None
    alerts: Mapping[str, tuple[MatterPlace, ...]] = field(default_factory=dict)

    def find_state(self, key: str) -> MatterState:
        """Return a state by its key. Raise KeyError for another kind's."""
        return {state.key: state for state in self.states}[key]

    def find_label(self, find_value: Callable[[str], object]) -> BilingualWords | None:
        """Return the label of public pages under the law that `find_value` reads; None where there is none."""
        law = self.label_law
        return self.label if law is None or law.is_met(find_value(law.param)) else None

    def list_steps(self, word: str) -> tuple[MatterStep, ...]:
        """Return the rows of a step, in the order of the table."""
        return tuple(step for step in self.steps if step.word == word)

    def list_words(self) -> tuple[str, ...]:
        """Return every step's word, once."""
        return tuple(dict.fromkeys(step.word for step in self.steps))

    def find_field(self, key: str) -> MatterField | None:
        """Return the field of that name in whichever form asks for it."""
        forms = (self.opening.fields, *(step.fields for step in self.steps))
        return next((each for form in forms for each in form if each.key == key), None)


def build_step_schema(kind: MatterKind, word: str, fields: tuple[MatterField, ...]) -> dict[str, object]:
    """Return the closed JSON Schema of a step's form."""
    return build_form_schema(f"{kind.name}.{word}", kind.words.vi, kind.words.en, (each.form for each in fields))
