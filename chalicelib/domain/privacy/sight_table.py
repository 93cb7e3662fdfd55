"""Who sees what of a dossier: one table of role × place × state × content, with the reason of each row.

Content that no row grants is refused. Views, papers and their links, search, lists, prints and the exported ledger are
cut only by this table (`sight.py`); `docs/need_to_know.md` is generated from it. Rows for a stage of postal staff
(`post.stages`), or for every centre that takes money or hands over (`payment.counters`, `return.counters`), apply only
where the law of the province allows it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.flow_words import SETTLING, State
from chalicelib.domain.privacy.sight_words import Content, OnlyIf, SightPlace, UnitList
from chalicelib.domain.shared.errors import BilingualWords

S, C, R, P = State, Content, Role, SightPlace


@dataclass(frozen=True, slots=True)
class SightRow:
    """What some roles see of a dossier in one relation and some states; `stage` is a stage that the law must give
    postal staff. `article` is empty for a choice of the service."""

    roles: frozenset[Role]
    place: SightPlace
    states: frozenset[State]
    contents: frozenset[Content]
    reason: BilingualWords
    article: str
    only_if: OnlyIf | None = None
    stage: str = ""


@dataclass(frozen=True, slots=True)
class ListRow:
    """Roles that work with a list of their unit."""

    of: UnitList
    roles: frozenset[Role]
    reason: BilingualWords
    article: str


FILED = frozenset(S) - {S.DRAFT}
"""A draft is only for its author; no row grants it."""
OPEN = FILED - {S.CLOSED}
SENT_ON = FILED - {S.SUBMITTED, S.RECEIVED, S.NOT_RECEIVED}
ENDED = frozenset({S.NOT_RECEIVED, S.WITHDRAWN, S.STOPPED})
AT_DESK = frozenset({S.SUBMITTED, S.SUPPLEMENT_REQUESTED, S.RECEIVED})

CLERKS = frozenset({R.ONE_STOP_OFFICER, R.HEAD_OF_ONE_STOP})
LEADERS = frozenset({R.HEAD_OF_ONE_STOP, R.CENTRE_DIRECTOR})
OFFICERS = frozenset({R.CASE_OFFICER, R.HEAD_OF_SECTION, R.AGENCY_HEAD})
SUPERVISORS = frozenset({R.PROVINCIAL_OFFICE, R.AUDITOR})

COUNTER_SEARCH = frozenset({C.BY_CODE, C.BY_NAME, C.BY_NUMBER})
AMONG_OFFICERS = frozenset(
    {C.HEAD, C.COURSE, C.SHARES, C.REQUESTS, C.CONSULTATIONS, C.NOTES, C.WORDS, C.STAFF, C.FILES, C.CONTROL_SLIPS,
     C.LEDGER, C.MESSAGES, C.NOTICES}
)  # fmt: skip
"""How the work on a dossier progresses, for those who settle it."""
AS_FILED = frozenset({C.NAME, C.DELIVERY, C.IDENTITY, C.FORM, C.COMPONENTS, C.PROOFS, C.SLIPS})
"""What the applicant filed, and what was sent to them."""
WHOLE = AMONG_OFFICERS | AS_FILED | {C.RESULTS, C.PARCEL, C.SUMS}
TO_RECEIVE = AS_FILED | {C.HEAD, C.COURSE, C.SUMS, C.WORDS, C.STAFF, C.BY_CODE, C.BY_NAME}
TO_HAND_OVER = frozenset({C.HEAD, C.NAME, C.DELIVERY, C.IDENTITY, C.RESULTS, C.PARCEL, C.UNSIGNED, C.SUMS, C.BY_CODE})
TO_DELIVER = frozenset({C.HEAD, C.NAME, C.DELIVERY, C.PARCEL, C.BY_CODE})
TO_TAKE_MONEY = frozenset({C.HEAD, C.NAME, C.SUMS})


def _build_row(
    roles: Iterable[Role],
    place: SightPlace,
    states: Iterable[State],
    contents: Iterable[Content],
    vi: str,
    en: str,
    article: str = "",
    *,
    only_if: OnlyIf | None = None,
    stage: str = "",
) -> SightRow:
    return SightRow(
        frozenset(roles), place, frozenset(states), frozenset(contents), BilingualWords(vi, en), article, only_if, stage
    )


TABLE: tuple[SightRow, ...] = (
    _build_row({R.APPLICANT}, P.OWNER, FILED,
         {C.HEAD, C.COURSE, C.RESULTS, C.PARCEL, C.SHARES, C.REQUESTS, C.SUMS, C.CONSULTATIONS, C.WORDS, C.NOTICES,
          C.CONTACTS, C.MESSAGES, C.RATING, C.LEDGER} | AS_FILED,
         "Hồ sơ của chính mình: khai, nhận phản hồi, nhận kết quả; biết cơ quan nào làm, không biết công chức nào.",
         "Their own dossier: declare, read answers, get the result; which office acts, not which officer.",
         "HUE-18.1.a; LC-10.1.a; NĐ 61/2018 5.1.e"),

    _build_row(CLERKS | LEADERS, P.ONE_STOP, OPEN, WHOLE | COUNTER_SEARCH,
         "Nơi duy nhất làm việc với người nộp: kiểm tra, tiếp nhận, nhận bổ sung, đối chiếu, trả kết quả.",
         "The one place that deals with the applicant: checks, receives, takes supplements, compares, hands over.",
         "NĐ 61/2018 5.1.e, 17, 20; HUE-18.1.b"),
    _build_row(CLERKS, P.ONE_STOP, OPEN, {C.CONTACTS},
         "Gọi điện, nhắn tin cho người nộp.", "They telephone and write to the applicant.", "NĐ 61/2018 5.1.e"),
    _build_row({R.ONE_STOP_OFFICER}, P.ONE_STOP, {S.CLOSED},
         (AMONG_OFFICERS - {C.MESSAGES, C.FILES, C.NOTES}) | {C.NAME, C.DELIVERY, C.SLIPS, C.PARCEL, C.SUMS, C.CONTACTS,
                                                             C.BY_CODE, C.BY_NUMBER},
         "Hồ sơ đã kết thúc: trả lời người nộp và in lại giấy; nội dung đã nộp không cần nữa.",
         "A closed dossier: answer its applicant and print a slip again; the filed papers are no longer needed."),
    _build_row(LEADERS, P.ONE_STOP, {S.CLOSED}, WHOLE | COUNTER_SEARCH,
         "Giải quyết phản ánh, khiếu nại về hồ sơ đã kết thúc.", "They answer complaints about a closed dossier.",
         "HUE-18.1.b"),

    _build_row(CLERKS, P.DESK, AT_DESK, TO_RECEIVE | {C.NOTES, C.FILES, C.LEDGER, C.BY_NUMBER},
         "Nơi nhận hồ sơ nộp không phụ thuộc địa giới: theo dõi đến khi nơi giải quyết tiếp nhận.",
         "It took the filing for another unit and follows it until it is received.", "NĐ 118/2025 14; NĐ 309/2026 8"),
    _build_row(CLERKS, P.DESK, OPEN - AT_DESK,
         TO_HAND_OVER | {C.COURSE, C.SLIPS, C.WORDS, C.STAFF, C.LEDGER, C.BY_NAME, C.BY_NUMBER},
         "Trả kết quả, giấy tờ tại nơi đã nộp và đối chiếu bản giấy.",
         "It hands over result and papers where they were filed, and compares the paper.", "NĐ 61/2018 20; HUE-9.2"),
    _build_row(CLERKS, P.DESK, {S.CLOSED}, {C.HEAD, C.NAME, C.SLIPS, C.BY_CODE},
         "Trả lời người nộp, in lại giấy.", "It answers the applicant and prints a slip again."),

    _build_row(OFFICERS, P.AGENCY, {S.RECEIVED}, AMONG_OFFICERS | {C.NAME},
         "Hồ sơ sắp được chuyển đến: chuẩn bị, chưa cần giấy tờ và nội dung đơn.",
         "The dossier is about to come: they prepare; form and papers are not needed yet.", "NĐ 61/2018 18, 19.1"),
    _build_row(OFFICERS, P.AGENCY, SENT_ON, WHOLE | {C.BY_CODE},
         "Thẩm tra, trình và ký kết quả; đính chính và trả lời về kết quả đã ký.",
         "They appraise, propose and sign; they correct and answer for what was signed.", "NĐ 61/2018 19, 21.1"),
    _build_row(OFFICERS, P.PARTNER, SETTLING,
         {C.HEAD, C.COURSE, C.NAME, C.DELIVERY, C.IDENTITY, C.FORM, C.COMPONENTS, C.SLIPS, C.CONTROL_SLIPS, C.FILES,
          C.OWN_SHARE, C.OWN_CONSULTATION, C.NOTES, C.WORDS, C.STAFF, C.LEDGER, C.BY_CODE},
         "Làm phần việc của mình; đề nghị và khoản thu là của cơ quan chủ trì.",
         "They do their share; requests and sums are the lead agency's.", "NĐ 61/2018 19.6"),
    _build_row(OFFICERS, P.WAITING, SENT_ON,
         {C.HEAD, C.NAME, C.OWN_SHARE, C.OWN_CONSULTATION, C.STAFF, C.LEDGER, C.BY_CODE},
         "Phần việc chưa đến hoặc đã xong: chỉ biết phần của mình.",
         "Their share has not come yet, or has ended: they see only that share.", "NĐ 61/2018 19.6"),
    _build_row(OFFICERS, P.ASKED, SETTLING,
         {C.HEAD, C.OWN_CONSULTATION, C.ENCLOSED, C.WORDS, C.STAFF, C.LEDGER, C.BY_CODE},
         "Nội dung hỏi và giấy tờ gửi kèm, đến khi trả lời.",
         "The question and the papers enclosed, until they answer.",
         "NĐ 61/2018 19.5"),
    _build_row(OFFICERS, P.ANSWERED, SENT_ON, {C.HEAD, C.OWN_CONSULTATION, C.WORDS, C.STAFF, C.LEDGER, C.BY_CODE},
         "Nội dung đã hỏi và ý kiến của chính mình.", "Their own question and answer.", "NĐ 61/2018 19.5"),

    _build_row({R.CASHIER}, P.ONE_STOP, OPEN, TO_TAKE_MONEY | {C.MONEY_REQUESTS, C.STAFF, C.BY_CODE, C.BY_NAME},
         "Thu, hủy khoản thu: ai nộp, hồ sơ nào, khoản nào.",
         "They take and reverse payments: who, for what, which sum.",
         "NĐ 61/2018 22", only_if=OnlyIf.HAS_SUMS),
    _build_row({R.CASHIER}, P.ONE_STOP, {S.CLOSED}, {C.HEAD, C.SUMS, C.BY_CODE},
         "Biên lai và đối soát sau khi kết thúc.", "Receipts and reconciliation after the end.",
         "NĐ 61/2018 22; HUE-11.2", only_if=OnlyIf.HAS_SUMS),
    _build_row({R.CASHIER}, P.AGENCY, OPEN, TO_TAKE_MONEY | {C.BY_CODE},
         "Xác nhận tài khoản của cơ quan đã nhận tiền.", "They confirm money on the agency's account.", "VL-16.2",
         only_if=OnlyIf.HAS_SUMS),
    _build_row({R.CASHIER}, P.PAYING_CENTRE, OPEN, TO_TAKE_MONEY | {C.BY_CODE},
         "Thu tại Trung tâm bất kỳ của tỉnh, khi còn khoản phải nộp.",
         "Any centre of the province takes it while something is owed.", "HUE-15.1", only_if=OnlyIf.HAS_SUMS),
    _build_row({R.CASHIER}, P.SERVED, OPEN, TO_TAKE_MONEY | {C.MONEY_REQUESTS, C.STAFF, C.BY_CODE},
         "Trung tâm đã thu thì giữ biên lai và hủy được khoản đã thu.",
         "The centre that took the money keeps its receipt and can reverse it.", "HUE-15.1", only_if=OnlyIf.HAS_SUMS),
    _build_row({R.CASHIER}, P.SERVED, {S.CLOSED}, {C.HEAD, C.SUMS, C.BY_CODE},
         "Biên lai và đối soát sau khi kết thúc.", "Receipts and reconciliation after the end.", "HUE-11.2",
         only_if=OnlyIf.HAS_SUMS),

    _build_row(CLERKS, P.RETURNING_CENTRE, {S.RESOLVED}, TO_HAND_OVER,
         "Trả kết quả tại Trung tâm bất kỳ của tỉnh: biết người nhận, kết quả, khoản còn nợ.",
         "Any centre of the province hands over: who receives, the result, what is owed.", "HUE-16.3"),
    _build_row(CLERKS | LEADERS, P.SERVED, OPEN, TO_TAKE_MONEY | {C.PARCEL, C.OWN_REQUESTS, C.STAFF, C.BY_CODE},
         "Trung tâm đã thu hoặc đã trả thay: việc mình đã làm và đề nghị chờ mình duyệt.",
         "A centre that took money or handed over: what it did, and requests that wait for it.", "HUE-15.1; HUE-16.3"),
    _build_row(CLERKS | LEADERS, P.SERVED, {S.CLOSED}, {C.HEAD, C.PARCEL, C.SUMS, C.BY_CODE},
         "Việc mình đã làm thay.", "What it did for the unit.", "HUE-15.1; HUE-16.3"),

    *(
        _build_row({R.POSTAL_STAFF}, place, {S.RESOLVED, S.RETURNED}, TO_DELIVER,
             "Phát kết quả: tên, địa chỉ, điện thoại, mã hồ sơ, bưu gửi.",
             "They deliver the result: name, address, telephone, code, the parcel.", "TT 17/2017 5.2.h; QN-28.2",
             only_if=OnlyIf.BY_POST)
        for place in (P.ONE_STOP, P.DESK)
    ),
    _build_row({R.POSTAL_STAFF}, P.ONE_STOP, {S.SUBMITTED}, TO_RECEIVE,
         "Được giao tiếp nhận: kiểm tra như công chức Bộ phận Một cửa.",
         "They are assigned to receive: they check as a one-stop officer does.", "TB-8; LC-4.2; QN-28.2",
         stage="receive"),
    _build_row({R.POSTAL_STAFF}, P.ONE_STOP, {S.RECEIVED, S.SUPPLEMENT_REQUESTED, S.NOT_RECEIVED},
         {C.HEAD, C.NAME, C.DELIVERY, C.SLIPS, C.SUMS, C.PARCEL, C.BY_CODE},
         "Giao giấy, phiếu của việc tiếp nhận.", "They hand out the slips of the reception.", "TB-8; LC-4.2; QN-28.2",
         stage="receive"),
    _build_row({R.POSTAL_STAFF}, P.ONE_STOP, {S.SUBMITTED, S.RECEIVED, S.SUPPLEMENT_REQUESTED},
         {C.HEAD, C.COURSE, C.NAME, C.DELIVERY, C.IDENTITY, C.FORM, C.COMPONENTS, C.SLIPS, C.CONTROL_SLIPS, C.WORDS,
          C.BY_CODE},
         "Được giao nhận bổ sung và chuyển hồ sơ.", "They are assigned to take supplements and to pass dossiers on.",
         "LC-4.2; TB-8", stage="process"),
    _build_row({R.POSTAL_STAFF}, P.ONE_STOP, {S.PROCESSING}, {C.HEAD, C.NAME, C.SLIPS, C.CONTROL_SLIPS, C.BY_CODE},
         "Hồ sơ đã chuyển giải quyết: giao phiếu, nhận thêm giấy tờ.", "Passed on: slips, and papers brought later.",
         "LC-4.2; TB-8", stage="process"),
    _build_row({R.POSTAL_STAFF}, P.ONE_STOP, {S.RECEIVED, S.PROCESSING}, {C.HEAD, C.NAME, C.BY_CODE},
         "Được giao số hóa: tải lên đúng hồ sơ, không đọc giấy tờ khác.",
         "They are assigned to scan: they upload to the right dossier and read no other paper.", "TB-8; LC-4.2",
         stage="digitise"),
    *(
        _build_row({R.POSTAL_STAFF}, place, ENDED | {S.RESOLVED}, TO_HAND_OVER | {C.SLIPS},
             "Được giao trả kết quả, giấy tờ.", "They are assigned to hand over results and papers.", "TB-8; LC-4.2",
             stage="return")
        for place in (P.ONE_STOP, P.DESK)
    ),
    *(
        _build_row({R.POSTAL_STAFF}, place, {S.RETURNED}, TO_DELIVER,
             "Việc đã trả, mời nhận lại.", "What they handed over, and invitations.", "TB-8; LC-4.2", stage="return")
        for place in (P.ONE_STOP, P.DESK)
    ),
    _build_row({R.POSTAL_STAFF}, P.RETURNING_CENTRE, {S.RESOLVED}, TO_HAND_OVER,
         "Được giao trả kết quả tại Trung tâm được trả thay.",
         "They are assigned to hand over at a centre that may do so.", "TB-8; LC-4.2; HUE-16.3", stage="return"),

    _build_row(SUPERVISORS, P.PROVINCE, FILED,
         {C.HEAD, C.COURSE, C.SHARES, C.REQUESTS, C.SUMS, C.CONSULTATIONS, C.NOTES, C.STAFF, C.NOTICES, C.MESSAGES,
          C.PARCEL, C.LEDGER,
          C.BY_CODE},
         "Giám sát, kiểm tra tiến trình của mọi hồ sơ; không đọc dữ liệu cá nhân, giấy tờ và lời ghi.",
         "They supervise and audit the course of every dossier; no personal data, papers or texts.",
         "QN-2; VL-21.3; HUE-18.1.c"),
    _build_row(SUPERVISORS, P.PROVINCE, FILED, {C.RATING},
         "Đánh giá chất lượng phục vụ; đơn vị và công chức được đánh giá chỉ biết số chung, không biết ai chấm.",
         "They evaluate how people were served; a rated unit or officer knows totals alone, not who answered what.",
         "NĐ 61/2018 27.3, 28; QN-3.6"),
)  # fmt: skip

WORKERS = CLERKS | LEADERS | OFFICERS | {R.CASHIER, R.POSTAL_STAFF}

LISTS: tuple[ListRow, ...] = (
    ListRow(
        UnitList.WORK,
        WORKERS | SUPERVISORS,
        BilingualWords(
            "Việc của đơn vị; mỗi dòng chỉ hiện khi người đọc thấy hồ sơ đó.",
            "The unit's work; a line is shown to readers who see its dossier.",
        ),
        "NĐ 61/2018 19",
    ),
    ListRow(
        UnitList.APPROVALS,
        WORKERS - {R.POSTAL_STAFF} | SUPERVISORS,
        BilingualWords(
            "Đề nghị chờ quyết định; người thu chỉ thấy đề nghị hủy khoản thu.",
            "Requests that wait; a cashier sees only reversals.",
        ),
        "NĐ 61/2018 19, 22",
    ),
    ListRow(
        UnitList.RETURNED,
        CLERKS | LEADERS | OFFICERS | SUPERVISORS,
        BilingualWords(
            "Đề xuất bị trả lại; lời ghi chỉ người trả lời đọc.",
            "Proposals that came back; the remarks are for the officer who answers.",
        ),
        "NĐ 61/2018 19.2",
    ),
    ListRow(
        UnitList.TILL,
        LEADERS | {R.CASHIER},
        BilingualWords(
            "Tiền của đơn vị: người thu và người chịu trách nhiệm.",
            "The unit's money: for its cashiers and those responsible.",
        ),
        "NĐ 61/2018 22; HUE-15.1",
    ),
    ListRow(
        UnitList.REGISTER,
        CLERKS | LEADERS,
        BilingualWords("Sổ theo dõi hồ sơ của Bộ phận Một cửa.", "The register of the one-stop unit."),
        "NĐ 61/2018 39.1",
    ),
    ListRow(
        UnitList.ERRANDS,
        CLERKS | SUPERVISORS,
        BilingualWords(
            "Gọi điện, gửi thư cho người chưa nhận được thông báo.",
            "To telephone or write to people whom no notice reached.",
        ),
        "NĐ 61/2018 5.1.e, 19.9",
    ),
    ListRow(
        UnitList.LATE,
        CLERKS | LEADERS | OFFICERS | SUPERVISORS,
        BilingualWords(
            "Việc làm muộn của đơn vị: mã hồ sơ, giờ, công chức.", "The unit's late acts: codes, times, officers."
        ),
        "QN-22.3; VL-18.2",
    ),
    ListRow(
        UnitList.RECONCILIATION,
        frozenset({R.CASHIER, R.HEAD_OF_ONE_STOP, R.PROVINCIAL_OFFICE}),
        BilingualWords("Đối soát tiền chưa rõ của ai.", "Money that settled nothing by itself."),
        "HUE-11.2",
    ),
)
