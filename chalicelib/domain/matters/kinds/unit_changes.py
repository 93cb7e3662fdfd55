"""Changes of units (thay đổi cơ quan, đơn vị): units are opened, renamed, moved, merged, split or closed by a decision,
from a day on (VL-2.1, VL-2.2).

One of the provincial office proposes, another one decides; with the decision the change enters the list from which the
tree of units is folded, in the same transaction.
"""

from __future__ import annotations

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.catalogue.unit_changes import UnitChangeKind
from chalicelib.domain.eforms.day_bounds import DayBounds
from chalicelib.domain.matters.kinds.erasure_rows import add_erasure_rows
from chalicelib.domain.matters.matter_actors import OFFICE, Actors, MatterPlace
from chalicelib.domain.matters.matter_fields import UNITS, ask_choice, ask_day, ask_line, ask_text, ask_unit
from chalicelib.domain.matters.matter_kind import MatterKind, MatterOpening, MatterState, MatterStep
from chalicelib.domain.matters.written_answer import WrittenAnswer
from chalicelib.domain.shared.errors import BilingualWords as Words

PROPOSED, DECIDED, DECLINED, WITHDRAWN = "proposed", "decided", "declined", "withdrawn"
ARTICLES = "VL-2.1; VL-2.2"
CHECK = "unit_change"
EFFECT = "unit_change"
"""What the decision does to the tree (`steps/matters/requests/apply_unit_change.py`)."""
PROPOSER: Actors = ((Role.PROVINCIAL_OFFICE, MatterPlace.SENDER),)
PLANNED = DayBounds("today+1d", "today+3y")
"""A change takes effect on a day that is still to come."""
ACTIONS = (
    (UnitChangeKind.CLOSE, "Giải thể", "Close"),
    (UnitChangeKind.RENAME, "Đổi tên", "Rename"),
    (UnitChangeKind.OPEN, "Thành lập", "Open"),
    (UnitChangeKind.MOVE, "Chuyển đơn vị cấp trên", "Move below another unit"),
    (UnitChangeKind.MERGE, "Sáp nhập, hợp nhất", "Merge"),
    (UnitChangeKind.SPLIT, "Chia, tách", "Split"),
)

UNIT_CHANGES = add_erasure_rows(MatterKind(
    name="unit_change",
    plural="unit-changes",
    prefix="TC",
    words=Words("Thay đổi cơ quan, đơn vị", "Change of units"),
    title=Words("Thay đổi cơ quan, đơn vị", "Changes of units"),
    empty=Words(
        "Chưa có thay đổi nào. Văn phòng UBND đề nghị khi có quyết định thành lập, đổi tên, sáp nhập hoặc giải thể.",
        "There are no changes. The provincial office proposes one when units open, get a name, merge or close.",
    ),
    about=Words(
        "Thành lập, đổi tên, chuyển, sáp nhập, chia tách, giải thể đơn vị từ một ngày. Hai người quyết định.",
        "Open, rename, move, merge, split or close units from a day on. Two people decide.",
    ),
    subject="subject",
    text="note",
    answer=WrittenAnswer(
        titles={
            "approve": "Thông báo thay đổi cơ quan, đơn vị",
            "decline": "Thông báo không chấp nhận thay đổi cơ quan, đơn vị",
        },
        lead="{issuer} thông báo kết quả đề nghị thay đổi cơ quan, đơn vị như sau:",
        fields=(
            "action", "subject", "decision", "decision_day", "effective", "unit", "successor", "parent", "name_vi",
            "opened", "note", "outcome",
        ),
        signers=("Người đề nghị", "Người quyết định"),
    ),
    clocks={},
    states=(
        MatterState(PROPOSED, Words("Chờ người thứ hai", "Waiting for a second person")),
        MatterState(DECIDED, Words("Đã quyết định", "Decided"), ended=True),
        MatterState(DECLINED, Words("Không chấp nhận", "Declined"), ended=True),
        MatterState(WITHDRAWN, Words("Đã rút", "Withdrawn"), ended=True),
    ),
    opening=MatterOpening(
        state=PROPOSED,
        who=frozenset({Role.PROVINCIAL_OFFICE}),
        article=ARTICLES,
        fields=(
            ask_choice(
                "action", "Thay đổi", "Change", tuple((kind.value, vi, en) for kind, vi, en in ACTIONS), UNITS
            ),
            ask_line("subject", "Tóm tắt", "Summary", UNITS),
            ask_line("decision", "Số quyết định", "Number of the decision", UNITS),
            ask_day("decision_day", "Ngày quyết định", "Day of the decision", UNITS),
            ask_day("effective", "Ngày hiệu lực", "First day in effect", UNITS, bounds=PLANNED),
            ask_unit(
                "unit", "Đơn vị thay đổi, kết thúc; khi thành lập: đơn vị cấp trên",
                "Unit that changes or ends; for a new one, the unit above", UNITS,
            ),
            ask_text(
                "others", "Các đơn vị khác cùng thay đổi, mỗi dòng một mã",
                "Other units that change with it, one id a line", UNITS, required=False,
            ),
            ask_unit("successor", "Đơn vị kế tục", "Successor", UNITS, required=False),
            ask_unit("parent", "Đơn vị cấp trên mới", "New unit above", UNITS, required=False),
            ask_line("name_vi", "Tên mới", "New name in Vietnamese", UNITS, required=False),
            ask_line("name_en", "Tên mới bằng tiếng Anh", "New name in English", UNITS, required=False),
            ask_text(
                "opened", "Đơn vị mới, mỗi dòng: mã | loại | tên | tên tiếng Anh | mã đơn vị cấp trên | mã định danh",
                "New units, a line each: id | kind | name | English name | id of the unit above | official code",
                UNITS, required=False,
            ),
            ask_text("note", "Căn cứ, ghi chú", "Grounds, notes", UNITS, required=False),
        ),
        unit_rule="account.person_cases_at",
        unit_kinds={"SO_KHCN": "provincial_office"},
        papers=True,
        checks=(CHECK,),
        notifies=(MatterPlace.UNIT,),
    ),
    steps=(
        MatterStep(
            "approve", Words("Quyết định thay đổi", "Decide the change"), (PROPOSED,), DECIDED, OFFICE, ARTICLES,
            fields=(ask_text("outcome", "Kết luận", "Outcome", UNITS),), effect=EFFECT,
        ),
        MatterStep(
            "decline", Words("Không chấp nhận", "Decline"), (PROPOSED,), DECLINED, OFFICE, ARTICLES,
            fields=(ask_text("outcome", "Kết luận", "Outcome", UNITS),),
        ),
        MatterStep(
            "withdraw", Words("Rút lại", "Withdraw"), (PROPOSED,), WITHDRAWN, PROPOSER, ARTICLES,
            notifies=(MatterPlace.UNIT,),
        ),
    ),
))  # fmt: skip
