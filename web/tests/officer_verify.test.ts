import { describe, expect, it } from "vitest";
import { canonicalize, digestFact, digestPart, type Ledger, verify } from "../src/officer/operations/verify";

const SALT = "00ff10";
const VALUE = { z: "Nguyễn Văn Đức", a: [1, 2.5, null, true], emoji: "🏠", quote: 'a"b\\\u0001' };

/** A whole ledger; that its hashes are the server's is held by the last test. */
async function chain(length: number): Promise<Ledger> {
  const facts: Record<string, unknown>[] = [];
  let prev = "0".repeat(64);
  const digest = await digestPart(SALT, VALUE);
  for (let seq = 1; seq <= length; seq += 1) {
    const fact = { v: 1, dossier: "d1", seq, kind: "k", data: { amount: 15000 }, parts: { form: digest }, prev };
    facts.push(fact);
    prev = await digestFact(fact);
  }
  return { dossier_id: "d1", length, head: prev, facts, parts: { [digest]: { salt: SALT, value: VALUE } } };
}

const kinds = async (ledger: Ledger) => (await verify(ledger)).faults.map((fault) => `${fault.fact} ${fault.what}`);

describe("RFC 8785 text", () => {
  it("sorts keys, leaves no space and keeps letters as they are", () => {
    expect(canonicalize({ b: 1, a: "Đ", aa: [], A: {} })).toBe('{"A":{},"a":"Đ","aa":[],"b":1}');
    expect(canonicalize('\u0001"\\\n/')).toBe('"\\u0001\\"\\\\\\n/"');
  });
  it("is refused for what no ledger holds", () => {
    for (const value of [Number.NaN, undefined, "\ud800", () => 1])
      expect(() => canonicalize(value)).toThrow(TypeError);
  });
});

describe("a ledger", () => {
  it("is whole as it was exported", async () => {
    const found = await verify(await chain(3));
    expect(found.faults).toEqual([]);
    expect([found.facts, found.parts]).toEqual([3, 1]);
  });
  it("shows a changed fact at the one that follows", async () => {
    const ledger = await chain(3);
    const facts = ledger.facts.map((fact) => (fact.seq === 2 ? { ...fact, data: { amount: 1 } } : fact));
    expect(await kinds({ ...ledger, facts })).toEqual(["3 broken_chain"]);
  });
  it("shows a change of the last fact at the head", async () => {
    const ledger = await chain(2);
    const facts = ledger.facts.map((fact) => (fact.seq === 2 ? { ...fact, kind: "other" } : fact));
    expect(await kinds({ ...ledger, facts })).toEqual(["0 head"]);
  });
  it("shows facts left out, moved or cut off", async () => {
    const ledger = await chain(3);
    const [one, two, three] = ledger.facts as [object, object, object];
    expect(await kinds({ ...ledger, facts: [one, three] as Ledger["facts"] })).toEqual([
      "2 sequence",
      "2 broken_chain",
      "0 length",
    ]);
    expect(await kinds({ ...ledger, facts: [two, one, three] as Ledger["facts"] })).toContain("1 broken_chain");
    expect(await kinds({ ...ledger, facts: [one, two] as Ledger["facts"] })).toEqual(["0 length", "0 head"]);
  });
  it("proves the place of a fact that was cut to its reader, and counts it", async () => {
    const ledger = await chain(3);
    const [, two] = ledger.facts as [object, Ledger["facts"][number], object];
    const sealed = { dossier: "d1", seq: 2, prev: two.prev, hash: await digestFact(two), withheld: ["fact"] };
    const cut = { ...ledger, facts: ledger.facts.map((fact) => (fact.seq === 2 ? sealed : fact)) };
    const found = await verify(cut);
    expect([found.faults, found.facts, found.cut]).toEqual([[], 3, 1]);
    const forged = { ...cut, facts: cut.facts.map((fact) => (fact.seq === 2 ? { ...sealed, hash: "0" } : fact)) };
    expect(await kinds(forged)).toContain("2 no_canonical_form");
  });
  it("shows another dossier's fact and a part that was exchanged", async () => {
    const ledger = await chain(1);
    const [digest = ""] = Object.keys(ledger.parts);
    const parts = { [digest]: { salt: SALT, value: { z: "Người khác" } } };
    expect(await kinds({ ...ledger, parts })).toEqual(["0 part"]);
    expect(await kinds({ ...ledger, dossier_id: "d2" })).toEqual(["1 other_dossier"]);
    const unknown = { ["f".repeat(64)]: { salt: SALT, value: VALUE } };
    expect(await kinds({ ...ledger, parts: unknown })).toEqual(["0 part"]);
  });
  it("hashes as the server does", async () => {
    // Made by chalicelib.domain.ledger.chain for the same bodies.
    expect(await digestFact({ b: 1, a: "Đ" })).toBe("3b7ccba960beed6fa6feb5ef0f48fa2423d50f2e0f8a86e92b1dc85a75e9e48a");
    expect(await digestPart(SALT, VALUE)).toBe("66722a328c54c3705cc15b535d9d26f65af42d444f8e17c41cfd0636dd5c0009");
  });
});
