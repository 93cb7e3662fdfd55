"""Vocabulary of access to a dossier: its contents, a reader's relations to it, and the lists of a unit."""

from __future__ import annotations

from enum import StrEnum

from chalicelib.domain.shared.errors import BilingualWords


class Content(StrEnum):
    """Contents of a dossier. A reader with `HEAD` knows that it exists; nobody reads anything without it.

    `OWN_…` is the reader's share of the content of that name.
    """

    HEAD = "head"
    COURSE = "course"
    NAME = "name"
    DELIVERY = "delivery"
    IDENTITY = "identity"
    FORM = "form"
    COMPONENTS = "components"
    UNSIGNED = "unsigned"
    ENCLOSED = "enclosed"
    PROOFS = "proofs"
    RESULTS = "results"
    PARCEL = "parcel"
    SLIPS = "slips"
    CONTROL_SLIPS = "control_slips"
    FILES = "files"
    SHARES = "shares"
    OWN_SHARE = "own_share"
    REQUESTS = "requests"
    OWN_REQUESTS = "own_requests"
    MONEY_REQUESTS = "money_requests"
    SUMS = "sums"
    CONSULTATIONS = "consultations"
    OWN_CONSULTATION = "own_consultation"
    NOTES = "notes"
    WORDS = "words"
    STAFF = "staff"
    NOTICES = "notices"
    CONTACTS = "contacts"
    MESSAGES = "messages"
    RATING = "rating"
    LEDGER = "ledger"
    BY_CODE = "by_code"
    BY_NAME = "by_name"
    BY_NUMBER = "by_number"


C = Content

CONTENT_WORDS: dict[Content, BilingualWords] = {
    C.HEAD: BilingualWords(
        "mã hồ sơ, thủ tục, trạng thái, nơi tiếp nhận, nơi giải quyết, các mốc hạn",
        "code, procedure, state, units, due dates",
    ),
    C.COURSE: BilingualWords("quá trình giải quyết", "the course"),
    C.NAME: BilingualWords("họ tên người nộp, người ủy quyền", "name of the applicant and of whom they act for"),
    C.DELIVERY: BilingualWords("điện thoại, thư điện tử, địa chỉ", "telephone, e-mail, address"),
    C.IDENTITY: BilingualWords(
        "số định danh, giấy tờ tùy thân, người nhận kết quả", "identity number and paper, who collected the result"
    ),
    C.FORM: BilingualWords("nội dung đơn, tờ khai", "the form"),
    C.COMPONENTS: BilingualWords("thành phần hồ sơ", "components"),
    C.UNSIGNED: BilingualWords("thành phần phải đối chiếu bản giấy", "components to compare with their paper"),
    C.ENCLOSED: BilingualWords("giấy tờ gửi kèm nội dung lấy ý kiến", "papers enclosed with the question"),
    C.PROOFS: BilingualWords("giấy tờ chứng minh miễn, giảm", "proofs of an exemption"),
    C.RESULTS: BilingualWords("kết quả giải quyết", "results"),
    C.PARCEL: BilingualWords("cách trả, lần trả, lần mời nhận kết quả", "how the result is handed over, invitations"),
    C.SLIPS: BilingualWords("giấy, phiếu gửi người nộp", "slips for the applicant"),
    C.CONTROL_SLIPS: BilingualWords("phiếu nội bộ (phiếu kiểm soát…)", "slips between officers (control slip…)"),
    C.FILES: BilingualWords("tệp trao đổi nội bộ", "files between officers"),
    C.SHARES: BilingualWords("phần việc của các cơ quan, người thụ lý", "shares of all agencies, who is in charge"),
    C.OWN_SHARE: BilingualWords("phần việc của đơn vị mình", "your unit's share"),
    C.REQUESTS: BilingualWords("đề nghị chờ quyết định", "requests"),
    C.OWN_REQUESTS: BilingualWords("đề nghị chờ chính mình quyết định", "requests that the reader decides"),
    C.MONEY_REQUESTS: BilingualWords("đề nghị hủy khoản thu", "requests to reverse a payment"),
    C.SUMS: BilingualWords("phí, lệ phí, biên lai", "sums and receipts"),
    C.CONSULTATIONS: BilingualWords("lấy ý kiến các cơ quan", "consultations"),
    C.OWN_CONSULTATION: BilingualWords("nội dung hỏi và ý kiến của đơn vị mình", "your unit's question and answer"),
    C.NOTES: BilingualWords("ghi chú nội bộ", "internal notes"),
    C.WORDS: BilingualWords("lời ghi trong các bước được xem", "what was written in the steps that are seen"),
    C.STAFF: BilingualWords("tên công chức thực hiện", "officers by name"),
    C.NOTICES: BilingualWords("thông báo đã gửi", "notices and what became of them"),
    C.CONTACTS: BilingualWords("liên hệ nhận tin của hồ sơ", "the dossier's contacts for notices"),
    C.MESSAGES: BilingualWords("thông điệp gửi Cổng Dịch vụ công quốc gia", "messages to the national portal"),
    C.RATING: BilingualWords("đánh giá của người nộp", "the applicant's rating"),
    C.LEDGER: BilingualWords("bản xuất nhật ký, cắt như trang hồ sơ", "the exported ledger, cut as the page is"),
    C.BY_CODE: BilingualWords("tìm theo mã", "found by its code"),
    C.BY_NAME: BilingualWords("tìm theo tên", "found by a name"),
    C.BY_NUMBER: BilingualWords("tìm theo số định danh, số điện thoại", "found by identity or telephone number"),
}

