import type { Page } from "playwright-core";
import { context, signIn, type Stage, type View } from "./run";

const VIEW: View = { theme: "light", language: "en", size: "desk" };

function expect(stage: Stage, what: string, holds: boolean): void {
  if (!holds) stage.failures.push(`journey: ${what}`);
}

const focus = (page: Page) => page.evaluate(() => document.activeElement?.textContent?.trim() ?? "");

/** By keyboard alone: sign in, skip, pick a check, see the answer and go on. */
async function byKeyboard(stage: Stage): Promise<void> {
  const opened = await context(stage, VIEW);
  const page = await opened.newPage();
  await signIn(stage, page);
  expect(stage, "the token is taken out of the address", page.url() === `${stage.origin}/#/checks`);
  const held = await page.evaluate(() => history.length);
  expect(stage, "the token is not in the history", held <= 2);
  await page.keyboard.press("Tab");
  expect(stage, "the first stop skips to the page", (await focus(page)) === "Skip to the page");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  expect(stage, "the next stop is in the page", (await focus(page)).startsWith("Ask at the desk"));
  stage.backend.script = { state: "decided", kind: "rejected" };
  await page.keyboard.press("Enter");
  await page.locator(".verdict").waitFor();
  expect(stage, "the verdict takes the focus", (await focus(page)) === "Not accepted");
  stage.backend.script = { state: "waiting", kind: "accepted" };
  // The receipt comes first.
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.locator("svg[role=img]").waitFor();
  await opened.close();
}

/** A result arrives while the code is on the screen. */
async function live(stage: Stage): Promise<void> {
  const opened = await context(stage, VIEW);
  const page = await opened.newPage();
  await signIn(stage, page);
  stage.backend.script = { state: "auto", kind: "accepted" };
  await page.goto(`${stage.origin}/#/desk/over-18`);
  await page.locator("svg[role=img]").waitFor();
  await page.locator(".handed").waitFor();
  await page.locator(".verdict").waitFor();
  await opened.close();
}

/** The receipt is a file. */
async function receipt(stage: Stage): Promise<void> {
  const opened = await context(stage, VIEW);
  const page = await opened.newPage();
  await signIn(stage, page);
  await page.goto(`${stage.origin}/#/log`);
  const [file] = await Promise.all([page.waitForEvent("download"), page.locator("td.receipt a").first().click()]);
  expect(stage, "the receipt is a file", /\.json$/.test(file.suggestedFilename()));
  await opened.close();
}

/** The camera reads an answer in parts that comes late and with losses. */
async function filmed(stage: Stage, pictures: string): Promise<void> {
  const opened = await context(stage, VIEW, ["camera"]);
  const page = await opened.newPage();
  await signIn(stage, page);
  stage.backend.script = { state: "waiting", kind: "accepted" };
  await page.goto(`${stage.origin}/#/scan/over-18`);
  await page.locator("main button.primary").click();
  await page.locator("progress").waitFor();
  await page.waitForFunction(() => (document.querySelector("progress")?.value ?? 0) >= 4);
  await page.screenshot({ path: `${pictures}/scan-camera-desk-light-en.png` });
  await page.locator(".verdict").waitFor();
  expect(stage, "the filmed answer is decided on", (await page.locator("h1").innerText()) === "Accepted");
  await opened.close();
}

export const journeys = {
  withoutCamera: async (stage: Stage) => {
    await byKeyboard(stage);
    await live(stage);
    await receipt(stage);
  },
  withCamera: filmed,
};
