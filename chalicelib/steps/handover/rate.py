"""Rate: the applicant says how an ended dossier was settled, once, and may change it for some days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from chalicelib.domain.dossier.effects.rating import TEXT_PART
from chalicelib.domain.dossier.rating import RatingRules, list_faults
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger import payloads
from chalicelib.domain.shared.errors import Invalid, Refusal, RefusalKind
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.guards import build_text_part, list_cites

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from chalicelib.domain.law.rulings import Ruling
    from chalicelib.domain.ledger.payload_types.ending import Rated
    from chalicelib.models.engagement.ratings import RateBody


class AnswersBody(Protocol):
    """A body with the answers of a rating."""

    @property
    def answers(self) -> Mapping[str, int]:
        """Answers by question."""

    @property
    def reasons(self) -> Sequence[str]:
        """Codes of the reasons of low answers."""

    @property
    def text(self) -> str | None:
        """The applicant's words."""


class RatingFinal(Refusal):
    """The dossier was rated, and the days in which the rating may be changed are over."""

    code = "rating_final"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Hồ sơ này đã được đánh giá; chỉ sửa được đến hết ngày {until}."
    en = "This dossier was rated already; the rating could be changed until {until}."


class RatingElsewhere(Refusal):
    """The dossier was replaced by one under the right procedure; that one is rated."""

    code = "rating_elsewhere"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Hồ sơ này đã được thay bằng hồ sơ {number}; hãy đánh giá hồ sơ đó."
    en = "This dossier was replaced by {number}; rate that one."


class RatingErased(Refusal):
    """The dossier's personal data are erased, or about to be: nothing is added."""

    code = "rating_erased"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Dữ liệu của hồ sơ này đã có lệnh xóa, nên không ghi thêm đánh giá."
    en = "The data of this dossier were ordered to be erased; no rating is added."


def give_rating(deps: Dependencies, command: Command[RateBody]) -> CommandResult:
    """Record the applicant's rating, or change it (HUE-7.5, QN-3.6)."""
    return run_step(deps, command, Step.RATE, decide_rating)


def decide_rating(context: StepContext[RateBody]) -> Decision:
    """Record the answers of the owner who has signed in."""
    return build_rating(context, way=context.body.way)


def build_rating(context: StepContext[AnswersBody], *, way: str, desk: str = "") -> Decision:
    """The answers are part of the ledger; the words are a personal part, so that they can be erased. `desk` is the unit
    on whose tablet they were given."""
    require_open(context)
    body, asked = context.body, context.find_rule("rating.questions")
    rules = read_rules(context.find_rule)
    if faults := list_faults(body.answers, body.reasons, body.text, rules):
        with cite_on_refusal(asked):
            raise Invalid(fields=faults)
    data: Rated = {
        "way": way,
        "answers": dict(body.answers),
        "weights": {question: rules.weights[question] for question in body.answers},
    }
    if body.reasons:
        data["reasons"] = list(body.reasons)
    if desk:
        data["desk"] = desk
    text = build_text_part(context, TEXT_PART, body.text)
    return Decision((payloads.RATED.build(data, text, list_cites(asked)),))


def require_open(context: StepContext[object]) -> None:
    """Refuse a rating that would come too late or concern no ended dossier."""
    dossier = context.dossier
    if dossier.refiled_into is not None:
        raise RatingElsewhere(number=dossier.refiled_into.receipt_no)
    if dossier.erasure is not None and dossier.erasure.ordered_at is not None:
        raise RatingErased()
    if dossier.rating is None:
        return
    days = context.find_rule("rating.change_days")
    until = dossier.rating.find_last_day(days.to_int())
    if context.now.astimezone(VIETNAM).date() > until:
        with cite_on_refusal(days):
            raise RatingFinal(until=f"{until:%d/%m/%Y}")


def read_rules(find_rule: Callable[..., Ruling]) -> RatingRules:
    """Return how a rating is given, by the rules of a case or a day."""
    questions = find_rule("rating.questions").list_words()
    return RatingRules(
        weights={question: find_rule("rating.weight", question=question).to_int() for question in questions},
        satisfied_from=find_rule("rating.satisfied_from").to_int(),
        reasons=find_rule("rating.reasons").list_words(),
    )
