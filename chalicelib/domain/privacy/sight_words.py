"""Vocabulary of access to a dossier: its contents, a reader's relations to it, and the lists of a unit."""

from __future__ import annotations

from enum import StrEnum

from chalicelib.domain.shared.errors import Words


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
    LEDGER = "ledger"
    BY_CODE = "by_code"
    BY_NAME = "by_name"
    BY_NUMBER = "by_number"


C = Content

CONTENT_WORDS: dict[Content, Words] = {
    C.HEAD: Words(
        "mã hồ sơ, thủ tục, trạng thái, nơi tiếp nhận, nơi giải quyết, các mốc hạn",
        "code, procedure, state, units, due dates",
    ),
    C.COURSE: Words("quá trình giải quyết", "the course"),
    C.NAME: Words("họ tên người nộp, người ủy quyền", "name of the applicant and of whom they act for"),
    C.DELIVERY: Words("điện thoại, thư điện tử, địa chỉ", "telephone, e-mail, address"),
    C.IDENTITY: Words(
        "số định danh, giấy tờ tùy thân, người nhận kết quả", "identity number and paper, who collected the result"
    ),
    C.FORM: Words("nội dung đơn, tờ khai", "the form"),
    C.COMPONENTS: Words("thành phần hồ sơ", "components"),
    C.UNSIGNED: Words("thành phần phải đối chiếu bản giấy", "components to compare with their paper"),
    C.ENCLOSED: Words("giấy tờ gửi kèm nội dung lấy ý kiến", "papers enclosed with the question"),
    C.PROOFS: Words("giấy tờ chứng minh miễn, giảm", "proofs of an exemption"),
    C.RESULTS: Words("kết quả giải quyết", "results"),
    C.PARCEL: Words("cách trả, lần trả, lần mời nhận kết quả", "how the result is handed over, invitations"),
    C.SLIPS: Words("giấy, phiếu gửi người nộp", "slips for the applicant"),
    C.CONTROL_SLIPS: Words("phiếu nội bộ (phiếu kiểm soát…)", "slips between officers (control slip…)"),
    C.FILES: Words("tệp trao đổi nội bộ", "files between officers"),
    C.SHARES: Words("phần việc của các cơ quan, người thụ lý", "shares of all agencies, who is in charge"),
    C.OWN_SHARE: Words("phần việc của đơn vị mình", "the own unit's share"),
    C.REQUESTS: Words("đề nghị chờ quyết định", "requests"),
    C.OWN_REQUESTS: Words("đề nghị chờ chính mình quyết định", "requests that the reader decides"),
    C.MONEY_REQUESTS: Words("đề nghị hủy khoản thu", "requests to reverse a payment"),
    C.SUMS: Words("phí, lệ phí, biên lai", "sums and receipts"),
    C.CONSULTATIONS: Words("lấy ý kiến các cơ quan", "consultations"),
    C.OWN_CONSULTATION: Words("nội dung hỏi và ý kiến của đơn vị mình", "the own unit's question and answer"),
    C.NOTES: Words("ghi chú nội bộ", "internal notes"),
    C.WORDS: Words("lời ghi trong các bước được xem", "what was written in the steps that are seen"),
    C.STAFF: Words("tên công chức thực hiện", "officers by name"),
    C.NOTICES: Words("thông báo đã gửi", "notices and what became of them"),
    C.CONTACTS: Words("liên hệ nhận tin của hồ sơ", "the dossier's contacts for notices"),
    C.MESSAGES: Words("thông điệp gửi Cổng Dịch vụ công quốc gia", "messages to the national portal"),
    C.LEDGER: Words("bản xuất nhật ký, cắt như trang hồ sơ", "the exported ledger, cut as the page is"),
    C.BY_CODE: Words("tìm theo mã", "found by its code"),
    C.BY_NAME: Words("tìm theo tên", "found by a name"),
    C.BY_NUMBER: Words("tìm theo số định danh, số điện thoại", "found by identity or telephone number"),
}

PERSON = frozenset({C.NAME, C.DELIVERY, C.IDENTITY})
"""All declared data of a person."""


class Place(StrEnum):
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


PLACE_WORDS: dict[Place, Words] = {
    Place.OWNER: Words("chủ hồ sơ, người nộp thay", "owner, or who filed for them"),
    Place.ONE_STOP: Words("Bộ phận Một cửa tiếp nhận", "the one-stop unit that received it"),
    Place.DESK: Words("nơi nộp đầu tiên, đã chuyển Bộ phận Một cửa khác", "the unit where it was filed first"),
    Place.AGENCY: Words("cơ quan giải quyết", "the agency that settles it"),
    Place.PARTNER: Words("cơ quan phối hợp, đang có phần việc", "a partner whose share is in work"),
    Place.WAITING: Words(
        "cơ quan phối hợp, phần việc chưa đến hoặc đã xong", "a partner whose share has not begun or has ended"
    ),
    Place.ASKED: Words("cơ quan được lấy ý kiến, chưa trả lời", "a body asked for its opinion, before it answered"),
    Place.ANSWERED: Words("cơ quan được lấy ý kiến, đã trả lời", "a body asked for its opinion, afterwards"),
    Place.SERVED: Words("Trung tâm đã thu hoặc trả thay", "a centre that took money or handed over for it"),
    Place.PAYING_CENTRE: Words("Trung tâm bất kỳ được thu", "any centre that may take the payment"),
    Place.RETURNING_CENTRE: Words("Trung tâm bất kỳ được trả kết quả", "any centre that may hand over the result"),
    Place.PROVINCE: Words("toàn tỉnh", "the whole province"),
}


class OnlyIf(StrEnum):
    """A condition on a dossier in addition to its state."""

    BY_POST = "by_post"
    HAS_SUMS = "has_sums"


ONLY_IF_WORDS: dict[OnlyIf, Words] = {
    OnlyIf.BY_POST: Words("kết quả trả qua dịch vụ bưu chính công ích", "its result goes by post"),
    OnlyIf.HAS_SUMS: Words("có khoản phải nộp", "something was or is to pay"),
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


LIST_WORDS: dict[UnitList, Words] = {
    UnitList.WORK: Words("hồ sơ chờ xử lý, số lượng", "worklist and its counts"),
    UnitList.APPROVALS: Words("chờ ký, chờ duyệt", "requests that wait for a decision"),
    UnitList.RETURNED: Words("đề xuất bị trả lại", "proposals that came back"),
    UnitList.TILL: Words("khoản chưa nộp, khoản đã thu trong ngày", "unpaid sums, the till of a day"),
    UnitList.REGISTER: Words("sổ theo dõi hồ sơ", "register of dossiers"),
    UnitList.ERRANDS: Words("thông báo trực tiếp", "notices to bring in person"),
    UnitList.LATE: Words("việc làm muộn, nhập muộn", "what was done or entered late"),
    UnitList.RECONCILIATION: Words("đối soát thanh toán", "reconciliation of payments"),
}
