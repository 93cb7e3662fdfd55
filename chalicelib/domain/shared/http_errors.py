"""Refusals of the HTTP edge: they concern the request, not a dossier."""

from __future__ import annotations

from chalicelib.domain.shared.errors import FieldError, Malformed, Refusal, RefusalKind


class UnsupportedMedia(Refusal):
    """The body is not sent as JSON."""

    code = "unsupported_media_type"
    kind = RefusalKind.UNSUPPORTED
    vi = "Chỉ nhận nội dung dạng application/json (UTF-8)."
    en = "Only application/json (UTF-8) is accepted."


class TooMany(Refusal):
    """The caller's address has exceeded its request limit for this window."""

    code = "too_many_requests"
    kind = RefusalKind.TOO_MANY
    vi = "Bạn đã gửi quá nhiều yêu cầu. Hãy thử lại sau ít phút."
    en = "Too many requests. Try again in a few minutes."


def build_bad_cursor(path: str = "/query/cursor") -> Malformed:
    """Refuse a page cursor that belongs to another caller or list, or was not issued here."""
    vi, en = "Con trỏ trang không hợp lệ; tải lại danh sách.", "This page cursor is not valid; reload the list."
    return Malformed(fields=(FieldError(path, "bad_cursor", vi, en),))
