import { expect, test, vi } from "vitest";
import { past } from "../../mock/outcomes";
import { ApiError } from "../../station/api/error";
import { Gathering, MAX_FILE } from "../../station/state/gathering.svelte";
import { House } from "../../station/state/house.svelte";
import { Journal } from "../../station/state/journal.svelte";
import { lookOf } from "../../station/state/look";
import { Address, parseRoute, tokenIn } from "../../station/state/route.svelte";
import { NOW, fakeClient } from "./fake";

test("addresses name pages, and a token is no page", () => {
  expect(parseRoute("#/desk/over-18")).toEqual({ page: "desk", check: "over-18" });
  expect(parseRoute("#/scan/a%2Fb")).toEqual({ page: "scan", check: "a/b" });
  expect(parseRoute("#/scan/%E0%A4%A")).toEqual({ page: "scan", check: null });
  expect(parseRoute("#/desk")).toEqual({ page: "desk", check: null });
  expect(parseRoute("#/elsewhere")).toEqual({ page: "checks" });
  expect([tokenIn("#abc"), tokenIn("#/log"), tokenIn("#"), tokenIn("")]).toEqual(["abc", null, null, null]);
});

test("a token is out of the address before it is handed on", () => {
  history.replaceState(null, "", "/#secret");
  let seen = "";
  const place = new Address((token) => (seen = `${token} ${location.href}`));
  expect(seen).toMatch(/^secret /);
  expect(seen.slice("secret ".length)).not.toContain("secret");
  expect(place.route).toEqual({ page: "checks" });
});

test("only what is accepted with nothing let pass looks accepted", () => {
  expect(lookOf("accepted", 0)).toBe("accepted");
  expect(lookOf("accepted", 1)).toBe("attention");
  expect(lookOf("rejected", 0)).toBe("rejected");
  expect(lookOf("undetermined", 0)).toBe("unsure");
  expect(lookOf("later" as "accepted", 0)).toBe("unsure");
});

test("the house opens, asks to sign in, or says what is wrong", async () => {
  const client = fakeClient();
  const house = new House(client);
  await house.open("t");
  expect([house.phase, client.signIn]).toEqual(["open", client.signIn]);
  expect(client.signIn).toHaveBeenCalledWith("t");
  client.station = () => Promise.reject(new ApiError("station.not_signed_in", "", 401));
  await house.open();
  expect([house.phase, house.error]).toEqual(["signed_out", null]);
  client.signIn = () => Promise.reject(new ApiError("station.not_signed_in", "", 401));
  await house.open("wrong");
  expect([house.phase, house.error?.code]).toEqual(["signed_out", "station.not_signed_in"]);
  client.station = () => Promise.reject(new ApiError("page.unreachable", ""));
  await house.open();
  expect([house.phase, house.error?.code]).toEqual(["failed", "page.unreachable"]);
});

test("whose sign-in ran out signs in again", async () => {
  const house = new House(fakeClient());
  await house.open();
  house.heard(new ApiError("station.busy", "", 503));
  expect(house.phase).toBe("open");
  house.heard(new ApiError("station.not_signed_in", "", 401));
  expect(house.phase).toBe("signed_out");
});

test("the log is read page by page and filtered by look and check", async () => {
  const all = past(NOW);
  const client = fakeClient();
  client.log = vi.fn((before: string | null) =>
    Promise.resolve(
      before === null ? { entries: all.slice(0, 50), next: "n" } : { entries: all.slice(50), next: null },
    ),
  );
  const journal = new Journal(vi.fn(), client);
  await journal.read("newest");
  expect([journal.entries.length, journal.hasOlder]).toEqual([50, true]);
  await journal.read("older");
  expect([journal.entries.length, journal.hasOlder]).toEqual([74, false]);
  const sum = (["accepted", "attention", "rejected", "unsure"] as const).map((look) => journal.count(look));
  expect(sum.reduce((one, other) => one + other)).toBe(74);
  journal.look = "rejected";
  journal.check = "staff-door";
  expect(journal.shown.every((entry) => entry.verdict === "rejected" && entry.check === "staff-door")).toBe(true);
});

function gathering(codes: () => Promise<string[]> = () => Promise.resolve([])) {
  const answer = vi.fn(() => Promise.resolve());
  return { answer, gathered: new Gathering(answer, codes) };
}

test("a picture without a code, one that is broken and one that is too large are told apart", async () => {
  const picture = new File(["x"], "a.png", { type: "image/png" });
  const none = gathering();
  await none.gathered.file(picture);
  expect(none.gathered.remark).toBe("no_code");
  const broken = gathering(() => Promise.reject(new Error("broken")));
  await broken.gathered.file(picture);
  expect(broken.gathered.remark).toBe("no_file");
  const large = gathering();
  await large.gathered.file({ size: MAX_FILE + 1 } as File);
  expect(large.gathered.remark).toBe("too_large");
  await large.gathered.file({ size: MAX_FILE, type: "text/plain", text: () => Promise.resolve("hello") } as File);
  expect(large.gathered.remark).toBe("no_answer");
});

test("a text file and the code of a picture can be answers", async () => {
  const text = gathering();
  await text.gathered.file({ size: 15, type: "", text: () => Promise.resolve('{"vp_token":{}}') } as File);
  expect(text.answer).toHaveBeenCalledWith('{"vp_token":{}}');
  const picture = gathering(() => Promise.resolve(["vp_token=%7B%7D&state=s"]));
  await picture.gathered.file(new File(["x"], "a.png", { type: "image/png" }));
  expect(picture.answer).toHaveBeenCalledWith("vp_token=%7B%7D&state=s");
});

test("while one answer is decided on, no other is sent", async () => {
  let decided = (): void => undefined;
  const answer = vi.fn(() => new Promise<void>((resolve) => (decided = resolve)));
  const gathered = new Gathering(answer, () => Promise.resolve([]));
  gathered.text('{"vp_token":{}}');
  gathered.code('{"vp_token":{}}');
  expect([answer.mock.calls.length, gathered.deciding]).toEqual([1, true]);
  decided();
  await Promise.resolve();
  await Promise.resolve();
  expect(gathered.deciding).toBe(false);
});
