"""Authorisations between people: request or offer one, reply to it, list one's own. Load, decide, save with a notice to
the other person."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Protocol

from chalicelib.domain.accounts.authorisation import (
    Authorisation,
    AuthorisationReply,
    AuthorisedPerson,
    Side,
    Standing,
    find_side,
    reply_to_authorisation,
    require_proven,
    sort_authorisations,
)
from chalicelib.domain.accounts.authorisation_wish import Wish, open_authorisation
from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.dossier.dossier import trim_key
from chalicelib.domain.notices.inbox import InboxMessage
from chalicelib.domain.notices.notice_rules import LANGUAGES
from chalicelib.domain.security.quotas import QuotaUse
from chalicelib.domain.shared.errors import KeyReused, NotFound
from chalicelib.steps.dossier.command import retry_conflicts
from chalicelib.steps.dossier.context import Command

ABOUT = "authorisations"
"""The address of the page to which a message leads."""

FindNamed = Callable[[AuthorisedPerson, datetime], str]
"""Return the account of the person whose proven number and name these are; "" for nobody who is known here."""


class Authorisations(Protocol):
    """The store of authorisations."""

    def load(self, authorisation_id: str) -> Authorisation | None:
        """Return an authorisation, read consistently."""

    def list_by_number(self, id_number: str, real_now: datetime) -> Sequence[Authorisation]:
        """Return the authorisations of the person with a number."""

    def save(
        self,
        authorisation: Authorisation,
        by: str,
        messages: Sequence[tuple[str, InboxMessage]],
        real_now: datetime,
        quotas: Sequence[QuotaUse] = (),
    ) -> None:
        """Store it with the change and the messages; raise Conflict when somebody changed it first."""


def list_own(records: Authorisations, actor: Actor, real_now: datetime) -> tuple[Authorisation, ...]:
    """Return the actor's authorisations on either side, the newest first; none without a proven identity."""
    number = actor.identity.id_number if actor.identity and actor.citizen else ""
    found = records.list_by_number(number, real_now) if number else ()
    return sort_authorisations([each for each in found if _is_own(each, actor)])


def _is_own(authorisation: Authorisation, actor: Actor) -> bool:
    try:
        find_side(authorisation, actor)
    except NotFound:
        return False
    return True


def request_authorisation(
    records: Authorisations, find_named: FindNamed, command: Command[Any], wish: Wish
) -> Authorisation:
    """Request, or offer, an authorisation; the other person is notified where they are known here, which the answer
    does not show. A repeated command returns the first one."""

    def try_once() -> Authorisation:
        if (first := records.load(command.dossier_id)) is not None:
            return _require_same(first, command)
        made = open_authorisation(command.dossier_id, command.actor, wish, command.now)
        kept = _remember(made, command)
        messages = _write_messages(kept, wish.side, find_named, command)
        records.save(kept, command.actor.sub, messages, command.real_now, command.quotas)
        return kept

    return retry_conflicts(try_once)


def reply_once(
    records: Authorisations, find_named: FindNamed, command: Command[Any], reply: AuthorisationReply
) -> Authorisation:
    """Accept, decline or revoke an authorisation; the other person is notified. Raise NotFound for a stranger."""

    def try_once() -> Authorisation:
        stored = records.load(command.dossier_id)
        if stored is None:
            raise NotFound()
        if trim_key(command.full_key) in {key.partition("|")[0] for key in stored.keys}:
            find_side(stored, command.actor)
            return _require_same(stored, command)
        after = reply_to_authorisation(stored, command.actor, reply, command.version or 0, command.now)
        kept = _remember(after, command)
        messages = _write_messages(kept, find_side(kept, command.actor), find_named, command)
        records.save(kept, command.actor.sub, messages, command.real_now, command.quotas)
        return kept

    return retry_conflicts(try_once)


def read_own(records: Authorisations, actor: Actor, authorisation_id: str) -> Authorisation:
    """Return one of the actor's authorisations; raise NotFound."""
    require_proven(actor)
    found = records.load(authorisation_id)
    if found is None:
        raise NotFound()
    find_side(found, actor)
    return found


def _remember(authorisation: Authorisation, command: Command[Any]) -> Authorisation:
    key = f"{trim_key(command.full_key)}|{command.digest}"
    return replace(authorisation, keys=(*authorisation.keys, key)[-8:])


