"""One family of refusals. A refusal is an answer, not a fault: it names what was wrong and changes nothing.

Codes are stable and public: clients and tests key on them. The HTTP status of each kind is in one table, in
`handlers/http/answer.py`.
"""

from __future__ import annotations

import string
from dataclasses import dataclass
from enum import Enum
from typing import Any, ClassVar


class RefusalKind(Enum):
    """Category of a refusal; the HTTP edge maps each to one status."""

    MALFORMED = "malformed"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    WRONG_MOMENT = "wrong_moment"
    STALE = "stale"
    TOO_LARGE = "too_large"
    UNSUPPORTED = "unsupported"
    INVALID = "invalid"
    PRECONDITION = "precondition"
    TOO_MANY = "too_many"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class FieldError:
    """One field at fault: `path` is a JSON pointer into the request, never a value of it."""

    path: str
    code: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class BilingualWords:
    """A fact of a refusal with its own words in each language: the name of a code or a thing."""

    vi: str
    en: str


class _Vietnamese(string.Formatter):
    """Separate thousands by full stops: 15.000."""

    def format_field(self, value: Any, format_spec: str) -> str:
        text = str(format(value, format_spec))
        return text.replace(",", ".") if format_spec == "," else text


_VIETNAMESE = _Vietnamese()


class Refusal(Exception):
    """Base of every refusal. Subclasses set `code`, `kind` and both texts; facts are passed as keywords.

    The texts are templates over the keywords given, so a text can name a thing, a number or a date. A code is passed as
    its `Words`. Callers never pass personal data: texts reach logs and screens of other people.
    """

    code: ClassVar[str]
    kind: ClassVar[RefusalKind]
    vi: ClassVar[str]
    en: ClassVar[str]

    def __init__(
        self,
        *,
        fields: tuple[FieldError, ...] = (),
        allowed: tuple[str, ...] = (),
        retry_after: int | None = None,
        **facts: object,
    ) -> None:
        super().__init__(self.code)
        self.fields = fields
        self.allowed = allowed
        self.retry_after = retry_after
        self.facts = facts
        self.law: tuple[str, ...] = ()
        """Articles that it rests on, as printed; a step adds them (`steps/dossier/by_law.py`)."""

    @property
    def text_vi(self) -> str:
        """Return the refusal in Vietnamese, with its facts filled in."""
        said = {name: fact.vi if isinstance(fact, BilingualWords) else fact for name, fact in self.facts.items()}
        return _VIETNAMESE.vformat(self.vi, (), said)

    @property
    def text_en(self) -> str:
        """Return the refusal in English, with its facts filled in."""
        said = {name: fact.en if isinstance(fact, BilingualWords) else fact for name, fact in self.facts.items()}
        return self.en.format_map(said)


class Malformed(Refusal):
    """The request cannot be read at all: broken JSON, unknown field, wrong type."""

    code = "malformed_request"
    kind = RefusalKind.MALFORMED
    vi = "Yêu cầu không đọc được; xem từng mục bị lỗi."
    en = "The request could not be read; see each field at fault."


class KeyMissing(Refusal):
    """A legal act was sent without its Idempotency-Key."""

    code = "idempotency_key_missing"
    kind = RefusalKind.MALFORMED
    vi = "Thiếu tiêu đề Idempotency-Key (16–128 ký tự A–Z, a–z, 0–9, - và _)."
    en = "The Idempotency-Key header is missing (16–128 characters of A–Z, a–z, 0–9, - and _)."


class KeyReused(Refusal):
    """The same key was sent with another body; replaying either outcome would be a guess."""

    code = "idempotency_key_reused"
    kind = RefusalKind.INVALID
    vi = "Khóa này đã dùng cho một nội dung khác. Dùng khóa mới cho yêu cầu mới."
    en = "This key was already used with another body. Use a new key for a new request."


class Unauthenticated(Refusal):
    """No token, or an invalid one. The reason stays in the log, not in the answer."""

    code = "unauthenticated"
    kind = RefusalKind.UNAUTHENTICATED
    vi = "Hãy đăng nhập để tiếp tục."
    en = "Sign in to continue."


class Forbidden(Refusal):
    """The caller is known and may see the thing, but not do this."""

    code = "forbidden"
    kind = RefusalKind.FORBIDDEN
    vi = "Bạn không có quyền thực hiện việc này."
    en = "You may not do this."


