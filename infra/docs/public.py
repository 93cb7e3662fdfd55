"""The parts of the public pages that are generated from data: covered law, monthly cost, the flow of a dossier.

Run with `python -m infra.docs.public` after a change of `docs/law/clauses.csv`, of the table of sizes in
`docs/operate.md`, or of the flow table; a test holds the pages equal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Final

from chalicelib.domain.flow.state_words import WORDS
from chalicelib.domain.flow.transitions import REQUESTS, TABLE, State
from chalicelib.repositories.law.rule_set import load_rules
from infra.conformance.clauses import CLAUSES, KINDS, Clause, ClauseClaim, read_clauses
from infra.conformance.force import find_end
from infra.paths import ROOT

DOCS = ROOT / "docs"
LANGUAGES: Final = ("vi", "en")
PAGES: Mapping[str, Path] = {"vi": DOCS / "for-provinces.vi.md", "en": DOCS / "for-provinces.md"}
OPERATE = DOCS / "operate.md"
DONG_A_DOLLAR: Final = 26_300
"""For the Vietnamese page, rounded; the provider bills dollars."""

_KINDS: Mapping[str, str] = {
    "workflow": "quy trình", "deadline": "thời hạn", "document": "giấy tờ, mẫu biểu", "account": "tài khoản",
    "vault": "kho dữ liệu cá nhân", "payment": "phí, lệ phí", "lookup": "tra cứu", "q&a": "hỏi đáp",
    "feedback": "phản ánh, kiến nghị", "evaluation": "đánh giá", "sync": "kết nối, đồng bộ", "report": "báo cáo",
    "incident": "sự cố", "security": "an toàn thông tin", "catalogue": "danh mục thủ tục", "archive": "lưu trữ",
    "admin": "quản trị",
}  # fmt: skip
_HEADS: Mapping[str, tuple[str, ...]] = {
    "vi": ("lĩnh vực", "tất cả", "ngoài phạm vi", "đã được văn bản sau thay thế"),
    "en": ("subject", "all", "out of scope", "replaced by a later text"),
}
_COST: Mapping[str, str] = {
    "vi": "| hồ sơ một tháng | công chức | tài khoản có mật khẩu | qua định danh điện tử |",
    "en": "| dossiers a month | officers | accounts with passwords | with the e-identity provider |",
}


def page(language: str) -> str:
    """Return a province's page as it must be: as it stands, with the parts that follow from data."""
    text = PAGES[language].read_text(encoding="utf-8")
    for name, lines in (("law", law_table(language)), ("cost", cost_table(language))):
        text = _put(text, name, lines)
    return text


def _put(text: str, name: str, lines: Iterable[str]) -> str:
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    before, found, rest = text.partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"a page has no part «{name}»")
    return "\n".join([f"{before}{begin}", "", *lines, "", f"{end}{after}"])


def law_table(language: str) -> Iterator[str]:
    """Return «proven / owed» of today's clauses, a line per subject and a column per province."""
    clauses = read_clauses(CLAUSES)
    subject, all_of_them, out_of_scope, no_longer = _HEADS[language]
    names = dict.fromkeys(clause.province for clause in clauses)
    rules = load_rules().provinces
    titles = [rules[name].name_vi if language == "vi" else rules[name].name_en for name in names]
    yield f"| {subject} | {' | '.join(titles)} | {all_of_them} |"
    yield "|---|" + "---:|" * (len(names) + 1)
    owed = [clause for clause in clauses if clause.claimed is not ClauseClaim.OUT and find_end(clause) is None]
    for kind in KINDS:
        mine = [clause for clause in owed if clause.kind == kind]
        yield _line(_KINDS[kind] if language == "vi" else kind, names, mine)
    yield _line(f"**{all_of_them}**", names, owed)
    for title, found in (
        (out_of_scope, [clause for clause in clauses if clause.claimed is ClauseClaim.OUT]),
        (
            no_longer,
            [clause for clause in clauses if clause.claimed is not ClauseClaim.OUT and find_end(clause) is not None],
        ),
    ):
        counts = [sum(clause.province == name for clause in found) for name in names]
        if found:
            yield f"| {title} | {' | '.join(map(str, (*counts, len(found))))} |"


