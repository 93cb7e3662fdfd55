import { defineWords, useWords } from "../../lib/language";
import { OfficerPage } from "../../officer/layout/officer_page";
import { AdminParts } from "../../officer/operations/admin";

const words = defineWords({ title: "Quản trị" }, { title: "Administration" });

export default function AdminPage() {
  const w = useWords(words);
  return (
    <OfficerPage title={w.title}>
      <AdminParts />
    </OfficerPage>
  );
}
