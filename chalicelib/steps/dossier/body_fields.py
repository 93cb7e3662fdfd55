"""Fields of request bodies that several steps read: each protocol names what a shared check needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from chalicelib.domain.papers.paper import PaperKind


class OutageLine(Protocol):
    """A line of the paper register, by its outage."""

    @property
    def outage(self) -> str:
        """Number of the outage."""


@runtime_checkable
class TimedLine(OutageLine, Protocol):
    """A line with the time of a step."""

    @property
    def at(self) -> datetime:
        """When the step was taken."""


@runtime_checkable
class ReceptionLine(OutageLine, Protocol):
    """A line with the time of a reception."""

    @property
    def received_at(self) -> datetime:
        """When the dossier was received."""


class FilingLine(OutageLine, Protocol):
    """A line with the time of a filing."""

    @property
    def filed_at(self) -> datetime:
        """When the filing was made."""


class WithReason(Protocol):
    """A body with a reason in words."""

    @property
    def reason(self) -> str | None:
        """The reason, if one is given."""


class WithGround(Protocol):
    """A body with a coded ground of the law."""

    @property
    def ground(self) -> str | None:
        """Code of the ground."""


class WithPapers(Protocol):
    """A body that names papers of the dossier."""

    @property
    def papers(self) -> Sequence[str]:
        """Ids of the papers."""


class SubmissionBody(WithPapers, Protocol):
    """A filing that is submitted: its papers, and the declaration that all of it is true."""

    @property
    def declared_true(self) -> bool:
        """Whether the filer declares it."""

    @property
    def paper_register(self) -> FilingLine | None:
        """The line of the paper register; None for a filing made on the system."""


class PaperAnnouncement(Protocol):
    """An announced upload: its kind, component and exact bytes."""

    @property
    def kind(self) -> PaperKind:
        """Kind of the paper."""

    @property
    def component(self) -> str:
        """Key of the component; empty for none."""

    @property
    def name(self) -> str:
        """Name of the file."""

    @property
    def size(self) -> int:
        """Size in bytes."""

    @property
    def sha256(self) -> str:
        """Digest of the bytes, in hexadecimal or base64."""

    @property
    def content_type(self) -> str:
        """Media type."""


class WithResult(Protocol):
    """A body that may name the file of a result."""

    @property
    def result(self) -> str | None:
        """Id of the paper."""


class WithLateness(Protocol):
    """A body that explains a late result."""

    @property
    def late_cause(self) -> str | None:
        """Code of the cause."""

    @property
    def late_officer(self) -> str | None:
        """The officer at fault."""


class OutcomeBody(WithResult, WithGround, WithReason, WithLateness, Protocol):
    """An outcome to be recorded: a grant with its result, or a refusal with its ground."""

    @property
    def outcome(self) -> str:
        """`granted` or `not_granted`."""


class WithAddress(Protocol):
    """A body that may give the postal address of the result."""

    @property
    def return_address(self) -> str | None:
        """The address, in one text."""


class MatterBodyFields(WithPapers, Protocol):
    """The body of a step on a matter: answers to its form, and the findings that its author sends all the same."""

    @property
    def values(self) -> Mapping[str, object]:
        """Answers by field."""

    @property
    def confirmed(self) -> Sequence[str]:
        """Names of findings that the author has looked at."""


class MatterPaperAnnouncement(PaperAnnouncement, Protocol):
    """An announced file of a matter."""

    @property
    def matter_kind(self) -> str:
        """Address of the kind."""

    @property
    def opening(self) -> str | None:
        """The key with which the matter will be opened; None for one that stands."""
