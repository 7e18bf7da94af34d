import { svelte } from "@sveltejs/vite-plugin-svelte";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { mock } from "./mock/plugin.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// The mock answers in `npm run dev` and in the browser tests; it is part of the server, not of what is built.
export default defineConfig({
  root: here("station"),
  base: "./",
  cacheDir: here("node_modules/.vite"),
  plugins: [svelte({ configFile: here("svelte.config.js") }), mock()],
  // The strict policy takes nothing from data: addresses.
  build: {
    outDir: here("dist/station"),
    emptyOutDir: true,
    target: ["chrome123", "firefox120", "safari17.5"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
