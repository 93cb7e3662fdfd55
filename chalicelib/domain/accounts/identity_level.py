"""The level of the electronic identity that a procedure asks for of who files online.

A level is the procedure's own law, with its article; most procedures have none. At a desk the officer sees the person,
and foreigners and organisations have no level, so nothing is asked of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.accounts.proven_identity import CITIZEN, ProvenIdentity
from chalicelib.domain.shared.errors import Refusal, RefusalKind

LEVELS = (1, 2)


@dataclass(frozen=True, slots=True)
class IdentityDemand:
    """A level, and the article that asks for it."""

    level: int
    article: str


class IdentityLevelNeeded(Refusal):
    """The filer signed in with a lower level than the procedure asks for, or with none."""

    code = "identity_level_needed"
    kind = RefusalKind.FORBIDDEN
    vi = (
        "Nộp trực tuyến thủ tục này cần tài khoản định danh điện tử mức độ {level} ({article}). Hãy nâng mức tài khoản "
        "tại cơ quan Công an rồi đăng nhập lại, hoặc nộp tại Bộ phận Một cửa. Hồ sơ nháp được giữ lại."
    )
    en = (
        "Filing this procedure online needs an electronic identity of level {level} ({article}). Raise its level at a "
        "police office and sign in again, or file at a one-stop counter. Your draft is kept."
    )


def require_level(demand: IdentityDemand | None, identity: ProvenIdentity | None) -> None:
    """Raise IdentityLevelNeeded for a citizen below the level that is asked for, and for who has proven nothing."""
    if demand is None or (identity is not None and (identity.kind != CITIZEN or identity.level >= demand.level)):
        return
    raise IdentityLevelNeeded(level=demand.level, article=demand.article)
