"""The questions by which a sender lets their name be published, and the row by which they withdraw that."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.eforms.form_schema import FormField
from chalicelib.domain.matters.matter_actors import REPORTER, Actors, MatterPlace
from chalicelib.domain.matters.matter_fields import PUBLIC, ask_box, ask_personal
from chalicelib.domain.matters.matter_kind import LawCondition, MatterField, MatterStep
from chalicelib.domain.matters.naming import (
    AGE,
    CHILD_CONSENT,
    CONSENT,
    NAME,
    REPRESENTATIVE,
    REPRESENTATIVE_CONSENT,
)
from chalicelib.domain.shared.errors import BilingualWords as Words

NAME_LAW = LawCondition("publication.name_consent")
_BOX = ask_box(
    CONSENT, "Tôi đồng ý nêu họ tên khi nội dung được đăng công khai", "I agree to be named where this is published"
)
_NAME = replace(
    ask_personal(
        NAME, "Họ và tên được nêu", "Name that is shown", "person-name", required=False, audience=PUBLIC, after=CONSENT
    ),
    consent=CONSENT,
)
_CHILD = (
    MatterField(
        FormField(
            AGE, "Tuổi, nếu người được nêu tên dưới 16 tuổi", "Age, if the person named is under 16", "integer", False,
            shown_with=CONSENT,
        ),
        personal=True,
    ),
    ask_personal(
        REPRESENTATIVE, "Họ và tên cha, mẹ hoặc người giám hộ", "Name of a parent or guardian", "person-name",
        required=False, after=AGE,
    ),
    ask_box(
        REPRESENTATIVE_CONSENT, "Cha, mẹ hoặc người giám hộ đồng ý nêu tên trẻ",
        "The parent or guardian agrees to the child being named", after=AGE,
    ),
    ask_box(CHILD_CONSENT, "Trẻ đồng ý được nêu tên", "The child agrees to be named", after=AGE),
)  # fmt: skip


def build_naming_fields(*laws: LawCondition) -> tuple[MatterField, ...]:
    """Return the questions about being named, asked where the law of the day lets people consent and `laws` hold."""
    return tuple(replace(each, asked_law=(NAME_LAW, *laws)) for each in (_BOX, _NAME, *_CHILD))


def build_naming_rows(states: tuple[str, ...], who: Actors = REPORTER) -> tuple[MatterStep, ...]:
    """Return the row by which the sender withdraws the consent: the public page shows the name no more. It needs no law
    of the day, since a consent that was given can always be withdrawn."""
    return (
        MatterStep(
            "withdraw_name", Words("Rút đồng ý nêu tên", "Withdraw the consent to be named"), states, "", who,
            "Luật 91/2025 9", sets={CONSENT: False}, only_while=CONSENT, notifies=(MatterPlace.UNIT,),
        ),
    )  # fmt: skip
