import { api, unwrap } from "../../api/client";
import { useLoad } from "../../api/use_load";
import { ReachSettings } from "../../contacts/reach_settings";
import { defineWords, useWords } from "../../lib/language";
import { useStore } from "../../lib/store";
import { session } from "../../session/session";
import { Ready } from "../../ui/loading";
import { Page } from "../../ui/page";

const words = defineWords(
  {
    title: "Cài đặt thông báo",
    what: "Tin về hồ sơ luôn có trong mục Thông báo. Thêm thư điện tử hoặc số điện thoại để được báo ngay.",
    inbox: "Xem thông báo",
    authorisations: "Ủy quyền, làm thay người khác",
    national: "Liên kết tài khoản Cổng Dịch vụ công quốc gia",
    account: "Mã tài khoản (nơi cấp quyền cho công chức, viên chức hỏi mã này)",
    state: "Tài khoản của tôi: tạm dừng, hủy, các thiết bị đang đăng nhập",
  },
  {
    title: "Message settings",
    what: "Notices about your dossiers are always under Messages. Add an e-mail address or a telephone number to be notified at once.",
    inbox: "See my messages",
    authorisations: "Authorisations, acting for others",
    national: "Link an account of the national portal",
    account: "Account ID (needed when officers' rights are granted)",
    state: "My account: suspend or cancel it, see where you are signed in",
  },
);

export default function SettingsPage() {
  const w = useWords(words);
  const { me } = useStore(session);
  const loaded = useLoad(() => unwrap(api.GET("/api/me/contacts", {})), []);
  return (
    <Page title={w.title}>
      <p>
        {w.what} <a href="/inbox">{w.inbox}</a>
      </p>
      <Ready from={loaded}>{(reach) => <ReachSettings at={reach} />}</Ready>
      <p>
        <a href="/uy-quyen">{w.authorisations}</a>
      </p>
      <p>
        <a href="/settings/national-account">{w.national}</a>
      </p>
      <p>
        <a href="/tai-khoan/trang-thai">{w.state}</a>
      </p>
      {me && (
        <p class="muted small">
          {w.account}: <code class="account-id">{me.sub}</code>
        </p>
      )}
    </Page>
  );
}
