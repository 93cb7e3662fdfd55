import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** The typeface is fetched with the first script instead of after it, and lets it go first on a slow network. */
const preloadFonts: Plugin = {
  name: "preload-fonts",
  transformIndexHtml: {
    order: "post",
    handler: (_html, { bundle }) =>
      Object.keys(bundle ?? {})
        .filter((name) => name.endsWith(".woff2"))
        .sort()
        .map((name) => ({
          tag: "link",
          attrs: {
            rel: "preload",
            href: `/${name}`,
            as: "font",
            type: "font/woff2",
            crossorigin: true,
            fetchpriority: "low",
          },
          injectTo: "head",
        })),
  },
};

/** Small parts that most pages share are one file: a request each costs a slow network more than their bytes. */
const COMMON = {
  name: "common",
  test: /src\/(ui\/(button|field|inputs|error_summary|notice|loading|page|problem_page|icons|legal_basis|use_delayed)\.|api\/use_load|app\/use_remembered|session\/clock|lib\/format)/,
};

// The policy of the site allows nothing inline: small files become files too, and the preload helper adds no code
// to the page.
export default defineConfig({
  plugins: [preloadFonts],
  // A rarely loaded part of a worker is a separate file.
  worker: { format: "es" },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: { groups: [COMMON] } } },
  },
  // No test leaves anything behind in a module, so that all share one process and what it has loaded.
  test: { include: ["tests/**/*.test.ts"], environment: "node", isolate: false },
});
