"""The counter's tablet: an officer opens it for one ended dossier, and its applicant answers there.

The officer gets a code and sees no answer. The person who enters the code is the applicant's side for that one dossier
and that one step; the code is used up in the transaction of the rating.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from chalicelib.domain.accounts.identity_proofing import is_party
from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.dossier.code_words import STEP_WORDS, state_words
from chalicelib.domain.dossier.permission import find_acting_role
from chalicelib.domain.dossier.rating_code import (
    CODE_LENGTH,
    CODE_LETTERS,
    CODE_LIVES,
    RatingCode,
    RatingCodeInvalid,
    normalise_code,
)
from chalicelib.domain.flow.flow_actors import OPENS_TABLET
from chalicelib.domain.flow.flow_table import RATED_IN
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.shared.errors import Forbidden, OwnDossier, Refusal, RefusalKind, WrongMoment
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.items import RatingCodeItem
from chalicelib.steps.dossier.parties import list_people
from chalicelib.steps.dossier.ports import ExtraPut, Loaded
from chalicelib.steps.handover.rate import build_rating, require_open

if TYPE_CHECKING:
    from chalicelib.domain.dossier.dossier import Dossier
    from chalicelib.models.engagement.ratings import TabletBody
    from chalicelib.steps.dossier.reader import Reader

GUEST = "tablet"
"""The account that facts record for an applicant at the tablet: nobody has signed in."""


class AlreadyRated(Refusal):
    """The dossier was rated before; on the tablet a rating is given, not changed."""

    code = "already_rated"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Hồ sơ này đã được đánh giá. Muốn sửa, hãy đăng nhập và mở hồ sơ."
    en = "This dossier was rated already. To change the rating, sign in and open the dossier."


class RatingCodes(Protocol):
    """Codes of the tablet, by digests that cannot be guessed."""

    def digest(self, code: str, real_now: datetime) -> str:
        """Return the name under which a code is stored."""

    def create(self, digest: str, code: RatingCode) -> None:
        """Store a new code; the store deletes it after its end."""

    def find(self, digest: str) -> RatingCode | None:
        """Return a stored code."""


@dataclass(frozen=True, slots=True)
class OpenedTablet:
    """The code for the applicant, and until when it can be used."""

    code: str
    ends_at: datetime


def open_tablet(reader: Reader, codes: RatingCodes, draw: Callable[[str, int], str], dossier_id: str) -> OpenedTablet:
    """Return a code for the applicant of an ended dossier at the officer's counter; opening it is on record as a view
    of the dossier. Raise Forbidden for other officers, OwnDossier for the applicant as an officer, AlreadyRated when a
    code could not be used."""
    dossier, sight = reader.require_seen(dossier_id, "rating_code")
    if sight.is_owner or is_party(reader.actor.numbers, list_people(reader.deps, dossier)):
        raise OwnDossier()
    worn = find_acting_role(reader.actor, dossier, OPENS_TABLET, reader.now)
    if worn is None:
        raise Forbidden()
    if dossier.state not in RATED_IN:
        raise WrongMoment(step=STEP_WORDS[Step.RATE], state=state_words(dossier.state))
    _require_unrated(dossier)
    require_open(_build_context(reader, dossier))
    made = RatingCode(dossier.id, worn[1], reader.real_now + CODE_LIVES)
    code = draw(CODE_LETTERS, CODE_LENGTH)
    codes.create(codes.digest(code, reader.real_now), made)
    return OpenedTablet(code, made.ends_at)


def find_rated_dossier(deps: Dependencies, codes: RatingCodes, code: str, real_now: datetime) -> Dossier:
    """Return the dossier of a code that can be used. Raise RatingCodeInvalid, or AlreadyRated."""
    stored = codes.find(codes.digest(normalise_code(code), real_now))
    if stored is None or not stored.is_good(real_now):
        raise RatingCodeInvalid()
    dossier = deps.dossiers.load(stored.dossier_id).dossier
    if dossier is None:
        raise RatingCodeInvalid()
    _require_unrated(dossier)
    return dossier


def submit_tablet_rating(deps: Dependencies, codes: RatingCodes, command: Command[TabletBody]) -> CommandResult:
    """Record the rating of the code's dossier, and use the code up. A repeat returns the first outcome."""
    digest = codes.digest(normalise_code(command.body.code), command.real_now)
    stored = codes.find(digest)
    if stored is None:
        raise RatingCodeInvalid()
    item, dossier_id = RatingCodeItem(digest), stored.dossier_id
    guest = Actor(GUEST, guest_of=dossier_id)

    def decide_on_tablet(context: StepContext[TabletBody]) -> Decision:
        if (held := context.loaded.extra.get(item)) is None:
            raise RatingCodeInvalid()
        current = unpack_value(RatingCode, {name: value for name, value in held.items() if name != "version"})
        if not current.is_good(command.real_now):
            raise RatingCodeInvalid()
        _require_unrated(context.dossier)
        decision = build_rating(context, way=GUEST, desk=current.unit)
        used = ExtraPut(item, pack_value(replace(current, used=True)), held["version"], ends_at=current.ends_at)
        return replace(decision, extras=(used,))

    as_guest = replace(command, dossier_id=dossier_id, actor=guest)
    return run_step(deps, as_guest, Step.RATE, decide_on_tablet, extra=[item])


def _require_unrated(dossier: Dossier) -> None:
    if dossier.rating is not None:
        raise AlreadyRated()


def _build_context(reader: Reader, dossier: Dossier) -> StepContext[object]:
    command = Command(Step.RATE.value, dossier.id, reader.actor, reader.now, reader.real_now, None)
    return StepContext(dossier, None, Role.APPLICANT, "", Loaded(dossier), command, reader.deps)
