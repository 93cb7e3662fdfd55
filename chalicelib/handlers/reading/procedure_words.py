"""Words of the plain page of a procedure, as the pages with scripts say them."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.domain.shared.errors import BilingualWords as Words

SMALL: Mapping[str, Words] = {
    "needed": Words("Bạn cần chuẩn bị", "What you need"),
    "conditional": Words("chỉ khi thuộc trường hợp này", "only when this applies to you"),
    "optional": Words("không bắt buộc", "optional"),
    "by_form": Words("nộp trực tuyến thì điền ngay trên trang", "filled in on the site when you file online"),
    "sets": Words("Số bộ hồ sơ", "Sets of papers"),
    "time": Words("Thời hạn giải quyết", "Time limit"),
    "online": Words("Nộp trực tuyến", "Filed online"),
    "since": Words("áp dụng từ", "since"),
    "fee": Words("Phí, lệ phí", "Fees"),
    "result": Words("Kết quả", "Result"),
    "ways": Words("Cách nộp", "How to file"),
    "asked": Words("Đơn hỏi những gì", "What the form asks"),
    "process": Words("Các bước xử lý", "How it is handled"),
    "hours": Words("giờ làm việc", "working hours"),
    "law": Words("Căn cứ pháp lý", "Legal basis"),
    "code": Words("Mã thủ tục", "Code"),
    "level": Words("Cấp giải quyết", "Level"),
    "audience": Words("Dành cho", "For"),
    "identity": Words(
        "Nộp trực tuyến cần tài khoản định danh điện tử mức độ {level}. Chưa có thì nâng mức tại cơ quan Công an, hoặc "
        "nộp tại quầy.",
        "Filing online needs an electronic identity of level {level}. Raise yours at a police office, or file at the "
        "counter.",
    ),
    "linked": Words(
        "Hồ sơ liên thông: nộp một nơi, nhiều cơ quan cùng giải quyết.",
        "Linked dossier: filed once, several agencies work on it.",
    ),
    "faqs": Words("Câu hỏi thường gặp về thủ tục này", "Frequent questions about this procedure"),
}
FILING: Mapping[str, Words] = {
    "title": Words("Nộp hồ sơ", "File"),
    "open": Words(
        "Nộp trực tuyến cần trình duyệt có bật JavaScript. Không có thì nộp tại quầy Bộ phận Một cửa.",
        "Filing online needs a browser with JavaScript. Without one, file at the counter of a one-stop unit.",
    ),
    "closed": Words(
        "Thủ tục này chưa nhận hồ sơ trên hệ thống.",
        "This procedure cannot be filed here yet.",
    ),
}
CODES: Mapping[str, Words] = {
    "original": Words("bản chính", "original"),
    "copy": Words("bản sao", "copy"),
    "certified_copy": Words("bản sao chứng thực", "certified copy"),
    "presented": Words("xuất trình tại quầy", "shown at the counter"),
    "electronic": Words("bản điện tử", "electronic copy"),
    "own_portal": Words("Trực tuyến trên trang này", "Online on this site"),
    "national_portal": Words("Cổng Dịch vụ công quốc gia", "National Public Service Portal"),
    "vneid": Words("Ứng dụng VNeID", "VNeID app"),
    "desk": Words("Tại quầy Bộ phận Một cửa", "At the counter of a one-stop unit"),
    "post": Words("Qua dịch vụ bưu chính công ích", "By post"),
    "agent": Words("Qua đại lý dịch vụ công", "Through a public-service agent"),
    "kiosk": Words("Tại ki-ốt", "At a kiosk"),
    "commune": Words("Cấp xã", "Commune"),
    "province": Words("Cấp tỉnh", "Province"),
    "citizen": Words("Cá nhân", "People"),
    "business": Words("Hộ kinh doanh, doanh nghiệp", "Businesses"),
    "organisation": Words("Tổ chức", "Organisations"),
}
FEES: Mapping[str, Words] = {
    "free": Words("Không thu tiền", "Free of charge"),
    "sample": Words("mức thu mẫu", "sample amount"),
    "page": Words("/trang", " per page"),
    "copy": Words("/bản", " per copy"),
    "one_of": Words("Một trong các mức sau, tùy nội dung bạn khai:", "One of these, depending on what you state:"),
    "by_officer": Words(
        "Một trong các mức sau; công chức xác định mức phải nộp theo giấy tờ của bạn:",
        "One of these; an officer decides which one by your papers:",
    ),
    "computed": Words("theo thông báo của cơ quan thuế", "as the tax authority computes it"),
    "on_request": Words("chỉ khi bạn yêu cầu", "only on request"),
    "reception": Words("nộp khi tiếp nhận", "paid at reception"),
    "processing": Words("nộp trong khi giải quyết", "paid during processing"),
    "handover": Words("nộp trước khi nhận kết quả", "paid before the result"),
}
