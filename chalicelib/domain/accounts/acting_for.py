"""Acting for another person: by what right, and what is refused. Only values, which every function loads; the logic is
in `domain/accounts/authorisation.py`."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.accounts.roles import ActingFor
from chalicelib.domain.shared.errors import Refusal, RefusalKind

CONSENT, PAPER, CHILD = "consent", "paper", "child"
"""By what right somebody files for another person: the other one has consented in their own account, has signed a
paper, or is the filer's child."""

ORGANISATION_CODE = "MDD"
"""The kind of identity number of an organisation (code list `identity_document_types`)."""


@dataclass(frozen=True, slots=True)
class Authority:
    """By what right a dossier was filed for another person; `authorisation` is the consent between accounts, `number`
    and `signed_on` are those of a paper, and `revoked_by` says who ended it: the principal or the desk."""

    basis: str
    authorisation: str = ""
    number: str = ""
    signed_on: str = ""
    revoked_by: str = ""

    @property
    def is_paper_in_force(self) -> bool:
        """Return whether it rests on a signed paper that nobody has revoked."""
        return self.basis == PAPER and not self.revoked_by

    @property
    def is_parental_in_force(self) -> bool:
        """Return whether a parent filed it for a child, whose coming of age nobody has recorded."""
        return self.basis == CHILD and not self.revoked_by


class PrincipalNotOpen(Refusal):
    """The principal's account cannot be used now, and so neither can what it has consented to."""

    code = "principal_not_open"
    kind = RefusalKind.FORBIDDEN
    vi = "Tài khoản của người ủy quyền {standing}; bạn chưa làm thay được. Nội dung đã nhập vẫn còn."
    en = "The principal's account is {standing}, so you cannot act for them now. What you typed is kept."


class PrincipalGone(Refusal):
    """Nobody signs in to the principal's account any more, and nobody acts by what it has consented to: its holder has
    died, or the account was never theirs."""

    code = "principal_gone"
    kind = RefusalKind.FORBIDDEN
    vi = "Tài khoản của người ủy quyền không còn dùng được, nên ủy quyền này hết hiệu lực. Nội dung đã nộp vẫn còn."
    en = "The principal's account is no longer in use, so this authorisation has ended. What was filed is kept."


class NotForAnother(Refusal):
    """The request is made for another person, but what it asks for is everybody's own."""

    code = "not_for_another"
    kind = RefusalKind.FORBIDDEN
    vi = "Việc này mỗi người tự làm cho mình. Chọn làm cho chính mình, rồi thử lại."
    en = "Everybody does this for themselves alone. Choose to act for yourself, then try again."


class ActingForNeeded(Refusal):
    """The filing or dossier is somebody else's, and the request does not say for whom it is made."""

    code = "acting_for_needed"
    kind = RefusalKind.FORBIDDEN
    vi = "Hồ sơ này bạn làm thay người khác. Chọn người mà bạn làm thay, rồi thử lại."
    en = "You act for somebody else in this matter. Choose for whom you act, then try again."


class AuthorityEnded(Refusal):
    """The paper by which somebody filed the dossier for another person was revoked."""

    code = "authority_revoked"
    kind = RefusalKind.FORBIDDEN
    vi = "Giấy ủy quyền của hồ sơ này đã bị chấm dứt; bạn không làm thay được nữa. Nội dung đã nộp vẫn còn."
    en = "The authorisation for this dossier was revoked, so you can no longer act in it. What you filed is kept."


class AuthorisationTooNarrow(Refusal):
    """The authorisation does not cover what its agent wants to do."""

    code = "authorisation_too_narrow"
    kind = RefusalKind.FORBIDDEN
    vi = "Ủy quyền không gồm thủ tục này. Hãy xin ủy quyền khác."
    en = "The authorisation does not cover this procedure. Ask for another one."


def require_covered(acting: ActingFor, procedure: str, field: str) -> None:
    """Raise AuthorisationTooNarrow unless the agent may file under the procedure."""
    limited = bool(acting.procedures or acting.fields)
    if acting.dossier or (limited and procedure not in acting.procedures and field not in acting.fields):
        raise AuthorisationTooNarrow()


def describe_principal(acting: ActingFor) -> dict[str, str]:
    """Return the principal as a filing names the person for whom it is made: what their own sign-in proved."""
    named = {"full_name": acting.full_name, "id_number": acting.id_number}
    return {**named, "id_type": ORGANISATION_CODE} if acting.organisation else named