def _require_same(authorisation: Authorisation, command: Command[Any]) -> Authorisation:
    """Return what the same command made before; raise KeyReused for another one under its key."""
    if f"{trim_key(command.full_key)}|{command.digest}" not in authorisation.keys:
        raise KeyReused()
    return authorisation


def _write_messages(
    authorisation: Authorisation, by: Side, find_named: FindNamed, command: Command[Any]
) -> list[tuple[str, InboxMessage]]:
    """Return the message to the other person, where they are known here."""
    other, now = authorisation.get_person(by.other), command.now
    to = other.sub or find_named(other, command.real_now)
    if not to:
        return []
    withdrawn = authorisation.standing is Standing.REVOKED and authorisation.answered_at is None
    text = _WITHDRAWN[by] if withdrawn else _TEXTS[authorisation.standing, by]
    words: Mapping[str, Mapping[str, str]] = {
        language: {"subject": text[language][0], "body": text[language][1]} for language in LANGUAGES
    }
    number = f"{now.astimezone(UTC):%Y%m%dT%H%M%S%f}-{authorisation.id}-{authorisation.version:08d}"
    message = InboxMessage(
        number, dossier_id="", seq=0, notice=ABOUT, official=False, at=now, words=words, about=ABOUT
    )  # fmt: skip
    return [(to, message)]


_SEE = {"vi": "Xem ở mục Ủy quyền.", "en": "See it under Authorisations."}


def _build_texts(vi: str, en: str, vi_more: str, en_more: str) -> dict[str, tuple[str, str]]:
    return {"vi": (vi, f"{vi_more} {_SEE['vi']}"), "en": (en, f"{en_more} {_SEE['en']}")}


_TEXTS: Mapping[tuple[Standing, Side], Mapping[str, tuple[str, str]]] = {
    (Standing.REQUESTED, Side.AGENT): _build_texts(
        "Có người xin làm thay bạn", "Somebody asks to act for you", "Chỉ khi bạn đồng ý thì họ mới làm thay được.",
        "They can do so only if you agree."),
    (Standing.REQUESTED, Side.PRINCIPAL): _build_texts(
        "Có người muốn ủy quyền cho bạn", "Somebody wants to authorise you", "Bạn nhận lời hoặc từ chối.",
        "Accept it or decline it."),
    (Standing.ACTIVE, Side.PRINCIPAL): _build_texts(
        "Bạn được ủy quyền", "You are authorised", "Người ủy quyền đã đồng ý: bạn nộp và theo dõi hồ sơ thay họ được.",
        "The principal has agreed: you can file for them and follow what you filed."),
    (Standing.ACTIVE, Side.AGENT): _build_texts(
        "Người được ủy quyền đã nhận lời", "Your agent has accepted", "Người bạn ủy quyền nộp hồ sơ thay bạn được.",
        "The person you authorised can now file for you."),
    (Standing.DECLINED, Side.PRINCIPAL): _build_texts(
        "Yêu cầu ủy quyền bị từ chối", "Your request was declined", "Người kia không đồng ý ủy quyền cho bạn.",
        "The other person does not authorise you."),
    (Standing.DECLINED, Side.AGENT): _build_texts(
        "Đề nghị ủy quyền bị từ chối", "Your offer was declined", "Người kia không nhận ủy quyền của bạn.",
        "The other person does not take your authorisation."),
    (Standing.REVOKED, Side.PRINCIPAL): _build_texts(
        "Ủy quyền đã chấm dứt", "An authorisation was revoked", "Bạn không làm thay người ủy quyền được nữa.",
        "You can no longer act for the principal."),
    (Standing.REVOKED, Side.AGENT): _build_texts(
        "Ủy quyền đã chấm dứt", "An authorisation was revoked", "Người được ủy quyền không làm thay bạn nữa.",
        "Your agent no longer acts for you."),
}  # fmt: skip
"""Subject and text of the message to the other person, by the outcome and who acted."""

_WITHDRAWN: Mapping[Side, Mapping[str, tuple[str, str]]] = {
    Side.AGENT: _build_texts(
        "Yêu cầu ủy quyền đã được rút", "A request was withdrawn", "Người xin làm thay bạn không cần nữa.",
        "The person who asked to act for you no longer wants to."),
    Side.PRINCIPAL: _build_texts(
        "Đề nghị ủy quyền đã được rút", "An offer was withdrawn", "Người muốn ủy quyền cho bạn đã đổi ý.",
        "The person who wanted to authorise you no longer does."),
}  # fmt: skip
"""The same for what was withdrawn before it was answered."""
