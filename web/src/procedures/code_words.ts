import { defineWords, useWords } from "../lib/language";

/** Codes of the catalogue in words; a code without one is shown as it is. */
const codes = defineWords(
  {
    original: "bản chính",
    copy: "bản sao",
    certified_copy: "bản sao chứng thực",
    presented: "xuất trình tại quầy",
    electronic: "bản điện tử",
    own_portal: "Trực tuyến trên trang này",
    national_portal: "Cổng Dịch vụ công quốc gia",
    vneid: "Ứng dụng VNeID",
    desk: "Tại quầy Bộ phận Một cửa",
    post: "Qua dịch vụ bưu chính công ích",
    agent: "Qua đại lý dịch vụ công",
    kiosk: "Tại ki-ốt",
    commune: "Cấp xã",
    province: "Cấp tỉnh",
    citizen: "Cá nhân",
    business: "Hộ kinh doanh, doanh nghiệp",
    organisation: "Tổ chức",
  },
  {
    original: "original",
    copy: "copy",
    certified_copy: "certified copy",
    presented: "shown at the counter",
    electronic: "electronic copy",
    own_portal: "Online on this site",
    national_portal: "National Public Service Portal",
    vneid: "VNeID app",
    desk: "At the counter of a one-stop unit",
    post: "By post",
    agent: "Through a public-service agent",
    kiosk: "At a kiosk",
    commune: "Commune",
    province: "Province",
    citizen: "People",
    business: "Businesses",
    organisation: "Organisations",
  },
);

/** Words of the codes in the language of the page. */
export function useCodes(): (code: string) => string {
  const w = useWords(codes) as Readonly<Record<string, string>>;
  return (code) => w[code] ?? code;
}
