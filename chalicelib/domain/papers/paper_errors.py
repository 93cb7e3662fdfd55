"""Refusals about papers, and the reasons for which a checked paper is quarantined."""

from __future__ import annotations

from enum import StrEnum

from chalicelib.domain.shared.errors import FieldError, Refusal, RefusalKind


class PaperTooLarge(Refusal):
    """The declared size is over the limit, in MiB."""

    code = "paper_too_large"
    kind = RefusalKind.TOO_LARGE
    vi = "Tệp vượt quá {limit} MB. Hãy quét lại với dung lượng nhỏ hơn hoặc chia thành nhiều tệp."
    en = "The file is over {limit} MB. Scan it smaller or split it into several files."


class PaperEmpty(Refusal):
    """The paper has no bytes."""

    code = "paper_empty"
    kind = RefusalKind.INVALID
    vi = "Tệp không có nội dung."
    en = "The file is empty."


class PaperTypeUnsupported(Refusal):
    """The type is not one that every officer can open and the checks understand."""

    code = "paper_type_unsupported"
    kind = RefusalKind.UNSUPPORTED
    vi = "Chỉ nhận tệp PDF, JPEG hoặc PNG."
    en = "Only PDF, JPEG or PNG files are accepted."


class PaperNameInvalid(Refusal):
    """The file name is empty, too long, or holds hidden characters."""

    code = "paper_name_invalid"
    kind = RefusalKind.INVALID
    vi = "Tên tệp phải có 1–{limit} ký tự và không chứa ký tự ẩn."
    en = "The file name must have 1–{limit} characters and no hidden ones."


class PapersTooMany(Refusal):
    """The dossier or matter already has the most papers allowed."""

    code = "too_many_papers"
    kind = RefusalKind.INVALID
    vi = "Đã có đủ {limit} tệp, là số tối đa."
    en = "There are {limit} files already, the most there may be."


class ComponentUnknown(Refusal):
    """The procedure has no such component."""

    code = "component_unknown"
    kind = RefusalKind.INVALID
    vi = "Thủ tục này không có thành phần hồ sơ đã chọn."
    en = "This procedure has no such component."


class ChecksumMalformed(Refusal):
    """The declared digest is not a SHA-256 in hexadecimal or base64."""

    code = "checksum_malformed"
    kind = RefusalKind.INVALID
    vi = "Mã SHA-256 phải ở dạng thập lục phân (64 ký tự) hoặc base64."
    en = "The SHA-256 must be hexadecimal (64 characters) or base64."


class ComponentsMissing(Refusal):
    """A required component, or a conditional one that was claimed, has no accepted file."""

    code = "components_missing"
    kind = RefusalKind.INVALID
    vi = "Thành phần hồ sơ này còn thiếu."
    en = "This component is still missing."


class PaperPending(Refusal):
    """A paper has not arrived or is being checked; try again after `retry_after` seconds."""

    code = "paper_pending"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Tệp chưa tải lên xong hoặc đang được kiểm tra. Hãy gửi lại sau ít giây, hoặc bỏ tệp này ra."
    en = "The file has not arrived or is being checked. Send again in a few seconds, or leave it out."


class PaperQuarantined(Refusal):
    """A paper failed its check; each is named with its reason."""

    code = "paper_quarantined"
    kind = RefusalKind.INVALID
    vi = "Có tệp không đạt kiểm tra; xem lý do của từng tệp và tải tệp khác lên."
    en = "A file failed its check; see the reason of each and upload another."


class PaperExpired(Refusal):
    """A paper waited too long without being filed; its file will be deleted."""

    code = "paper_expired"
    kind = RefusalKind.INVALID
    vi = "Tệp đã tải lên quá 6 ngày mà chưa nộp nên không còn dùng được. Hãy tải lên lại."
    en = "The file was uploaded more than 6 days ago without being filed. Upload it again."


class PaperNotServed(Refusal):
    """Only accepted papers are served, and only their pinned version."""

    code = "paper_not_served"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Tệp này chưa được chấp nhận nên không mở được."
    en = "This file has not been accepted, so it cannot be opened."


