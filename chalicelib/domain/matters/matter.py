"""The present matter: a frozen value folded from its ledger, fact by fact.

A fact states what became true, names of states and units and the instants of clocks included, so that folding needs no
table, no clock and no law: stored matters outlive every change of their kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from chalicelib.domain.dossier.dossier import trim_key
from chalicelib.domain.ledger.chain import GENESIS, Fact
from chalicelib.domain.ledger.matter_facts import MatterFact
from chalicelib.domain.shared.timezone import parse_optional_stamp, parse_stamp

MOST_KEYS = 64
"""Keys of the newest commands that a matter keeps; an older repeat is found in its ledger."""


OF_THE_ENDED = frozenset({"propose_erasure"})
"""Steps that speak of the matter as it ended: once it is open again they were not taken."""


@dataclass(frozen=True, slots=True)
class RunningClock:
    """A clock that runs: since when, until when, and by which article; `soon_at` is when it is due soon; a
    `reminder` is for the unit alone. `alerted` are
    the alerts that were given."""

    name: str
    since: datetime
    due_at: datetime
    article: str = ""
    alerted: tuple[str, ...] = ()
    soon_at: datetime | None = None
    reminder: bool = False


@dataclass(frozen=True, slots=True)
class KeptFace:
    """What everybody still reads while a new text waits: digests of texts, other answers, and since when."""

    texts: Mapping[str, str]
    values: Mapping[str, Any]
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MatterLink:
    """Another matter: as what this one continues, as what it came in, or with which it is answered."""

    kind: str
    id: str
    number: str


@dataclass(frozen=True, slots=True)
class Matter:
    """The data of a matter that decisions need. Personal parts are not here; `texts` are the digests of the latest ones
    by field, `values` the latest other answers. A matter has a `reporter`, or the unit whose officer sent it, or a
    sender who has no account here, known by their number `national` at the national system. `kept` is what stays public
    while a new text waits, `leading` the matter of the same content with which it is answered, `papers` the files that
    came with it, by id, `carried` those that stand with the matter as which it came in, `account`
    the person whose account it is about."""

    id: str
    kind: str
    number: str
    province: str
    state: str
    unit: str
    first_unit: str
    opened_at: datetime
    reporter: str = ""
    version: int = 0
    length: int = 0
    head: str = GENESIS
    ended: bool = False
    public: bool = False
    public_at: datetime | None = None
    ended_at: datetime | None = None
    changed_at: datetime | None = None
    route: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    gave: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    clocks: tuple[RunningClock, ...] = ()
    taken: Mapping[str, int] = field(default_factory=dict)
    authors: Mapping[str, str] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    sender_unit: str = ""
    kept: KeptFace | None = None
    became: MatterLink | None = None
    came_from: MatterLink | None = None
    national: str = ""
    leading: MatterLink | None = None
    papers: tuple[str, ...] = ()
    carried: Mapping[str, Any] = field(default_factory=dict)
    account: str = ""
    lines: Mapping[str, Any] = field(default_factory=dict)
    """What the matter asks about line by line, each with its answer, by its key."""
    before: tuple[str, ...] = ()
    """The units that ended while the matter was theirs, and whose work its unit has."""

    @property
    def due_at(self) -> datetime | None:
        """The soonest end of a clock that runs; a reminder is no due time."""
        return min((clock.due_at for clock in self.clocks if not clock.reminder), default=None)

    @property
    def units(self) -> frozenset[str]:
        """Every unit that is, was or has been asked to be concerned."""
        named = {self.sender_unit, self.first_unit, self.unit, *self.before, *self.route, *self.asked, *self.gave}
        return frozenset(named - {""})

    @property
    def opener(self) -> str:
        """The person who reported the matter, or the officer who opened it."""
        return self.reporter or self.authors.get("open", "")

    @property
    def exchange_number(self) -> str:
        """The number under which the national system knows it: its own, where it was sent there."""
        return self.national or self.number

    def find_clock(self, name: str) -> RunningClock | None:
        """Return a clock that runs."""
        return next((clock for clock in self.clocks if clock.name == name), None)


def apply_matter_fact(matter: Matter | None, fact: Fact) -> Matter:
    """Return the matter after a fact. Raise ValueError for a ledger that does not begin with an opening."""
    if fact.kind == MatterFact.OPENED:
        return _count_fact(_open_matter(fact), fact)
    if matter is None:
        raise ValueError("a matter begins with its opening")
    if fact.kind == MatterFact.MOVED:
        matter = _move_matter(matter, fact)
    elif fact.kind == MatterFact.ALERTED:
        matter = _mark_alert(matter, fact)
    elif fact.kind == MatterFact.SUCCEEDED:
        matter = replace(matter, unit=fact.data["unit"], before=(*matter.before, fact.data["from"]))
    return _count_fact(matter, fact)


def fold_matter(facts: Iterable[Fact]) -> Matter:
    """Return the matter that a ledger gives. Raise ValueError for an empty one."""
    matter: Matter | None = None
    for fact in facts:
        matter = apply_matter_fact(matter, fact)
    if matter is None:
        raise ValueError("an empty ledger")
    return matter


def _count_fact(matter: Matter, fact: Fact) -> Matter:
    """Return the matter with its place in the ledger; an act of a person moves the version by one."""
    key = fact.command.get("key")
    return replace(
        matter,
        length=fact.seq,
        head=fact.hash,
        version=matter.version + (not fact.by_system),
        changed_at=fact.recorded_at,
        keys=(*matter.keys, trim_key(key))[-MOST_KEYS:] if key else matter.keys,
    )


def _open_matter(fact: Fact) -> Matter:
    data = fact.data
    opened = Matter(
        id=fact.dossier_id,
        kind=data["matter"],
        number=data["number"],
        province=data["province"],
        state=data["to"],
        unit=data["unit"],
        first_unit=data["unit"],
        opened_at=parse_optional_stamp(data.get("received")) or fact.occurred_at,
        reporter=data.get("reporter", ""),
        sender_unit=data.get("sender_unit", ""),
        authors={} if data.get("reporter") else {"open": str(data.get("opener") or fact.actor.get("sub", ""))},
        came_from=_read_link(data.get("came_from")),
        carried=data.get("carried", {}),
        national=data.get("national", ""),
        account=data.get("account", ""),
    )
    return _apply_contents(opened, fact)


def _read_link(held: Mapping[str, str] | None) -> MatterLink | None:
    return MatterLink(**held) if held else None


def _move_matter(matter: Matter, fact: Fact) -> Matter:
    data, actor = fact.data, str(fact.actor.get("sub", ""))
    word = str(data["step"])
    moved = replace(
        matter,
        state=data.get("to", matter.state),
        taken={**matter.taken, word: matter.taken.get(word, 0) + 1},
        authors={**matter.authors, word: actor},
        became=_read_link(data.get("became")) or matter.became,
        account=data.get("account", matter.account),
        leading=_read_link(data["merged_with"]) if "merged_with" in data else matter.leading,
    )
    if unit := data.get("unit", ""):
        moved = replace(moved, unit=unit, route=(*moved.route, matter.unit))
    if asked := data.get("asks", ""):
        moved = replace(moved, asked=(*(each for each in moved.asked if each != asked), asked))
    if given := data.get("given", ""):
        moved = replace(moved, asked=tuple(each for each in moved.asked if each != given), gave=(*moved.gave, given))
    return _apply_contents(moved, fact)


def _apply_contents(matter: Matter, fact: Fact) -> Matter:
    """Return the matter with a fact's answers, texts and clocks, and what its state now means."""
    data = fact.data
    ended, public = bool(data.get("ended", matter.ended)), bool(data.get("public", matter.public))
    base = matter.kept if data.get("restores") and matter.kept else matter
    taken = matter.taken if ended else {word: n for word, n in matter.taken.items() if word not in OF_THE_ENDED}
    return replace(
        matter,
        taken=taken,
        values={**base.values, **data.get("values", {})},
        texts={**base.texts, **fact.parts},
        papers=(*matter.papers, *sorted(data.get("papers", ()))),
        lines=_apply_lines(matter.lines, data.get("lines", {})),
        kept=_keep_face(matter, fact),
        clocks=_apply_clocks(matter.clocks, data.get("clocks", {}), data.get("stopped", ())),
        ended=ended,
        ended_at=(matter.ended_at or fact.occurred_at) if ended else None,
        public=public,
        public_at=(matter.public_at or fact.occurred_at) if public else matter.public_at,
    )


