"""Why a matter is not opened, or a step on it not taken."""

from __future__ import annotations

from chalicelib.domain.shared.errors import Forbidden, Refusal, RefusalKind


class MatterWrongMoment(Refusal):
    """The step is not allowed in the matter's present state; `allowed` lists the steps that are."""

    code = "wrong_moment"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Không thực hiện được bước “{step}” khi việc ở trạng thái “{state}”."
    en = "The step “{step}” is not possible while this is “{state}”."


class OwnMatter(Refusal):
    """An officer may not act on a matter of their own."""

    code = "own_matter"
    kind = RefusalKind.FORBIDDEN
    vi = "Bạn không được xử lý việc do chính mình gửi. Nhờ đồng nghiệp cùng vai trò xử lý."
    en = "You may not act on what you sent yourself. Ask a colleague with the same role."


class NotOffered(Refusal):
    """The law of the day has no such matters in this province."""

    code = "not_offered"
    kind = RefusalKind.FORBIDDEN
    vi = "Tỉnh hiện không nhận việc này tại đây."
    en = "The province does not take this here at present."


class SpecialTaskNeeded(Forbidden):
    """The step is taken under an account that was given for a special task, and under no other (LC-25.2.d)."""

    code = "special_task_needed"
    vi = "Bước này chỉ thực hiện bằng tài khoản được cấp cho nhiệm vụ đầu mối của cơ quan."
    en = "This step is taken only under the account that was given for the focal task of the agency."


class PapersNotTaken(Refusal):
    """No files come with this, by the kind's table."""

    code = "papers_not_taken"
    kind = RefusalKind.INVALID
    vi = "Việc này không nhận tệp đính kèm ở bước này. Bỏ các tệp ra rồi gửi lại."
    en = "No files are taken with this step. Leave them out and send again."


class StepUsedUp(Refusal):
    """The law limits how often a step may be taken."""

    code = "step_used_up"
    kind = RefusalKind.INVALID
    vi = "Bước “{step}” chỉ được thực hiện tối đa {most} lần."
    en = "The step “{step}” may be taken at most {most} times."
