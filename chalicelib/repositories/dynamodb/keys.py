"""Every key of the table: partitions, sort keys and index keys of all entities.

No other module writes a key; docs/data-model.md is drawn from these and says what each entity holds. Separate from the
rows, so that callers that only mark or count need not load the dossier model.
"""

from __future__ import annotations

import base64
import re

DIGEST_LETTERS = 43


class KeyPattern:
    """A key with named parts, such as `TASK#{number:02d}`. Calling it with the parts in order returns the key."""

    __slots__ = ("_count", "_form", "pattern", "prefix")

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.prefix = pattern.partition("{")[0]
        self._form, self._count = re.subn(r"\{\w+", "{", pattern)

    def __call__(self, *parts: str | int) -> str:
        if len(parts) != self._count:
            raise TypeError(f"{self.pattern} has {self._count} parts")
        return self._form.format(*parts)

    def parse(self, key: str) -> str:
        """Return what follows the fixed beginning of a key."""
        return key.removeprefix(self.prefix)


def join_parts(*parts: str) -> str:
    """Return a key of several parts."""
    return "#".join(parts)


def split_parts(key: str) -> list[str]:
    """Return the parts of a key."""
    return key.split("#")


# -- a dossier and everything in its partition ------------------------------------------------------------------

DOSSIER = KeyPattern("D#{dossier}")
STATE = "STATE"
DRAFT = "DRAFT"
TASK = KeyPattern("TASK#{number:02d}")
REQUEST = KeyPattern("REQUEST#{number:04d}#{stage}#{unit}")
RETURNED_REQUEST = KeyPattern("REQUEST#{number:04d}#returned#{remarks}")
FACT = KeyPattern("FACT#{seq:08d}")
LAST_FACT = 99_999_999
PART = KeyPattern("PART#{digest}")
PAPER = KeyPattern("PAPER#{paper}")
PAPER_COUNT = "PAPERS"
PRINT_COUNT = KeyPattern("PRINT#{paper}")
DELIVERIES = KeyPattern("NOTICE#{deliveries}")
DELIVERIES_OF_FACT = KeyPattern("NOTICE#{seq:08d}#")
ERRAND = KeyPattern("ERRAND#{seq:08d}#{recipient}")
CONTACT = KeyPattern("REACH#{party}")
OWN_CONTACT = "REACH"
CONTACT_CODE = KeyPattern("CODE#{contact}#{channel}")
CODES_OF_CONTACTS = "CODE#REACH#"
SEARCH_NOTE = "FIND"
OPEN_INTENTS = "INTENTS"
UNPAID = "UNPAID"
POSITION = "SYNC"
MESSAGE = KeyPattern("MSG#{seq:08d}")
SENT = "SENT"
PROCESSED = KeyPattern("DONE#{consumer}#{seq}")
COUNTED = "COUNTED"

# -- entries of the indexes: by owner, by the unit at work, by time ---------------------------------------------

OWNED = KeyPattern("OWNER#{person}")
AUTHORED = KeyPattern("AUTHOR#{person}")
LISTED_AT = KeyPattern("{at}#{dossier}")
FILED_UNDER = KeyPattern("FILED_UNDER#{authorisation}")
QUEUE = KeyPattern("{unit}#{state}")
APPROVALS = KeyPattern("{unit}#approvals")
RETURNED = KeyPattern("{unit}#sent_back")
REQUEST_PLACE = KeyPattern("{at}#{dossier}#{number:04d}")
UNPAID_LIST = KeyPattern("{unit}#unpaid")
OPEN_ERRANDS = KeyPattern("ERRANDS#{unit}")
ERRAND_PLACE = KeyPattern("{at}#{dossier}#{seq:08d}#{recipient}")
DUE = KeyPattern("DUE#{day}")
DUE_TASK = KeyPattern("{at}#{dossier}#{number:02d}")
WAITING_DELIVERIES = KeyPattern("NOTICES#{shard}")
DELIVERY_PLACE = KeyPattern("{at}#{dossier}#{deliveries}")
WAITING_POSITIONS = KeyPattern("SYNC#{shard}")
PARKED = "SYNC-PARKED"
PARKED_PLACE = KeyPattern("{seq:08d}#{dossier}")
UNANSWERED_INTENTS = KeyPattern("INTENTS#{shard}")
ENTRY_PLACE = KeyPattern("{at}#{entry}")
END_OF_INSTANT = KeyPattern("{at}$")
"""Bound below which every entry of an instant stands: `$` follows `#`."""

# -- codes, registers, orders, first answers --------------------------------------------------------------------

CODES = KeyPattern("CODES#{series}")
COUNTER = "NEXT"
OUTAGES = "OUTAGES"
LATE = KeyPattern("LATE#{unit}")
USE_REPORTS = "USE_REPORTS"
LOOKUP_CHANNELS = "LOOKUP_CHANNELS"
ERASURES = "ERASURES"
ERASURE = KeyPattern("{dossier}#{seq:08d}")
COMMAND = KeyPattern("IDEM#{key}")
OUTCOME = "IDEM"

