"""The policies as deployed: each right is needed by its own function, which breaks without it, alone."""

from __future__ import annotations

import pytest

from infra.local.stack import LocalStack
from tests.e2e.conftest import set_office_hours
from tests.e2e.described import Description
from tests.e2e.people import Cast
from tests.e2e.probing import (
    erasure_probes,
    fact_probes,
    notice_probes,
    probes,
    security_probes,
    slip_probes,
    sync_probes,
)
from tests.e2e.probing.probes import Probe, Ready
from tests.e2e.rights import Deployed, Right
from tests.infra.templates import FUNCTIONS

pytestmark = pytest.mark.cloud

Key = tuple[str, str, str]
API, PAPER, WATCH, SIGN = "api_handler", "on_paper_uploaded", "watch_payments", "sign_ledger_heads"
SLIPS, FACTS, FINDS, DEADLINES = "render_slips", "on_fact", "index_finds", "watch_deadlines"
TELL, RESYNC, COMPARE, PULL = "sync_national", "sweep_sync", "reconcile_national", "pull_catalogues"
SWEEP, COUNT, RECOUNT = "sweep_facts", "count_facts", "recount_boards"
INSPECT = "inspect_paper"
ERASE, KEEP, TOKENS = "erase_records", "keep_security_log", "limit_officer_tokens"
SEND, AGAIN, FEEDBACK = "send_notice", "sweep_notices", "on_notice_feedback"

