"""What a command works with: its dependencies, what is asked, the moment of deciding, and the decision."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, TypeVar

from chalicelib.domain.accounts.filed_account import FiledAccount
from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.flow.transitions import Transition
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.papers.paper import Paper
from chalicelib.domain.security.quotas import QuotaUse
from chalicelib.steps.dossier.items import ItemName
from chalicelib.steps.dossier.ports import Change, Codes, Dossiers, ExtraPut, Loaded, Reference

B = TypeVar("B", covariant=True)
"""The body of a command: the request's model, or the data of a command of the system; `object` where none is read."""
C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class Dependencies:
    """Dependencies of a step: the stores, the law and catalogue in force, a source of salts, and the key of the counter
    search's digests (a process without the key reads the personal parts instead), and the finder of the account that a
    filing at the counter belongs to."""

    dossiers: Dossiers
    codes: Codes
    reference: Reference
    salt: Callable[[], str]
    keep: Callable[[Paper], None]
    find_person: Callable[[str, str, datetime], str] = lambda number, full_name, real_now: ""
    """The person whose proven number and name these are; "" for nobody who is known here."""
    local: bool = False
    simulated: bool = False
    read_search_key: Callable[[datetime], bytes] | None = None
    find_account: Callable[[str], FiledAccount | None] | None = None


@dataclass(frozen=True, slots=True)
class Command(Generic[B]):
    """One incoming command: caller, time (legal and real), dossier, body, key, version, and its use of the caller's
    quotas. A command with a key also carries the digest of its body (`digest_body`): the same key with another digest
    is refused."""

    step: str
    dossier_id: str
    actor: Actor
    now: datetime
    real_now: datetime
    body: B
    key: str = ""
    version: int | None = None
    digest: str = ""
    quotas: tuple[QuotaUse, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a key without a digest: a repeat could not be distinguished from another command."""
        if self.key and not self.digest:
            raise ValueError("a command with a key needs the digest of its body")

    @property
    def dates(self) -> CaseDates:
        """The moments of an act before any dossier: the law of the act applies."""
        return CaseDates(self.now)

    @property
    def ledger_record(self) -> dict[str, str]:
        """The ledger's record of a command with a key: the key's owner (caller, step, dossier), and the digest of the
        body."""
        return {"key": self.full_key, "digest": self.digest} if self.key else {}

    @property
    def full_key(self) -> str:
        """The command's key, made unique by caller, step and dossier."""
        return _digest_text("|".join((self.actor.sub, self.step, self.dossier_id, self.key)))

    @property
    def idem(self) -> str:
        """The key of a command that leaves no fact; empty for commands without one."""
        return self.full_key if self.key else ""


def digest_body(plain: Mapping[str, object]) -> str:
    """Return the digest of a body as plain data, in any order of its fields. Stored keys are compared with it for
    as long as they are kept: it never changes."""
    return _digest_text(json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str))


def _digest_text(text: str) -> str:
    """Return a digest of 128 bits as 22 letters, practically free of collisions."""
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()[:16]).decode().rstrip("=")


@dataclass(frozen=True, slots=True)
class Decision:
    """The result of a step: facts in order, and the other items of the same transaction."""

    facts: tuple[NewFact, ...]
    erased: tuple[str, ...] = ()
    extras: tuple[ExtraPut, ...] = ()
    gone: tuple[ItemName, ...] = ()
    draft_gone: int | None = None
    reindex: bool = False
    also: Change | None = None


@dataclass(frozen=True, slots=True)
class StepContext(Generic[B]):
    """A permitted step: the dossier, the transition that allows it (None for a decision on a request) and the acting
    role. `line` is that of the paper register when the step was taken during an outage; the command then has its true
    time. `receiving` marks the valid reception itself, from which the dossier keeps its law."""

    dossier: Dossier
    transition: Transition | None
    role: Role
    unit: str
    loaded: Loaded
    command: Command[B]
    deps: Dependencies
    line: BackEntryLine | None = None
    receiving: bool = False

    @property
    def row(self) -> Transition:
        """The row of the flow table by which the step is taken."""
        if self.transition is None:
            raise ValueError("a decision on a request is no row of the flow table")
        return self.transition

    @property
    def now(self) -> datetime:
        """Legal time of the act."""
        return self.command.now

    @property
    def body(self) -> B:
        """The validated request body."""
        return self.command.body

    @property
    def dates(self) -> CaseDates:
        """The moments on which the dossier's rules rest."""
        dates = self.dossier.build_dates(self.command.now)
        return replace(dates, received_at=self.command.now) if self.receiving else dates

    def replace_body(self, body: C, row: Transition) -> StepContext[C]:
        """Return the same command as another row of the flow sees it: with that row and the body that it reads."""
        command = self.command
        other = Command(
            command.step,
            command.dossier_id,
            command.actor,
            command.now,
            command.real_now,
            body,
            command.key,
            command.version,
            command.digest,
            command.quotas,
        )
        return StepContext(
            self.dossier, row, self.role, self.unit, self.loaded, other, self.deps, self.line, self.receiving
        )

    def find_rule(self, param: str, **scope: str) -> Ruling:
        """The rule for this dossier, on the day of the parameter's own event."""
        return self.deps.reference.find_rule(param, self.dates, **scope)


@dataclass(frozen=True, slots=True)
class BackEntryLine:
    """One line of the register: in which outage, when the step was taken, and the rules that let it be entered."""

    outage: str
    at: datetime
    rules: tuple[Ruling, ...]

    def stamp_fact(self, fact: NewFact) -> NewFact:
        """Return the fact with its true time and the outage, and the articles in addition to its own."""
        cites = tuple(rule.cite for rule in self.rules if rule.cite not in fact.law)
        data = {**fact.data, "register": {"outage": self.outage}}
        return replace(fact, data=data, law=(*fact.law, *cites), occurred_at=fact.occurred_at or self.at)
