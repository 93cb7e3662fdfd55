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
    matter_probes,
    notice_probes,
    probes,
    security_probes,
    session_probes,
    slip_probes,
    sync_probes,
)
from tests.e2e.probing.probes import Probe, Ready
from tests.e2e.rights import DeployedFunctions, Right
from tests.infra.templates import FUNCTIONS

pytestmark = pytest.mark.cloud

Key = tuple[str, str, str]
API, PAPER, WATCH, SIGN = "api_handler", "on_paper_uploaded", "watch_payments", "sign_ledger_heads"
SLIPS, FACTS, FINDS, DEADLINES = "render_slips", "on_fact", "index_finds", "watch_deadlines"
TELL, RESYNC, COMPARE, PULL = "sync_national", "sweep_sync", "reconcile_national", "pull_catalogues"
SWEEP, COUNT, RECOUNT = "sweep_facts", "count_facts", "recount_boards"
INSPECT = "inspect_paper"
ERASE, KEEP, TOKENS, MOVE = "erase_records", "keep_security_log", "limit_officer_tokens", "move_work"
REVIEW = "review_accounts"
SEND, AGAIN, FEEDBACK = "send_notice", "sweep_notices", "on_notice_feedback"

NEEDED: dict[Key, Ready] = {
    (API, "dynamodb:BatchGetItem", "Dossiers"): probes.prepare_dossier_reading(""),
    (API, "dynamodb:ConditionCheckItem", "Dossiers"): matter_probes.prepare_matter_merging,
    (API, "dynamodb:DeleteItem", "ChangeNoRecordOfWhoLooked"): probes.prepare_draft_discarding,
    (API, "dynamodb:UpdateItem", "ChangeNoRecordOfWhoLooked"): probes.prepare_reception,
    (API, "dynamodb:GetItem", "Dossiers"): probes.prepare_call("citizen1", "GET", "/api/me"),
    (API, "dynamodb:PutItem", "WriteAllButTheSecurityLog"): probes.prepare_draft_saving,
    (API, "dynamodb:Query", "Dossiers"): probes.prepare_dossier_reading("/ledger"),
    (API, "dynamodb:Query", "work"): probes.prepare_call("desk1", "GET", "/api/worklist?unit={unit}&state=submitted"),
    (API, "dynamodb:Query", "owner"): probes.prepare_call("citizen1", "GET", "/api/me/dossiers"),
    (API, "s3:GetObjectVersion", "PapersByPresignedLink"): probes.prepare_download,
    (API, "s3:PutObject", "PapersByPresignedLink"): probes.prepare_upload,
    (API, "s3:GetObjectVersion", "SlipsByPresignedLink"): slip_probes.prepare_slip_download,
    (API, "s3:GetObjectVersionTagging", "PapersTakenByADossier"): probes.prepare_paper_filing,
    (API, "s3:PutObjectVersionTagging", "PapersTakenByADossier"): probes.prepare_paper_filing,
    (API, "secretsmanager:GetSecretValue", "GatewayKey"): probes.prepare_callback,
    (API, "secretsmanager:GetSecretValue", "LinkKeys"): probes.prepare_forged_link,
    (API, "secretsmanager:GetSecretValue", "FindKey"): probes.prepare_search,
    (API, "cognito-idp:ListUsers", "AccountsThatGetRights"): session_probes.prepare_rights,
    (API, "cognito-idp:AdminCreateUser", "AccountsThatGetRights"): session_probes.prepare_account_renewal,
    (API, "cognito-idp:AdminDeleteUser", "AccountsThatGetRights"): session_probes.prepare_account_renewal,
    (API, "cognito-idp:AdminGetUser", "AccountsThatGetRights"): session_probes.prepare_account_renewal,
    (API, "cognito-idp:AdminInitiateAuth", "OfficersSignIn"): session_probes.prepare_officer_sign_in,
    (API, "cognito-idp:AdminRespondToAuthChallenge", "OfficersSignIn"): session_probes.prepare_officer_sign_in,
    (API, "secretsmanager:GetSecretValue", "SmsKeys"): probes.prepare_unsigned_message,
    (API, "secretsmanager:GetSecretValue", "SessionKeys"): session_probes.prepare_session,
    (API, "sqs:SendMessage", "CodesToSend"): notice_probes.prepare_code_request,
    (SEND, "dynamodb:BatchGetItem", "DossiersContactsAndDeliveries"): notice_probes.prepare_notice("sms"),
    (SEND, "dynamodb:GetItem", "DossiersContactsAndDeliveries"): notice_probes.prepare_code_sending,
    (SEND, "dynamodb:PutItem", "DossiersContactsAndDeliveries"): notice_probes.prepare_notice("sms"),
    (SEND, "dynamodb:Query", "DossiersContactsAndDeliveries"): notice_probes.prepare_notice("sms"),
    (SEND, "ses:SendEmail", "Mail"): notice_probes.prepare_notice("mail"),
    (SEND, "sns:Publish", "Sms"): notice_probes.prepare_notice("sms"),
    (AGAIN, "dynamodb:Query", "due"): notice_probes.prepare_second_notice,
    (AGAIN, "dynamodb:GetItem", "FactsToTellAgain"): notice_probes.prepare_second_notice,
    (AGAIN, "sqs:SendMessage", "TellNotices"): notice_probes.prepare_second_notice,
    (FEEDBACK, "dynamodb:BatchGetItem", "DeliveriesAndErrands"): notice_probes.prepare_bounce,
    (FEEDBACK, "dynamodb:GetItem", "DeliveriesAndErrands"): notice_probes.prepare_bounce,
    (FEEDBACK, "dynamodb:PutItem", "DeliveriesAndErrands"): notice_probes.prepare_bounce,
    (FEEDBACK, "dynamodb:Query", "DeliveriesAndErrands"): notice_probes.prepare_bounce,
    (API, "secretsmanager:GetSecretValue", "PortalKeys"): sync_probes.prepare_unsigned_filing,
    **{
        (name, action, sid): ready
        for name, ready in (
            (TELL, sync_probes.prepare_portal_news),
            (RESYNC, sync_probes.prepare_sync_sweep),
            (COMPARE, sync_probes.prepare_comparison),
        )
        for action, sid in (
            ("dynamodb:BatchGetItem", "LedgersPositionsAndMessages"),
            ("dynamodb:PutItem", "LedgersPositionsAndMessages"),
            ("dynamodb:Query", "LedgersPositionsAndMessages"),
            ("secretsmanager:GetSecretValue", "PortalKeys"),
        )
    },
    (RESYNC, "dynamodb:Query", "due"): sync_probes.prepare_sync_sweep,
    (PULL, "dynamodb:PutItem", "CatalogueChanges"): sync_probes.prepare_pull,
    (PULL, "dynamodb:Query", "CatalogueChanges"): sync_probes.prepare_pull,
    (PULL, "secretsmanager:GetSecretValue", "PortalKeys"): sync_probes.prepare_pull,
    (PAPER, "dynamodb:GetItem", "PaperRecords"): probes.prepare_paper_check,
    (PAPER, "dynamodb:PutItem", "PaperRecords"): probes.prepare_paper_check,
    (PAPER, "s3:GetObject", "UploadedFiles"): probes.prepare_paper_check,
    (PAPER, "s3:GetObjectVersion", "UploadedFiles"): probes.prepare_paper_check,
    (PAPER, "lambda:InvokeFunction", "Inspection"): probes.prepare_paper_check,
    (INSPECT, "s3:GetObjectVersion", "UploadedFiles"): probes.prepare_paper_check,
    (FACTS, "dynamodb:UpdateItem", "MarksAndFiledPapers"): fact_probes.prepare_fact_sending,
    (FACTS, "sqs:SendMessage", "TellNotices"): fact_probes.prepare_fact_sending,
    (FACTS, "sqs:SendMessage", "TellSync"): fact_probes.prepare_fact_sending,
    (FACTS, "sqs:SendMessage", "TellCounters"): fact_probes.prepare_fact_sending,
    (FACTS, "sqs:SendMessage", "TellSlips"): fact_probes.prepare_fact_sending,
    (FACTS, "sqs:SendMessage", "TellFinds"): fact_probes.prepare_filing_sending,
    (FINDS, "dynamodb:BatchGetItem", "DossiersAndEntries"): matter_probes.prepare_matter_news,
    (FINDS, "dynamodb:BatchWriteItem", "DossiersAndEntries"): probes.prepare_index,
    (FINDS, "dynamodb:GetItem", "DossiersAndEntries"): probes.prepare_index,
    (FINDS, "dynamodb:PutItem", "DossiersAndEntries"): probes.prepare_index,
    (FINDS, "dynamodb:Query", "DossiersAndEntries"): probes.prepare_index,
    (FINDS, "secretsmanager:GetSecretValue", "FindKey"): probes.prepare_index,
    (SLIPS, "secretsmanager:GetSecretValue", "LinkKeys"): slip_probes.prepare_slip_making,
    (SWEEP, "dynamodb:BatchGetItem", "LedgersAndMarks"): fact_probes.prepare_sweep,
    (SWEEP, "dynamodb:PutItem", "LedgersAndMarks"): fact_probes.prepare_sweep,
    (SWEEP, "dynamodb:Query", "LedgersAndMarks"): fact_probes.prepare_sweep,
    (SWEEP, "dynamodb:UpdateItem", "LedgersAndMarks"): fact_probes.prepare_sweep,
    (SWEEP, "sqs:SendMessage", "TellNotices"): fact_probes.prepare_sweep,
    (SWEEP, "sqs:SendMessage", "TellSync"): fact_probes.prepare_sweep,
    (SWEEP, "sqs:SendMessage", "TellCounters"): fact_probes.prepare_sweep,
    (SWEEP, "sqs:SendMessage", "TellSlips"): fact_probes.prepare_sweep,
    (SWEEP, "sqs:SendMessage", "TellFinds"): fact_probes.prepare_sweep,
    (COUNT, "dynamodb:BatchGetItem", "BoardsAndDossiers"): fact_probes.prepare_counting,
    (COUNT, "dynamodb:PutItem", "BoardsAndDossiers"): fact_probes.prepare_counting,
    (COUNT, "dynamodb:UpdateItem", "BoardsAndDossiers"): fact_probes.prepare_counting,
    (RECOUNT, "dynamodb:BatchGetItem", "BoardsAndDossiers"): fact_probes.prepare_recount,
    (RECOUNT, "dynamodb:DeleteItem", "BoardsAndDossiers"): fact_probes.prepare_recount,
    (RECOUNT, "dynamodb:PutItem", "BoardsAndDossiers"): fact_probes.prepare_recount,
    (RECOUNT, "dynamodb:Query", "BoardsAndDossiers"): fact_probes.prepare_recount,
    (RECOUNT, "dynamodb:UpdateItem", "BoardsAndDossiers"): fact_probes.prepare_recount,
    (RECOUNT, "dynamodb:Query", "work"): fact_probes.prepare_recount,
    (SLIPS, "dynamodb:BatchGetItem", "FactsAndPapers"): slip_probes.prepare_slip_making,
    (SLIPS, "dynamodb:GetItem", "FactsAndPapers"): slip_probes.prepare_slip_making,
    (SLIPS, "dynamodb:PutItem", "FactsAndPapers"): slip_probes.prepare_slip_making,
    (SLIPS, "dynamodb:Query", "FactsAndPapers"): slip_probes.prepare_slip_making,
    (SLIPS, "s3:GetObject", "Slips"): slip_probes.prepare_slip_making,
    (SLIPS, "s3:PutObject", "Slips"): slip_probes.prepare_slip_making,
    (DEADLINES, "dynamodb:BatchGetItem", "Dossiers"): probes.prepare_run(DEADLINES),
    (DEADLINES, "dynamodb:PutItem", "Dossiers"): probes.prepare_run(DEADLINES),
    (DEADLINES, "dynamodb:Query", "due"): probes.prepare_run(DEADLINES),
    (WATCH, "dynamodb:BatchGetItem", "Dossiers"): probes.prepare_gateway_query,
    (WATCH, "dynamodb:PutItem", "Dossiers"): probes.prepare_gateway_query,
    (WATCH, "dynamodb:Query", "due"): probes.prepare_gateway_query,
    (WATCH, "secretsmanager:GetSecretValue", "GatewayKey"): probes.prepare_gateway_query,
    (SIGN, "dynamodb:Query", "HeadsOfTheDay"): probes.prepare_head_signing,
    (SIGN, "kms:Sign", "Signature"): probes.prepare_head_signing,
    (SIGN, "s3:GetObject", "LockedHeads"): probes.prepare_head_signing,
    (SIGN, "s3:PutObject", "LockedHeads"): probes.prepare_head_signing,
    (SIGN, "s3:ListBucket", "LatestSignedDay"): probes.prepare_head_signing,
    (ERASE, "dynamodb:BatchGetItem", "DossiersToErase"): erasure_probes.prepare_erasure,
    (ERASE, "dynamodb:DeleteItem", "DossiersToErase"): erasure_probes.prepare_erasure,
    (ERASE, "dynamodb:PutItem", "DossiersToErase"): erasure_probes.prepare_erasure,
    (ERASE, "dynamodb:Query", "DossiersToErase"): erasure_probes.prepare_erasure,
    (ERASE, "dynamodb:Query", "owner"): erasure_probes.prepare_erasure,
    (ERASE, "s3:ListBucketVersions", "VersionsOfFiles"): erasure_probes.prepare_erasure,
    (ERASE, "s3:DeleteObjectVersion", "ErasePapers"): erasure_probes.prepare_erasure,
    (ERASE, "s3:DeleteObjectVersion", "EraseSlips"): erasure_probes.prepare_erasure,
    (REVIEW, "dynamodb:BatchGetItem", "OfficersAndCases"): probes.prepare_run(REVIEW),
    (REVIEW, "dynamodb:PutItem", "OfficersAndCases"): probes.prepare_run(REVIEW),
    (REVIEW, "dynamodb:Query", "OfficersAndCases"): probes.prepare_run(REVIEW),
    (MOVE, "dynamodb:BatchGetItem", "Dossiers"): probes.prepare_run(MOVE),
    (KEEP, "dynamodb:BatchGetItem", "IndexAndCounts"): security_probes.prepare_line_keeping,
    (KEEP, "dynamodb:BatchWriteItem", "IndexAndCounts"): security_probes.prepare_line_keeping,
    (KEEP, "dynamodb:PutItem", "IndexAndCounts"): security_probes.prepare_line_keeping,
    (KEEP, "s3:PutObject", "LockedLog"): security_probes.prepare_line_keeping,
}
"""The probe of each right. The third part is the statement, or the index where a statement names several."""