def _line(title: str, names: Iterable[str], clauses: list[Clause]) -> str:
    cells = [_proven([each for each in clauses if each.province == name]) for name in names]
    return f"| {' | '.join((title, *cells, _proven(clauses)))} |"


def _proven(clauses: list[Clause]) -> str:
    return f"{sum(each.claimed is ClauseClaim.PROVEN for each in clauses)} / {len(clauses)}" if clauses else "–"


def cost_table(language: str) -> Iterator[str]:
    """Yield a month's cost by size of province, from the operator's guide: in dollars, in Vietnamese in đồng too."""
    yield _COST[language]
    yield "|---:|---:|---:|---:|"
    for dossiers, officers, *dollars in costs():
        cells = [_thousands(dossiers, language), _thousands(officers, language)]
        yield f"| {' | '.join([*cells, *(_money(each, language) for each in dollars)])} |"


def costs() -> list[tuple[int, int, int, int]]:
    """Return each size of the guide's table: dossiers a month, officers, and dollars with each kind of account."""
    rows = re.findall(r"^\| ([\d ]+), ([\d ]+) \| ([\d ]+) \| ([\d ]+) \|$", OPERATE.read_text(), re.MULTILINE)
    if not rows:
        raise ValueError(f"{OPERATE.name} has no table of costs by size")
    return [tuple(int(cell.replace(" ", "")) for cell in row) for row in rows]  # type: ignore[misc]


def _thousands(number: int, language: str) -> str:
    return f"{number:,}".replace(",", "." if language == "vi" else ",")


def _money(dollars: int, language: str) -> str:
    if language == "en":
        return f"{_thousands(dollars, language)} USD"
    millions = f"{dollars * DONG_A_DOLLAR / 1_000_000:.1f}".replace(".", ",")
    return f"{_thousands(dollars, language)} USD (khoảng {millions} triệu đồng)"


# ---- the picture of a dossier's way -------------------------------------------------------------------

_WIDTH, _HEIGHT, _BOX = 1120, 320, (132, 52)
_PLACES: Mapping[State, tuple[int, int]] = {
    State.DRAFT: (80, 60), State.SUBMITTED: (240, 60), State.RECEIVED: (400, 60), State.PROCESSING: (560, 60),
    State.RESOLVED: (720, 60), State.RETURNED: (880, 60), State.CLOSED: (1040, 60),
    State.NOT_RECEIVED: (160, 190), State.SUPPLEMENT_REQUESTED: (400, 190), State.PAYMENT_REQUESTED: (640, 190),
    State.STOPPED: (800, 270), State.WITHDRAWN: (960, 190),
}  # fmt: skip
ARROWS: tuple[tuple[State, State], ...] = (
    (State.DRAFT, State.SUBMITTED), (State.SUBMITTED, State.RECEIVED), (State.RECEIVED, State.PROCESSING),
    (State.PROCESSING, State.RESOLVED), (State.RESOLVED, State.RETURNED), (State.RETURNED, State.CLOSED),
    (State.SUBMITTED, State.NOT_RECEIVED), (State.SUBMITTED, State.SUPPLEMENT_REQUESTED),
    (State.SUPPLEMENT_REQUESTED, State.PROCESSING), (State.PROCESSING, State.PAYMENT_REQUESTED),
    (State.PAYMENT_REQUESTED, State.PROCESSING), (State.PROCESSING, State.STOPPED),
    (State.PROCESSING, State.WITHDRAWN), (State.STOPPED, State.CLOSED), (State.WITHDRAWN, State.CLOSED),
)  # fmt: skip
"""The moves that are drawn: those of most dossiers. docs/flow.md has all."""
_BOTH_WAYS = frozenset({(State.PAYMENT_REQUESTED, State.PROCESSING)})
"""Drawn with the arrow that leads there: a head at each end."""
_ALT: Mapping[str, str] = {
    "vi": "Đường đi của hồ sơ: từ bản nháp đến khi kết thúc",
    "en": "The way of a dossier, from draft to closed",
}
_DRAFT: Mapping[str, str] = {"vi": "Bản nháp", "en": "Draft"}
_MAIN = frozenset(state for state, (_, y) in _PLACES.items() if y == _PLACES[State.DRAFT][1])


