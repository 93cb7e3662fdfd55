"""The picture of a dossier's life in docs/flow.md, drawn from the flow table.

Run with `python -m infra.docs.flow` after a change of `chalicelib/domain/flow/flow_*.py`; a test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from chalicelib.domain.flow.flow_actors import POST_STAGES
from chalicelib.domain.flow.transitions import NATIONAL_CODE, REQUESTS, TABLE, RequestRule, State, Transition, Who

DOCUMENT = Path(__file__).parents[2] / "docs" / "flow.md"

HEAD = """# The life of a dossier

Drawn from `chalicelib/domain/flow/flow_table.py` and `flow_requests.py`; do not edit by hand. After a change
there: `python -m infra.docs.flow`.

![The way of most dossiers](pictures/flow.en.svg)

Numbers in brackets are the national codes of the states. A draft has none; a closed dossier keeps the code of
its outcome. A dashed arrow is a request that somebody else must approve before anything moves.

Postal staff of a one-stop unit take a one-stop officer's steps too, those of the stages that the rule `post.stages` of
the province gives them: {stages}.
"""


def build_document() -> str:
    """Return the whole document."""
    return "\n".join(
        [
            HEAD.format(stages=_post_stages()),
            draw_flow(),
            "",
            "## Steps",
            "",
            *_list_steps(),
            "",
            "## Requests",
            "",
            *_list_requests(),
            "",
        ]
    )


def draw_flow() -> str:
    """Return the states and what leads from one to the next, as a Mermaid flow chart."""
    lines = ["```mermaid", "flowchart TD"]
    lines += [f'    {state.value}["{_label_state(state)}"]' for state in State]
    lines += [f"    {row.state.value} -->|{_describe_row(row)}| {row.to.value}" for row in TABLE if row.to]
    lines += [
        f"    {left.value} -.->|{rule.kind.value} approved| {to.value}"
        for rule in REQUESTS.values()
        for left, to in rule.to
    ]
    return "\n".join([*lines, "```"])


def _post_stages() -> str:
    """Return each stage with its steps."""
    steps: dict[str, list[str]] = {}
    for step, stage in POST_STAGES.items():
        steps.setdefault(stage, []).append(step.value)
    return "; ".join(f"{stage} ({', '.join(names)})" for stage, names in steps.items())


def _label_state(state: State) -> str:
    code = NATIONAL_CODE.get(state)
    return f"{state.value} ({code})" if code else state.value


def _describe_row(row: Transition) -> str:
    return f"{row.step.value}: {row.case}" if row.case else row.step.value


def _list_steps() -> Iterable[str]:
    yield "| State | Step | Leads to | Who | Clock | Needs | Makes | Fact | Article |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for row in TABLE:
        cells = (
            row.state.value,
            _describe_row(row),
            _describe_target(row),
            _describe_who(row.who),
            row.clock,
            ", ".join(row.needs),
            ", ".join(row.makes),
            row.fact or "",
            row.article,
        )
        yield _write_line(cells)


def _describe_target(row: Transition) -> str:
    if row.request:
        return f"request: {row.request.value}"
    return row.to.value if row.to else "(same)"


def _describe_who(who: Who) -> str:
    return "; ".join(f"{role.value} @ {scope.value}" for role, scope in who)


def _list_requests() -> Iterable[str]:
    yield "| Request | Decided by, stage by stage | Leads to | Makes | Fact | Article |"
    yield "|---|---|---|---|---|---|"
    for rule in REQUESTS.values():
        cells = (
            rule.kind.value, _describe_chain(rule), ", ".join(dict.fromkeys(to.value for _, to in rule.to)) or "(same)",
            ", ".join(rule.makes), rule.fact, rule.article,
        )  # fmt: skip
        yield _write_line(cells)


def _describe_chain(rule: RequestRule) -> str:
    if rule.chain_from_law:
        return f"as the law of the dossier says (`{rule.chain_from_law}`)"
    added = f"as the law adds ({', '.join(f'`{name}`' for name in rule.law_adds)})" if rule.law_adds else ""
    return "; ".join(filter(None, (", then ".join(_describe_who(stage) for stage in rule.chain), added)))


def _write_line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell or "–" for cell in cells) + " |"


if __name__ == "__main__":
    DOCUMENT.write_text(build_document(), encoding="utf-8")