def _apply_lines(held: Mapping[str, Any], said: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return the lines with what a fact says of some of them."""
    return {**held, **{key: {**held.get(key, {}), **more} for key, more in said.items()}} if said else held


def _keep_face(matter: Matter, fact: Fact) -> KeptFace | None:
    """Return what stays public after a fact: from the first one that leads to a waiting text, to the next that does
    not."""
    if "to" not in fact.data:
        return matter.kept
    if not fact.data.get("pending"):
        return None
    return matter.kept or KeptFace(matter.texts, matter.values, matter.changed_at)


def _apply_clocks(
    running: tuple[RunningClock, ...], changed: Mapping[str, Any], stopped: Iterable[str]
) -> tuple[RunningClock, ...]:
    """Return the clocks by name: a fact's own order is lost where its ledger is stored."""
    still = {clock.name: clock for clock in running if clock.name not in set(stopped)}
    for name, data in changed.items():
        still[name] = RunningClock(
            name,
            parse_stamp(data["since"]),
            parse_stamp(data["due"]),
            data.get("article", ""),
            soon_at=parse_optional_stamp(data.get("soon")),
            reminder=bool(data.get("reminder")),
        )
    return tuple(still[name] for name in sorted(still))


def _mark_alert(matter: Matter, fact: Fact) -> Matter:
    name, alert = fact.data["clock"], fact.data["alert"]
    clocks = tuple(
        replace(clock, alerted=(*clock.alerted, alert)) if clock.name == name else clock for clock in matter.clocks
    )
    return replace(matter, clocks=_apply_clocks(clocks, fact.data.get("clocks", {}), ()))
