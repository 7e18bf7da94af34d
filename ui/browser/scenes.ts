import type { Page } from "playwright-core";
import type { Backend, Script } from "../mock/backend.ts";

/** One look of a page, and how to get there. */
export interface Scene {
  name: string;
  /** What the station does. */
  script?: Script;
  hash: string;
  /** There once the page is ready. */
  ready: string;
  act?: (page: Page, backend: Backend) => Promise<void>;
  /** Without the session of the browser. */
  signedOut?: boolean;
}

const stay = (state: Script["state"], kind: Script["kind"] = "accepted"): Script => ({ state, kind });
const DESK = "#/desk/over-18";

export const SCENES: Scene[] = [
  { name: "sign-in", hash: "", ready: "input[type=password]", signedOut: true },
  { name: "sign-in-refused", hash: "#wrong-token", ready: "p.error", signedOut: true },
  { name: "checks", hash: "#/checks", ready: "section.sheet" },
  {
    name: "display",
    hash: "#/checks",
    ready: "section.sheet",
    act: async (page) => {
      await page.locator("button.open").click();
      await page.locator("dialog[open]").waitFor();
    },
  },
  { name: "desk-pick", hash: "#/desk", ready: "main a" },
  { name: "desk-waiting", script: stay("waiting"), hash: DESK, ready: "svg[role=img]" },
  { name: "desk-handed", script: stay("asked"), hash: DESK, ready: ".handed" },
  { name: "desk-accepted", script: stay("decided"), hash: DESK, ready: ".verdict" },
  { name: "desk-attention", script: stay("decided", "attention"), hash: DESK, ready: ".verdict" },
  { name: "desk-rejected", script: stay("decided", "rejected"), hash: DESK, ready: ".verdict" },
  { name: "desk-unsure", script: stay("decided", "undetermined"), hash: DESK, ready: ".verdict" },
  { name: "desk-declined", script: stay("declined"), hash: DESK, ready: ".unanswered" },
  { name: "desk-ended", script: stay("ended"), hash: DESK, ready: ".unanswered" },
  { name: "scan-show", script: stay("waiting"), hash: "#/scan/over-18", ready: "svg[role=img]" },
  {
    name: "scan-no-camera",
    script: stay("waiting"),
    hash: "#/scan/over-18",
    ready: "svg[role=img]",
    act: async (page) => {
      await page.locator("main button.primary").click();
      await page.locator(".camera .problem").waitFor();
    },
  },
  {
    name: "scan-stray",
    script: stay("waiting"),
    hash: "#/scan/over-18",
    ready: "svg[role=img]",
    act: async (page) => {
      await page.locator("main button.primary").click();
      await page.locator("textarea").fill("openid4vp://?client_id=x");
      await page.locator("main form button").click();
      await page.locator(".remark .note").waitFor();
    },
  },
  { name: "log", hash: "#/log", ready: "table" },
  {
    name: "log-filtered",
    hash: "#/log",
    ready: "table",
    act: async (page) => {
      await page.locator("main input[type=radio]").nth(3).check();
    },
  },
];
