"""Which contents of a dossier each route of the contract reads, for `docs/need_to_know.md` and the test that tries
every read. A route that is in none of the tables here fails that test.
"""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.domain.privacy.sight_words import Content, UnitList
from chalicelib.handlers.http.matter_addresses import MATTERS

C = Content
Route = tuple[str, str]

OF_DOSSIER = "/api/dossiers/{dossier_id}"
PAPER_CONTENTS = frozenset(
    {C.COMPONENTS, C.UNSIGNED, C.ENCLOSED, C.PROOFS, C.RESULTS, C.SLIPS, C.CONTROL_SLIPS, C.FILES, C.OWN_CONSULTATION}
)

DOSSIER_READS: Mapping[Route, frozenset[Content]] = {
    ("GET", OF_DOSSIER): frozenset(C) - {C.NOTICES, C.CONTACTS, C.MESSAGES, C.LEDGER, C.BY_CODE, C.BY_NAME,
                                         C.BY_NUMBER},
    ("GET", f"{OF_DOSSIER}/timeline"): frozenset(
        {C.HEAD, C.COURSE, C.PARCEL, C.SHARES, C.OWN_SHARE, C.REQUESTS, C.MONEY_REQUESTS, C.SUMS, C.CONSULTATIONS,
         C.OWN_CONSULTATION, C.NOTES, C.STAFF, C.FILES}
    ),
    ("GET", f"{OF_DOSSIER}/ledger"): frozenset({C.LEDGER}),
    ("GET", f"{OF_DOSSIER}/deadline"): frozenset({C.HEAD}),
    ("GET", f"{OF_DOSSIER}/erasure"): frozenset({C.HEAD}),
    ("GET", f"{OF_DOSSIER}/rating"): frozenset({C.RATING}),
    ("GET", f"{OF_DOSSIER}/papers"): PAPER_CONTENTS,
    ("GET", f"{OF_DOSSIER}/papers/{{paper_id}}/link"): PAPER_CONTENTS,
    ("GET", f"{OF_DOSSIER}/notices"): frozenset({C.NOTICES}),
    ("GET", f"{OF_DOSSIER}/messages"): frozenset({C.MESSAGES}),
    ("GET", f"{OF_DOSSIER}/contacts/{{party}}"): frozenset({C.CONTACTS}),
    ("POST", "/api/prints"): frozenset({C.SLIPS, C.CONTROL_SLIPS}),
    ("POST", "/api/search"): frozenset({C.BY_CODE, C.BY_NAME, C.BY_NUMBER, C.NAME}),
}  # fmt: skip
"""Reads of a dossier, by what they may show."""

LIST_READS: Mapping[Route, UnitList] = {
    ("GET", "/api/worklist"): UnitList.WORK,
    ("POST", "/api/worklist/search"): UnitList.WORK,
    ("GET", "/api/worklist/counts"): UnitList.WORK,
    ("GET", "/api/members"): UnitList.WORK,
    ("GET", "/api/approvals"): UnitList.APPROVALS,
    ("GET", "/api/returned"): UnitList.RETURNED,
    ("GET", "/api/unpaid"): UnitList.TILL,
    ("POST", "/api/unpaid/search"): UnitList.TILL,
    ("GET", "/api/till"): UnitList.TILL,
    ("POST", "/api/till/prints"): UnitList.TILL,
    ("GET", "/api/register"): UnitList.REGISTER,
    ("GET", "/api/errands"): UnitList.ERRANDS,
    ("GET", "/api/reconciliation"): UnitList.RECONCILIATION,
    ("GET", "/api/late_entries"): UnitList.LATE,
}
"""Reads of a unit's lists."""

