"""The content of the sight table, computed independently of the code that decides by it."""

from __future__ import annotations

from collections.abc import Collection

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.privacy.sight_table import TABLE
from chalicelib.domain.privacy.sight_words import Content, OnlyIf, SightPlace


def is_said(
    role: Role,
    places: Collection[SightPlace],
    state: State,
    content: Content,
    *,
    true: Collection[OnlyIf] = (),
    stages: Collection[str] = (),
) -> bool:
    """Whether a role at these places sees a content in a state; `true` are the conditions that the dossier meets,
    `stages` what the law gives postal staff."""
    return any(
        role in row.roles
        and row.place in places
        and state in row.states
        and content in row.contents
        and (row.only_if is None or row.only_if in true)
        and (not row.stage or row.stage in stages)
        for row in TABLE
    )