NOT_ENFORCED: dict[str, str] = {
    "DataKeyThroughTheStores": "the local cloud encrypts nothing at rest, so no store asks for a key",
    "AppKey": "the key is read only where a province has an app, and its test is of the outlet",
    "OwnAccounts": "own accounts exist on days before 20/07/2026 alone, and the probes work today",
    "Logs": "the local cloud writes the functions' output into their groups by itself",
    "FactsAsTheyCome": "the local cloud reads the stream by itself, without asking for the function's right",
    "UnsentFacts": "the local cloud keeps what the stream's reader failed on by itself, without asking for its right",
    "Messages": "the local cloud reads the queue by itself, without asking for the function's right",
    "FailedEvents": "the local cloud hands a failed event on by itself, without asking for the function's right",
    "TellGoneFromForbidden": "the local cloud says 404 for a missing object whether or not its bucket may be listed",
    "s3:PutObjectTagging": "the local cloud does not ask for it when the tag comes with the object",
    "review_accounts dynamodb:GetItem": "a process asks once whether all are listed, and again for unused accounts",
    "review_accounts dynamodb:UpdateItem": "no account is unused for weeks in the time of a test",
    "OpenWork": "no account is unused for weeks in the time of a test",
    **{
        f"move_work dynamodb:{action}": "no unit that ended has a successor on the day of the probes"
        for action in ("DeleteItem", "PutItem", "Query")
    },
    "erase_records dynamodb:BatchWriteItem": "words of a public face are left to it only where their consumer failed",
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
    (MOVE, "dynamodb:BatchGetItem", "Dossiers"),
    (KEEP, "s3:PutObject", "LockedLog"),
    (REVIEW, "dynamodb:PutItem", "OfficersAndCases"),
}