# -- search -----------------------------------------------------------------------------------------------------

FIND = KeyPattern("FIND#{entry}")
FIND_ENTRY = KeyPattern("{dossier}#{part}")
SMS_CALL = KeyPattern("SMS#{call}")
ONCE = "ONCE"

# -- officers and people ----------------------------------------------------------------------------------------

OFFICER = KeyPattern("OFFICER#{officer}")
RIGHTS = "RIGHTS"
RIGHTS_CHANGE = KeyPattern("CHANGE#{version:08d}")
STANDING_CHANGE = KeyPattern("STANDING#{version:08d}")
SIGN_OUT = KeyPattern("SIGN_OUT#{at}")
LOGOUT_TOKEN = KeyPattern("LOGOUT_TOKEN#{digest}")
USED = "USED"
UNIT_OFFICERS = KeyPattern("OFFICERS#{unit}")
EVERY_OFFICER = "EVERY_OFFICER"
EVERY_OFFICER_LISTED = ("EVERY_OFFICER#listed", "MARK")
"""Set once everybody who had rights before that list is in it."""
IDLE_MARK = ("WATCH#accounts", "MARK")
REVIEW_MARK = ("WATCH#reviews", "MARK")
"""Since when the sign-ins of officers are counted, and the newest run of the watch over unused accounts."""
PERSON = KeyPattern("PERSON#{person}")
PROFILE = "PROFILE"
PROFILE_CHANGE = KeyPattern("PROFILE_CHANGE#{version:08d}")
IDENTIFIER = KeyPattern("IDENTIFIER#{digest}")
HOLDERS = "HOLDERS"
AUTHORISATION = KeyPattern("AUTHORISATION#{authorisation}")
TERMS = "TERMS"
AUTHORISATION_CHANGE = KeyPattern("CHANGE#{version:08d}")
AUTHORISED = KeyPattern("AUTHORISED#{digest}")
"""Lists by a keyed digest of an identity number: the other person may have no account yet."""
REGISTRATION = KeyPattern("REGISTRATION#{digest}")
REGISTERED = "REGISTRATION"
CONTACT_OWNER = KeyPattern("CONTACT_OWNER#{digest}")
OWNER = "OWNER"
KNOWN_PLACE = KeyPattern("KNOWN_PLACE#{digest}")
KNOWN = "KNOWN"
OWN_FACTOR = KeyPattern("OWN_FACTOR#{account}")
FACTOR = "FACTOR"

# -- payments ---------------------------------------------------------------------------------------------------

TRANSACTION = KeyPattern("TXN#{provider}#{number}")
RECORDED = "TXN"
REVERSAL = "REVERSAL"
INTENT = KeyPattern("INTENT#{ref}")
ANNOUNCED = "INTENT"
RECONCILIATION = KeyPattern("RECON#{task}")
RECONCILED = "TASK"
OPEN_RECONCILIATIONS = KeyPattern("RECON#{unit}")
ENDED_RECONCILIATIONS = KeyPattern("RECON#{unit}#ended")
TILL = KeyPattern("TILL#{unit}")

# -- notices ----------------------------------------------------------------------------------------------------

INBOX = KeyPattern("INBOX#{inbox}")
SMS_REFERENCE = KeyPattern("SMSREF#{ref}")
REFERENCE = "REF"

# -- supervision ------------------------------------------------------------------------------------------------

WATCH_MARK = ("WATCH#deadlines", "MARK")
BOARD = KeyPattern("BOARD#{unit}")
LINE = KeyPattern("{due}#{state}#{procedure}")
UNDATED = "-"
SETTLED = KeyPattern("settled#{month}#{on_time}")
"""The settlements sort after the lines, which begin with a date or `-`."""
RATINGS = KeyPattern("RATINGS#{month}")
RATINGS_OF_OFFICERS = KeyPattern("RATINGS#{month}#{unit}")
RATING_LINE = KeyPattern("{subject}#{question}#{points}#{weight}")
DRIFT = "DRIFT#boards"
URGED = KeyPattern("URGED#{unit}")
URGING = KeyPattern("{day}#{one_stop}")

# -- ledger, portal, catalogue ----------------------------------------------------------------------------------

HEADS = KeyPattern("HEADS#{day}")
MESSAGE_HEADS = KeyPattern("HEADS#{day}#sync")
"""Heads of message logs are apart, so that a list of ledgers has only ledgers."""
SWEEP = KeyPattern("SWEEP#{name}")
LAST = "LAST"
CIRCUIT = ("SYNC", "CIRCUIT")
SYNC_REPORTS = "SYNC-REPORTS"
CALL = KeyPattern("CALL#{digest}")
SEEN = "SEEN"
ACCOUNT = KeyPattern("ACCOUNT#{digest}")
LINK = "LINK"
CATALOGUE_CHANGES = "CATALOGUE-CHANGES"
REVIEWS = KeyPattern("CATALOGUE-CHANGES#{standing}")
UNIT_TREE = ("UNITS", "TREE")
UNIT_CHANGE = KeyPattern("CHANGE#{number:08d}")
WORK_MOVE = KeyPattern("MOVE#{unit}")
UNITS_EMPTIED = ("UNITS", "EMPTIED")

