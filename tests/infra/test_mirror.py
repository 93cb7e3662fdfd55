"""Where the test of a module is: in the folder of its own path, under its own name, or where this file says."""

from __future__ import annotations

import pytest

from infra.paths import ROOT

ELSEWHERE: dict[str, tuple[str, ...]] = {
    "api/http/test_http_guard.py": ("domain/shared/errors",),
    "api/search/test_sms_api.py": ("domain/search/sms", "steps/search/sms"),
    "api/security/test_cursors.py": ("domain/security/cursors",),
    "api/security/test_officer_sign_in.py": ("domain/security/second_factor", "steps/security/officer_sign_in"),
    "api/security/test_quotas.py": ("domain/security/quotas",),
    "api/security/test_rate_names.py": ("domain/shared/http_errors",),
    "api/security/test_recovery.py": ("domain/accounts/recovery", "steps/accounts/recovery"),
    "api/security/test_session.py": (
        "domain/security/session_tokens",
        "domain/security/sessions",
        "steps/security/sessions",
    ),
    "api/test_national_api.py": ("domain/portal/portal_signature",),
    "api/test_officers.py": ("domain/accounts/officers",),
    "api/test_territory.py": ("domain/catalogue/territory",),
    "contract/documents/test_slip_press.py": ("domain/documents/prints",),
    "contract/dossier/test_dossier_store.py": ("steps/dossier/items",),
    "contract/ledger/test_sweep.py": ("steps/ledger/sweep_facts",),
    "contract/test_boards.py": ("steps/supervision/recount_boards",),
    "contract/test_number_series.py": ("steps/reception/paper_register",),
    "contract/test_watch_deadlines.py": ("steps/supervision/record_deadlines",),
    "data/test_search_words.py": ("domain/shared/folding",),
    "domain/accounts/test_identity_proofing.py": ("domain/accounts/people", "domain/accounts/proven_identity"),
    "domain/catalogue/test_tariff.py": ("domain/payments/recharging", "domain/time/filing_day"),
    "domain/documents/test_slips.py": ("domain/flow/flow_actors",),
    "domain/documents/test_slips_made.py": (
        "domain/documents/handover_log",
        "domain/documents/slip_fields",
        "domain/documents/slip_filing",
        "domain/documents/slip_settlement",
    ),
    "domain/dossier/test_carried_money.py": ("domain/dossier/effects/refiling", "domain/dossier/refiling"),
    "domain/dossier/test_corrections.py": (
        "domain/dossier/current_parts",
        "domain/dossier/effects/corrections",
        "domain/dossier/refiled_dossier",
        "domain/filing/carried_over",
    ),
    "domain/dossier/test_course.py": ("domain/dossier/course_reading",),
    "domain/dossier/test_dossier.py": ("domain/dossier/effects/files", "domain/dossier/fold"),
    "domain/dossier/test_permission.py": ("domain/accounts/roles",),
    "domain/dossier/test_sector_status.py": ("domain/dossier/effects/sector_status", "domain/supervision/use_findings"),
    "domain/eforms/test_form_schema.py": ("domain/eforms/answers",),
    "domain/eforms/test_typed_answers.py": (
        "domain/eforms/answer_formats",
        "domain/eforms/day_bounds",
        "domain/time/officer_days",
    ),
    "domain/law/test_rulings.py": ("domain/law/model",),
    "domain/notices/test_notice_rules.py": ("domain/notices/notice_text",),
    "domain/papers/test_paper_order.py": ("domain/dossier/effects/work_items", "domain/dossier/work_items"),
    "domain/payments/test_gateway_signature.py": ("domain/shared/hmac_signature",),
    "domain/procedure_search/test_phrase_fit.py": ("domain/procedure_search/search_phrases",),
    "domain/procedure_search/test_procedure_ranking.py": ("domain/procedure_search/catalogue_search",),
    "domain/search/test_counter_search.py": ("domain/payments/unpaid",),
    "domain/search/test_public_status.py": ("domain/search/status_links",),
    "domain/shared/test_text.py": ("domain/shared/typed_numbers",),
    "domain/supervision/test_alerts.py": ("domain/dossier/alert_marks", "domain/dossier/effects/alerts"),
    "domain/time/test_deadlines.py": ("domain/time/clocks", "domain/time/recalculation"),
    "domain/time/test_working_time.py": ("domain/time/working_timeline",),
    "e2e/test_national.py": ("steps/portal/file_national",),
    "entry/test_on_paper_uploaded.py": ("steps/papers/check_paper", "steps/papers/inspect_paper"),
    "infra/operations/test_verify_ledger.py": ("domain/ledger/checkpoints",),
    "product/documents/test_prints.py": ("steps/documents/print_slips",),
    "product/payments/test_payment.py": ("steps/payments/unpaid",),
    "product/reception/test_onward.py": ("steps/reception/forward",),
    "product/settlement/test_appraisal.py": ("steps/reading/request_effects",),
    "steps/accounts/test_who_grants_is_never_gone.py": ("steps/accounts/officers",),
    "steps/approvals/test_propose_outcome.py": (
        "domain/settlement/signing",
        "steps/approvals/send_back",
        "steps/approvals/sign",
    ),
    "steps/catalogue/test_pull_catalogues.py": ("steps/catalogue/decide_catalogue_change",),
    "steps/documents/test_register_report.py": ("domain/documents/slip_register",),
    "steps/dossier/test_by_law.py": ("steps/dossier/guards",),
    "steps/dossier/test_command.py": ("steps/dossier/body_fields", "steps/dossier/context"),
    "steps/dossier/test_own_dossier.py": ("steps/dossier/parties",),
    "steps/dossier/test_views.py": ("steps/dossier/fact_views", "steps/dossier/work_views"),
    "steps/filing/test_by_form.py": ("steps/filing/provisional_due_date",),
    "steps/filing/test_drafts.py": ("domain/filing/draft_content",),
    "steps/filing/test_filing_checks.py": ("domain/dossier/intake",),
    "steps/filing/test_once_only.py": ("steps/filing/use_held",),
    "steps/filing/test_outages.py": ("domain/dossier/outages", "steps/dossier/back_entry"),
    "steps/filing/test_submit.py": ("steps/filing/submission_checks",),
    "steps/handover/test_give_back.py": ("domain/dossier/handover",),
    "steps/handover/test_late_result.py": ("steps/settlement/fault",),
    "steps/notices/test_contacts.py": ("domain/notices/contacts",),
    "steps/notices/test_notice_recipients.py": ("domain/notices/recipients",),
    "steps/notices/test_read_notices.py": ("steps/notices/sweep_notices",),
    "steps/notices/test_record_delivery_status.py": ("domain/notices/deliveries", "domain/notices/notice_feedback"),
    "steps/notices/test_send_notice.py": ("domain/notices/notice_plan", "domain/notices/notice_values"),
    "steps/payments/test_pay.py": (
        "domain/dossier/effects/payments",
        "steps/payments/acknowledge_payment",
        "steps/payments/payment_items",
    ),
    "steps/payments/test_pay_online.py": ("steps/dossier/payment_ways",),
    "steps/payments/test_record_payment.py": ("steps/settlement/note",),
    "steps/portal/test_connected.py": ("steps/settlement/report_status",),
    "steps/portal/test_sync_national.py": ("steps/portal/resume_sync", "steps/portal/sweep_sync"),
    "steps/privacy/test_erase.py": (
        "domain/dossier/effects/erasure",
        "domain/dossier/erasure",
        "domain/privacy/erasure_orders",
        "domain/privacy/filed_papers",
        "steps/privacy/erase_records",
        "steps/privacy/retention",
    ),
    "steps/privacy/test_need_to_know.py": (
        "domain/dossier/code_words",
        "domain/privacy/sight",
        "domain/privacy/sight_facts",
        "domain/privacy/sight_table",
        "domain/privacy/viewers",
        "domain/supervision/worklist",
    ),
    "steps/reading/test_queries.py": ("steps/dossier/reader", "steps/reading/worklist"),
    "steps/reception/test_due_at_reception.py": ("steps/reception/settlement_clock",),
    "steps/reception/test_receive.py": ("domain/dossier/effects/reception",),
    "steps/security/test_keep_security_log.py": ("domain/security/security_log", "steps/security/security_log"),
    "steps/settlement/test_apologise.py": ("steps/dossier/alert_rules", "steps/settlement/appointments"),
    "steps/settlement/test_appraisal_notice.py": ("domain/law/fallback",),
    "steps/settlement/test_call_original.py": ("domain/dossier/effects/originals", "domain/dossier/originals"),
    "steps/supervision/test_remind_unit.py": ("domain/supervision/unit_reminders",),
    "steps/supervision/test_watch_deadlines.py": ("steps/supervision/deadline_facts",),
}
"""Modules whose rules show only in what others make of them (a slip, a page, a command): their tests' file, without
`tests/`, and the modules. Those of a step that is walked through its route are in `tests/product/`, by its name."""


