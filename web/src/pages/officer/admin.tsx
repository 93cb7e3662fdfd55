import { useWords, words } from "../../lib/language";
import { AdminParts } from "../../officer/admin";
import { OfficerPage } from "../../officer/frame";

const said = words({ title: "Quản trị" }, { title: "Administration" });

export default function AdminPage() {
  const w = useWords(said);
  return (
    <OfficerPage title={w.title}>
      <AdminParts />
    </OfficerPage>
  );
}
