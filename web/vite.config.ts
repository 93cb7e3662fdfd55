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

/** The first script, which the entry and its client share: it is run before the entry has come. */
const FIRST = {
  name: "first",
  test: /src\/(api\/(first_requests|patience)|app\/(first_script|own_scripts|match_path))\./,
  priority: 3,
  includeDependenciesRecursively: false,
};

/** What pages of matters share, and how answers to forms are written: few files for what came as many. */
const SHARED = [
  {
    name: "matters",
    test: /src\/(matters\/(course|kinds|load_kind|matter_parts|matter_words|public_calls)\.|ui\/(pager|use_typed)\.)/,
    includeDependenciesRecursively: false,
  },
  {
    name: "form_answers",
    test: /src\/(eform\/(answer_text|formats)\.|lib\/(text|typed_numbers)\.|ui\/course_event\.)/,
    includeDependenciesRecursively: false,
  },
];

/** Pages that everybody reads and that are not in the public chunk, by their addresses. */
const READ_BY_ALL: Readonly<Record<string, string>> = {
  "/viec/:plural": "kind",
  "/viec/:plural/da-dang/:id": "public_matter",
};

/**
 * The start page names what every public page needs, so that all of it comes at once. What another page that everybody
 * reads needs beyond that is named to the first script (`app/own_scripts.ts`), which knows the address.
 */
const startChunks: Plugin = {
  name: "start-chunks",
  transformIndexHtml: {
    order: "post",
    handler: (_html, { bundle }) => {
      const chunks = Object.values(bundle ?? {}).filter((each) => each.type === "chunk");
      const named = (name: string) => {
        const found = chunks.find((each) => each.name === name);
        if (!found) throw new Error(`no such chunk: ${name}`);
        return found;
      };
      const listNeeded = (file: string): string[] => {
        const imports = chunks.find((each) => each.fileName === file)?.imports ?? [];
        return [file, ...imports.flatMap(listNeeded)];
      };
      const start = [...listNeeded(named("index").fileName), ...listNeeded(named("public_pages").fileName)];
      const scripts = Object.entries(READ_BY_ALL).map(([page, name]) => {
        const needed = new Set(listNeeded(named(name).fileName).filter((each) => !start.includes(each)));
        return [page, [...needed].map((each) => `/${each}`)];
      });
      return [
        {
          tag: "script",
          attrs: {
            type: "module",
            async: true,
            crossorigin: true,
            src: `/${named("first").fileName}`,
            "data-scripts": JSON.stringify(Object.fromEntries(scripts)),
          },
          injectTo: "head-prepend",
        },
        {
          tag: "link",
          attrs: { rel: "modulepreload", crossorigin: true, href: `/${named("public_pages").fileName}` },
          injectTo: "head",
        },
      ];
    },
  },
};

/** Small parts that most pages share are one file: a request each costs a slow network more than their bytes. */
const COMMON = {
  name: "common",
  priority: 2,
  test: /src\/(ui\/(button|field|inputs|error_summary|notice|loading|page|problem_page|marked|icons|legal_basis|use_delayed|table)\.|api\/use_load|app\/use_remembered|session\/clock|lib\/format|dossier\/(fee_words|tones)|matters\/matter_paths|procedures\/(tariff|use_search|found_name|elsewhere)|lookup\/(lookup_query|code_help|other_channels))/,
};

// The policy of the site allows nothing inline: small files become files too, and the preload helper adds no code
// to the page.
export default defineConfig({
  plugins: [startChunks, preloadFonts],
  // A rarely loaded part of a worker is a separate file.
  worker: { format: "es" },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: { groups: [FIRST, COMMON, ...SHARED] } } },
  },
  // No test leaves anything behind in a module, so that all share one process and what it has loaded.
  test: { include: ["tests/**/*.test.ts"], environment: "node", isolate: false },
});
