import { expect, test } from "vitest";
import { Collector } from "../../station/state/collector";
import { UrEncoder } from "../ur/encoder";

const text = (value: string) => new TextEncoder().encode(value);

test.each([
  ['{"vp_token":{"card":["a~b~"]}}', "answer"],
  ["vp_token=%7B%7D&state=s", "answer"],
  ["state=s&response=a.b.c.d.e", "answer"],
  ["error=access_denied", "answer"],
  ["eyJhbGciOiJFQ0RILUVTIn0..aXY.Y2lwaGVy.dGFn", "answer"],
  ["openid4vp://?client_id=x&vp_token=y", "question"],
  ["https://example.org/?response=x", "question"],
  ["hello", "no_answer"],
  ["eyJhbGciOiJFUzI1NiJ9.e30.c2ln", "no_answer"],
  ["ur:crypto-psbt/aeadaolazmjendeoti", "no_answer"],
  ["ur:bytes/aeadaolazmjendeotx", "damaged"],
])("%s is %s", (piece, what) => {
  const taken = new Collector().take(piece);
  expect(taken.is === "stray" ? taken.why : taken.is).toBe(what);
});

test("an answer in parts is put together, and the next one begins afresh", () => {
  const collector = new Collector();
  const answer = JSON.stringify({ vp_token: { card: ["x".repeat(500)] } });
  const encoder = new UrEncoder(text(answer), 100);
  for (let number = 1; number < encoder.count; number++) {
    expect(collector.take(encoder.part(number).toUpperCase())).toEqual({ is: "part" });
    expect(collector.progress).toEqual({ done: number, total: encoder.count });
  }
  expect(collector.take(encoder.part(encoder.count))).toEqual({ is: "answer", text: answer });
  expect(collector.progress.total).toBe(0);
});

test("parts can be pasted line by line", () => {
  const answer = "vp_token=%7B%7D&state=something-long-enough-for-parts";
  const encoder = new UrEncoder(text(answer), 20);
  const lines = Array.from({ length: encoder.count }, (_, at) => encoder.part(at + 1)).join("\n");
  expect(new Collector().takeAll(lines)).toEqual({ is: "answer", text: answer });
});

test("what is whole but no answer, or no text, is told apart", () => {
  const whole = (bytes: Uint8Array) => new Collector().take(new UrEncoder(bytes, 1000).whole());
  expect(whole(text("hello"))).toEqual({ is: "stray", why: "no_answer" });
  expect(whole(new Uint8Array([0xff, 0xfe]))).toEqual({ is: "stray", why: "not_text" });
});

test("parts of another answer do not disturb the first", () => {
  const collector = new Collector();
  collector.take(new UrEncoder(text("a".repeat(99)), 20).part(1));
  expect(collector.take(new UrEncoder(text("b".repeat(99)), 20).part(2))).toEqual({ is: "stray", why: "other_wallet" });
});