class QuarantineReason(StrEnum):
    """Why a paper was quarantined. The code is public; each has a text for its sender."""

    vi: str
    en: str

    SIZE_MISMATCH = (
        "size_mismatch",
        "Dung lượng khác với khai báo.",
        "The size differs from the declared one.",
    )
    CHECKSUM_MISMATCH = (
        "checksum_mismatch",
        "Nội dung khác với khai báo (mã SHA-256 không khớp).",
        "The content differs from the declared one (SHA-256).",
    )
    TYPE_MISMATCH = (
        "type_mismatch",
        "Nội dung tệp không đúng loại đã khai (PDF, JPEG hoặc PNG).",
        "The content is not of the declared type (PDF, JPEG or PNG).",
    )
    POLYGLOT = (
        "polyglot",
        "Tệp chứa lẫn một tệp loại khác bên trong. Hãy quét hoặc xuất lại rồi tải lên.",
        "The file carries a second file of another type. Scan or export it and upload again.",
    )
    TRUNCATED = (
        "truncated",
        "Tệp bị cắt cụt hoặc hỏng phần cuối. Hãy lấy lại tệp gốc, hoặc quét lại rồi tải lên.",
        "The file is cut short at its end. Get the original file or scan it, and upload again.",
    )
    UNREADABLE = (
        "unreadable",
        "Không đọc được tệp này. Hãy quét lại, hoặc xuất lại từ chương trình đã tạo ra tệp, rồi tải lên.",
        "The file cannot be read. Scan it, or export it from the program that made it, and upload again.",
    )
    ENCRYPTED = (
        "encrypted",
        "Tệp PDF đòi mật khẩu khi mở. Hãy bỏ mật khẩu mở tệp rồi tải lên lại.",
        "The PDF asks for a password when it is opened. Remove that password and upload again.",
    )
    PDF_SCRIPT = (
        "pdf_script",
        "Tệp PDF chứa mã JavaScript. Hãy in tài liệu ra một tệp PDF mới rồi tải lên.",
        "The PDF holds JavaScript. Print the document to a new PDF and upload that.",
    )
    PDF_LAUNCH = (
        "pdf_launch",
        "Tệp PDF có lệnh mở chương trình hoặc gửi dữ liệu. Hãy in tài liệu ra một tệp PDF mới rồi tải lên.",
        "The PDF can start programs or send data. Print the document to a new PDF and upload that.",
    )
    PDF_EMBEDDED_FILE = (
        "pdf_embedded_file",
        "Tệp PDF đính kèm tệp khác. Hãy bỏ tệp đính kèm, và tải riêng từng tệp cần nộp.",
        "The PDF has other files attached. Remove them, and upload each file that is needed by itself.",
    )
    PDF_AUTO_ACTION = (
        "pdf_auto_action",
        "Tệp PDF tự chạy lệnh khi mở hoặc lật trang. Hãy in tài liệu ra một tệp PDF mới rồi tải lên.",
        "The PDF runs an action when opened or paged. Print the document to a new PDF and upload that.",
    )
    PDF_EXTERNAL = (
        "pdf_external",
        "Tệp PDF trỏ tới tệp, thư mục chia sẻ hoặc nguồn bên ngoài. Hãy in tài liệu ra một tệp PDF mới rồi tải lên.",
        "The PDF names a file, a share or a source outside. Print the document to a new PDF and upload that.",
    )
    PDF_MEDIA = (
        "pdf_media",
        "Tệp PDF chứa âm thanh, phim hoặc mô hình 3D. Hãy in tài liệu ra một tệp PDF mới rồi tải lên.",
        "The PDF holds sound, film or a 3D model. Print the document to a new PDF and upload that.",
    )
    PDF_DYNAMIC_FORM = (
        "pdf_dynamic_form",
        "Tệp PDF chứa biểu mẫu động (XFA) không kiểm tra được. Hãy in biểu mẫu ra một tệp PDF mới rồi tải lên.",
        "The PDF holds a dynamic form (XFA) that cannot be checked. Print the form to a new PDF and upload that.",
    )
    PDF_UNKNOWN_CONTENT = (
        "pdf_unknown_content",
        "Tệp PDF có nội dung mà giấy tờ không cần đến. Hãy in tài liệu ra một tệp PDF mới rồi tải lên.",
        "The PDF holds content that no paper needs. Print the document to a new PDF and upload that.",
    )
    TOO_COMPLEX = (
        "too_complex",
        "Tệp quá phức tạp để kiểm tra. Hãy quét hoặc xuất lại.",
        "The file is too complex to check. Scan or export it again.",
    )
    IMAGE_TOO_BIG = (
        "image_too_big",
        "Ảnh có kích thước điểm ảnh quá lớn.",
        "The picture has too many pixels.",
    )
    MALWARE = "malware", "Tệp chứa mã độc.", "The file holds malware."
    SCAN_FAILED = (
        "scan_failed",
        "Không quét được mã độc trong tệp này. Hãy tải lên lại hoặc dùng tệp khác.",
        "The file could not be scanned for malware. Upload it again or use another file.",
    )

    def __new__(cls, code: str, vi: str, en: str) -> QuarantineReason:
        member = str.__new__(cls, code)
        member._value_ = code
        member.vi, member.en = vi, en
        return member


def build_field_error(path: str, refusal: type[Refusal], **facts: object) -> FieldError:
    """Return the refusal's own texts for one field of the request."""
    return FieldError(path, refusal.code, refusal.vi.format_map(facts), refusal.en.format_map(facts))