@pytest.fixture(scope="module")
def cast(stack: LocalStack) -> Cast:
    """The people at the stack, in office hours."""
    set_office_hours(stack)
    return Cast(stack, Description.served(stack.origin))


@pytest.fixture(scope="module")
def deployed(stack: LocalStack) -> DeployedFunctions:
    """Its functions."""
    return DeployedFunctions(stack)


AT_WORK: dict[str, Ready] = {
    API: probes.prepare_dossier_reading("/ledger"),
    PAPER: probes.prepare_file,
    INSPECT: probes.prepare_file,
    FACTS: fact_probes.prepare_fact_sending,
    SWEEP: fact_probes.prepare_sweep,
    COUNT: fact_probes.prepare_counting,
    RECOUNT: fact_probes.prepare_recount,
    SLIPS: slip_probes.prepare_slip_making,
    FINDS: probes.prepare_index,
    DEADLINES: probes.prepare_run(DEADLINES),
    WATCH: probes.prepare_run(WATCH),
    TELL: sync_probes.prepare_portal_news,
    RESYNC: sync_probes.prepare_sync_sweep,
    COMPARE: sync_probes.prepare_comparison,
    PULL: sync_probes.prepare_pull,
    SIGN: probes.prepare_head_signing,
    SEND: notice_probes.prepare_notice("sms"),
    AGAIN: notice_probes.prepare_second_notice,
    FEEDBACK: notice_probes.prepare_bounce,
    ERASE: erasure_probes.prepare_erasure,
    MOVE: probes.prepare_run(MOVE),
    KEEP: security_probes.prepare_line_keeping,
    TOKENS: probes.prepare_run(TOKENS),
    REVIEW: probes.prepare_run(REVIEW),
}
"""The probe of a function while another one is broken."""
TAKES_FILES = {PAPER, INSPECT}
"""Both work on each file: without one, the other does nothing."""


