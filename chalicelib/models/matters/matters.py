"""Matters at the HTTP edge: one set of models for every kind, since the kind's table says what its forms ask for."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError, PydanticKnownError

from chalicelib.domain.papers.paper import PaperKind
from chalicelib.models.http.base import LONGEST_TEXT, Body, Instant, NamedView, Query, View
from chalicelib.models.papers import UploadView
from chalicelib.models.prints import PaperId

MatterKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
OpeningKey = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{16,128}$")]
MOST_PAPERS = 10
"""Files that come with one act: they are read by one request with the matter."""


def _read_answer(given: object) -> str | bool | int:
    """Return an answer: text without outer blanks, yes or no, or a whole number. With one validator a fault is named at
    the answer, and not once for each type that it could have had."""
    if isinstance(given, str):
        text = given.strip()
        if any("\ud800" <= each <= "\udfff" for each in text):
            raise PydanticKnownError("string_unicode")
        if len(text) > LONGEST_TEXT:
            raise PydanticKnownError("string_too_long", {"max_length": LONGEST_TEXT})
        return text
    if isinstance(given, int):
        return given
    raise PydanticCustomError("answer_type", "not a text, yes or no, or a whole number")


Answer = Annotated[
    str | bool | int,
    PlainValidator(_read_answer),
    WithJsonSchema(
        {"anyOf": [{"type": "string", "maxLength": LONGEST_TEXT}, {"type": "boolean"}, {"type": "integer"}]}
    ),
]
"""An answer to one question of a form."""


class MatterBody(Body):
    """Answers to the form of a step, by field, and the findings that its author looked at and sends all the same."""

    values: Annotated[dict[MatterKey, Answer], Field(max_length=40)] = {}
    confirmed: Annotated[list[MatterKey], Field(max_length=10)] = []
    papers: Annotated[list[PaperId], Field(max_length=MOST_PAPERS)] = []

    came_later: ClassVar[frozenset[str]] = frozenset({"papers", "opening"})


class OpeningBody(MatterBody):
    """Answers to the opening form. `opening` is the key under which files were uploaded before."""

    opening: OpeningKey | None = None


class MatterPaperBody(Body):
    """An announced file: of the matter that stands, or of the one that will be opened with the key `opening`."""

    matter_kind: Annotated[str, Field(pattern=r"^[a-z][a-z-]{0,39}$")]
    matter_id: Annotated[str, Field(pattern=r"^[0-9a-hjkmnp-tv-z]{26}$")] | None = None
    opening: OpeningKey | None = None
    name: Annotated[str, Field(min_length=1, max_length=300)]
    size: Annotated[int, Field(ge=0, le=2**53 - 1)]
    sha256: Annotated[str, Field(min_length=1, max_length=100)]
    content_type: Annotated[str, Field(min_length=1, max_length=100)]

    @property
    def kind(self) -> PaperKind:
        """Kind of the paper."""
        return PaperKind.ATTACHMENT

    @property
    def component(self) -> str:
        """Files of matters answer no list."""
        return ""


class MatterUploadView(UploadView):
    """A new file and the link that can store it, with the id of its matter, which may not be opened yet."""

    matter_id: str


class MattersQuery(Query):
    """A page of matters of one kind: a unit's (open ones, or with `ended` those that ended; with `number` the one that
    has it, open or ended); without a unit, one's own. Those who supervise the province name `province` as the unit of
    reviews of rights: open and ended ones of every unit, newest first."""

    unit: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    number: Annotated[str, Field(pattern=r"^[A-Z]{2,4}-[0-9]{4}-[0-9]{5,9}$")] | None = None
    state: MatterKey | None = None
    ended: bool = False
    limit: Annotated[int, Field(ge=1, le=100)] = 50
    cursor: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,2000}$")] | None = None

    model_config = Query.model_config | {"str_max_length": 2000}


class MatterLine(View):
    """A line of a list of matters. `subject` is null where the reader may not see it, or it was erased; `national` is
    the number at the national system of one that was sent there. `version` is the one on which a step is taken,
    `steps` are those that the reader may take now. `concerns` is the name of the officer whom the matter concerns, for
    the units where a kind has one."""

    id: str
    number: str
    national: str | None = None
    subject: str | None = None
    concerns: str | None = None
    state: str
    unit: str
    version: int
    steps: list[str]
    opened_at: Instant
    changed_at: Instant
    due_at: Instant | None = None
    late: bool = False


class MattersPage(View):
    """One page of matters."""

    items: list[MatterLine]
    cursor: str | None = None


class MatterClockView(View):
    """A clock that runs, and the article it rests on."""

    name: str
    since: Instant
    due_at: Instant
    article: str


class MatterFactView(View):
    """One event of a matter's course, cut to the reader."""

    seq: int
    event: str
    at: Instant
    unit: str
    by: str
    role: str
    to: str | None = None
    handed_to: str | None = None
    asks: str | None = None
    clock: str | None = None
    values: dict[str, Any]
    texts: dict[str, Any]
    papers: list[str]
    hints: list[str]
    due: dict[str, Instant]
    articles: list[str]