NEEDED: dict[Key, Ready] = {
    (API, "dynamodb:BatchGetItem", "Dossiers"): probes.reads_dossier(""),
    (API, "dynamodb:DeleteItem", "ChangeNoRecordOfWhoLooked"): probes.discards_draft,
    (API, "dynamodb:UpdateItem", "ChangeNoRecordOfWhoLooked"): probes.receives,
    (API, "dynamodb:GetItem", "Dossiers"): probes.api("citizen1", "GET", "/api/me"),
    (API, "dynamodb:PutItem", "WriteAllButTheSecurityLog"): probes.saves_draft,
    (API, "dynamodb:Query", "Dossiers"): probes.reads_dossier("/ledger"),
    (API, "dynamodb:Query", "work"): probes.api("desk1", "GET", "/api/worklist?unit={unit}&state=submitted"),
    (API, "dynamodb:Query", "owner"): probes.api("citizen1", "GET", "/api/me/dossiers"),
    (API, "s3:GetObjectVersion", "PapersByPresignedLink"): probes.downloads,
    (API, "s3:PutObject", "PapersByPresignedLink"): probes.uploads,
    (API, "s3:GetObjectVersion", "SlipsByPresignedLink"): slip_probes.downloads_slip,
    (API, "s3:GetObjectVersionTagging", "PapersTakenByADossier"): probes.files_paper,
    (API, "s3:PutObjectVersionTagging", "PapersTakenByADossier"): probes.files_paper,
    (API, "secretsmanager:GetSecretValue", "GatewayKey"): probes.takes_callback,
    (API, "secretsmanager:GetSecretValue", "LinkKeys"): probes.opens_link,
    (API, "secretsmanager:GetSecretValue", "FindKey"): probes.searches,
    (API, "cognito-idp:ListUsers", "AccountsThatGetRights"): probes.grants_rights,
    (API, "cognito-idp:AdminCreateUser", "AccountsThatGetRights"): probes.renews_account,
    (API, "cognito-idp:AdminDeleteUser", "AccountsThatGetRights"): probes.renews_account,
    (API, "cognito-idp:AdminGetUser", "AccountsThatGetRights"): probes.renews_account,
    (API, "cognito-idp:AdminInitiateAuth", "OfficersSignIn"): probes.signs_officer_in,
    (API, "cognito-idp:AdminRespondToAuthChallenge", "OfficersSignIn"): probes.signs_officer_in,
    (API, "secretsmanager:GetSecretValue", "SmsKeys"): probes.takes_message,
    (API, "secretsmanager:GetSecretValue", "SessionKeys"): probes.begins_session,
    (API, "sqs:SendMessage", "CodesToSend"): notice_probes.asks_code,
    (SEND, "dynamodb:BatchGetItem", "DossiersContactsAndDeliveries"): notice_probes.tells_fact("sms"),
    (SEND, "dynamodb:GetItem", "DossiersContactsAndDeliveries"): notice_probes.sends_code,
    (SEND, "dynamodb:PutItem", "DossiersContactsAndDeliveries"): notice_probes.tells_fact("sms"),
    (SEND, "dynamodb:Query", "DossiersContactsAndDeliveries"): notice_probes.tells_fact("sms"),
    (SEND, "ses:SendEmail", "Mail"): notice_probes.tells_fact("mail"),
    (SEND, "sns:Publish", "Sms"): notice_probes.tells_fact("sms"),
    (AGAIN, "dynamodb:Query", "due"): notice_probes.tells_again,
    (AGAIN, "dynamodb:GetItem", "FactsToTellAgain"): notice_probes.tells_again,
    (AGAIN, "sqs:SendMessage", "TellNotices"): notice_probes.tells_again,
    (FEEDBACK, "dynamodb:BatchGetItem", "DeliveriesAndErrands"): notice_probes.notes_bounce,
    (FEEDBACK, "dynamodb:GetItem", "DeliveriesAndErrands"): notice_probes.notes_bounce,
    (FEEDBACK, "dynamodb:PutItem", "DeliveriesAndErrands"): notice_probes.notes_bounce,
    (FEEDBACK, "dynamodb:Query", "DeliveriesAndErrands"): notice_probes.notes_bounce,
    (API, "secretsmanager:GetSecretValue", "PortalKeys"): sync_probes.takes_filing,
    **{
        (name, action, sid): ready
        for name, ready in (
            (TELL, sync_probes.tells_portal),
            (RESYNC, sync_probes.tells_again),
            (COMPARE, sync_probes.compares),
        )
        for action, sid in (
            ("dynamodb:BatchGetItem", "LedgersPositionsAndMessages"),
            ("dynamodb:PutItem", "LedgersPositionsAndMessages"),
            ("dynamodb:Query", "LedgersPositionsAndMessages"),
            ("secretsmanager:GetSecretValue", "PortalKeys"),
        )
    },
    (RESYNC, "dynamodb:Query", "due"): sync_probes.tells_again,
    (PULL, "dynamodb:PutItem", "CatalogueChanges"): sync_probes.pulls,
    (PULL, "dynamodb:Query", "CatalogueChanges"): sync_probes.pulls,
    (PULL, "secretsmanager:GetSecretValue", "PortalKeys"): sync_probes.pulls,
    (PAPER, "dynamodb:GetItem", "PaperRecords"): probes.checks_paper,
    (PAPER, "dynamodb:PutItem", "PaperRecords"): probes.checks_paper,
    (PAPER, "s3:GetObject", "UploadedFiles"): probes.checks_paper,
    (PAPER, "s3:GetObjectVersion", "UploadedFiles"): probes.checks_paper,
    (PAPER, "lambda:InvokeFunction", "Inspection"): probes.checks_paper,
    (INSPECT, "s3:GetObjectVersion", "UploadedFiles"): probes.checks_paper,
    (FACTS, "dynamodb:UpdateItem", "MarksAndFiledPapers"): fact_probes.sends_fact,
    (FACTS, "sqs:SendMessage", "TellNotices"): fact_probes.sends_fact,
    (FACTS, "sqs:SendMessage", "TellSync"): fact_probes.sends_fact,
    (FACTS, "sqs:SendMessage", "TellCounters"): fact_probes.sends_fact,
    (FACTS, "sqs:SendMessage", "TellSlips"): fact_probes.sends_fact,
    (FACTS, "sqs:SendMessage", "TellFinds"): fact_probes.sends_filing,
    (FINDS, "dynamodb:BatchWriteItem", "DossiersAndEntries"): probes.indexes,
    (FINDS, "dynamodb:GetItem", "DossiersAndEntries"): probes.indexes,
    (FINDS, "dynamodb:PutItem", "DossiersAndEntries"): probes.indexes,
    (FINDS, "dynamodb:Query", "DossiersAndEntries"): probes.indexes,
    (FINDS, "secretsmanager:GetSecretValue", "FindKey"): probes.indexes,
    (SLIPS, "secretsmanager:GetSecretValue", "LinkKeys"): slip_probes.makes_slips,
    (SWEEP, "dynamodb:BatchGetItem", "LedgersAndMarks"): fact_probes.sweeps,
    (SWEEP, "dynamodb:PutItem", "LedgersAndMarks"): fact_probes.sweeps,
    (SWEEP, "dynamodb:Query", "LedgersAndMarks"): fact_probes.sweeps,
    (SWEEP, "dynamodb:UpdateItem", "LedgersAndMarks"): fact_probes.sweeps,
    (SWEEP, "sqs:SendMessage", "TellNotices"): fact_probes.sweeps,
    (SWEEP, "sqs:SendMessage", "TellSync"): fact_probes.sweeps,
    (SWEEP, "sqs:SendMessage", "TellCounters"): fact_probes.sweeps,
    (SWEEP, "sqs:SendMessage", "TellSlips"): fact_probes.sweeps,
    (SWEEP, "sqs:SendMessage", "TellFinds"): fact_probes.sweeps,
    (COUNT, "dynamodb:BatchGetItem", "BoardsAndDossiers"): fact_probes.counts,
    (COUNT, "dynamodb:PutItem", "BoardsAndDossiers"): fact_probes.counts,
    (COUNT, "dynamodb:UpdateItem", "BoardsAndDossiers"): fact_probes.counts,
    (RECOUNT, "dynamodb:BatchGetItem", "BoardsAndDossiers"): fact_probes.recounts,
    (RECOUNT, "dynamodb:DeleteItem", "BoardsAndDossiers"): fact_probes.recounts,
    (RECOUNT, "dynamodb:PutItem", "BoardsAndDossiers"): fact_probes.recounts,
    (RECOUNT, "dynamodb:Query", "BoardsAndDossiers"): fact_probes.recounts,
    (RECOUNT, "dynamodb:UpdateItem", "BoardsAndDossiers"): fact_probes.recounts,
    (RECOUNT, "dynamodb:Query", "work"): fact_probes.recounts,
    (SLIPS, "dynamodb:GetItem", "FactsAndPapers"): slip_probes.makes_slips,
    (SLIPS, "dynamodb:PutItem", "FactsAndPapers"): slip_probes.makes_slips,
    (SLIPS, "dynamodb:Query", "FactsAndPapers"): slip_probes.makes_slips,
    (SLIPS, "s3:GetObject", "Slips"): slip_probes.makes_slips,
    (SLIPS, "s3:PutObject", "Slips"): slip_probes.makes_slips,
    (DEADLINES, "dynamodb:BatchGetItem", "Dossiers"): probes.runs(DEADLINES),
    (DEADLINES, "dynamodb:PutItem", "Dossiers"): probes.runs(DEADLINES),
    (DEADLINES, "dynamodb:Query", "due"): probes.runs(DEADLINES),
    (WATCH, "dynamodb:BatchGetItem", "Dossiers"): probes.asks_gateway,
    (WATCH, "dynamodb:PutItem", "Dossiers"): probes.asks_gateway,
    (WATCH, "dynamodb:Query", "due"): probes.asks_gateway,
    (WATCH, "secretsmanager:GetSecretValue", "GatewayKey"): probes.asks_gateway,
    (SIGN, "dynamodb:Query", "HeadsOfTheDay"): probes.signs_heads,
    (SIGN, "kms:Sign", "Signature"): probes.signs_heads,
    (SIGN, "s3:GetObject", "LockedHeads"): probes.signs_heads,
    (SIGN, "s3:PutObject", "LockedHeads"): probes.signs_heads,
    (SIGN, "s3:ListBucket", "LatestSignedDay"): probes.signs_heads,
    (ERASE, "dynamodb:BatchGetItem", "DossiersToErase"): erasure_probes.erases,
    (ERASE, "dynamodb:DeleteItem", "DossiersToErase"): erasure_probes.erases,
    (ERASE, "dynamodb:PutItem", "DossiersToErase"): erasure_probes.erases,
    (ERASE, "dynamodb:Query", "DossiersToErase"): erasure_probes.erases,
    (ERASE, "dynamodb:Query", "owner"): erasure_probes.erases,
    (ERASE, "s3:ListBucketVersions", "VersionsOfFiles"): erasure_probes.erases,
    (ERASE, "s3:DeleteObjectVersion", "ErasePapers"): erasure_probes.erases,
    (ERASE, "s3:DeleteObjectVersion", "EraseSlips"): erasure_probes.erases,
    (KEEP, "dynamodb:BatchGetItem", "IndexAndCounts"): security_probes.keeps_lines,
    (KEEP, "dynamodb:BatchWriteItem", "IndexAndCounts"): security_probes.keeps_lines,
    (KEEP, "dynamodb:PutItem", "IndexAndCounts"): security_probes.keeps_lines,
    (KEEP, "s3:PutObject", "LockedLog"): security_probes.keeps_lines,
}
"""The probe of each right. The third part is the statement, or the index where a statement names several."""

