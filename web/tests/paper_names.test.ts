import { expect, test } from "vitest";
import type { Paper } from "../src/api/types";
import { namePaper } from "../src/dossier/paper_names";

const slip = (component: string, name: string) => ({ kind: "slip" as Paper["kind"], component, name });

test("a slip is called what its form is called, with its number", () => {
  const receipt = slip("receipt", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả 0001.2");
  expect(namePaper(receipt, "vi")).toBe("Giấy tiếp nhận hồ sơ và hẹn trả kết quả (số 0001.2)");
  expect(namePaper(receipt, "en")).toBe("Receipt with the promised date (no. 0001.2)");
});

test("a slip without a number or title has the name of its kind", () => {
  expect(namePaper(slip("supplement", ".3"), "vi")).toBe("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ");
  expect(namePaper(slip("supplement", "Phiếu .3"), "en")).toBe("Request to supplement");
  expect(namePaper(slip("new_kind", ".3"), "en")).toBe(".3");
});

test("what was uploaded keeps its own name", () => {
  const paper = { kind: "component" as Paper["kind"], component: "receipt", name: "to khai 1.2" };
  expect(namePaper(paper, "en")).toBe("to khai 1.2");
});