@pytest.fixture(scope="module")
def lasting(cast: Cast, deployed: DeployedFunctions) -> dict[str, Probe]:
    """Return the repeatable probes; a file can be taken only once."""
    return {name: ready(cast, deployed) for name, ready in AT_WORK.items() if name not in TAKES_FILES}


def name_right(right: Right) -> Key:
    """Return the key of a right in the table above."""
    index = right.resource.rpartition("/index/")[2] if "/index/" in right.resource else ""
    return right.function, right.action, index or right.sid


def find_excuse(right: Right) -> str | None:
    """Why a right cannot be proven here, if it cannot."""
    named = (right.sid, right.action, f"{right.function} {right.action}")
    return next((why for what, why in NOT_ENFORCED.items() if what in named), None)


def test_every_function_and_every_right_is_proven_or_says_why_not(deployed: DeployedFunctions) -> None:
    rights = [right for function in FUNCTIONS for right in deployed.rights(function)]
    assert {name_right(right) for right in rights if find_excuse(right) is None} == set(NEEDED)
    assert [str(right) for right in rights if find_excuse(right) and name_right(right) in NEEDED] == []
    used = {find_excuse(right) for right in rights} - {None}
    assert used == set(NOT_ENFORCED.values())


@pytest.mark.parametrize(
    "needed",
    [pytest.param(each, id=" ".join(each), marks=() if each in SMALL else pytest.mark.full) for each in NEEDED],
)
def test_without_a_right_exactly_the_function_that_needs_it_breaks(
    needed: Key, cast: Cast, deployed: DeployedFunctions, lasting: dict[str, Probe]
) -> None:
    (right,) = [each for each in deployed.rights(needed[0]) if name_right(each) == needed]
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
def test_what_is_said_not_to_be_enforced_still_is_not(function: str, cast: Cast, deployed: DeployedFunctions) -> None:
    """When the local cloud closes a gap, its right moves up into the table of proofs."""
    rights = [right for right in deployed.rights(function) if find_excuse(right)]
    probe = AT_WORK[function](cast, deployed)
    with deployed.without(*rights):
        deployed.restart(function)
        assert probe() == ""