PERSON = frozenset({C.NAME, C.DELIVERY, C.IDENTITY})
"""All declared data of a person."""


class SightPlace(StrEnum):
    """Relation of a reader to the dossier."""

    OWNER = "owner"
    ONE_STOP = "one_stop"
    DESK = "desk"
    AGENCY = "agency"
    PARTNER = "partner"
    WAITING = "waiting"
    ASKED = "asked"
    ANSWERED = "answered"
    SERVED = "served"
    PAYING_CENTRE = "paying_centre"
    RETURNING_CENTRE = "returning_centre"
    PROVINCE = "province"


PLACE_WORDS: dict[SightPlace, BilingualWords] = {
    SightPlace.OWNER: BilingualWords("chủ hồ sơ, người nộp thay", "owner, or who filed for them"),
    SightPlace.ONE_STOP: BilingualWords("Bộ phận Một cửa tiếp nhận", "the one-stop unit that received it"),
    SightPlace.DESK: BilingualWords(
        "nơi nộp đầu tiên, đã chuyển Bộ phận Một cửa khác", "the unit where it was filed first"
    ),
    SightPlace.AGENCY: BilingualWords("cơ quan giải quyết", "the agency that settles it"),
    SightPlace.PARTNER: BilingualWords("cơ quan phối hợp, đang có phần việc", "a partner whose share is in work"),
    SightPlace.WAITING: BilingualWords(
        "cơ quan phối hợp, phần việc chưa đến hoặc đã xong", "a partner whose share has not begun or has ended"
    ),
    SightPlace.ASKED: BilingualWords(
        "cơ quan được lấy ý kiến, chưa trả lời", "a body asked for its opinion, before it answered"
    ),
    SightPlace.ANSWERED: BilingualWords(
        "cơ quan được lấy ý kiến, đã trả lời", "a body asked for its opinion, afterwards"
    ),
    SightPlace.SERVED: BilingualWords(
        "Trung tâm đã thu hoặc trả thay", "a centre that took money or handed over for it"
    ),
    SightPlace.PAYING_CENTRE: BilingualWords("Trung tâm bất kỳ được thu", "any centre that may take the payment"),
    SightPlace.RETURNING_CENTRE: BilingualWords(
        "Trung tâm bất kỳ được trả kết quả", "any centre that may hand over the result"
    ),
    SightPlace.PROVINCE: BilingualWords("toàn tỉnh", "the whole province"),
}


class OnlyIf(StrEnum):
    """A condition on a dossier in addition to its state."""

    BY_POST = "by_post"
    HAS_SUMS = "has_sums"


ONLY_IF_WORDS: dict[OnlyIf, BilingualWords] = {
    OnlyIf.BY_POST: BilingualWords("kết quả trả qua dịch vụ bưu chính công ích", "its result goes by post"),
    OnlyIf.HAS_SUMS: BilingualWords("có khoản phải nộp", "something was or is to pay"),
}


class UnitList(StrEnum):
    """Lists of a unit; each line is cut by what the reader sees of its dossier."""

    WORK = "work"
    APPROVALS = "approvals"
    RETURNED = "returned"
    TILL = "till"
    REGISTER = "register"
    ERRANDS = "errands"
    RECONCILIATION = "reconciliation"
    LATE = "late"


LIST_WORDS: dict[UnitList, BilingualWords] = {
    UnitList.WORK: BilingualWords("hồ sơ chờ xử lý, số lượng", "worklist and its counts"),
    UnitList.APPROVALS: BilingualWords("chờ ký, chờ duyệt", "requests that wait for a decision"),
    UnitList.RETURNED: BilingualWords("đề xuất bị trả lại", "proposals that came back"),
    UnitList.TILL: BilingualWords("khoản chưa nộp, khoản đã thu trong ngày", "unpaid sums, the till of a day"),
    UnitList.REGISTER: BilingualWords("sổ theo dõi hồ sơ", "register of dossiers"),
    UnitList.ERRANDS: BilingualWords("thông báo trực tiếp", "notices to bring in person"),
    UnitList.LATE: BilingualWords("việc làm muộn, nhập muộn", "what was done or entered late"),
    UnitList.RECONCILIATION: BilingualWords("đối soát thanh toán", "reconciliation of payments"),
}
