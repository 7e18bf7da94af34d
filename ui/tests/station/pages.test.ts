import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { checks, station } from "../../mock/checks";
import { past, type Kind } from "../../mock/outcomes";
import App from "../../station/App.svelte";
import type { Session } from "../../station/api/contract";
import { reading } from "../../station/words";
import { en } from "../../station/words/en";
import { FakeEvents, NOW, session } from "./fake";

let current: Session;
let calls: { path: string; body: unknown }[];

function answer(path: string, body: unknown): [number, unknown] {
  if (path === "/api/v1/sign-in") return [204, null];
  if (path === "/api/v1/station") return [200, station];
  if (path === "/api/v1/checks") return [200, { checks }];
  if (path === "/api/v1/sessions") return [201, current];
  if (path === "/api/v1/scans") {
    const whole = (body as { answer: string }).answer.includes("vp_token");
    const refusal = { error: { code: "station.no_answer", message: "", help: null } };
    return whole ? [200, session("decided", "accepted").outcome] : [400, refusal];
  }
  return [200, { entries: past(NOW).slice(0, 20), next: null }];
}

beforeEach(() => {
  current = session();
  calls = [];
  vi.stubGlobal("EventSource", FakeEvents);
  vi.stubGlobal("fetch", (path: string, request: RequestInit) => {
    const body: unknown = typeof request.body === "string" ? JSON.parse(request.body) : null;
    calls.push({ path, body });
    const [status, value] = answer(path, body);
    return Promise.resolve(new Response(value === null ? null : JSON.stringify(value), { status }));
  });
});
afterEach(() => void vi.unstubAllGlobals());

async function open(hash: string, ready: string | RegExp): Promise<void> {
  history.replaceState(null, "", `/${hash}`);
  render(App);
  await screen.findByRole("heading", { name: ready });
}

async function clean(): Promise<void> {
  // jsdom has no layout: colours are looked at in the browser.
  const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
}

test("the token of the address signs in and is gone from it", async () => {
  await open("#secret", "Checks");
  expect(calls[0]).toEqual({ path: "/api/v1/sign-in", body: { token: "secret" } });
  expect(location.hash).toBe("#/checks");
  await clean();
});

test("a check says what it asks, whom it trusts, how fresh, and what is kept", async () => {
  await open("#/checks", "Bike rental, over 18");
  const card = screen.getByRole("region", { name: "Bike rental, over 18" });
  for (const words of [
    "Over 18",
    "needed",
    "optional",
    "city.harbourton.example",
    "at most 15 min old",
    "for 30 days",
  ]) {
    expect(card.textContent).toContain(words);
  }
  const nobody = screen.getByRole("region", { name: "Library reader" });
  expect(nobody.textContent).toContain("Nobody yet: every answer is refused.");
});

const LOOKS: [Kind, string, string[], string[]][] = [
  ["accepted", "Accepted", ["Yes", "Harbourton", "not shown", "4 minutes old"], ["What they can do"]],
  ["attention", "Accepted, look closer", ["older than the strict policy accepts", "Harbourton"], []],
  ["rejected", "Not accepted", ["the credential is revoked", "Ask the issuer why"], ["Harbourton"]],
  ["undetermined", "Can't tell", ["too old", "It does not count as accepted"], ["Harbourton"]],
];

test.each(LOOKS)("%s has its own word, and shows what belongs to it", async (kind, word, shown, hidden) => {
  current = session("decided", kind);
  await open("#/desk/over-18", word);
  const main = screen.getByRole("main").textContent;
  for (const words of shown) expect(main).toContain(words);
  for (const words of hidden) expect(main).not.toContain(words);
  const green = document.querySelectorAll(".verdict.accepted").length;
  expect(green).toBe(kind === "accepted" ? 1 : 0);
  expect(document.activeElement?.textContent).toBe(word);
  await clean();
});

