import { mkdir, readFile, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { preview } from "vite";
import { Backend, TOKEN } from "../mock/backend.ts";
import { mock } from "../mock/plugin.ts";
import { film } from "./camera";
import { journeys } from "./journeys";
import { SCENES, type Scene } from "./scenes";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const PICTURES = here("../dist/pictures");
const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const SIZES = {
  desk: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
  // 1280 by 800 at 200%, and the narrowest page that has to do without scrolling sideways (WCAG 1.4.10).
  zoomed: { width: 640, height: 400 },
  narrow: { width: 320, height: 640 },
} as const;
export type Size = keyof typeof SIZES;

/** One way of looking at the pages. */
export interface View {
  theme: "light" | "dark";
  language: "en" | "de";
  size: Size;
  /** Mirrored, as a language from right to left is. */
  mirrored?: boolean;
}

export interface Stage {
  browser: Browser;
  origin: string;
  backend: Backend;
  failures: string[];
}

/** A browser as somebody has it who likes that view. Whatever it complains of, such as a broken policy, is a failure. */
export async function context(stage: Stage, view: View, permissions: string[] = []): Promise<BrowserContext> {
  const opened = await stage.browser.newContext({ viewport: SIZES[view.size], permissions, reducedMotion: "reduce" });
  opened.setDefaultTimeout(10_000);
  await opened.addInitScript(({ theme, language }) => {
    if (location.protocol === "about:") return;
    localStorage.setItem("vouchsafe.theme", theme);
    localStorage.setItem("vouchsafe.language", language);
  }, view);
  opened.on("console", (message) => {
    const refused = message.text().includes("status of 401");
    if (message.type() === "error" && !refused) stage.failures.push(`console: ${message.text()}`);
  });
  opened.on("weberror", (error) => stage.failures.push(`page: ${error.error().message}`));
  return opened;
}

export async function signIn(stage: Stage, page: Page): Promise<void> {
  await page.goto(`${stage.origin}/#${TOKEN}`);
  await page.locator("nav").waitFor();
}

interface AxeResult {
  violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[];
}

async function inspect(stage: Stage, page: Page, axe: string, name: string): Promise<void> {
  await page.evaluate(axe);
  const result = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run: () => Promise<AxeResult> } }).axe.run(),
  );
  for (const { id, nodes } of result.violations) {
    stage.failures.push(
      `${name}: axe ${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary ?? ""}`).join("; ")}`,
    );
  }
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (sideways > 0) stage.failures.push(`${name}: scrolls sideways by ${sideways}`);
}

async function play(stage: Stage, page: Page, scene: Scene): Promise<void> {
  if (scene.script) stage.backend.script = scene.script;
  await page.goto("about:blank");
  await page.goto(`${stage.origin}/${scene.hash}`);
  await page.locator(scene.ready).first().waitFor();
  await scene.act?.(page, stage.backend);
  await page.evaluate(() => document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(done))));
}

async function show(stage: Stage, view: View, axe: string): Promise<void> {
  const label = `${view.size}-${view.theme}-${view.language}${view.mirrored ? "-mirrored" : ""}`;
  const opened = await context(stage, view);
  const page = await opened.newPage();
  for (const scene of SCENES) {
    if (scene.signedOut) await opened.clearCookies();
    else if ((await opened.cookies()).length === 0) await signIn(stage, page);
    await play(stage, page, scene);
    if (view.mirrored) await page.evaluate(() => (document.documentElement.dir = "rtl"));
    await inspect(stage, page, axe, `${scene.name} ${label}`);
    if (view.theme === "dark" && view.language === "de") continue;
    const fullPage = view.size !== "desk" || !scene.name.startsWith("desk");
    await page.screenshot({ path: `${PICTURES}/${scene.name}-${label}.png`, fullPage });
  }
  await opened.close();
}

function views(): View[] {
  const all: View[] = [];
  for (const size of ["desk", "phone"] as const)
    for (const theme of ["light", "dark"] as const)
      for (const language of ["en", "de"] as const) all.push({ size, theme, language });
  const odd = { theme: "light", language: "de" } as const;
  all.push({ ...odd, size: "zoomed" }, { ...odd, size: "narrow" }, { ...odd, size: "desk", mirrored: true });
  return all;
}

/** Looks at every page in every view, then goes the ways that people go. The exit code. */
export async function run(): Promise<number> {
  const axe = await readFile(here("../node_modules/axe-core/axe.min.js"), "utf8");
  await rm(PICTURES, { recursive: true, force: true });
  await mkdir(PICTURES, { recursive: true });
  const backend = new Backend();
  const server = await preview({
    configFile: false,
    root: here("../station"),
    build: { outDir: here("../dist/station") },
    plugins: [mock(backend)],
    preview: { host: "127.0.0.1", port: 0 },
    logLevel: "error",
  });
  const address = server.httpServer.address();
  const origin = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  const failures: string[] = [];
  const only = process.argv[2];
  try {
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
    const stage: Stage = { browser, origin, backend, failures };
    for (const view of views()) {
      if (!only || `${view.size}-${view.theme}-${view.language}`.includes(only)) await show(stage, view, axe);
    }
    await journeys.withoutCamera(stage);
    await browser.close();
    const answer = JSON.stringify({ vp_token: { card: ["x".repeat(2400)] }, state: "s" });
    const pretended = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"];
    const args = ["--no-sandbox", ...pretended, `--use-file-for-fake-video-capture=${await film(answer)}`];
    const filming = await chromium.launch({ executablePath: CHROMIUM, args });
    await journeys.withCamera({ ...stage, browser: filming }, PICTURES);
    await filming.close();
  } finally {
    server.httpServer.close();
  }
  for (const failure of failures) console.error(failure);
  console.log(failures.length === 0 ? `nothing found; pictures in ${PICTURES}` : `${failures.length} found`);
  return failures.length === 0 ? 0 : 1;
}
