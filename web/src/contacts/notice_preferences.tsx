import { useState } from "preact/hooks";
import { useAct } from "../api/use_load";
import { defineWords, useLanguage, useWords } from "../lib/language";
import { Button } from "../ui/button";
import { Check, Radios } from "../ui/inputs";
import { Notice } from "../ui/notice";
import type { ExternalChannel } from "./contact_check";
import { type ContactCalls, OWN_CONTACTS, type Reach } from "./contact_editor";

const words = defineWords(
  {
    title: "Thông báo muốn nhận",
    party: "Thông báo về hồ sơ này",
    language: "Ngôn ngữ của thông báo",
    mail: "Qua thư điện tử chỉ gửi thông báo bắt buộc",
    sms: "Qua tin nhắn SMS chỉ gửi thông báo bắt buộc",
    owed: "Thông báo bắt buộc, như yêu cầu bổ sung hay xin lỗi trễ hẹn, luôn được gửi.",
    save: "Lưu lựa chọn",
    saving: "Đang lưu…",
    saved: "Đã lưu.",
  },
  {
    title: "Notices you want",
    party: "What is sent about this dossier",
    language: "Language of the messages",
    mail: "By e-mail send only official notices",
    sms: "By SMS send only official notices",
    owed: "Official notices, such as a request for more papers or an apology for a delay, are always sent.",
    save: "Save",
    saving: "Saving…",
    saved: "Saved.",
  },
);

interface NoticePreferencesProps {
  readonly calls?: ContactCalls;
  readonly reach: Reach;
  readonly onChange: (reach: Reach) => void;
}

/** Language of the notices, and the channels that carry only the notices required by law. */
export function NoticePreferences({ calls = OWN_CONTACTS, reach, onChange }: NoticePreferencesProps) {
  const w = useWords(words);
  const shown = useLanguage();
  const [language, setLanguage] = useState(reach.language);
  const [off, setOff] = useState<readonly ExternalChannel[]>(reach.off);
  const [saved, setSaved] = useState(false);
  const act = useAct<{ language: "vi" | "en"; off: ExternalChannel[] }>(async (body) => {
    onChange(await calls.choose(body));
    setSaved(true);
  });
  function choose(channel: ExternalChannel, only: boolean) {
    setSaved(false);
    setOff((all) => [...all.filter((each) => each !== channel), ...(only ? [channel] : [])]);
  }
  return (
    <section aria-labelledby="wishes">
      <h2 id="wishes">{calls.declared ? w.party : w.title}</h2>
      {act.problem && (
        <Notice tone="bad" role="alert">
          <p>{act.problem.text(shown)}</p>
        </Notice>
      )}
      <form
        novalidate
        onSubmit={(event) => {
          event.preventDefault();
          void act.run({ language, off: [...off] });
        }}
      >
        <Radios
          id="wish-language"
          label={w.language}
          value={language}
          options={[
            { value: "vi", text: "Tiếng Việt" },
            { value: "en", text: "English" },
          ]}
          onChoose={(value) => {
            setSaved(false);
            setLanguage(value === "en" ? "en" : "vi");
          }}
        />
        <p class="muted">{w.owed}</p>
        {(["mail", "sms"] as const).map((channel) => (
          <Check
            key={channel}
            id={`only-${channel}`}
            label={w[channel]}
            checked={off.includes(channel)}
            onChange={(only) => choose(channel, only)}
          />
        ))}
        <p class="buttons">
          <Button type="submit" busy={act.busy} busyText={w.saving}>
            {w.save}
          </Button>
          <span role="status">{saved && w.saved}</span>
        </p>
      </form>
    </section>
  );
}