OTHER_READS: Mapping[Route, str] = {
    ("GET", "/api/procedures"): "public catalogue",
    ("GET", "/api/procedures/{procedure_id}"): "public catalogue",
    ("GET", "/api/procedures/{procedure_id}/form"): "public catalogue",
    ("GET", "/api/agencies"): "public catalogue",
    ("GET", "/doc"): "what public reads show, as pages; no dossier",
    ("GET", "/doc/sitemap.xml"): "addresses of these pages; no dossier",
    ("GET", "/doc/{section}"): "what public reads show, as pages; no dossier",
    ("GET", "/doc/{section}/{item_id}"): "what a public read shows, as a page; no dossier",
    ("GET", "/api/territory"): "public catalogue",
    ("GET", "/api/territory/units"): "public catalogue",
    ("GET", "/api/units/{unit_id}"): "the catalogue, and which matters decided its changes; no dossier",
    ("GET", "/api/help"): "published guides; no dossier",
    ("GET", "/api/help/{guide_id}"): "a published guide; no dossier",
    ("GET", "/api/session/methods"): "kinds of account and an article; no dossier",
    ("GET", "/api/help/contacts"): "telephones and office hours; no dossier",
    ("GET", "/api/matters"): "tables of questions, feedback and the like; no dossier",
    ("GET", "/api/matters/ledger/{matter_id}"): "the exported ledger of a matter, cut as its page is; no dossier",
    ("GET", "/api/matters/answers/{matter_id}"): "a matter's written answer as a paper, cut as its page is; no dossier",
    (
        "GET",
        "/api/matters/national/{matter_id}",
    ): "confirmations of the national portal; no dossier",
    (
        "GET",
        "/api/matters/statistics",
    ): "numbers alone: of a unit for those who answer for its matters, of all for those who supervise; no dossier",
    ("GET", "/api/matters/papers/{matter_id}"): "files of a matter, for its units and its reporter; no dossier",
    ("GET", "/api/matters/papers/{matter_id}/{paper_id}"): "the link of one of them, to the same; no dossier",
    ("GET", "/api/matters/public"): "what was published of matters; no dossier",
    ("GET", "/api/matters/public/{matter_id}"): "what was published of a matter; no dossier",
    ("GET", "/api/matters/surveys/{matter_id}"): "a survey, and counts of enough answers once published; no dossier",
    **{
        ("GET", f"/api/{plural}{way}"): "matters, each cut to its readers by the audiences of its table; no dossier"
        for plural in MATTERS
        for way in ("", "/{matter_id}")
    },
    ("GET", "/api/flow"): "the flow of steps; no dossier",
    ("GET", "/api/law"): "rules; no dossier",
    ("GET", "/api"): "where the contract is; no dossier",
    ("GET", "/api/openapi.json"): "the contract; no dossier",
    ("GET", "/api/kiosk"): "words of a kiosk; no dossier",
    ("GET", "/api/lookup/channels"): "channels; no dossier",
    (
        "POST",
        "/api/lookup",
    ): "public: code and degree of completion alone (`lookup.anonymous_fields`, TT 01/2018 16.2.d)",
    ("POST", "/api/sms"): "public: the same by text message",
    ("GET", "/api/lookup_channels"): "channels; no dossier",
    ("GET", "/api/me"): "the reader's own record",
    ("POST", "/api/applicants/search"): "an account for the counter of the reader's unit, on record; no dossier",
    ("GET", "/api/authorisations"): "for whom the reader acts and who acts for the reader; no dossier",
    ("GET", "/api/session/accounts"): "what a registration asks for; no dossier",
    ("GET", "/api/terms"): "the terms of use; no dossier",
    ("GET", "/api/me/terms"): "the version of the terms that the reader accepted; no dossier",
    ("GET", "/api/me/account"): "the reader's own account",
    ("GET", "/api/applications"): "public keys of signatures for applications; no dossier",
    ("GET", "/api/me/applications"): "applications that the reader can open and has opened; no dossier",
    ("GET", "/api/me/contacts"): "the reader's own contacts",
    ("GET", "/api/me/profile"): "the reader's own profile",
    ("GET", "/api/me/dossiers"): "the owner's own dossiers",
    ("GET", "/api/me/unjoined"): "dossiers of nobody's account that name the reader by what they proved",
    ("GET", "/api/me/drafts"): "the author's own drafts",
    ("GET", f"{OF_DOSSIER}/draft"): "the author's own draft",
    ("GET", f"{OF_DOSSIER}/held"): "the author's own results, for their draft",
    ("GET", "/api/inbox"): "the reader's own messages, or those to a desk at which they sit; no personal data",
    ("GET", "/api/boards"): "numbers alone, for those who look over units (`monitoring.leaders_view`)",
    ("GET", "/api/board"): "numbers alone, for those who look over units",
    (
        "GET",
        "/api/board/dossiers",
    ): "codes and due dates, for those who look over units; a line opens as the table says",
    (
        "GET",
        "/api/ratings",
    ): "public: numbers of a unit with enough ratings (`rating.shown_from`) in a month with final ratings",
    (
        "GET",
        "/api/ratings/officers",
    ): "numbers alone, of officers with enough ratings in a month with final ratings, for those who look over the unit",
    ("GET", "/api/officers"): "officers' rights; no dossier",
    ("POST", "/api/population-use"): "who looked up population data when and what for; no number, no dossier",
    ("GET", "/api/technical-status"): "times and numbers of the system; no dossier",
    ("GET", "/api/unit-use"): "sign-ins and numbers of open work, of a unit's officers; no dossier",
    ("GET", "/api/missing-tasks"): "units without somebody for a special task; no dossier",
    ("GET", "/api/officers/{sub}"): "officers' rights; no dossier",
    ("GET", "/api/officers/{sub}/history"): "the history of an officer's rights; no dossier",
    ("GET", "/api/unit-effects"): "numbers alone, of work that moves between units; no dossier",
    ("GET", "/api/officers/{sub}/work"): "numbers alone, of an officer's open work by unit; no dossier",
    ("GET", "/api/catalogue-changes"): "catalogue; no dossier",
    ("GET", "/api/catalogue-changes/{change_id}"): "catalogue; no dossier",
    ("GET", "/api/security_alarms"): "alarms of the security log; no dossier, for auditors and operators",
    ("GET", "/api/outages"): "outages; no dossier",
    ("GET", "/api/use_reports"): "reports on the use of the system; no person of a dossier",
    ("GET", "/api/sync"): "operators: which dossiers are held back from the portal, and why; no content",
    ("GET", "/api/sync/{dossier_id}"): "operators: how far the portal is synchronised; no content",
    ("POST", f"{OF_DOSSIER}/slips/preview"): "anyone who may take the step sees the slip that it produces",
}
"""Reads that show nothing of the table's contents, each with its reason."""
