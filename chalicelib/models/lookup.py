"""Look-up without signing in, by text message and at kiosks."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from chalicelib.domain.flow.flow_words import State
from chalicelib.domain.search.public_status import LONGEST_TYPED
from chalicelib.domain.search.status_links import LONGEST
from chalicelib.models.http.base import Body, NamedView, View


class LookupBody(Body):
    """A dossier code as on the receipt, or the number of the filing, as `code`; or the token behind the `#` of a slip's
    link: one of the two."""

    code: Annotated[str, Field(min_length=1, max_length=LONGEST_TYPED)] | None = None
    link: Annotated[str, Field(min_length=1, max_length=LONGEST)] | None = None

    @model_validator(mode="after")
    def one(self) -> LookupBody:
        """Exactly one way to ask."""
        if (self.code is None) == (self.link is None):
            raise ValueError("one of code and link")
        return self


class CompletionView(View):
    """Where it stands: the state in words, and steps done of all; `progress` is what the line-of-business system of
    the agency reports meanwhile."""

    state: State
    name: NamedView
    done: int
    of: int
    progress: NamedView | None


class LookupView(View):
    """All that is told without signing in (TT 01/2018 16.2.d). `void_code` is the code asked for when it is void: what
    is told is then the dossier that took its place; `refiled_as` is that dossier's number where a slip's link leads to
    the void one."""

    code: str
    completion: CompletionView | None
    refiled_as: str | None
    void_code: str | None


class OpenRoute(View):
    """A route that works without signing in."""

    method: str
    path: str


class KioskView(View):
    """What a machine at a reception point may use; `article` is empty where no rule of the day speaks of them."""

    routes: list[OpenRoute]
    idle_seconds: int
    listed: bool
    article: str