test("a pasted answer is brought to the station; one that is none changes nothing", async () => {
  const user = userEvent.setup();
  await open("#/scan/over-18", "First let them scan this");
  await user.click(screen.getByRole("button", { name: "Now read the answer" }));
  // jsdom has no camera, and no https: the page says what to do.
  expect(await screen.findByText(/Paste, drop or choose a picture|paste, drop or choose a picture/)).toBeTruthy();
  const field = screen.getByLabelText("Paste what the wallet gives you");
  await user.type(field, "openid4vp://?x=1");
  await user.click(screen.getByRole("button", { name: "Check it" }));
  expect(await screen.findByText(/This is a link or a question/)).toBeTruthy();
  await clean();
  await user.type(field, "vp_token=%7B%7D");
  await user.click(screen.getByRole("button", { name: "Check it" }));
  await screen.findByRole("heading", { name: "Accepted" });
  expect(calls.at(-1)).toEqual({
    path: "/api/v1/scans",
    body: { check: "over-18", session: "s1", answer: "vp_token=%7B%7D" },
  });
});

test("the log shows words for codes, and a receipt for each decision", async () => {
  await open("#/log", "Log");
  await screen.findByRole("table");
  expect(screen.getAllByRole("link", { name: /^Receipt: / })).toHaveLength(20);
  expect(screen.getAllByText(/revoked/).length).toBeGreaterThan(0);
  const user = userEvent.setup();
  await user.click(screen.getByRole("radio", { name: /^Not accepted/ }));
  await waitFor(() => expect(document.querySelectorAll("td.verdict .ok")).toHaveLength(0));
  await clean();
});

test("the language changes all words at once, and is kept", async () => {
  const user = userEvent.setup();
  await open("#/checks", "Checks");
  await user.click(screen.getByRole("button", { name: "Language and theme" }));
  await user.click(screen.getByRole("radio", { name: "Deutsch" }));
  await screen.findByRole("heading", { name: "Prüfungen" });
  expect(document.documentElement.lang).toBe("de");
  expect(localStorage.getItem("vouchsafe.language")).toBe("de");
  await user.click(screen.getByRole("radio", { name: "Dunkel" }));
  expect(document.documentElement.dataset["theme"]).toBe("dark");
});

/** Every text between signs of a language that is written from right to left. */
function pseudo<T>(value: T): T {
  if (typeof value === "string") return `\u2067${value}\u2069` as T;
  if (typeof value === "function") {
    return ((...input: unknown[]) => pseudo((value as (...input: unknown[]) => string)(...input))) as T;
  }
  return Object.fromEntries(
    Object.entries(value as object).map(([key, inner]) => [key, pseudo(inner as unknown)]),
  ) as T;
}

test.each(["#/checks", "#/desk", "#/desk/over-18", "#/scan/over-18", "#/log"])(
  "no words of %s stand outside the dictionaries",
  async (hash) => {
    const words = vi.spyOn(reading, "words", "get").mockReturnValue(pseudo(en));
    // What the station sends is of its own: it is blanked.
    const of = vi.spyOn(reading, "of").mockReturnValue("\u2067…\u2069");
    current = session("decided", "rejected");
    history.replaceState(null, "", `/${hash}`);
    render(App);
    await waitFor(() => expect(document.querySelector("main h1")).toBeTruthy());
    if (hash === "#/log") await screen.findByRole("table");
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const strays: string[] = [];
    while (texts.nextNode()) {
      const text = texts.currentNode.textContent?.trim() ?? "";
      const own = /^[\p{P}\p{N}\s]*$/u.test(text) || /^(English|Deutsch)$/.test(text) || text.includes("\u2067");
      const names = texts.currentNode.parentElement?.closest(".mono, .name, time, tr.day, td.check, td.evidence");
      if (!own && !names) strays.push(text);
    }
    expect(strays).toEqual([]);
    words.mockRestore();
    of.mockRestore();
  },
);
