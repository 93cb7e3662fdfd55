"""Account requests (đề nghị cấp tài khoản, phân quyền): LC-17.3.b, LC-17.3.c, LC-17.4, HUE-18.1.c, TB-20.2.

A unit asks in writing for a right of an officer: for somebody new, on a renaming, a transfer, a retirement or a leave.
Somebody else, whom the province's law lets grant, carries it out or refuses it in writing; with the grant the rights
change in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.eforms.day_bounds import TODAY, DayBounds
from chalicelib.domain.matters.kinds.erasure_rows import add_erasure_rows
from chalicelib.domain.matters.matter_actors import HEADS, OFFICE, Actors, MatterPlace
from chalicelib.domain.matters.matter_fields import (
    UNITS,
    ask_account,
    ask_choice,
    ask_day,
    ask_line,
    ask_personal,
    ask_text,
    ask_unit,
)
from chalicelib.domain.matters.matter_kind import (
    GRANTED_BY,
    ClockEffect,
    ClockMove,
    ClockRule,
    LawCondition,
    MatterKind,
    MatterOpening,
    MatterState,
    MatterStep,
)
from chalicelib.domain.matters.written_answer import WrittenAnswer
from chalicelib.domain.shared.errors import BilingualWords as Words

RECEIVED, GRANTED, REFUSED, WITHDRAWN = "received", "granted", "refused", "withdrawn"
GRANT, CHANGE, REVOKE, LEAVE, RENAME, REOPEN = "grant", "change", "revoke", "leave", "rename", "reopen"
REVOKE_ONE = "revoke_one"
"""One right alone ends: what a review of rights asks for."""
AWAY = "away"
"""Somebody is away for a time: a colleague has the right in their place, which ends by itself."""
ARTICLES = "LC-17.3.c; LC-17.4; HUE-18.1.c; TB-20.2"
EFFECT = "account_request"
"""What the grant does to the person's rights (`steps/matters/requests/apply_account_request.py`)."""
ASSIGNED_BY: Mapping[Role, frozenset[Role]] = {
    Role.ASSIGNED_DIGITISER: frozenset({Role.CENTRE_DIRECTOR, Role.HEAD_OF_ONE_STOP}),
}
"""Tasks that somebody in particular assigns in writing, who therefore alone asks for the right: the centre's director
(HUE-9.3.b)."""
OPERATORS: Actors = ((Role.OPERATOR, MatterPlace.PROVINCE),)
POLICE: Actors = ((Role.POLICE_POPULATION, MatterPlace.PROVINCE),)
"""They grant and end the right to look up population data, and read no other request (LC-17.5)."""
LOOK_UPS = ("role", Role.POPULATION_READER.value)
"""The answer by which a request is theirs."""
OWN_UNIT: Actors = tuple((role, MatterPlace.SENDER) for role, _ in HEADS)
PLANNED = DayBounds(TODAY, "today+10y")
"""Days of rights: none begins before it is asked for."""
START = (ClockEffect("grant", ClockMove.START, (ClockRule("account.grant_limit"),)),)
STOP = (ClockEffect("grant", ClockMove.STOP),)
REPLY = (
    ask_line("reply", "Số văn bản trả lời", "Number of the written answer"),
    ask_text("outcome", "Nội dung trả lời", "Written answer"),
)
ROLES = (
    (Role.ONE_STOP_OFFICER, "Công chức Bộ phận Một cửa", "One-stop officer"),
    (Role.HEAD_OF_ONE_STOP, "Trưởng Bộ phận Một cửa", "Head of the one-stop unit"),
    (Role.CASE_OFFICER, "Công chức thụ lý", "Case officer"),
    (Role.HEAD_OF_SECTION, "Trưởng phòng chuyên môn", "Head of section"),
    (Role.AGENCY_HEAD, "Lãnh đạo cơ quan", "Head of the agency"),
    (Role.CENTRE_DIRECTOR, "Giám đốc Trung tâm", "Director of the centre"),
    (Role.CASHIER, "Thu phí, lệ phí", "Cashier"),
    (Role.POSTAL_STAFF, "Nhân viên bưu chính, doanh nghiệp được thuê", "Staff of the post or a hired enterprise"),
    (
        Role.CONTROL_FOCAL,
        "Công chức đầu mối kiểm soát thủ tục hành chính",
        "Focal officer for procedures",
    ),
    (Role.INTAKE_FOCAL, "Đầu mối tiếp nhận câu hỏi, phản ánh", "Focal officer for intake"),
    (Role.ANSWER_FOCAL, "Đầu mối trả lời câu hỏi, phản ánh", "Focal officer for answers"),
    (Role.ASSIGNED_DIGITISER, "Người được phân công số hóa", "Assigned digitiser"),
    (Role.UNIT_IT, "Công chức phụ trách công nghệ thông tin của đơn vị", "IT officer of the unit"),
    (Role.VENDOR_TECHNICAL, "Nhà cung cấp: tài khoản kỹ thuật", "Vendor: technical account"),
    (Role.POLICE_POPULATION, "Công an tỉnh: quản lý khai thác dữ liệu dân cư", "Police: use of population data"),
    (Role.POPULATION_READER, "Tra cứu dữ liệu dân cư", "Looks up population data"),
    (Role.CATALOGUE_EDITOR, "Biên tập danh mục thủ tục", "Catalogue editor"),
    (Role.PROVINCIAL_OFFICE, "Văn phòng UBND tỉnh", "Provincial office"),
    (Role.AUDITOR, "Thanh tra, kiểm tra", "Auditor"),
    (Role.OPERATOR, "Vận hành hệ thống", "Operator"),
)
STAGES = (
    ("channel", "Chỉ là kênh gửi, nhận", "A way to send alone"),
    ("guide", "Hướng dẫn", "Guide"),
    ("receive", "Tiếp nhận", "Receive"),
    ("digitise", "Số hóa", "Digitise"),
    ("process", "Nhận bổ sung, chuyển giải quyết", "Take supplements and pass on"),
    ("deliver", "Trả kết quả tại địa chỉ", "Deliver at the address"),
    ("return", "Trả kết quả", "Return results"),
)


