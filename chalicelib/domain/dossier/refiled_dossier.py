"""What a dossier that was filed again must have before it is received."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.domain.dossier.refiling import RefilingIncomplete
from chalicelib.domain.shared.errors import FieldError

if TYPE_CHECKING:
    from chalicelib.domain.dossier.dossier import Dossier


def require_whole(dossier: Dossier) -> None:
    """Refuse to receive a dossier that still lacks what its procedure requires."""
    origin = dossier.refiled_from
    if origin is None or not (origin.lacking or origin.lacking_fields):
        return
    vi, en = "Chưa có trong hồ sơ đã nộp.", "Not in the filed dossier."
    fields = [FieldError(f"/components/{key}", "component_missing", vi, en) for key in origin.lacking]
    fields += [FieldError(f"/form_fields/{key}", "answers_missing", vi, en) for key in origin.lacking_fields]
    raise RefilingIncomplete(count=len(fields), fields=tuple(fields))
