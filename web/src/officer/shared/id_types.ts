import type { Person } from "../../api/types";
import { defineWords } from "../../lib/language";

/** Kinds of identity paper (code list `identity_document_types`). */
export const idTypeWords = defineWords<Readonly<Record<NonNullable<Person["id_type"]>, string>>>(
  {
    CC: "Thẻ căn cước",
    CCCD: "Thẻ căn cước công dân",
    CMND9: "Chứng minh nhân dân 9 số (hết giá trị sử dụng từ 01/01/2025)",
    CMND12: "Chứng minh nhân dân 12 số (hết giá trị sử dụng từ 01/01/2025)",
    SDDCN: "Số định danh cá nhân",
    CCDT: "Căn cước điện tử (VNeID)",
    GCNCC: "Giấy chứng nhận căn cước",
    HC: "Hộ chiếu",
    GKS: "Giấy khai sinh",
    THUONGTRU: "Thẻ thường trú",
    TAMTRU: "Thẻ tạm trú",
    CMQD: "Giấy chứng minh sĩ quan/quân nhân",
    MSDN: "Mã số doanh nghiệp/mã số thuế",
    MDD: "Mã định danh điện tử cơ quan, tổ chức",
    KHAC: "Giấy tờ khác",
  },
  {
    CC: "Identity card (Law on Identification 2023)",
    CCCD: "Citizen identity card",
    CMND9: "9-digit ID card (invalid since 2025-01-01)",
    CMND12: "12-digit ID card (invalid since 2025-01-01)",
    SDDCN: "Personal identification number",
    CCDT: "Electronic identity (VNeID)",
    GCNCC: "Identity certificate (person of Vietnamese origin)",
    HC: "Passport",
    GKS: "Birth certificate",
    THUONGTRU: "Permanent residence card",
    TAMTRU: "Temporary residence card",
    CMQD: "Military identity card",
    MSDN: "Enterprise/tax code",
    MDD: "Electronic identifier of an organisation",
    KHAC: "Other",
  },
);
