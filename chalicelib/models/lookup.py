"""Look-up without signing in, by text message and at kiosks."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from chalicelib.domain.flow.flow_words import State
from chalicelib.domain.search.public_status import LONGEST_TYPED
from chalicelib.domain.search.status_links import LONGEST
from chalicelib.models.http.base import Body, NamedView, View


class LookupBody(Body):
    """A dossier code as on the receipt, or the number of the filing, as `code`; or the token after the `#` of a slip's
    link: exactly one of the two."""

    code: Annotated[str, Field(min_length=1, max_length=LONGEST_TYPED)] | None = None
    link: Annotated[str, Field(min_length=1, max_length=LONGEST)] | None = None

    @model_validator(mode="after")
    def require_one_way(self) -> LookupBody:
        """Require exactly one key of look-up."""
        if (self.code is None) == (self.link is None):
            raise ValueError("one of code and link")
        return self


class CompletionView(View):
    """State of a dossier in words, and steps done of all; `progress` is the report of the agency's line-of-business
    system."""

    state: State
    name: NamedView
    done: int
    of: int
    progress: NamedView | None


class LookupView(View):
    """All data shown without signing in (TT 01/2018 16.2.d). `void_code` is the requested code when it is void: the
    data are then those of the dossier that replaced it; `refiled_as` is that dossier's number where a slip's link leads
    to the void one."""

    code: str
    completion: CompletionView | None
    refiled_as: str | None
    void_code: str | None


class OpenRoute(View):
    """A route that works without signing in."""

    method: str
    path: str


class KioskView(View):
    """Operations of a machine at a reception point; `article` is empty where no rule of the day mentions machines."""

    routes: list[OpenRoute]
    idle_seconds: int
    listed: bool
    article: str
