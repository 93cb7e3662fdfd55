"""Who somebody is (xác định người dùng): merging two accounts of one human and separating them again, a number that was
reissued or claimed twice, a death, a child who has come of age, a demand to bring an account up to date (HUE-10.2,
HUE-10.3.b), another contact for an own account whose telephone and password are lost.

One officer proposes, another one of the unit or of the provincial office decides; with the decision the accounts change
in the same transaction. A number that somebody proved and another person has opens a case by itself.
"""

from __future__ import annotations

from chalicelib.domain.accounts.roles import SYSTEM, Role
from chalicelib.domain.matters.kinds.erasure_rows import add_erasure_rows
from chalicelib.domain.matters.matter_actors import DESKS, SENDER, MatterPlace
from chalicelib.domain.matters.matter_fields import (
    UNITS,
    ask_account,
    ask_choice,
    ask_day,
    ask_line,
    ask_personal,
    ask_text,
)
from chalicelib.domain.matters.matter_kind import MatterKind, MatterOpening, MatterState, MatterStep
from chalicelib.domain.shared.errors import BilingualWords as Words

PROPOSED, DECIDED, DECLINED, WITHDRAWN = "proposed", "decided", "declined", "withdrawn"
REPLACED = "replaced"
ARTICLES = "HUE-10.2; HUE-10.3.b; LC-17.3.c"
MERGE, SEPARATE, NUMBER, DEATH, ADULT, UPDATE = "merge", "separate", "number", "death", "adult", "update"
CONTACT = "contact"
"""Another contact for an own account, by which its holder sets a password again (decision 0325)."""
EFFECT = "person_case"
"""What the decision does to the accounts (`steps/matters/apply_person_case.py`)."""

PERSON_CASES = add_erasure_rows(MatterKind(
    name="person_case",
    plural="person-cases",
    prefix="ND",
    words=Words("Việc về người dùng", "Case about a person"),
    title=Words("Hợp nhất, cập nhật người dùng", "Merging and updating people"),
    empty=Words("Chưa có việc nào về người dùng.", "There are no cases about people yet."),
    about=Words(
        "Hợp nhất, tách tài khoản; số định danh cấp lại; thay liên hệ đã mất; yêu cầu cập nhật. Hai người quyết định.",
        "Merge or separate accounts, reissued numbers, lost contacts, demands to update. Two people decide.",
    ),
    subject="subject",
    clocks={},
    states=(
        MatterState(PROPOSED, Words("Chờ người thứ hai", "Waiting for a second person")),
        MatterState(DECIDED, Words("Đã thực hiện", "Done"), ended=True),
        MatterState(REPLACED, Words("Đã thay liên hệ của tài khoản", "The contact was replaced"), ended=True),
        MatterState(DECLINED, Words("Không chấp nhận", "Declined"), ended=True),
        MatterState(WITHDRAWN, Words("Đã rút", "Withdrawn"), ended=True),
    ),
    opening=MatterOpening(
        state=PROPOSED,
        who=frozenset({Role.ONE_STOP_OFFICER, Role.HEAD_OF_ONE_STOP, Role.PROVINCIAL_OFFICE}),
        article=ARTICLES,
        fields=(
            ask_choice(
                "action", "Việc cần làm", "What is to be done",
                (
                    (UPDATE, "Yêu cầu cập nhật thông tin", "Demand an update"),
                    (ADULT, "Người chưa thành niên đã thành niên", "A child has come of age"),
                    (NUMBER, "Gắn số định danh cấp lại", "Give a person a reissued number"),
                    (CONTACT, "Thay liên hệ: mất cả điện thoại và mật khẩu",
                     "Replace the contact: telephone and password are lost"),
                    (MERGE, "Hợp nhất hai người dùng là một người", "Merge two people who are one"),
                    (SEPARATE, "Tách người dùng đã hợp nhất", "Separate people who were merged"),
                    (DEATH, "Ghi nhận người đã mất", "Record a death"),
                ),
                UNITS,
            ),
            ask_line("subject", "Tóm tắt, không ghi tên và số giấy tờ", "Summary, without names and numbers", UNITS),
            ask_account("person", "Mã tài khoản", "Account ID"),
            ask_account("other", "Mã tài khoản thứ hai", "Second account ID", required=False),
            ask_personal(
                "id_number", "Số định danh mới, hoặc trên giấy tờ của người có mặt",
                "New ID number, or that on the paper of who is present", "personal-id-or-passport", required=False,
                audience=UNITS,
            ),
            ask_personal("contact", "Liên hệ mới: thư điện tử hoặc số di động", "New contact: mail or mobile number",
                         required=False, audience=UNITS),
            ask_personal("contact_again", "Nhập lại liên hệ mới", "The new contact again", required=False,
                         audience=UNITS),
            ask_personal("former", "Liên hệ đã đăng ký, khi tài khoản đã đổi liên hệ",
                         "Contact that registered the account, where it changed", required=False, audience=UNITS),
            ask_day("day", "Ngày xảy ra", "Day it happened", UNITS, required=False),
            ask_line("letter", "Số văn bản, giấy tờ làm căn cứ", "Number of the paper it rests on", UNITS),
            ask_text("grounds", "Lý do, giấy tờ đã kiểm tra", "Reason, and papers checked", UNITS),
        ),
        unit_rule="account.person_cases_at",
        papers=True,
        checks=("person_case",),
        notifies=(MatterPlace.UNIT,),
        relays={SYSTEM.sub: ()},
        effect=EFFECT,
    ),
    steps=(
        MatterStep(
            "approve", Words("Chấp nhận và thực hiện", "Approve and carry out"), (PROPOSED,), REPLACED, DESKS, ARTICLES,
            fields=(ask_text("outcome", "Kết luận", "Outcome", UNITS),), checks=("contact_case",), effect=EFFECT,
            notifies=(MatterPlace.REPORTER, MatterPlace.FORMER), chosen=("action", CONTACT),
        ),
        MatterStep(
            "approve", Words("Chấp nhận và thực hiện", "Approve and carry out"), (PROPOSED,), DECIDED, DESKS, ARTICLES,
            fields=(ask_text("outcome", "Kết luận", "Outcome", UNITS),), effect=EFFECT,
        ),
        MatterStep(
            "decline", Words("Không chấp nhận", "Decline"), (PROPOSED,), DECLINED, DESKS, ARTICLES,
            fields=(ask_text("outcome", "Kết luận", "Outcome", UNITS),),
        ),
        MatterStep(
            "withdraw", Words("Rút lại", "Withdraw"), (PROPOSED,), WITHDRAWN, SENDER, ARTICLES,
            notifies=(MatterPlace.UNIT,),
        ),
    ),
))  # fmt: skip
