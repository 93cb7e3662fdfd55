import { afterEach, describe, expect, it, vi } from "vitest";
import { askForOwnScripts } from "../src/app/own_scripts";

const SCRIPTS = {
  "/viec/:plural": ["/assets/kind.js", "/assets/matters.js"],
  "/viec/:plural/da-dang/:id": ["/assets/public_matter.js"],
};

/** What a page asks for whose first script bears this list. */
function listAsked(page: string, scripts: string | undefined): unknown[] {
  const asked: unknown[] = [];
  vi.stubGlobal("document", {
    querySelector: () => (scripts === undefined ? null : { dataset: { scripts } }),
    createElement: () => ({}),
    head: { append: (link: unknown) => asked.push(link) },
  });
  askForOwnScripts(page);
  return asked;
}

const preload = (href: string) => ({ rel: "modulepreload", crossOrigin: "", href });

afterEach(() => vi.unstubAllGlobals());

describe("scripts beyond those of the start page", () => {
  it("are asked for by the page whose they are", () => {
    const written = JSON.stringify(SCRIPTS);
    expect(listAsked("/viec/questions", written)).toEqual([preload("/assets/kind.js"), preload("/assets/matters.js")]);
    expect(listAsked("/viec/questions/da-dang/a", written)).toEqual([preload("/assets/public_matter.js")]);
  });

  it("are none on a page of the public chunk, or at an address that cannot be read", () => {
    for (const page of ["/", "/procedures", "/viec", "/viec/%zz"]) {
      expect(listAsked(page, JSON.stringify(SCRIPTS))).toEqual([]);
    }
  });

  it("are none where the build names none, as while pages are developed", () => {
    expect(listAsked("/viec/questions", undefined)).toEqual([]);
  });
});
