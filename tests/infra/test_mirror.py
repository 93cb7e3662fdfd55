"""Where the test of a module is: in the folder of its own path, under its own name, or where this file says."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from infra.paths import ROOT

WITH_NEIGHBOURS: dict[str, tuple[str, ...]] = {
    "api/http/test_http_guard.py": ("domain/shared/errors",),
    "api/search/test_sms_api.py": ("domain/search/sms",),
    "domain/accounts/test_authorisation.py": ("domain/accounts/acting_for", "domain/accounts/authorisation_wish"),
    "api/security/test_account_states.py": ("domain/accounts/account_state", "steps/accounts/account_state"),
    "api/security/test_devices.py": ("domain/security/devices", "steps/security/session_list"),
    "api/security/test_cursors.py": ("domain/security/cursors",),
    "api/security/test_officer_sign_in.py": ("domain/security/second_factor",),
    "api/security/test_sign_in_methods.py": ("domain/accounts/sign_in_methods",),
    "api/security/test_quotas.py": ("domain/security/quotas",),
    "api/security/test_rate_names.py": ("domain/shared/http_errors",),
    "api/security/test_recognised_people.py": (
        "domain/accounts/person_joining",
        "domain/accounts/person_profile",
        "steps/accounts/own_profile",
        "steps/accounts/recognise_person",
    ),
    "product/accounts/test_applications.py": ("domain/security/applications",),
    "product/accounts/test_application_grants.py": ("domain/security/openings",),
    "product/accounts/test_own_accounts.py": (
        "domain/accounts/registration",
        "steps/security/own_attempts",
        "steps/security/own_recovery",
        "steps/security/own_registration",
        "steps/security/own_sign_in",
    ),
    "product/accounts/test_second_factor.py": ("steps/security/own_factor",),
    "product/accounts/test_terms_by_regulation.py": ("steps/accounts/terms",),
    "api/security/test_recovery.py": ("domain/accounts/recovery",),
    "api/security/test_session.py": (
        "domain/security/session_tokens",
        "domain/security/sessions",
    ),
    "api/security/test_technical_account.py": ("domain/accounts/tasks/technical_account",),
    "api/test_national_api.py": ("domain/portal/portal_signature",),
    "api/test_officers.py": ("domain/accounts/officers",),
    "api/test_territory.py": ("domain/catalogue/territory",),
    "contract/documents/test_slip_press.py": ("domain/documents/prints",),
    "contract/dossier/test_dossier_store.py": ("steps/dossier/items",),
    "contract/matters/test_matter_table.py": ("steps/matters/matter_command",),
    "contract/ledger/test_sweep.py": ("steps/ledger/sweep_facts",),
    "contract/test_boards.py": ("steps/supervision/recount_boards",),
    "contract/test_watch_deadlines.py": ("steps/supervision/record_deadlines",),
    "data/test_search_words.py": ("domain/shared/folding",),
    "domain/accounts/test_desk_accounts.py": ("domain/accounts/population",),
    "domain/accounts/test_identity_proofing.py": (
        "domain/accounts/people",
        "domain/accounts/proven_identity",
    ),
    "domain/catalogue/test_competence.py": ("domain/catalogue/counters",),
    "domain/catalogue/test_tariff.py": (
        "domain/payments/recharging",
        "domain/time/filing_day",
    ),
    "domain/documents/test_slips.py": ("domain/flow/flow_actors",),
    "domain/documents/test_slips_made.py": (
        "domain/documents/slip_choice",
        "domain/documents/slip_fields",
    ),
    "domain/dossier/test_carried_money.py": ("domain/dossier/refiling",),
    "domain/dossier/test_corrections.py": (
        "domain/dossier/current_parts",
        "domain/dossier/refiled_dossier",
        "domain/filing/carried_over",
    ),
    "domain/dossier/test_course.py": ("domain/dossier/course_reading",),
    "domain/dossier/test_dossier.py": ("domain/dossier/fold",),
    "domain/dossier/test_permission.py": ("domain/accounts/roles",),
    "domain/dossier/test_sector_status.py": (
        "domain/dossier/effects/sector_status",
        "domain/supervision/use_findings",
    ),
    "domain/eforms/test_form_schema.py": ("domain/eforms/answers",),
    "domain/eforms/test_typed_answers.py": (
        "domain/eforms/answer_formats",
        "domain/eforms/day_bounds",
        "domain/time/officer_days",
    ),
    "domain/law/test_rulings.py": ("domain/law/model",),
    "domain/ledger/test_chain.py": ("domain/ledger/verification",),
    "domain/catalogue/test_work_moves.py": ("domain/dossier/effects/unit_moves",),
    "domain/ledger/test_fact_registry.py": ("domain/ledger/payloads",),
    "domain/ledger/test_messages.py": ("domain/notices/messages",),
    "domain/notices/test_notice_rules.py": ("domain/notices/notice_text",),
    "domain/papers/test_paper.py": ("domain/papers/components",),
    "domain/papers/test_paper_order.py": (
        "domain/dossier/effects/work_items",
        "domain/dossier/work_items",
    ),
    "domain/payments/test_gateway_signature.py": ("domain/shared/hmac_signature",),
    "domain/portal/test_mapping.py": ("domain/portal/mapping_data",),
    "domain/search/test_public_status.py": ("domain/search/status_links",),
    "domain/shared/test_text.py": ("domain/shared/typed_numbers",),
    "domain/supervision/test_alerts.py": ("domain/dossier/alert_marks",),
    "domain/time/test_deadlines.py": (
        "domain/time/clocks",
        "domain/time/recalculation",
    ),
    "domain/time/test_working_time.py": (
        "domain/time/working_calendar",
        "domain/time/working_timeline",
    ),
    "domain/matters/test_matter_kind.py": ("domain/matters/kind_table",),
    "entry/test_on_paper_uploaded.py": (
        "steps/papers/check_paper",
        "steps/papers/inspect_paper",
    ),
    "infra/operations/test_verify_ledger.py": ("domain/ledger/checkpoints",),
    "law/test_tools.py": ("domain/law/rule_values",),
    "steps/accounts/test_who_grants_is_never_gone.py": ("steps/accounts/officers",),
    "steps/approvals/test_propose_outcome.py": ("domain/settlement/signing",),
    "steps/catalogue/test_pull_catalogues.py": ("steps/catalogue/decide_catalogue_change",),
    "steps/documents/test_register_report.py": ("domain/documents/slip_register",),
    "steps/dossier/test_command.py": ("steps/dossier/context",),
    "steps/dossier/test_views.py": (
        "domain/privacy/viewers",
        "steps/dossier/fact_views",
    ),
    "steps/filing/test_by_form.py": ("steps/filing/submission_checks",),
    "steps/filing/test_filing_checks.py": (
        "domain/dossier/intake",
        "domain/filing/draft_content",
    ),
    "steps/filing/test_outages.py": ("domain/dossier/outages",),
    "steps/handover/test_give_back.py": ("domain/dossier/handover",),
    "steps/handover/test_rate.py": ("domain/dossier/effects/rating",),
    "steps/handover/test_revoke_authority.py": ("domain/dossier/effects/authority",),
    "steps/handover/test_tablet.py": ("domain/dossier/rating_code",),
    "steps/handover/test_late_result.py": ("steps/settlement/fault",),
    "steps/matters/test_answer_survey.py": ("domain/matters/kinds/surveys", "steps/matters/survey_checks"),
    "steps/matters/test_count_matters.py": ("domain/matters/matter_counts",),
    "steps/matters/test_erased_matters.py": ("domain/matters/kinds/erasure_rows",),
    "steps/matters/test_moderation.py": ("domain/matters/kinds/moderation_rows",),
    "steps/matters/test_matter_cells.py": ("domain/matters/matter_permission",),
    "steps/matters/test_naming_checks.py": ("domain/matters/kinds/naming_rows",),
    "steps/matters/test_needed_data.py": ("domain/matters/kinds/information",),
    "steps/matters/test_publish_matters.py": ("domain/matters/kinds/faqs",),
    "steps/matters/test_reclassify_matter.py": (
        "domain/matters/kinds/reclassify_rows",
        "steps/matters/matter_fact_parts",
    ),
    "steps/matters/test_take_matter_step.py": (
        "domain/matters/matter",
        "steps/matters/matter_checks",
    ),
    "steps/matters/test_target_checks.py": ("domain/matters/kinds/merge_rows",),
    "steps/matters/test_what_stays_hidden.py": ("steps/matters/feedback_checks",),
    "steps/notices/test_contacts.py": ("domain/notices/contacts",),
    "steps/notices/test_notice_once.py": (
        "domain/notices/notice_plan",
        "steps/notices/notified_fact",
    ),
    "steps/notices/test_read_notices.py": ("steps/notices/sweep_notices",),
    "steps/notices/test_record_delivery_status.py": (
        "domain/notices/deliveries",
        "domain/notices/notice_feedback",
    ),
    "steps/notices/test_send_notice.py": ("domain/notices/notice_values",),
    "steps/payments/test_pay.py": ("steps/payments/acknowledge_payment",),
    "steps/payments/test_pay_online.py": ("steps/payments/payment_items",),
    "steps/portal/test_connected.py": ("steps/settlement/report_status",),
    "steps/portal/test_sync_national.py": (
        "steps/portal/resume_sync",
        "steps/portal/sweep_sync",
    ),
    "steps/privacy/test_erase.py": (
        "domain/dossier/erasure",
        "domain/privacy/erasure_orders",
    ),
    "steps/privacy/test_need_to_know.py": (
        "domain/dossier/code_words",
        "domain/privacy/sight",
        "domain/supervision/worklist",
    ),
    "steps/reading/test_queries.py": (
        "steps/dossier/reader",
        "steps/reading/worklist",
    ),
    "steps/search/test_public_status.py": ("steps/search/sms",),
    "steps/security/test_keep_security_log.py": ("domain/security/security_log",),
    "steps/settlement/test_apologise.py": (
        "steps/dossier/alert_rules",
        "steps/settlement/appointments",
    ),
    "steps/settlement/test_call_original.py": ("domain/dossier/originals",),
    "steps/settlement/test_consult.py": ("domain/privacy/filed_papers",),
    "steps/settlement/test_request_supplement.py": ("steps/dossier/guards",),
    "steps/supervision/test_remind_unit.py": ("domain/supervision/unit_reminders",),
}
"""A subject that several modules make up has one test file: it imports each of them."""

BY_FOLD: dict[str, tuple[str, ...]] = {
    "domain/dossier/test_carried_money.py": ("domain/dossier/effects/refiling",),
    "domain/dossier/test_corrections.py": ("domain/dossier/effects/corrections",),
    "domain/dossier/test_dossier.py": ("domain/dossier/effects/files",),
    "domain/supervision/test_alerts.py": ("domain/dossier/effects/alerts",),
    "steps/payments/test_pay.py": ("domain/dossier/effects/payments",),
    "steps/privacy/test_erase.py": ("domain/dossier/effects/erasure",),
    "steps/reception/test_receive.py": ("domain/dossier/effects/reception",),
    "steps/settlement/test_call_original.py": ("domain/dossier/effects/originals",),
}
"""The effect of a fact shows only in the dossier that its ledger folds to: the tests of what writes those facts."""

BY_CALLER: dict[str, dict[str, str]] = {
    "api/test_national_api.py": {"steps/portal/file_national": "handlers/portal/national"},
    "domain/flow/test_transitions.py": {"domain/flow/flow_row": "domain/flow/transitions"},
    "api/security/test_officer_sign_in.py": {"steps/security/officer_sign_in": "handlers/security/session"},
    "api/security/test_recovery.py": {"steps/accounts/recovery": "handlers/accounts/officers"},
    "api/security/test_session.py": {
        "steps/security/e_identity_sign_in": "handlers/security/session",
        "steps/security/sessions": "handlers/security/session",
    },
    "contract/test_number_series.py": {"steps/reception/paper_register": "steps/reception/receive"},
    "domain/documents/test_slips_made.py": {
        "domain/documents/handover_log": "domain/documents/slip_settlement",
        "domain/documents/slip_filing": "domain/documents/slip_fields",
        "domain/documents/slip_settlement": "domain/documents/slip_fields",
    },
    "domain/procedure_search/test_phrase_fit.py": {
        "domain/procedure_search/search_phrases": "domain/procedure_search/procedure_ranking"
    },
    "domain/procedure_search/test_procedure_ranking.py": {
        "domain/procedure_search/catalogue_search": "repositories/catalogue/catalogue_files"
    },
    "domain/search/test_counter_search.py": {"domain/payments/unpaid": "repositories/payments/unpaid"},
    "product/accounts/test_account_cases_by_regulation.py": {
        "domain/matters/kinds/account_cases": "domain/matters/kind_table",
        "steps/matters/account_effects": "wiring/matters",
        "steps/accounts/case_accounts": "wiring/matters",
        "steps/matters/report_lost_account": "handlers/accounts/lost_account",
    },
    "product/accounts/test_account_requests.py": {
        "domain/matters/kinds/account_requests": "domain/matters/kind_table",
        "steps/matters/requests/account_request_checks": "steps/matters/matter_checks",
        "steps/matters/requests/apply_account_request": "wiring/matters",
        "steps/matters/requests/concerned_officers": "handlers/matters/matter_lists",
        "domain/matters/answer_sheet": "steps/matters/requests/read_answer_sheet",
        "steps/matters/requests/read_answer_sheet": "handlers/matters/matter_answer",
    },
    "product/rights/test_idle_accounts.py": {
        "domain/matters/kinds/idle_rows": "domain/matters/kinds/account_cases",
        "steps/matters/unused/idle_desk": "wiring/matters",
        "steps/matters/unused/watch_idle_accounts": "wiring/watch",
    },
    "product/rights/test_rights_reviews.py": {
        "domain/matters/kinds/rights_reviews": "domain/matters/kind_table",
        "steps/matters/reviews/open_end_request": "steps/matters/take_matter_step",
        "steps/matters/reviews/read_lines": "handlers/matters/rights_review",
        "steps/matters/reviews/review_desk": "steps/matters/matter_checks",
        "steps/matters/reviews/watch_reviews": "wiring/watch",
    },
    "product/accounts/test_rights_preview.py": {
        "steps/matters/requests/preview_rights": "handlers/accounts/rights_preview",
        "steps/matters/requests/read_rights_request": "handlers/accounts/rights_preview",
    },
    "product/accounts/test_named_people.py": {
        "steps/matters/requests/name_person": "handlers/accounts/rights_preview",
        "steps/matters/requests/rights_reach": "handlers/accounts/rights_preview",
    },
    "product/accounts/test_applications.py": {
        "steps/security/application_sign_out": "handlers/security/applications",
    },
    "product/accounts/recovering/test_lost_access.py": {
        "domain/security/lost_access": "repositories/security/own_access",
        "steps/accounts/lost_access": "wiring/lost_access",
    },
    "product/accounts/test_person_cases.py": {
        "steps/matters/apply_person_case": "wiring/matters",
        "steps/matters/open_contested_number": "wiring/recognition",
        "steps/matters/person_checks": "steps/matters/matter_checks",
    },
    "product/catalogue/test_unit_effects.py": {
        "steps/catalogue/preview_units": "handlers/catalogue/unit_effects",
    },
    "product/catalogue/test_moved_work.py": {
        "steps/catalogue/move_dossier": "wiring/work_moves",
        "steps/catalogue/read_moves": "handlers/catalogue/unit_effects",
        "steps/matters/units/move_matter": "wiring/work_moves",
    },
    "product/catalogue/test_unit_changes.py": {
        "domain/catalogue/unit_history": "steps/catalogue/unit_office",
        "domain/catalogue/unit_proposals": "steps/matters/requests/apply_unit_change",
        "steps/catalogue/unit_office": "wiring/matters",
        "steps/matters/requests/apply_unit_change": "wiring/matters",
    },
    "product/documents/test_prints.py": {"steps/documents/print_slips": "handlers/documents/prints"},
    "product/payments/test_payment.py": {"steps/payments/unpaid": "handlers/payments/till"},
    "product/reception/test_onward.py": {"steps/reception/forward": "handlers/reception/reception"},
    "product/supervision/test_worklists.py": {"steps/search/name_search": "steps/reading/worklist"},
    "product/settlement/test_appraisal.py": {"steps/reading/request_effects": "steps/reading/queries"},
    "steps/approvals/test_propose_outcome.py": {
        "steps/approvals/send_back": "handlers/approvals/decide_request",
        "steps/approvals/sign": "steps/approvals/decide_request",
    },
    "steps/dossier/test_command.py": {"steps/dossier/body_fields": "steps/dossier/guards"},
    "steps/dossier/test_own_dossier.py": {"steps/dossier/parties": "steps/dossier/command"},
    "steps/dossier/test_views.py": {"steps/dossier/work_views": "steps/dossier/views"},
    "steps/filing/test_by_form.py": {"steps/filing/provisional_due_date": "steps/filing/submit"},
    "steps/filing/test_once_only.py": {"steps/filing/use_held": "handlers/filing/held"},
    "steps/filing/test_outages.py": {"steps/dossier/back_entry": "steps/dossier/command"},
    "steps/matters/test_erased_matters.py": {"steps/matters/erasure_checks": "steps/matters/take_matter_step"},
    "steps/notices/test_notice_recipients.py": {"domain/notices/recipients": "domain/notices/notice_plan"},
    "steps/payments/test_pay_online.py": {"steps/dossier/payment_ways": "steps/dossier/views"},
    "steps/payments/test_record_payment.py": {"steps/settlement/note": "handlers/settlement/settlement"},
    "steps/privacy/test_erase.py": {
        "steps/privacy/erase_records": "wiring/erasures",
        "steps/privacy/erased_dossiers": "wiring/erasures",
        "steps/privacy/retention": "steps/privacy/erase",
    },
    "steps/privacy/test_need_to_know.py": {
        "domain/privacy/sight_facts": "steps/reading/queries",
        "domain/privacy/sight_table": "domain/privacy/sight",
    },
    "steps/reception/test_due_at_reception.py": {"steps/reception/settlement_clock": "steps/reception/receive"},
    "steps/security/test_keep_security_log.py": {"steps/security/security_log": "handlers/security/security_log"},
    "steps/settlement/test_appraisal_notice.py": {"domain/law/fallback": "handlers/dossier/dossiers"},
    "steps/supervision/test_watch_deadlines.py": {
        "steps/supervision/deadline_facts": "steps/supervision/record_deadlines"
    },
}
"""A part shows only in what one caller makes of it (a slip, a page, a route): the caller stands behind the module."""

EVERY_PLACE = [
    *(
        (file, module)
        for table in (WITH_NEIGHBOURS, BY_FOLD, BY_CALLER)
        for file, found in table.items()
        for module in found
    )
]
"""Test files, without `tests/`, and modules; a step that is walked through its route has its name in `product/`."""


def _list_modules(layer: str) -> list[str]:
    """Modules with a function of their own; protocols and lists of values have no test."""
    found = []
    for path in sorted((ROOT / "chalicelib" / layer).rglob("*.py")):
        if not path.stem.endswith("ports") and "def " in path.read_text():
            found.append(path.relative_to(ROOT / "chalicelib").with_suffix("").as_posix())
    return found


MODULES = [*_list_modules("domain"), *_list_modules("steps")]
LISTED = {module: file for file, module in EVERY_PLACE}


def _has_own_test(module: str) -> bool:
    """Whether a test has the module's name: in the folder of its path, or for a step among the walks of its routes."""
    layer, _, rest = module.partition("/")
    place, _, name = rest.rpartition("/")
    own = ROOT / "tests" / layer / place / f"test_{name}.py"
    return own.is_file() or (layer == "steps" and any((ROOT / "tests" / "product").glob(f"*/test_{name}.py")))