NOT_ENFORCED: dict[str, str] = {
    "DataKeyThroughTheStores": "the local cloud encrypts nothing at rest, so no store asks for a key",
    "AppKey": "the key is read only where a province has an app, and its test is of the outlet",
    "Logs": "the local cloud writes the functions' output into their groups by itself",
    "FactsAsTheyCome": "the local cloud reads the stream by itself, without asking for the function's right",
    "UnsentFacts": "the local cloud keeps what the stream's reader failed on by itself, without asking for its right",
    "Messages": "the local cloud reads the queue by itself, without asking for the function's right",
    "FailedEvents": "the local cloud hands a failed event on by itself, without asking for the function's right",
    "TellGoneFromForbidden": "the local cloud says 404 for a missing object whether or not its bucket may be listed",
    "s3:PutObjectTagging": "the local cloud does not ask for it when the tag comes with the object",
    "on_paper_uploaded s3:GetObjectVersionTagging": "only the managed scan leaves tags, and it exists on AWS alone",
}
"""Rights that cannot be proven here, by statement or action, each with its reason (docs/decisions/0020)."""

SMALL: set[Key] = {
    (API, "dynamodb:Query", "owner"),
    (PAPER, "dynamodb:PutItem", "PaperRecords"),
    (FACTS, "sqs:SendMessage", "TellSync"),
    (COUNT, "dynamodb:UpdateItem", "BoardsAndDossiers"),
    (RECOUNT, "dynamodb:DeleteItem", "BoardsAndDossiers"),
    (SLIPS, "s3:PutObject", "Slips"),
    (FINDS, "dynamodb:BatchWriteItem", "DossiersAndEntries"),
    (DEADLINES, "dynamodb:Query", "due"),
    (WATCH, "dynamodb:Query", "due"),
    (TELL, "dynamodb:PutItem", "LedgersPositionsAndMessages"),
    (RESYNC, "dynamodb:Query", "due"),
    (COMPARE, "dynamodb:BatchGetItem", "LedgersPositionsAndMessages"),
    (SIGN, "kms:Sign", "Signature"),
    (SEND, "ses:SendEmail", "Mail"),
    (AGAIN, "sqs:SendMessage", "TellNotices"),
    (FEEDBACK, "dynamodb:PutItem", "DeliveriesAndErrands"),
    (ERASE, "s3:DeleteObjectVersion", "ErasePapers"),
    (KEEP, "s3:PutObject", "LockedLog"),
}


