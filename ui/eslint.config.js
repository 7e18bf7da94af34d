import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";

export default ts.config(
  { ignores: ["dist/", "node_modules/"] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  { files: ["**/*.svelte", "**/*.svelte.ts"], languageOptions: { parserOptions: { parser: ts.parser } } },
  {
    rules: {
      "no-undef": "off",
      // Inline styles are refused by the policy that the pages are served with.
      "svelte/no-inline-styles": "error",
      "svelte/no-at-html-tags": "error",
      // Addresses are hash routes within one page.
      "svelte/no-navigation-without-resolve": "off",
    },
  },
);
