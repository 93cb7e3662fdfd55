"""Cases about an account (vụ việc tài khoản): a report that it was lost or is misused (VL-6.4, TB-23.2, LC-33.1,
HUE-23.3), a breach of the terms that may end in its suspension (VL-6.2, TB-4, LC-5), and an officer's account that
nobody uses (`idle_rows.py`).

A report locks the account at once and is work of the office that the regulation names, which unlocks it for a holder
who has proved who they are. A suspension is proposed by one person and decided by another.
"""

from __future__ import annotations

from chalicelib.domain.accounts.roles import SYSTEM, Role
from chalicelib.domain.matters.kinds.erasure_rows import add_erasure_rows
from chalicelib.domain.matters.kinds.idle_rows import IDLE, IDLE_FIELDS, IDLE_STATES, UNUSED, list_idle_rows
from chalicelib.domain.matters.matter_actors import FOCAL, HEADS, OFFICE, Actors, MatterPlace
from chalicelib.domain.matters.matter_fields import UNITS, ask_account, ask_choice, ask_line, ask_personal, ask_text
from chalicelib.domain.matters.matter_kind import LawCondition, MatterKind, MatterOpening, MatterState, MatterStep
from chalicelib.domain.shared.errors import BilingualWords as Words

REPORTED, LOCKED, RESTORED, PROPOSED = "reported", "locked", "restored", "proposed"
SUSPENDED, LIFTED, CLOSED = "suspended", "lifted", "closed"
LOCK_IT, UNLOCK_IT, SUSPEND_IT, LIFT_IT = "account_lock", "account_unlock", "account_suspend", "account_lift"
"""What a step does to the account (`steps/matters/account_effects.py`)."""
PUBLIC_SENDER = "anonymous"
"""Somebody who cannot sign in reports the loss of their account."""
ARTICLES = "VL-6.4; HUE-23.3; TB-23.2; LC-33.1"
IDLE_ARTICLE = "NĐ 331/2026 28"
BREACH = "VL-6.2; HUE-23.3; TB-4; LC-5"
RECEIVER, SUSPENDER = "account.loss_report_to", "account.operator_suspend"
OPERATORS: Actors = ((Role.OPERATOR, MatterPlace.PROVINCE), *HEADS)
BOTH: Actors = (*OFFICE, *OPERATORS)
HOLDER = (MatterPlace.REPORTER,)
NUMBER = ask_personal(
    "id_number", "Số định danh của chủ tài khoản", "The holder's ID number", "personal-id-or-passport", audience=UNITS,
)  # fmt: skip
DECISION = ask_line("decision", "Lý do báo cho chủ tài khoản", "Reason that the holder reads")
OUTCOME = ask_text("outcome", "Kết quả xử lý", "Outcome")


def list_reception_rows(who: Actors, while_law: tuple[LawCondition, ...]) -> tuple[MatterStep, ...]:
    """Return the rows of those who take reports of lost accounts where the conditions hold."""
    return (
        MatterStep(
            "lock", Words("Khóa tài khoản", "Lock the account"), (REPORTED,), LOCKED, who, ARTICLES,
            fields=(NUMBER,), checks=("account_found",), effect=LOCK_IT, while_law=while_law,
            notifies=HOLDER,
        ),
        MatterStep(
            "unlock", Words("Xác thực và mở khóa", "Check the holder and unlock"), (LOCKED,), RESTORED, who, ARTICLES,
            fields=(
                ask_choice(
                    "checked", "Xác thực chủ tài khoản bằng", "How the holder proved who they are",
                    (
                        ("in_person", "Trực tiếp, đối chiếu giấy tờ", "In person, with their papers"),
                        ("e_identity", "Đăng nhập lại bằng định danh điện tử", "A new sign-in with the e-identity"),
                    ),
                    UNITS,
                ),
                ask_line("paper", "Giấy tờ đã đối chiếu", "Papers that were looked at", UNITS, required=False),
            ),
            checks=("identity_proved",), effect=UNLOCK_IT, while_law=while_law, notifies=HOLDER,
        ),
        MatterStep(
            "close", Words("Kết thúc, không xử lý tài khoản", "Close without a measure"), (REPORTED, PROPOSED), CLOSED,
            who, ARTICLES, fields=(OUTCOME,), while_law=while_law,
        ),
    )  # fmt: skip


def list_sanction_rows(who: Actors, while_law: tuple[LawCondition, ...]) -> tuple[MatterStep, ...]:
    """Return the rows of those who decide on suspensions where the conditions hold."""
    return (
        MatterStep(
            "suspend", Words("Quyết định tạm dừng tài khoản", "Decide on the suspension"), (PROPOSED,), SUSPENDED, who,
            BREACH, fields=(DECISION,), not_by=("propose",), effect=SUSPEND_IT, while_law=while_law,
            notifies=HOLDER,
        ),
        MatterStep(
            "lift", Words("Cho dùng lại tài khoản", "Lift the suspension"), (SUSPENDED,), LIFTED, who, BREACH,
            fields=(DECISION,), effect=LIFT_IT, while_law=while_law, notifies=HOLDER,
        ),
    )  # fmt: skip


