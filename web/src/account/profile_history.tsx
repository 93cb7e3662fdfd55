import { writeDateTime } from "../lib/format";
import { defineWords, useWords } from "../lib/language";
import { joinParts, type Profile, profileWords } from "./profile_words";

const words = defineWords(
  {
    title: "Lịch sử thay đổi",
    none: "Chưa có thay đổi nào.",
    signed_in: "Đăng nhập bằng tài khoản định danh điện tử",
    joined: "Liên kết thêm một tài khoản",
    desk_created: "Lập tại quầy, đã xem giấy tờ",
    desk_proven: "Xác minh trực tiếp tại quầy",
    desk_checked: "Khớp với dữ liệu dân cư",
    helped: "Được hướng dẫn, hỗ trợ về tài khoản tại quầy",
    edited: "Bạn cập nhật thông tin",
    merged: "Hợp nhất với tài khoản khác của bạn",
    separated: "Tách khỏi tài khoản đã hợp nhất",
    number_given: "Gắn số định danh mới",
    contact_replaced: "Thay liên hệ tại quầy, hai công chức quyết định",
    update_demanded: "Cơ quan yêu cầu cập nhật",
    came_of_age: "Yêu cầu cập nhật khi thành niên",
    other: "Cơ quan cập nhật thông tin",
  },
  {
    title: "History of changes",
    none: "There are no changes yet.",
    signed_in: "Sign-in with the electronic identity",
    joined: "One more account was linked",
    desk_created: "Made at a counter, where the paper was seen",
    desk_proven: "Checked in person at a counter",
    desk_checked: "Matched with population data",
    helped: "Helped with an account at a counter",
    edited: "You updated your data",
    merged: "Merged with another account of yours",
    separated: "Separated from a merged account",
    number_given: "A new ID number was entered",
    contact_replaced: "Contact replaced at a counter, decided by two officers",
    update_demanded: "An agency asked for an update",
    came_of_age: "An update is asked for on coming of age",
    other: "An agency updated your data",
  },
);

/** Every change of the profile, newest first, with what it changed. */
export function ProfileHistory({ changes }: { readonly changes: Profile["changes"] }) {
  const w = useWords(words);
  const parts = useWords(profileWords);
  const nameCause = (cause: string) => {
    const named = cause.startsWith("helped_") ? "helped" : cause;
    const found = named === "title" || named === "none" ? undefined : w[named as keyof typeof w];
    return found ?? w.other;
  };
  const namePart = (name: string) => {
    const found = parts[name as keyof typeof parts];
    return typeof found === "string" ? found : name;
  };
  return (
    <section aria-labelledby="history">
      <h2 id="history">{w.title}</h2>
      {changes.length === 0 ? (
        <p class="empty">{w.none}</p>
      ) : (
        <ul>
          {changes.map((change) => (
            <li key={change.version}>
              {nameCause(change.cause)}
              {change.parts.length > 0 && `: ${joinParts(change.parts.map(namePart))}`}{" "}
              <span class="muted small">{writeDateTime(change.at)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
