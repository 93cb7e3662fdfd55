"""The only routes without a signed-in person, each with its reason. A test holds this table complete."""

from __future__ import annotations

PUBLIC_ROUTES: dict[tuple[str, str], str] = {
    ("GET", "/api"): "says where the contract is; holds no data",
    ("GET", "/api/openapi.json"): "the contract itself; holds no data",
    ("POST", "/api/payments/callback"): "the gateway signs its bytes; no person is behind it",
    ("POST", "/api/sms"): "the provider of the number signs its bytes; no person is behind it",
    ("POST", "/api/lookup"): "only code and degree of completion (TT 01/2018 16.2.d); slow for each address",
    ("GET", "/api/lookup/channels"): "where and how people look up; holds no data",
    ("GET", "/api/kiosk"): "what a self-service machine may use; holds no data",
    ("POST", "/api/national/filings"): "the national portal signs its bytes; no person is behind it",
    ("POST", "/api/national/feedback"): "the national portal signs its bytes; no person is behind it",
    ("POST", "/api/systems/status"): "the agency's system signs its bytes; no person is behind it",
    ("POST", "/api/session/begin"): "begins signing in; returns only the address, no data",
    ("POST", "/api/session"): "a code of the pool and the nonce of the browser that asked for it; only our own pages",
    ("POST", "/api/session/officers"): "an officer's name and password; only our own pages",
    ("POST", "/api/session/officers/password"): "the cookie of a sign-in with the right password; only our own pages",
    ("POST", "/api/session/officers/code"): "the cookie of a sign-in with the right password; only our own pages",
    ("POST", "/api/session/token"): "the session's cookie authenticates the person; only our own pages",
    ("POST", "/api/session/end"): "the session's cookie authenticates the person; only our own pages",
    ("GET", "/api/flow"): "the flow table; holds no data",
    ("GET", "/api/law"): "the rules in force; law is public",
    ("GET", "/api/procedures"): "the catalogue must be public (NĐ 63/2010 16-17)",
    ("GET", "/api/procedures/{procedure_id}"): "the catalogue must be public (NĐ 63/2010 16-17)",
    ("GET", "/api/procedures/{procedure_id}/form"): "the form belongs to the published procedure",
    ("GET", "/api/territory"): "the list of procedures accepted anywhere is published (NĐ 309/2026 7)",
    ("GET", "/api/territory/units"): "the units and their predecessors must be public (NĐ 61/2018 9.7)",
    ("GET", "/api/help"): "guides are published; holds no data",
    ("GET", "/api/help/contacts"): "telephone and office hours must be public (NĐ 61/2018 9.7)",
    ("GET", "/api/help/{guide_id}"): "guides are published; holds no data",
    ("POST", "/api/help/ask"): "quotes published content only, stores no question; slow for each address",
    ("POST", "/api/tablet/form"): "the questions for the dossier of a code that an officer gave out at the counter",
    ("POST", "/api/tablet/rate"): "the applicant at the counter has the code; it is used once, within minutes",
    ("GET", "/api/ratings"): "results of ratings must be public (NĐ 61/2018 32.1); units with enough of them",
    ("GET", "/api/matters"): "the tables of questions, feedback and the like; holds no data",
    ("GET", "/api/matters/public"): "published answers are public (QN-19.3, LC-25.2.c); it holds nothing else",
    ("GET", "/api/matters/public/{matter_id}"): "the same, one of them",
    (
        "GET",
        "/api/matters/surveys/{matter_id}",
    ): "results of surveys are public (NĐ 61/2018 32.1); counts of enough answers",
    ("GET", "/api/agencies"): "who receives what, when and where must be public (NĐ 61/2018 9.7)",
}

KIOSK_ROUTES: tuple[tuple[str, str], ...] = (
    ("GET", "/api/kiosk"),
    ("GET", "/api/lookup/channels"),
    ("GET", "/api/law"),
    ("GET", "/api/procedures"),
    ("GET", "/api/procedures/{procedure_id}"),
    ("GET", "/api/agencies"),
    ("GET", "/api/help"),
    ("GET", "/api/help/contacts"),
    ("GET", "/api/help/{guide_id}"),
    ("POST", "/api/lookup"),
)
"""Content of a self-service machine (QN-2, NĐ 309/2026 1): public reading, which leaves nothing for the next person."""