class OfficerSignInNeeded(Refusal):
    """An officer's rights need the officers' sign-in with its second factor, never a citizen's account."""

    code = "officer_sign_in_needed"
    kind = RefusalKind.FORBIDDEN
    vi = "Việc này cần đăng nhập bằng tài khoản công chức (có mã xác thực)."
    en = "This needs the officers' sign-in, with its code."


class CitizenAccountNeeded(Refusal):
    """An officer's account is for work; officers file their own dossiers with a citizen's account."""

    code = "citizen_account_needed"
    kind = RefusalKind.FORBIDDEN
    vi = "Tài khoản công chức không dùng để nộp hồ sơ của mình. Đăng nhập bằng tài khoản công dân."
    en = "An officer's account is not for filing your own dossier. Sign in with your citizen's account."


class OwnDossier(Refusal):
    """An officer may not act on a dossier of their own (VL-4.4: every act within one's competence)."""

    code = "own_dossier"
    kind = RefusalKind.FORBIDDEN
    vi = (
        "Bạn không được xử lý hồ sơ của chính mình (bạn là người nộp hoặc người được nộp thay). "
        "Nhờ đồng nghiệp cùng vai trò tại đơn vị xử lý."
    )
    en = (
        "You may not act on your own dossier (you are its filer, or the represented person). "
        "Ask a colleague with the same role in the unit."
    )


class PreparedAlone(Refusal):
    """The outcome of a dossier takes two officers: the officer who prepared it does not sign it as well
    (NĐ 61/2018 19.2)."""

    code = "prepared_alone"
    kind = RefusalKind.FORBIDDEN
    vi = (
        "Chỉ một mình bạn đã thụ lý hồ sơ này nên bạn không tự ký kết quả. "
        "Giao cho một công chức khác thụ lý và trình ký, hoặc nhờ người khác có thẩm quyền ký."
    )
    en = (
        "You alone have worked on this dossier, so you do not sign its outcome as well. "
        "Assign it to another officer who proposes the outcome, or have another head sign."
    )


class OwnProposal(Refusal):
    """Proposer and approver are never the same person."""

    code = "own_proposal"
    kind = RefusalKind.FORBIDDEN
    vi = "Bạn không được duyệt đề nghị do chính mình lập."
    en = "You may not decide on your own proposal."


class NotFound(Refusal):
    """Not found, or not visible to the caller: both read the same."""

    code = "not_found"
    kind = RefusalKind.NOT_FOUND
    vi = "Không tìm thấy, hoặc bạn không có quyền xem."
    en = "Not found, or you may not see it."


class WrongMoment(Refusal):
    """The step is not allowed in the dossier's present state; `allowed` lists the steps that are."""

    code = "wrong_moment"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Không thực hiện được bước “{step}” khi hồ sơ ở trạng thái “{state}”."
    en = "The step “{step}” is not possible while the dossier is “{state}”."


class Stale(Refusal):
    """Conflict: the version the caller read is no longer the current one."""

    code = "stale_version"
    kind = RefusalKind.STALE
    vi = "Nội dung vừa được người khác cập nhật. Xem thay đổi rồi gửi lại."
    en = "Someone else has just changed this. See the change, then send again."


class VersionMissing(Refusal):
    """An officer's step must name the version on which it was decided."""

    code = "version_missing"
    kind = RefusalKind.PRECONDITION
    vi = 'Thiếu tiêu đề If-Match: "<phiên bản>".'
    en = 'The If-Match: "<version>" header is missing.'


class TooLarge(Refusal):
    """Over a size limit that is known beforehand."""

    code = "too_large"
    kind = RefusalKind.TOO_LARGE
    vi = "Nội dung gửi vượt quá giới hạn {limit}."
    en = "The content is over the limit of {limit}."


class Invalid(Refusal):
    """Readable, but not acceptable: each field at fault is named."""

    code = "invalid"
    kind = RefusalKind.INVALID
    vi = "Có mục chưa đúng; xem từng mục bị lỗi."
    en = "Some fields are not right; see each field at fault."


class Busy(Refusal):
    """The store could not finish the write in time. Nothing was written; the same key may be sent again."""

    code = "busy"
    kind = RefusalKind.UNAVAILABLE
    vi = "Hệ thống đang bận, chưa ghi gì. Hãy gửi lại sau ít giây."
    en = "The system is busy and wrote nothing. Send again in a few seconds."