ACCOUNT_CASES = add_erasure_rows(MatterKind(
    name="account_case",
    plural="account-cases",
    prefix="TK",
    words=Words("Vụ việc tài khoản", "Case about an account"),
    title=Words("Vụ việc tài khoản", "Cases about accounts"),
    empty=Words("Chưa có vụ việc nào về tài khoản.", "There are no cases about accounts."),
    about=Words(
        "Báo mất, lộ tài khoản; vi phạm khi dùng tài khoản; tài khoản công chức lâu không sử dụng.",
        "Lost or misused accounts, breaches of the terms, and officers' accounts that nobody uses.",
    ),
    subject="subject",
    states=(
        MatterState(REPORTED, Words("Đã ghi nhận", "Recorded")),
        MatterState(LOCKED, Words("Đã khóa tài khoản", "Account locked")),
        MatterState(PROPOSED, Words("Đề nghị tạm dừng tài khoản", "Suspension proposed")),
        MatterState(SUSPENDED, Words("Đã tạm dừng tài khoản", "Account suspended")),
        *IDLE_STATES,
        MatterState(RESTORED, Words("Đã mở khóa tài khoản", "Account unlocked"), ended=True),
        MatterState(LIFTED, Words("Đã cho dùng lại tài khoản", "Suspension lifted"), ended=True),
        MatterState(CLOSED, Words("Đã kết thúc", "Closed"), ended=True),
    ),
    opening=MatterOpening(
        state=REPORTED,
        who=frozenset({Role.OPERATOR, Role.PROVINCIAL_OFFICE, Role.AUDITOR, *(role for role, _ in FOCAL)}),
        article=f"{ARTICLES}; {BREACH}",
        fields=(
            ask_choice(
                "sort", "Loại", "Sort",
                (
                    ("loss", "Mất, lộ hoặc bị người khác dùng", "Lost, stolen or used by somebody else"),
                    ("breach", "Hành vi bị cấm, gây nguy hại hệ thống", "A forbidden act, a danger to the system"),
                    (IDLE, "Tài khoản công chức lâu không sử dụng", "An officer's account that nobody uses"),
                ),
            ),
            ask_line("subject", "Tóm tắt", "Summary", UNITS),
            ask_account("account_id", "Mã tài khoản, khi không biết số", "Account ID, where the number is not known",
                        required=False),
            ask_personal("id_number", "Số định danh của chủ tài khoản", "The holder's ID number",
                         "personal-id-or-passport", required=False, audience=UNITS),
            *IDLE_FIELDS,
            ask_text("content", "Sự việc", "What happened", UNITS, required=False),
            ask_line("alarm", "Cảnh báo trong nhật ký an ninh", "Alarm of the security log", UNITS, required=False),
            ask_personal("full_name", "Họ và tên", "Full name", "person-name", required=False, audience=UNITS),
            ask_personal("contact", "Điện thoại hoặc thư điện tử", "Telephone or mail", required=False, audience=UNITS),
        ),
        unit_rule=RECEIVER,
        unit_kinds={"operator": "SO_KHCN", "": "provincial_office"},
        checks=("account_named",),
        relays={PUBLIC_SENDER: (), SYSTEM.sub: ()},
        effect=LOCK_IT,
        notifies=(MatterPlace.UNIT, MatterPlace.REPORTER),
        begins_in=(LOCKED, UNUSED),
    ),
    steps=(
        *list_reception_rows(OFFICE, (LawCondition(RECEIVER, ("provincial_office",)),)),
        *list_reception_rows(OPERATORS, (LawCondition(RECEIVER, ("operator",)),)),
        *list_reception_rows(BOTH, (LawCondition(RECEIVER, denied=True),)),
        MatterStep(
            "propose", Words("Đề nghị tạm dừng tài khoản", "Propose to suspend the account"), (REPORTED, LOCKED),
            PROPOSED, (*FOCAL, *BOTH), BREACH,
            fields=(ask_text("grounds", "Hành vi và căn cứ", "The act, and by which rule", UNITS),),
            checks=("account_known",),
        ),
        *list_sanction_rows(OPERATORS, (LawCondition(SUSPENDER, ("endangering_system",)),)),
        *list_sanction_rows(OFFICE, (LawCondition(SUSPENDER, ("revoke_rights",)),)),
        *list_sanction_rows(BOTH, (LawCondition(SUSPENDER, denied=True),)),
        *list_idle_rows(CLOSED, IDLE_ARTICLE),
    ),
))  # fmt: skip