@pytest.fixture(scope="module")
def cast(stack: LocalStack) -> Cast:
    """The people at the stack, in office hours."""
    set_office_hours(stack)
    return Cast(stack, Description.served(stack.origin))


@pytest.fixture(scope="module")
def deployed(stack: LocalStack) -> Deployed:
    """Its functions."""
    return Deployed(stack)


AT_WORK: dict[str, Ready] = {
    API: probes.reads_dossier("/ledger"),
    PAPER: probes.takes_file,
    INSPECT: probes.takes_file,
    FACTS: fact_probes.sends_fact,
    SWEEP: fact_probes.sweeps,
    COUNT: fact_probes.counts,
    RECOUNT: fact_probes.recounts,
    SLIPS: slip_probes.makes_slips,
    FINDS: probes.indexes,
    DEADLINES: probes.runs(DEADLINES),
    WATCH: probes.runs(WATCH),
    TELL: sync_probes.tells_portal,
    RESYNC: sync_probes.tells_again,
    COMPARE: sync_probes.compares,
    PULL: sync_probes.pulls,
    SIGN: probes.signs_heads,
    SEND: notice_probes.tells_fact("sms"),
    AGAIN: notice_probes.tells_again,
    FEEDBACK: notice_probes.notes_bounce,
    ERASE: erasure_probes.erases,
    KEEP: security_probes.keeps_lines,
    TOKENS: probes.runs(TOKENS),
}
"""The probe of a function while another one is broken."""
TAKES_FILES = {PAPER, INSPECT}
"""Both work on each file: without one, the other does nothing."""


