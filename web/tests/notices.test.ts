import { expect, test } from "vitest";
import { findAddressFault, readCode, readPhone } from "../src/contacts/contact_check";
import { type Delivery, listDeliveryLines } from "../src/dossier/delivery_lines";

test.each(["0912345678", "+84 912 345 678", "0912.345.678", " 84912345678 "])("%s is a mobile number", (typed) => {
  expect(findAddressFault("sms", typed)).toBeNull();
});

test.each(["", "0212345678", "091234567", "09123456789", "+1 912 345 678", "hoa@vidu.vn"])(
  "%j is refused as a mobile number",
  (typed) => {
    expect(findAddressFault("sms", typed)?.vi).toContain("số di động");
  },
);

test.each(["hoa@vidu.vn", " o'hoa+1@mail.vidu.com.vn "])("%s is an e-mail address", (typed) => {
  expect(findAddressFault("mail", typed)).toBeNull();
});

test.each(["", "hoa", "hoa@vidu", "h..a@vidu.vn", "hoa@@vidu.vn", `${"a".repeat(65)}@vidu.vn`, "hoà@vidu.vn"])(
  "%j is refused as an e-mail address",
  (typed) => {
    expect(findAddressFault("mail", typed)?.en).toContain("e-mail");
  },
);

test("a code is its six digits, however it was pasted", () => {
  expect(readCode(" 123 456\n")).toBe("123456");
  for (const typed of ["", "12345", "1234567", "12345a"]) expect(readCode(typed)).toBeNull();
});

test("a number is read as people say it", () => {
  expect(readPhone("+84912345678")).toBe("0912 345 678");
  expect(readPhone("+8491")).toBe("+8491");
});

function delivery(seq: number, channel: Delivery["channel"], more: Partial<Delivery> = {}): Delivery {
  const at = `2026-11-23T02:0${seq}:00Z`;
  const base = { notice: "n", to: "filer", official: false, tries: 1, reason: null, sent_at: at, ended_at: null };
  return { ...base, seq, channel, state: "sent", queued_at: at, ...more } as Delivery;
}

test("a notice is one line with its channels side by side, newest first", () => {
  const found = listDeliveryLines([
    delivery(1, "inbox"),
    delivery(3, "sms", { official: true }),
    delivery(3, "inbox"),
    delivery(3, "mail", { state: "bounced", reason: "mailbox_full" }),
    delivery(3, "mail", { to: "principal" }),
  ]);
  expect(found.map((each) => [each.seq, each.to, each.ways.map((way) => way.channel)])).toEqual([
    [3, "filer", ["inbox", "mail", "sms"]],
    [3, "principal", ["mail"]],
    [1, "filer", ["inbox"]],
  ]);
  expect(found[0]?.official).toBe(true);
});

test("a channel without a contact is named only where it was the only one", () => {
  const without = delivery(1, "mail", { state: "failed", reason: "no_contact" });
  expect(listDeliveryLines([without, delivery(1, "inbox")])[0]?.ways.map((way) => way.channel)).toEqual(["inbox"]);
  expect(listDeliveryLines([without])[0]?.ways).toEqual([without]);
});
