"""A comparison of rules in plain Vietnamese words, as text and as a page to print and sign off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from chalicelib.domain.law.case_dates import Anchor, Running
from chalicelib.domain.law.model import Instrument, Param, RuleEntry
from chalicelib.domain.law.rule_values import Value
from infra.law.hours import compare_hours, draw_hours, print_hours

if TYPE_CHECKING:  # the words do not need the comparison, only its shape
    from infra.law.rule_difference import RuleDifference
    from infra.law.sides import Answer, Side

KINDS = {
    "abolished": "Bãi bỏ", "ended": "Không còn quy định", "new": "Quy định mới", "shorter": "Rút ngắn thời gian",
    "changed": "Thay đổi",
    "cited": "Chỉ đổi căn cứ", "same": "Giữ nguyên",
}  # fmt: skip
BESIDE = {
    "abolished": "Chỉ {left} quy định", "ended": "Chỉ {left} quy định", "new": "Chỉ {right} quy định",
    "shorter": "{right} ngắn hơn", "changed": "Quy định khác nhau", "cited": "Cùng nội dung, khác căn cứ",
    "same": "Giống nhau",
}  # fmt: skip
"""The same kinds between two provinces: nothing comes after anything there, and nothing ends."""
UNITS = {
    "working_hour": "giờ làm việc", "working_day": "ngày làm việc", "calendar_day": "ngày", "month": "tháng",
    "count": "",
}  # fmt: skip
CERTAINTY = {
    "read_twice": "hai người đã đọc văn bản", "read_once": "đã đọc văn bản", "secondary": "mới thấy qua bài viết",
    "inferred": "suy luận", "placeholder": "chưa có căn cứ",
}  # fmt: skip
RUNNING = {
    Anchor.FILED_AT: "Hồ sơ đang giải quyết giữ quy định khi nộp.",
    Anchor.RECEIVED_AT: "Hồ sơ đang giải quyết giữ quy định khi tiếp nhận.",
    Anchor.TODAY: "Áp dụng ngay cho mọi hồ sơ.",
}
SUBJECTS = {
    "desk": "nộp tại quầy", "post": "nộp qua dịch vụ bưu chính công ích", "agent": "nộp qua người được ủy quyền",
    "national_portal": "nộp tại cổng quốc gia", "vneid": "nộp qua VNeID", "kiosk": "nộp tại ki-ốt",
    "off_hours": "nhận ngoài giờ", "reception_session": "nhận trong buổi chỉ tiếp nhận",
    "own_portal": "nộp tại cổng của tỉnh", "intake": "khâu tiếp nhận", "appraisal": "khâu thẩm định",
    "after_appraisal": "sau thẩm định", "receipt": "giấy tiếp nhận", "supplement": "phiếu bổ sung",
    "refusal": "phiếu từ chối", "extension": "gia hạn", "stop": "thông báo dừng", "control": "phiếu kiểm soát",
    "register": "sổ theo dõi", "guidance": "hướng dẫn", "extension_request": "xin gia hạn", "apology": "xin lỗi",
    "guidance_again": "hướng dẫn lại", "guidance_unclear": "hướng dẫn chưa rõ", "overdue": "quá hạn",
    "officer_fault": "lỗi của công chức", "in_person": "nhận trực tiếp",
    "online_or_post": "nhận điện tử hoặc qua dịch vụ bưu chính công ích",
    "not_performed": "cơ quan không làm được", "withdrawn": "rút hồ sơ", "result_unwanted": "không nhận kết quả",
    "partial": "dịch vụ một phần", "full": "dịch vụ toàn trình", "plain": "câu hỏi thường",
    "simple": "yêu cầu đơn giản", "complex": "câu hỏi, yêu cầu phức tạp", "one_stop": "việc của Một cửa",
    "agency": "việc của cơ quan giải quyết",
    "consulted": "việc của nơi được hỏi ý kiến", "applicant": "việc của người nộp", "due_soon": "sắp đến hạn",
    "superior": "báo cấp trên", "leaders": "báo lãnh đạo", "reception": "trả lời hồ sơ", "transfer": "chuyển hồ sơ",
    "resolution": "giải quyết", "task": "phần việc phối hợp", "decision": "quyết định đề nghị",
    "consultation": "lấy ý kiến", "supplement_wait": "chờ bổ sung", "payment_wait": "chờ nộp tiền",
    "head_of_section": "thay trưởng phòng", "agency_head": "thay thủ trưởng cơ quan",
    "head_of_one_stop": "thay trưởng Bộ phận Một cửa", "centre_director": "thay giám đốc Trung tâm",
    "time": "thời gian giải quyết", "bodies": "số cơ quan phải liên hệ", "visits": "số lần đến, liên hệ",
    "information": "thông tin công khai", "attitude": "thái độ phục vụ", "result": "kết quả và chi phí",
    "explanations": "tiếp thu, giải trình", "online": "dịch vụ trực tuyến", "overall": "hài lòng chung",
    "of_unit": "của đơn vị", "of_officer": "của công chức",
    **{f"s{n:02}": f"nguồn {n}" for n in range(1, 11)},
}  # fmt: skip
NOTHING = "Không có quy định."
HEADINGS = ("Nội dung", "Bên trái", "Bên phải", "Loại", "Hồ sơ đang giải quyết", "Tỉnh quy định khác", "Xác nhận")
STYLE = (
    "body{font:14px/1.4 sans-serif;margin:2em}table{border-collapse:collapse;width:100%}"
    "td,th{border:1px solid #767676;padding:6px;vertical-align:top;text-align:left}"
    "thead th{background:#eef}.box{width:5em}caption{text-align:left;font-weight:bold;padding:1em 0 .4em}"
)


def write_first_day(doc: Instrument, entry: RuleEntry) -> str:
    """Return the first day of an entry; a day that the text leaves open is marked as our assumption."""
    assumed = doc.effect_from_assumed and entry.since == doc.effect_from
    return f"{entry.since:%d/%m/%Y}" + (" (ngày tạm lấy)" if assumed else "")


def name_row(row: RuleDifference) -> str:
    """Return the rule's name with its subject."""
    subject = ", ".join(SUBJECTS.get(word, word) for _, word in row.subject)
    return f"{row.param.label_vi} ({subject})" if subject else row.param.label_vi