@pytest.fixture(scope="module")
def lasting(cast: Cast, deployed: Deployed) -> dict[str, Probe]:
    """Return the repeatable probes; a file can be taken only once."""
    return {name: ready(cast, deployed) for name, ready in AT_WORK.items() if name not in TAKES_FILES}


def key(right: Right) -> Key:
    """Return the key of a right in the table above."""
    index = right.resource.rpartition("/index/")[2] if "/index/" in right.resource else ""
    return right.function, right.action, index or right.sid


def excuse(right: Right) -> str | None:
    """Why a right cannot be proven here, if it cannot."""
    named = (right.sid, right.action, f"{right.function} {right.action}")
    return next((why for what, why in NOT_ENFORCED.items() if what in named), None)


def test_every_function_and_every_right_is_proven_or_says_why_not(deployed: Deployed) -> None:
    rights = [right for function in FUNCTIONS for right in deployed.rights(function)]
    assert {key(right) for right in rights if excuse(right) is None} == set(NEEDED)
    assert [str(right) for right in rights if excuse(right) and key(right) in NEEDED] == []
    used = {excuse(right) for right in rights} - {None}
    assert used == set(NOT_ENFORCED.values())


@pytest.mark.parametrize(
    "needed",
    [pytest.param(each, id=" ".join(each), marks=() if each in SMALL else pytest.mark.full) for each in NEEDED],
)
def test_without_a_right_exactly_the_function_that_needs_it_breaks(
    needed: Key, cast: Cast, deployed: Deployed, lasting: dict[str, Probe]
) -> None:
    (right,) = [each for each in deployed.rights(needed[0]) if key(each) == needed]
    probe = NEEDED[needed](cast, deployed)
    bystanders = {**lasting, PAPER: AT_WORK[PAPER](cast, deployed)}
    bystanders.pop(PAPER if right.function in TAKES_FILES else right.function)
    with deployed.without(right):
        assert probe() in {"500", "403", "pending", "Unhandled"}, f"{right} was not needed"
        others = {name: act() for name, act in bystanders.items()}
        assert others == dict.fromkeys(others, "")
    # A failed request wrote nothing: the same request succeeds once the right is back.
    assert probe() == ""


@pytest.mark.full
@pytest.mark.parametrize("function", FUNCTIONS)
def test_what_is_said_not_to_be_enforced_still_is_not(function: str, cast: Cast, deployed: Deployed) -> None:
    """When the local cloud closes a gap, its right moves up into the table of proofs."""
    rights = [right for right in deployed.rights(function) if excuse(right)]
    probe = AT_WORK[function](cast, deployed)
    with deployed.without(*rights):
        deployed.restart(function)
        assert probe() == ""
