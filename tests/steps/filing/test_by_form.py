"""A filled e-form is the application: nobody uploads it again, everybody sees it as the component that it is."""

from __future__ import annotations

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.documents.slip_fields import answer_field
from chalicelib.domain.documents.slip_values import SlipTable
from chalicelib.domain.dossier.intake import Intake
from chalicelib.domain.shared.errors import Invalid
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.steps.filing.submission_checks import list_answered_by_form, list_needed_components
from tests.support.builders import CERTIFICATE, REGISTRATION, Case, provide_reference
from tests.support.slip_builders import build_source

APPLICATION = "household_business_registration_application"
CLERK = Role.ONE_STOP_OFFICER


def file_online() -> Case:
    """A household business filed online without a single file."""
    case = Case().start()
    case.submit(papers=[])
    return case


def test_who_fills_in_the_form_online_files_without_uploading_it() -> None:
    d = file_online().dossier
    assert (d.papers, d.intake.by_form) == ({}, (APPLICATION,))
    assert d.handover.unchecked == (), "there is no copy to compare"


@pytest.mark.parametrize("channel", ["desk", "post", "agent"])
def test_on_paper_the_paper_stays_the_component(channel: str) -> None:
    procedure = provide_reference().find_procedure(REGISTRATION)
    assert list_answered_by_form(procedure, channel) == ()
    assert [
        each.key
        for each in list_needed_components(procedure, channel)
        if each.needs_file and each.requirement == "required"
    ] == [APPLICATION]
    assert list_answered_by_form(procedure, "national_portal") == (APPLICATION,)


def test_the_receipt_lists_the_form_as_the_component_that_it_is() -> None:
    case = file_online()
    case.take("receive", case.officer(CLERK))
    listed = answer_field(build_source(case), "components")
    assert isinstance(listed, SlipTable)
    assert listed.rows == (("1", "Giấy đề nghị đăng ký hộ kinh doanh", "Biểu mẫu điện tử", "1"),)


def test_what_was_filled_in_is_never_asked_for_on_paper_and_its_fields_are() -> None:
    case = file_online()
    refused = case.refused("request_supplement", case.officer(CLERK), components=[APPLICATION])
    assert isinstance(refused, Invalid)
    assert [(each.path, each.code) for each in refused.fields] == [("/components/0", "component_by_form")]
    asked = case.take("request_supplement", case.officer(CLERK), form_fields=["business_lines"])
    assert asked.asked_fields == ("business_lines",)


def test_a_file_that_somebody_sent_all_the_same_can_be_found_wanting() -> None:
    case = Case().file()
    asked = case.take("request_supplement", case.officer(CLERK), components=[APPLICATION])
    assert asked.asked == (APPLICATION,)


def test_a_dossier_from_before_says_nothing_of_forms() -> None:
    assert unpack_value(Intake, {"held": ["x"]}).by_form == ()
    assert "by_form" not in pack_value(Intake(held=("x",)))


def test_only_a_required_component_is_a_form_and_each_procedure_has_at_most_one() -> None:
    catalogue = CatalogueFiles()
    covered = 0
    for procedure in map(catalogue.find_procedure, catalogue.procedure_ids):
        by_form = [each for each in procedure.components if each.by_form]
        assert len(by_form) <= 1, procedure.id
        assert {each.need for each in by_form} <= {"required"}, procedure.id
        assert not by_form or procedure.form, procedure.id
        covered += len(by_form)
    assert covered == 29


def test_a_certificate_needs_nothing_but_its_form() -> None:
    case = Case(CERTIFICATE, "lai-chau").start()
    assert case.submit(papers=[]).intake.by_form == ("application_form",)