def _build_outcome(
    word: str, name: Words, to: str, who: Actors, laws: tuple[LawCondition, ...], effect: str = ""
) -> MatterStep:
    """Return the row by which a granter answers a request in writing. The police answer what asks for the right to look
    up population data, and nobody else does (LC-17.5)."""
    by_police = who is POLICE
    return MatterStep(
        word, name, (RECEIVED,), to, who, ARTICLES, fields=REPLY, clocks=STOP, papers=True, effect=effect,
        while_law=laws, notifies=(MatterPlace.REPORTER,), chosen=LOOK_UPS if by_police else ("", ""),
        not_chosen=None if by_police else LOOK_UPS,
    )  # fmt: skip


ACCOUNT_REQUESTS = add_erasure_rows(MatterKind(
    name="account_request",
    plural="account-requests",
    prefix="TK",
    words=Words("Đề nghị cấp tài khoản, phân quyền", "Account request"),
    title=Words("Đề nghị cấp tài khoản, phân quyền", "Account requests"),
    empty=Words(
        "Chưa có đề nghị nào. Lãnh đạo đơn vị gửi đề nghị khi có người mới, chuyển công tác hoặc nghỉ việc.",
        "There are no requests. Heads of units send one when somebody joins, moves or leaves.",
    ),
    about=Words(
        "Đơn vị đề nghị bằng văn bản cấp, thay đổi, thu hồi quyền của công chức, viên chức.",
        "A unit asks in writing to grant, change or revoke an officer's rights.",
    ),
    subject="subject",
    text="note",
    clocks={"grant": Words("Cấp quyền và trả lời", "Grant and answer")},
    measured_by=("grant",),
    concerns="person",
    concerns_name="full_name",
    answer=WrittenAnswer(
        titles={
            "grant": "Thông báo kết quả cấp tài khoản, phân quyền",
            "refuse": "Thông báo từ chối cấp tài khoản, phân quyền",
        },
        lead="{issuer} trả lời đề nghị của {sender} như sau:",
        fields=(
            "letter", "letter_day", "reason", "person", "job_title", "action", "role", "stage", "work_unit",
            "valid_from", "valid_until", "backup_for", "stand_in", "document", "document_day", "outcome",
        ),
        signers=("Người thực hiện", "Thủ trưởng đơn vị trả lời"),
        number="reply",
    ),
    states=(
        MatterState(RECEIVED, Words("Đã nhận", "Received")),
        MatterState(GRANTED, Words("Đã thực hiện", "Granted"), ended=True),
        MatterState(REFUSED, Words("Từ chối", "Refused"), ended=True),
        MatterState(WITHDRAWN, Words("Đã rút", "Withdrawn"), ended=True),
    ),
    opening=MatterOpening(
        state=RECEIVED,
        who=frozenset({role for role, _ in HEADS} | {Role.PROVINCIAL_OFFICE, Role.OPERATOR, Role.POLICE_POPULATION}),
        article=ARTICLES,
        fields=(
            ask_line("subject", "Tóm tắt, không ghi họ tên", "Summary, without names", UNITS),
            ask_line("letter", "Số văn bản đề nghị", "Number of the written request"),
            ask_day("letter_day", "Ngày văn bản", "Day of the written request"),
            ask_choice(
                "reason", "Lý do", "Reason",
                (
                    ("new", "Người mới", "Somebody new"),
                    ("renaming", "Đổi tên cơ quan, đổi chức danh", "Renaming of the agency or title"),
                    ("transfer", "Luân chuyển, điều động, chuyển công tác", "Transfer"),
                    ("appointment", "Bổ nhiệm, giao việc mới", "Appointment or new tasks"),
                    ("retirement", "Nghỉ chế độ", "Retirement"),
                    ("leaving", "Thôi việc", "Leaving the service"),
                    ("absence", "Nghỉ phép, nghỉ ốm, đi công tác", "Leave, illness or a journey"),
                    ("return", "Trở lại làm việc", "Back at work"),
                    ("review", "Rà soát quyền định kỳ", "Periodic review of rights"),
                ),
            ),
            ask_choice(
                "action", "Đề nghị", "What is asked for",
                (
                    (LEAVE, "Thu hồi mọi quyền", "Revoke all rights"),
                    (GRANT, "Cấp thêm quyền", "Grant a right"),
                    (CHANGE, "Thay các quyền trong đơn vị bằng quyền này", "Replace the rights in the unit"),
                    (REVOKE, "Thu hồi các quyền trong đơn vị", "Revoke the rights in the unit"),
                    (REVOKE_ONE, "Thu hồi riêng quyền này", "Revoke this right alone"),
                    (RENAME, "Đổi tên, chức danh", "Change name or title"),
                    (AWAY, "Nghỉ phép, đi vắng: giao người làm thay có thời hạn", "Leave: a stand-in for a time"),
                    (REOPEN, "Mở lại tài khoản tạm dừng do lâu không dùng", "Turn on an account that was put off"),
                ),
            ),
            ask_account("person", "Mã tài khoản của công chức, viên chức", "Officer's account ID"),
            ask_personal("full_name", "Họ và tên", "Full name", "person-name", required=False, audience=UNITS),
            ask_personal("job_title", "Chức danh", "Title", required=False, audience=UNITS),
            ask_unit("work_unit", "Đơn vị của quyền", "Unit of the right", UNITS, required=False),
            ask_choice("role", "Quyền", "Right", tuple((role.value, vi, en) for role, vi, en in ROLES), UNITS,
                       required=False),
            ask_line("right", "Mã quyền cần thu hồi", "Key of the right that ends", UNITS, required=False),
            ask_choice("stage", "Chỉ làm công đoạn (bưu chính, doanh nghiệp được thuê)",
                       "This stage alone (post, hired enterprise)", STAGES, UNITS, required=False, rule="post.stages"),
            ask_line("document", "Số văn bản phân công nhiệm vụ riêng", "Number of the decision on a special task",
                     UNITS, required=False),
            ask_day("document_day", "Ngày văn bản phân công", "Day of that decision", UNITS, required=False),
            ask_day("valid_from", "Từ ngày", "From", UNITS, required=False, bounds=PLANNED),
            ask_day("valid_until", "Hết ngày", "Last day", UNITS, required=False, bounds=PLANNED),
            ask_account("backup_for", "Làm thay người có mã tài khoản", "Backup for the account ID", required=False),
            ask_account("stand_in", "Người làm thay khi đi vắng (mã tài khoản)", "Stand-in while away (account ID)",
                        required=False),
            ask_text("note", "Nội dung đề nghị", "Request in words", UNITS, required=False),
        ),
        clocks=START,
        unit_rule="account.requests_at",
        papers=True,
        checks=("account_request",),
        notifies=(MatterPlace.UNIT,),
    ),
    steps=(
        *(
            _build_outcome(word, name, to, who, laws, effect)
            for word, name, to, effect in (
                ("grant", Words("Thực hiện đề nghị", "Grant"), GRANTED, EFFECT),
                ("refuse", Words("Từ chối", "Refuse"), REFUSED, ""),
            )
            for who, laws in (
                (OFFICE, (LawCondition(GRANTED_BY, ("provincial_office",)),)),
                (OPERATORS, (LawCondition(GRANTED_BY, ("operator",)),)),
                (POLICE, (LawCondition("roles.special", ("police_population",)),)),
            )
        ),
        MatterStep(
            "withdraw", Words("Rút lại", "Withdraw"), (RECEIVED,), WITHDRAWN, OWN_UNIT, ARTICLES, clocks=STOP,
            notifies=(MatterPlace.UNIT,),
        ),
    ),
))  # fmt: skip