def moves() -> set[tuple[State, State]]:
    """Return every move of the flow table, those of approved requests too."""
    return {(row.state, row.to) for row in TABLE if row.to} | {to for rule in REQUESTS.values() for to in rule.to}


def picture(language: str) -> str:
    """Return the picture of a dossier's way as SVG. Raises ValueError for an arrow that the flow table does not
    have."""
    if wrong := set(ARROWS) - moves():
        raise ValueError(f"drawn, and not in the flow table: {sorted(wrong)}")
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" lang="{language}" '
        f'font-family="system-ui, sans-serif" font-size="13.5" text-anchor="middle">',
        f"<title>{_ALT[language]}</title>",
        '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
        'orient="auto-start-reverse"><path d="M0 0 8 4 0 8z" fill="#44546a"/></marker></defs>',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" rx="8" fill="#fff"/>',
        '<g fill="none" stroke="#44546a" stroke-width="1.5" marker-end="url(#head)">',
        *(_arrow(left, to) for left, to in ARROWS if (left, to) not in _BOTH_WAYS),
        "</g>",
        *(line for state in _PLACES for line in _box(state, language)),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _arrow(left: State, to: State) -> str:
    (ax, ay), (bx, by) = _PLACES[left], _PLACES[to]
    wide, high = _BOX[0] / 2, _BOX[1] / 2
    begin = ' marker-start="url(#head)"' if (to, left) in _BOTH_WAYS else ""
    if ay == by:
        return f'<path d="M{ax + wide:g} {ay}H{bx - wide:g}"{begin}/>'
    down = high if by > ay else -high
    if (left, to) == (State.PROCESSING, State.STOPPED):
        return f'<path d="M{ax} {ay + high:g}V{by}H{bx - wide:g}"/>'
    if to is State.CLOSED:
        return f'<path d="M{ax + wide:g} {ay}H{bx}V{by + high:g}"/>'
    if to is State.WITHDRAWN:
        middle = (ay + by) / 2
        return f'<path d="M{ax + wide / 2:g} {ay + down:g}V{middle:g}H{bx}V{by - down:g}"/>'
    return f'<path d="M{ax} {ay + down:g}L{bx} {by - down:g}"{begin}/>'


def _box(state: State, language: str) -> Iterator[str]:
    x, y = _PLACES[state]
    (wide, high), main = _BOX, state in _MAIN
    fill, edge = ("#e8f0f8", "#1f5c99") if main else ("#f6f3ea", "#8a6d1f")
    shape = f'x="{x - wide / 2:g}" y="{y - high / 2:g}" width="{wide}" height="{high}" rx="6"'
    yield f'<rect {shape} fill="{fill}" stroke="{edge}"/>'
    words = (_DRAFT[language] if state is State.DRAFT else WORDS[state][LANGUAGES.index(language)]).split()
    rows = list(_rows(words))
    for number, row in enumerate(rows):
        line = y + 5 + (number - (len(rows) - 1) / 2) * 16
        yield f'<text x="{x}" y="{line:g}" fill="#1b2733">{escape(row)}</text>'


def _rows(words: list[str], most: int = 17) -> Iterator[str]:
    row = ""
    for word in words:
        if row and len(row) + len(word) >= most:
            yield row
            row = word
        else:
            row = f"{row} {word}".strip()
    yield row


def pictures() -> dict[Path, str]:
    """Return each picture of a dossier's way, by its file."""
    return {DOCS / "pictures" / f"flow.{language}.svg": picture(language) for language in LANGUAGES}


def main() -> None:
    """Rewrite every generated part."""
    for path, text in (*((PAGES[language], page(language)) for language in LANGUAGES), *pictures().items()):
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