def write_value(param: Param, answer: Answer | None) -> str:
    """Return a number with its unit, yes or no, a time or a share; nothing for words, which `says` puts plainly."""
    if not isinstance(answer, Value):
        return ""
    if isinstance(answer.value, bool):
        return "Có" if answer.value else "Không"
    if isinstance(answer.value, int):
        return f"{answer.value} {UNITS[param.unit]}".strip()
    return str(answer.value) if param.type in ("time", "fraction", "text", "month_day") else ""


def describe_certainty(side: Side, answer: Answer) -> str:
    """Return the certainty of an entry; for a carried text, that it was read and its force is inferred."""
    entry = side.rules.entries[answer.entry_id]
    question = f", {answer.question}" if answer.question else ""
    if entry.decision != "carried":
        return CERTAINTY[answer.certainty] + question
    return f"{CERTAINTY[side.rules.instruments[entry.doc].certainty]}; việc còn áp dụng là suy luận{question}"


def write_cell(side: Side, param: Param, answer: Answer | None) -> str:
    """Return one side's cell: the value, the rule in our words, its article, its certainty, the open question."""
    if answer is None:
        return NOTHING
    basis = answer.cite or "Mặc định của dịch vụ, không phải luật"
    first, power = write_value(param, answer), side.rules.entries[answer.entry_id].power
    allowed = f"; được phép theo {power}" if power else ""
    return f"{first + ': ' if first else ''}{answer.says} [{basis}{allowed}; {describe_certainty(side, answer)}]"


def are_beside(left: Side, right: Side) -> bool:
    """Return whether two provinces are compared, neither of which follows the other."""
    return bool(left.province and right.province and left.province != right.province)


def name_kinds(left: Side, right: Side) -> dict[str, str]:
    """Return the names of the kinds of rows between these sides."""
    if not are_beside(left, right):
        return KINDS
    names = [side.rules.provinces[side.province].name_vi for side in (left, right)]
    return {kind: text.format(left=names[0], right=names[1]) for kind, text in BESIDE.items()}