# -- matters ----------------------------------------------------------------------------------------------------

MATTER = "MATTER"
"""The state of a matter, in the partition of its ledger: that of dossiers, so that everything that follows a ledger
follows this one too."""
MATTER_HEADS = KeyPattern("HEADS#{day}#matters")
MATTER_QUEUE = KeyPattern("MATTERS#{kind}#{unit}#open")
MATTERS_ENDED = KeyPattern("MATTERS#{kind}#{unit}#ended")
MATTERS_OWNED = KeyPattern("MATTERS#{kind}#{person}")
MATTERS_DUE = KeyPattern("MATTERS_DUE#{day}")
PUBLIC_MATTER = KeyPattern("PUBLIC#{matter}")
PUBLIC = "PUBLIC"
PUBLIC_LIST = KeyPattern("PUBLIC#{kind}")
PUBLIC_OF_UNIT = KeyPattern("PUBLIC#{kind}#{unit}")
PUBLIC_WORD = KeyPattern("PUBLIC_WORD#{kind}#{word}")
SURVEY = KeyPattern("SURVEY#{matter}")
SURVEY_LINE = KeyPattern("{question}#{value}")
SURVEY_ANSWERED = KeyPattern("SURVEY_ANSWERED#{digest}")
ANSWERED = "ANSWERED"
MATTER_WATCH_MARK = ("WATCH#matters", "MARK")
MATTER_COUNTS = KeyPattern("MATTER_COUNTS#{month}")
MATTERS_OPEN = "MATTERS_OPEN"
MATTER_LINE = KeyPattern("{unit}#{kind}#{figure}#{detail}")
MATTER_DRIFT = "DRIFT#matters"

# -- documents, views, security, limits -------------------------------------------------------------------------

PRINTS = KeyPattern("PRINTS#{print}")
PRINTED = "PRINT"
ACCESS = KeyPattern("ACCESS#{viewed}")
VIEW = KeyPattern("{at}#{tie}")
VIEWED_LIST = KeyPattern("LIST#{unit}")
VIEWED_SEARCH = KeyPattern("SEARCH#{place}")
VIEWED_POPULATION = KeyPattern("POPULATION#{month}")
SESSION = KeyPattern("SESSION#{session}")
TOKENS = "TOKENS"
SESSIONS_OWNED = KeyPattern("SESSIONS#{person}")
LOCK = "LOCK"
OPENING = KeyPattern("OPENING#{opening}")
OPENED = "OPENED"
OPENINGS_OWNED = KeyPattern("OPENINGS#{person}")
SIGN_IN = KeyPattern("SIGN_IN#{handle}")
STEP = "STEP"
RATING_CODE = KeyPattern("RATING_CODE#{digest}")
USED_CODE = KeyPattern("CODE_USED#{digest}")
USED = "USED"
RATE = KeyPattern("RATE#{counter}#{caller}#{window}")
COUNT = "COUNT"
SECURITY_LOG = KeyPattern("SECLOG#{name}")
SECURITY_LINE = KeyPattern("{at}#{trace}#{number}")
SECURITY_PLACE = KeyPattern("{day}#{line}")
SECURITY_MARK = KeyPattern("SECMARK#{alarm}#{who}")
DEVICES = KeyPattern("SECDEVICES#{who}")
KNOWN_DEVICES = "DEVICES"
ALARMS = "SECALARMS"
KNOWN_ALARMS = "SECALARM"
"""Every alarm by its id: with its content until it was sent, empty from then on."""


def build_partition(dossier_id: str) -> str:
    """Return the partition of a dossier and all its rows."""
    return DOSSIER(dossier_id)


def build_work_place(due: str | None, dossier_id: str, applicant_part: str, number: int | None = None) -> str:
    """Return the place of a line in its queue: by due time, lines without one last. Equal ones are ordered by the
    digest of the personal part that names the applicant, so that a page of lines reads its names with one request; the
    digest alone reveals nothing."""
    digest = base64.urlsafe_b64encode(bytes.fromhex(applicant_part)).decode().rstrip("=")
    return join_parts(due or "9", digest or dossier_id, *([] if number is None else [f"{number:02d}"]))


def read_applicant_part(place: str) -> str:
    """Return the digest in a place; empty for an older line without one."""
    tie = (*split_parts(place), "")[1]
    return base64.urlsafe_b64decode(tie + "=").hex() if len(tie) == DIGEST_LETTERS else ""


def parse_fact_place(pk: str, sk: str) -> tuple[str, int]:
    """Return dossier and number of a fact."""
    return DOSSIER.parse(pk), int(FACT.parse(sk))