class MatterLinkView(View):
    """Another matter: as what this one continues, or as what it came in. `plural` is its kind's address."""

    plural: str
    id: str
    number: str


class ReviewLineView(View):
    """One right under review: whose and which, the request and the document that gave it, the newest sign-in, the open
    work, whom it stands in for, and how it was answered. `own` says that somebody else must answer, `answers` that the
    reader may."""

    key: str
    officer: str
    name: str
    title: str
    role: str
    unit: str
    valid_from: Instant
    valid_until: Instant | None = None
    stage: str = ""
    backup_for: str = ""
    backup_name: str = ""
    request_ref: str = ""
    request_id: str = ""
    document: str = ""
    signed_in_at: Instant | None = None
    open_work: int = 0
    state: str
    answered_by: str = ""
    answered_as: str = ""
    answered_at: Instant | None = None
    end_request: MatterLinkView | None = None
    end_state: str = ""
    own: bool = False
    answers: bool = False


class MatterView(View):
    """A matter as the reader may see it, with the steps that they may take. `leading` is the one of the same content
    with which it is answered; its sender reads it once it is published."""

    id: str
    kind: str
    number: str
    version: int
    state: str
    ended: bool
    public: bool
    unit: str
    first_unit: str
    asked: list[str]
    opened_at: Instant
    ended_at: Instant | None
    due_at: Instant | None
    late: bool
    mine: bool
    became: MatterLinkView | None = None
    came_from: MatterLinkView | None = None
    national: Annotated[str | None, Field(description="Number at the national system of what was sent there")] = None
    leading: MatterLinkView | None = None
    values: dict[str, Any]
    people: Annotated[dict[str, str], Field(description="Names of the officers whose accounts answers hold")] = {}
    lines: Annotated[list[ReviewLineView], Field(description="Rights under review, for those who answer")] = []
    clocks: list[MatterClockView]
    steps: list[str]
    course: list[MatterFactView] = []


class PublicMattersQuery(Query):
    """A page of public matters of a kind: newest first, of one unit if given, or those that have some of the words.
    `group` limits both to a topic, a procedure or a field of administration, as in `field:HO_TICH`."""

    kind: MatterKey
    q: Annotated[str, Field(max_length=200)] = ""
    unit: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    group: Annotated[str, Field(pattern=r"^(topic|procedure|field):[A-Za-z0-9_.-]{1,64}$")] | None = None
    limit: Annotated[int, Field(ge=1, le=50)] = 20
    cursor: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,2000}$")] | None = None

    model_config = Query.model_config | {"str_max_length": 2000}


class PublicMatterView(View):
    """What everybody reads of a matter; `edition` counts the texts that were published of it."""

    id: str
    kind: str
    number: str
    state: str
    unit: str
    published_at: Instant
    changed_at: Instant
    edition: int
    values: dict[str, Any]
    texts: dict[str, str]
    label: NamedView | None


class PublicMattersPage(View):
    """One page of public matters."""

    items: list[PublicMatterView]
    cursor: str | None = None