@pytest.mark.parametrize("module", MODULES)
def test_a_module_has_a_test_of_its_name_or_a_named_place(module: str) -> None:
    assert _has_own_test(module) != (module in LISTED), "a module is listed if no test has its name"


def _list_imports(path: Path) -> set[str]:
    """What a file imports from, and each name that it imports with the module's before it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return found


def _name_module(module: str) -> str:
    return f"chalicelib.{module.replace('/', '.')}"


@pytest.mark.parametrize("file", sorted({file for file, _ in EVERY_PLACE}))
def test_a_named_place_exists(file: str) -> None:
    imports = _list_imports(ROOT / "tests" / file)
    assert {_name_module(module) for module in WITH_NEIGHBOURS.get(file, ())} <= imports
    through = {*BY_FOLD.get(file, ()), *BY_CALLER.get(file, {})}
    assert not {_name_module(module) for module in through} & imports, "the file imports it: list it there"


def test_a_module_without_a_test_that_imports_it_is_used_where_the_table_says() -> None:
    callers = {module: caller for found in BY_CALLER.values() for module, caller in found.items()}
    callers |= {module: "domain/dossier/fold" for found in BY_FOLD.values() for module in found}
    for module, caller in callers.items():
        assert _name_module(module) in _list_imports(ROOT / "chalicelib" / f"{caller}.py"), (module, caller)


def test_only_modules_that_exist_are_listed() -> None:
    assert set(LISTED) <= set(MODULES)
    assert len(LISTED) == len(EVERY_PLACE), "a module has one place"
