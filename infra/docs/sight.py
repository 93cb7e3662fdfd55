"""The table of who sees what in docs/need_to_know.md, drawn from the domain's `sight_table.py` for lawyers and IT
officers.

Run with `python -m infra.docs.sight` after a change there; a test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.code_words import state_words
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.privacy.sight_table import FILED, LISTS, TABLE, SightRow
from chalicelib.domain.privacy.sight_words import CONTENT_WORDS, LIST_WORDS, ONLY_IF_WORDS, PLACE_WORDS, Content
from chalicelib.provinces import list_provinces
from infra.docs.read_routes import DOSSIER_READS, LIST_READS, OTHER_READS

DOCUMENT = Path(__file__).parents[2] / "docs" / "need_to_know.md"

HEAD = """# Who sees what of a dossier · Ai xem được gì của hồ sơ

Drawn from `chalicelib/domain/privacy/sight_table.py`; do not edit by hand. After a change there:
`python -m infra.docs.sight`.

What no row gives is refused: the dossier is not there (404), the part is empty, or the answer is `not_your_task`. One
function reads this table for pages, papers and their links, search, lists, prints and the exported ledger. A person
with several roles sees what each of them gives; nobody reads a dossier of their own as an officer. Each look of an
officer is on record (VL-7.2.b). A row without an article is a choice of the service, not law.

Không có trong bảng thì không xem được. Công chức có nhiều vai trò xem được phần của từng vai trò; không ai xem hồ sơ
của chính mình với tư cách công chức. Mỗi lượt xem của công chức đều được ghi lại. Dòng không ghi điều khoản là lựa chọn
của dịch vụ.
"""


def build_document() -> str:
    """Return the whole document."""
    return "\n".join(
        [
            HEAD,
            "## Rows · Các dòng",
            "",
            *_list_rows(),
            "",
            "## By role and state · Theo vai trò và trạng thái",
            "",
            "What each role sees at its place, in each state; `*`: on a condition of the row. Words: next table.",
            "",
            *_list_cells(),
            "",
            "## Contents · Nội dung",
            "",
            *_list_contents(),
            "",
            "## Lists of a unit · Danh sách của đơn vị",
            "",
            *_list_unit_lists(),
            "",
            "## Where the provinces differ · Nơi các tỉnh khác nhau",
            "",
            *_list_province_rules(),
            "",
            "## Reads outside the table · Lượt đọc ngoài bảng",
            "",
            *_list_other_reads(),
            "",
        ]
    )


def _list_rows() -> Iterable[str]:
    yield "| Roles | Place · Vị trí | States | Sees · Xem được | Only if · Chỉ khi | Reason · Lý do | Article |"
    yield "|---|---|---|---|---|---|---|"
    for row in TABLE:
        place = PLACE_WORDS[row.place]
        yield _write_line(
            _join_names(row.roles),
            f"{place.en} · {place.vi}",
            _join_states(row.states),
            _join_names(row.contents),
            _describe_condition(row),
            f"{row.reason.en} · {row.reason.vi}",
            row.article,
        )


def _list_cells() -> Iterable[str]:
    states = [state for state in State if state in FILED]
    yield _write_line("Role", "Place", *(state.value for state in states))
    yield "|" + "---|" * (len(states) + 2)
    pairs = dict.fromkeys((role, row.place) for role in Role for row in TABLE if role in row.roles)
    for role, place in pairs:
        rows = [row for row in TABLE if role in row.roles and row.place is place]
        yield _write_line(role.value, place.value, *(_describe_cell(rows, state) for state in states))


def _describe_cell(rows: Iterable[SightRow], state: State) -> str:
    here = [row for row in rows if state in row.states]
    certain = {content for row in here if not (row.only_if or row.stage) for content in row.contents}
    if len(certain) == len(_WHOLE):
        return "all"
    shown = [
        content.value + ("" if content in certain else "*")
        for content in Content
        if any(content in row.contents for row in here)
    ]
    return ", ".join(shown)


_WHOLE = frozenset(Content)


def _list_contents() -> Iterable[str]:
    yield "| Content | English | Tiếng Việt | Read at |"
    yield "|---|---|---|---|"
    for content in Content:
        words = CONTENT_WORDS[content]
        routes = [f"`{method} {path}`" for (method, path), shown in DOSSIER_READS.items() if content in shown]
        yield _write_line(content.value, words.en, words.vi, ", ".join(routes))


def _list_unit_lists() -> Iterable[str]:
    yield "| List | Roles of the unit | Reason · Lý do | Article | Read at |"
    yield "|---|---|---|---|---|"
    for row in LISTS:
        words = LIST_WORDS[row.of]
        routes = [f"`{method} {path}`" for (method, path), of in LIST_READS.items() if of is row.of]
        yield _write_line(
            f"{words.en} · {words.vi}", _join_names(row.roles), f"{row.reason.en} · {row.reason.vi}", row.article,
            ", ".join(routes),
        )  # fmt: skip


def _list_province_rules() -> Iterable[str]:
    yield "| Rule | Province | Value | Article | Rows that hold by it |"
    yield "|---|---|---|---|---|"
    for param, opened in (
        ("post.stages", "postal staff with a stage"),
        ("payment.counters", "any centre that may take the payment"),
        ("return.counters", "any centre that may hand over the result"),
        ("overdue.fault_seen_by", "who reads which officer was at fault for a delay"),
    ):
        for province, value, article in _list_rule_values(param):
            yield _write_line(f"`{param}`", province, value, article, opened)


def _list_rule_values(param: str) -> Iterable[tuple[str, str, str]]:
    """Yield the rule's value in each province on a day of today's law, with its article."""
    from datetime import datetime

    from chalicelib.domain.law.case_dates import CaseDates
    from chalicelib.domain.shared.timezone import VIETNAM
    from chalicelib.repositories.law.rule_set import ProvinceLaw, load_rules

    day = datetime(2026, 11, 23, 9, tzinfo=VIETNAM)
    for province in list_provinces():
        rule = ProvinceLaw(province, load_rules()).find_rule(param, CaseDates(day, day, day))
        value = rule.value if isinstance(rule.value, list | tuple) else [rule.value]
        shown = ", ".join(str(each) for each in value if each is not None)
        yield province, shown, str(rule.cite.get("article", "")) if rule.cite else ""


def _list_other_reads() -> Iterable[str]:
    yield "| Route | Why · Lý do |"
    yield "|---|---|"
    for (method, path), reason in OTHER_READS.items():
        yield _write_line(f"`{method} {path}`", reason)


def _join_names(values: Iterable[Role | Content]) -> str:
    wanted = set(values)
    return ", ".join(each.value for kind in (Role, Content) for each in kind if each in wanted)


def _join_states(states: Iterable[State]) -> str:
    wanted = set(states)
    if wanted == FILED:
        return "all · tất cả"
    return "; ".join(f"{state.value} · {state_words(state).vi}" for state in State if state in wanted)


def _describe_condition(row: SightRow) -> str:
    stage = [f"the law gives postal staff the stage `{row.stage}` · quy định giao công đoạn này"] if row.stage else []
    words = ONLY_IF_WORDS[row.only_if] if row.only_if else None
    return "; ".join([*([f"{words.en} · {words.vi}"] if words else []), *stage])


def _write_line(*cells: str) -> str:
    return "| " + " | ".join(cell or "–" for cell in cells) + " |"


if __name__ == "__main__":
    DOCUMENT.write_text(build_document(), encoding="utf-8")
