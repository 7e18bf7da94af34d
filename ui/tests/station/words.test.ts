import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ApiError } from "../../station/api/error";
import { told } from "../../station/words";
import { brief } from "../../station/words/brief";
import { de } from "../../station/words/de";
import { en } from "../../station/words/en";

function leaves(value: unknown, path = ""): [string, unknown][] {
  if (typeof value !== "object" || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
}

test("both languages say everything, and neither is left in the other's words", () => {
  const german = new Map(leaves(de));
  expect([...german.keys()]).toEqual(leaves(en).map(([path]) => path));
  const alike = leaves(en).filter(([path, text]) => typeof text === "string" && german.get(path) === text);
  expect(alike).toEqual([]);
});

test("errors say what to do, and name their code where nothing better is known", () => {
  expect(told(new ApiError("station.busy", ""))).toContain("Nothing was changed");
  expect(told(new ApiError("station.new_one", ""))).toContain("station.new_one");
  expect(told(new ApiError("other", ""))).toContain("(other)");
  expect(told(new ApiError("openid4vp.not_encrypted", ""))).toContain("answer the new code");
});

test("every reason and loosening of the verifier has a few words for the log", () => {
  const read = (file: string) => readFileSync(`../crates/verifier/src/${file}`, "utf8");
  const sources = `${read("reason.rs")}\n${read("loosening.rs")}`;
  const codes = [...sources.matchAll(/^ {4}\w+ "([a-z_]+\.[a-z_]+)" "/gm)].map(([, code]) => code ?? "");
  expect(codes.length).toBeGreaterThan(60);
  expect(codes.filter((code) => brief(code) === null)).toEqual([]);
  expect(brief("toString")).toBeNull();
});