def _list_modules(layer: str) -> list[str]:
    """Modules with a function of their own; protocols and lists of values have no test."""
    found = []
    for path in sorted((ROOT / "chalicelib" / layer).rglob("*.py")):
        if not path.stem.endswith("ports") and "def " in path.read_text():
            found.append(path.relative_to(ROOT / "chalicelib").with_suffix("").as_posix())
    return found


MODULES = [*_list_modules("domain"), *_list_modules("steps")]
LISTED = {module: file for file, modules in ELSEWHERE.items() for module in modules}


def _has_own_test(module: str) -> bool:
    """Whether a test has the module's name: in the folder of its path, or for a step among the walks of its routes."""
    layer, _, rest = module.partition("/")
    place, _, name = rest.rpartition("/")
    own = ROOT / "tests" / layer / place / f"test_{name}.py"
    return own.is_file() or (layer == "steps" and any((ROOT / "tests" / "product").glob(f"*/test_{name}.py")))


@pytest.mark.parametrize("module", MODULES)
def test_a_module_has_a_test_of_its_name_or_a_named_place(module: str) -> None:
    assert _has_own_test(module) != (module in LISTED), "a module is listed if no test has its name"


@pytest.mark.parametrize("file", ELSEWHERE)
def test_a_named_place_exists(file: str) -> None:
    assert (ROOT / "tests" / file).is_file()


def test_only_modules_that_exist_are_listed() -> None:
    assert set(LISTED) <= set(MODULES)
