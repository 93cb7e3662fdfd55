import { defineWords, useWords } from "../../lib/language";
import { AdminParts } from "../../officer/admin";
import { OfficerPage } from "../../officer/frame";

const words = defineWords({ title: "Quản trị" }, { title: "Administration" });

export default function AdminPage() {
  const w = useWords(words);
  return (
    <OfficerPage title={w.title}>
      <AdminParts />
    </OfficerPage>
  );
}
