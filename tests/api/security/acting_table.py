"""Which operations may be done for another person, and by whom: what each kind of caller is answered who names an
authorisation. A new operation belongs into one of these lists of names."""

from __future__ import annotations

FOR_ANOTHER = """
    add_paper ask_party_code choose_party_contacts confirm_party_code create_draft deadline discard dossier_notices
    forget_party_contact ledger list_papers look_up_held messages my_dossiers paper_link join_account party_contacts
    rate read_dossier read_draft revoke_authority save_draft show_erasure show_rating start_payment submit
    supplement timeline use_held withdraw
"""
"""An applicant's work on dossiers."""
AUTHORISATIONS = "list_authorisations reply_authorisation request_authorisation"
"""Answered in words of their own: who acts for another person authorises nobody."""
OWN = """
    accept_my_terms add_matter_paper answer_survey ask_my_code change_account change_my_profile choose_my_contacts
    confirm_my_code forget_my_contact inbox link_account list_account-cases list_account-requests list_unit-changes
    list_callbacks list_complaints list_difficulties list_faqs list_feedback list_information-requests
    list_matter_papers list_unjoined list_person-cases list_questions list_rights-reviews list_surveys matter_ledger
    matter_paper_link read_rights_review step_rights_review
    me my_contacts my_drafts my_profile my_terms open_account_case open_account_request open_unit_change
    open_callback open_complaint open_difficulty open_faq open_feedback open_information open_person_case
    open_question open_survey read_account read_account_case read_account_request read_callback read_complaint
    read_unit_change read_difficulty read_faq read_feedback read_information read_message list_own_applications
    read_person_case read_question read_survey step_account_case step_account_request step_callback step_complaint
    step_difficulty step_faq step_unit_change step_feedback step_information step_person_case step_question
    step_survey
"""
"""Everybody's own account, notices and matters."""
OFFICERS = """
    list_moving_units
    acknowledge_payment answer apologise approvals approve assign board board_dossiers boards call_original
    catalogue_change catalogue_changes check_applicant claim close close_reconciliation compare confirm_complete
    confirm_exemption consult correct correct_reception create_applicant decide_change decide_recovery
    declare_outage decline end_outage erase errands extend find_applicant find_dossiers finish_errand finish_task
    forward further_channels give_back hand_over help_applicant invite late_entries list_officers
    list_security_alarms make_print make_use_report matter_statistics members note officer_ratings open_tablet
    outages pay portal_standing preview_slips print_payment propose put_officer read_officer receive
    read_officer_history reconciliation refuse register request_payment request_recovery request_supplement resolve
    resume returned preview_request preview_units read_held_work search_directory reverse_payment search_security_log
    search_unpaid search_worklist send_back set_up_channel show_place show_sync stop take_back till transfer unpaid urge
    use_reports worklist worklist_counts find_officers read_unit_use list_missing_tasks matter_answer
    read_unit read_technical_status read_population_use
"""
OPEN = """
    agencies answer_sms ask_assistant ask_recovery begin_factor_enrolment begin_officer_session begin_registration
    begin_session confirm_factor_enrolment finish_own_sign_in read_second_factor remove_second_factor
    choose_officer_password choose_own_password end_by_provider end_device end_session end_sign_in file_at_portal flow
    help_contacts kiosk law list_devices list_guides list_sign_in_methods look_up lookup_channels matter_kinds
    open_application openapi payment_callback prove_registered_contact prove_sign_in public_matter public_matters
    rating_results read_first_page read_form read_guide read_index read_item_page read_list_page read_procedure
    read_signer recover_own_account registration_form report_loss report_system_status resume_session search show_tablet
    sign_in_to_own_account sitemap start_officer_session start_session submit_tablet_rating survey_results
    take_national_feedback take_sender_step terms_of_use territory units
"""
"""Without a token: who calls is not asked, and the header is not read."""

ACTS, PASSES = "acts", "passes"
"""Outcomes other than a refusal's code: the caller acts for the principal, or is nobody in particular."""
OWN_ALONE, GONE = "not_for_another", "unauthenticated"

ANSWERS = {
    # kind of caller: (for another, everybody's own and officers' work)
    "nobody": (GONE, GONE),
    "agent": (ACTS, OWN_ALONE),
    "agent for some procedures": (ACTS, OWN_ALONE),
    "agent for one dossier": (ACTS, OWN_ALONE),
    "agent found to be the same person": (ACTS, OWN_ALONE),
    "agent who is a foreigner": (ACTS, OWN_ALONE),
    "agent of a person under age": (ACTS, OWN_ALONE),
    "agent of a person found to be another one": (ACTS, OWN_ALONE),
    "representative": (ACTS, OWN_ALONE),
    "representative who left": ("authorisation_not_in_force", OWN_ALONE),
    "agent who was revoked": ("authorisation_not_in_force", OWN_ALONE),
    "agent whose time is over": ("authorisation_not_in_force", OWN_ALONE),
    "agent before the time": ("authorisation_not_in_force", OWN_ALONE),
    "agent who was declined": ("authorisation_not_in_force", OWN_ALONE),
    "agent who waits for consent": ("authorisation_not_in_force", OWN_ALONE),
    "agent of somebody suspended": ("principal_not_open", OWN_ALONE),
    "agent of somebody locked": ("principal_not_open", OWN_ALONE),
    "agent of somebody who cancelled": ("principal_not_open", OWN_ALONE),
    "agent of somebody who died": ("principal_gone", OWN_ALONE),
    "agent who is suspended": ("account_not_open", "account_not_open"),
    "agent who is locked": ("account_reported_lost", "account_reported_lost"),
    "agent who died": (GONE, GONE),
    "the principal": ("authorisation_unknown", OWN_ALONE),
    "stranger": ("authorisation_unknown", OWN_ALONE),
    "parent without a consent": ("authorisation_unknown", OWN_ALONE),
    "somebody with a forged name of an authorisation": ("authorisation_unknown", OWN_ALONE),
    "officer": ("authorisation_unknown", OWN_ALONE),
    "officer's citizen account": (ACTS, OWN_ALONE),
}