def count_kinds(left: Side, right: Side, rows: Iterable[RuleDifference]) -> str:
    """Return how many rows of each kind, the same ones too."""
    found: Counter[str] = Counter()
    for kind, text in name_kinds(left, right).items():
        found[text] += 0
        found.update({text: sum(row.kind.value == kind for row in rows)})
    return "; ".join(f"{text[0].lower()}{text[1:]}: {number}" for text, number in found.items())


def list_later_texts(side: Side) -> list[str]:
    """Return texts of law that are known and come into force after the day on which a side is read."""
    found = (doc for doc in side.rules.instruments.values() if doc.kind == "law" and doc.effect_from > side.on)
    return [f"{doc.name_vi} ({doc.effect_from:%d/%m/%Y})" for doc in found if not side.whole]


def describe_running(param: Param) -> str:
    """Return the effect of a change of the rule on running cases."""
    return RUNNING[Anchor.TODAY if param.running == Running.SWITCH else Anchor(param.anchor)]


def render_text(left: Side, right: Side, rows: Sequence[RuleDifference]) -> str:
    """Return the comparison for a terminal; what stayed the same is only counted."""
    side_by_side, called = are_beside(left, right), name_kinds(left, right)
    lines = [f"{left.name_vi}  {'↔' if side_by_side else '→'}  {right.name_vi}", count_kinds(left, right, rows)]
    lines += [f"Có hiệu lực sau ngày này: {'; '.join(texts)}." for texts in [list_later_texts(right)] if texts]
    heads = [f"{side.rules.provinces[side.province].name_vi}: " for side in (left, right)] if side_by_side else []
    before, after = heads or ["trước: ", "sau:   "]
    for row in rows:
        if row.kind.value == "same":
            continue
        lines += ["", f"{called[row.kind.value]}: {name_row(row)}"]
        lines += [
            f"  {before}{write_cell(left, row.param, row.left)}",
            f"  {after}{write_cell(right, row.param, row.right)}",
        ]
        if row.ended:
            lines.append(f"  Bãi bỏ {row.ended}.")
        if not side_by_side:
            lines.append(f"  {describe_running(row.param)}")
        if row.differ:
            lines.append(f"  Tỉnh quy định khác: {', '.join(row.differ)}.")
    return "\n".join([*lines, *print_hours(compare_hours(left, right), before, after)])


def render_html(left: Side, right: Side, rows: Sequence[RuleDifference]) -> str:
    """Return the comparison as a page with a box to sign each row off; what stayed the same is folded away."""
    shown = [row for row in rows if row.kind.value != "same"]
    same = [row for row in rows if row.kind.value == "same"]
    title = escape(f"{left.name_vi} {'↔' if are_beside(left, right) else '→'} {right.name_vi}")
    coming = "".join(
        f"<p>Có hiệu lực sau ngày này: {escape('; '.join(texts))}.</p>" for texts in [list_later_texts(right)] if texts
    )
    folded = f"{name_kinds(left, right)['same']}: {len(same)}"
    return (
        f'<!doctype html><html lang="vi"><meta charset="utf-8"><title>{title}</title><style>{STYLE}</style>'
        f"<h1>{title}</h1><p>{escape(count_kinds(left, right, rows))}</p>{coming}{_render_table(left, right, shown)}"
        f"{draw_hours(compare_hours(left, right), left.name_vi, right.name_vi)}"
        f"<details><summary>{folded}</summary>{_render_table(left, right, same)}</details></html>\n"
    )


def _render_table(left: Side, right: Side, rows: Iterable[RuleDifference]) -> str:
    titles = (HEADINGS[0], left.name_vi, right.name_vi, *HEADINGS[3:])
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in titles)
    body = "".join(_render_line(left, right, row) for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _render_line(left: Side, right: Side, row: RuleDifference) -> str:
    kind = f"{name_kinds(left, right)[row.kind.value]} {row.ended}".strip()
    cells = (
        write_cell(left, row.param, row.left), write_cell(right, row.param, row.right), kind,
        "–" if are_beside(left, right) else describe_running(row.param),
        ", ".join(row.differ) or "–",
    )  # fmt: skip
    body = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f'<tr><th scope="row">{escape(name_row(row))}</th>{body}<td class="box">☐</td></tr>'
