import { defineConfig } from "vitest/config";

// The policy of the site allows nothing inline: small files become files too, and the preload helper adds no code
// to the page.
export default defineConfig({
  // What a worker loads only now and then is a file of its own.
  worker: { format: "es" },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    reportCompressedSize: false,
  },
  // No test leaves anything behind in a module, so that all share one process and what it has loaded.
  test: { include: ["tests/**/*.test.ts"], environment: "node", isolate: false },
});
