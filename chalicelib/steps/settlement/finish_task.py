"""Finish a task: a partner agency has done its part of a linked procedure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.domain.dossier.dossier import Task
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger import payloads
from chalicelib.domain.shared.errors import Refusal, RefusalKind
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.guards import build_text_part, list_cites
from chalicelib.steps.settlement.transfer import order_of

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.settlement import TaskFinished
    from chalicelib.models.steps import NoteBody


class LeadTask(Refusal):
    """The lead agency ends its task by resolving the dossier."""

    code = "lead_task"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Cơ quan chủ trì hoàn thành phần việc của mình bằng việc giải quyết hồ sơ."
    en = "The lead agency ends its share by resolving the dossier."


class TasksOpen(Refusal):
    """A partner's task is not done yet; the lead waits for it (NĐ 61/2018 19.6)."""

    code = "tasks_open"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Còn {count} cơ quan phối hợp chưa hoàn thành phần việc."
    en = "{count} partner agencies have not finished their share yet."


def finish_task(deps: Dependencies, command: Command[NoteBody]) -> CommandResult:
    """Report the unit's task as done; its result goes to the unit that needs it next. On paper the next agency in the
    order of the procedure gets the dossier with it, the first one from the lead (NĐ 61/2018 19.6.a)."""
    return run_step(deps, command, Step.FINISH_TASK, decide_finish)


def decide_finish(context: StepContext[NoteBody]) -> Decision:
    """End the unit's own open task, or pass the paper on to the first partner."""
    task, following = require_own_share(context)
    data: TaskFinished = {"n": task.n, "unit": task.unit}
    if following is None:
        return Decision((payloads.TASK_FINISHED.build(data, build_text_part(context, "note", context.body.note)),))
    data["passed_to"], data["passed_to_unit"] = following.n, following.unit
    return Decision(
        (
            payloads.TASK_FINISHED.build(
                data, build_text_part(context, "note", context.body.note), list_cites(order_of(context))
            ),
        )
    )


def require_own_share(context: StepContext[object]) -> tuple[Task, Task | None]:
    """Return the unit's open task, and the next one that waits for it. Raise LeadTask where the lead
    passes nothing on."""
    task = next(each for each in context.dossier.tasks if each.unit == context.unit and each.at_work)
    following = next((each for each in context.dossier.tasks if each.waits), None)
    if task.lead and (following is None or any(each.at_work for each in context.dossier.tasks if not each.lead)):
        raise LeadTask()
    return task, following


def require_partners_done(context: StepContext[object]) -> None:
    """Refuse to grant while a partner still works on its task."""
    waiting = [task for task in context.dossier.tasks if not task.lead and task.done_at is None]
    if waiting:
        raise TasksOpen(count=len(waiting))
