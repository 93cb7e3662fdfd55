import type { Answers } from "../eform/schema";
import { defineWords, useWords } from "../lib/language";
import { Group } from "../ui/field";
import { Radios } from "../ui/inputs";
import { makeTemplate } from "./data_file";

const words = defineWords(
  {
    how: "Sửa đơn bằng cách nào?",
    here: "Sửa từng mục trên trang này",
    file: "Gửi tệp dữ liệu theo định dạng của biểu mẫu",
    label: "Tệp dữ liệu (.json)",
    template: "Tải tệp mẫu có dữ liệu đã nộp",
    help: "Sửa các giá trị trong tệp mẫu rồi chọn tệp đó ở đây. Dữ liệu được kiểm tra như khi nhập trên trang.",
    chosen: (name: string) => `Đã chọn: ${name}`,
  },
  {
    how: "How do you correct the application?",
    here: "Field by field on this page",
    file: "Send a data file in the format of the form",
    label: "Data file (.json)",
    template: "Download a template with what was filed",
    help: "Change the values in the template, then choose that file here. The data is checked as if it were typed.",
    chosen: (name) => `Chosen: ${name}`,
  },
);

interface DataChoiceProps {
  readonly format: string;
  readonly filed: Answers;
  readonly byFile: boolean;
  readonly name: string;
  readonly fault: string | undefined;
  readonly onWay: (byFile: boolean) => void;
  readonly onFile: (file: File) => void;
}

/** Correcting on the page, or with data made elsewhere where the law takes it so (HUE-12.2). */
export function DataChoice({ format, filed, byFile, name, fault, onWay, onFile }: DataChoiceProps) {
  const w = useWords(words);
  const template = `data:application/json;charset=utf-8,${encodeURIComponent(makeTemplate(format, filed))}`;
  return (
    <>
      <Radios
        id="way"
        label={w.how}
        value={byFile ? "file" : "here"}
        options={[
          { value: "here", text: w.here },
          { value: "file", text: w.file },
        ]}
        onChoose={(way) => onWay(way === "file")}
      />
      {byFile && (
        <Group id="data" label={w.label} help={w.help} fault={fault}>
          <p>
            <a href={template} download="don.json">
              {w.template}
            </a>
          </p>
          <input
            id="data-file"
            type="file"
            accept=".json,application/json"
            aria-label={w.label}
            aria-invalid={fault ? "true" : undefined}
            onChange={(event) => {
              const file = event.currentTarget.files?.[0];
              if (file) onFile(file);
            }}
          />
          {name && <p role="status">{w.chosen(name)}</p>}
        </Group>
      )}
    </>
  );
}
