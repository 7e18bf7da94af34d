import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeBytewords } from "../../src/ur/bytewords";
import { UrDecoder, isUr } from "../../src/ur/decoder";
import { MAX_FRAGMENTS, MAX_MESSAGE, MAX_PART } from "../../src/ur/limits";
import { UrEncoder, cborPart } from "./encoder";

const body = fc.uint8Array({ minLength: 1, maxLength: 900 });

function part(
  number: number,
  fragments: number,
  length: number,
  data: Uint8Array,
  named = `${number}-${fragments}`,
): string {
  return `ur:bytes/${named}/${encodeBytewords(cborPart(number, fragments, length, 7, data))}`;
}

test("any message comes back from its first parts, in any order and with repeats", () => {
  fc.assert(
    fc.property(body, fc.integer({ min: 10, max: 60 }), fc.infiniteStream(fc.nat()), (bytes, longest, order) => {
      const encoder = new UrEncoder(bytes, longest);
      const numbers = Array.from({ length: encoder.count }, (_, at) => at + 1);
      const keyed = numbers.map((number) => ({ number, key: order.next().value ?? 0 }));
      const shown = keyed.sort((one, other) => one.key - other.key).flatMap(({ number }) => [number, number]);
      const decoder = new UrDecoder();
      for (const number of shown) decoder.take(encoder.part(number));
      expect(decoder.result).toEqual(bytes);
    }),
    { numRuns: 60 },
  );
});

test("any message comes back from mixed parts with losses, and progress only grows", () => {
  fc.assert(
    fc.property(body, fc.integer({ min: 1, max: 500 }), fc.integer({ min: 2, max: 5 }), (bytes, start, keepOneIn) => {
      const encoder = new UrEncoder(bytes, 25);
      const decoder = new UrDecoder();
      let number = start;
      let before = 0;
      for (let shown = 0; decoder.result === null && shown < 5000; shown++, number++) {
        if (shown % keepOneIn !== 0) continue;
        decoder.take(encoder.part(number));
        expect(decoder.progress.done).toBeGreaterThanOrEqual(before);
        before = decoder.progress.done;
      }
      expect(decoder.result).toEqual(bytes);
    }),
    { numRuns: 60 },
  );
});

test("text from anywhere is refused or taken, and never breaks", () => {
  const decoder = new UrDecoder();
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `ur:bytes/${text}`),
      ),
      (text) => {
        try {
          decoder.take(text);
        } catch (error) {
          expect((error as Error).name).toBe("UrError");
        }
      },
    ),
  );
});

test("a part of another message changes nothing", () => {
  const [one, other] = [new UrEncoder(new Uint8Array(200).fill(1), 20), new UrEncoder(new Uint8Array(200).fill(2), 20)];
  const decoder = new UrDecoder();
  decoder.take(one.part(1));
  expect(() => decoder.take(other.part(2))).toThrow("other_message");
  for (let number = 2; number <= one.count; number++) decoder.take(one.part(number));
  expect(decoder.result).toEqual(new Uint8Array(200).fill(1));
});

test("a message whose checksum is wrong is not given out, and the next try begins afresh", () => {
  const decoder = new UrDecoder();
  decoder.take(part(1, 2, 4, new Uint8Array([0x43, 1])));
  expect(() => decoder.take(part(2, 2, 4, new Uint8Array([2, 3])))).toThrow("checksum");
  expect(decoder.progress).toEqual({ done: 0, total: 0 });
  decoder.take(new UrEncoder(new Uint8Array([9]), 10).whole());
  expect([...(decoder.result ?? [])]).toEqual([9]);
});

test("limits hold at and one past them", () => {
  const one = new Uint8Array(1);
  expect(() => new UrDecoder().take(part(1, MAX_FRAGMENTS, MAX_FRAGMENTS, one))).not.toThrow();
  expect(() => new UrDecoder().take(part(1, MAX_FRAGMENTS + 1, MAX_FRAGMENTS + 1, one))).toThrow("limit");
  const wide = new Uint8Array(MAX_MESSAGE / MAX_FRAGMENTS);
  expect(() => new UrDecoder().take(part(1, MAX_FRAGMENTS, MAX_MESSAGE, wide))).not.toThrow();
  const wider = new Uint8Array(MAX_MESSAGE / MAX_FRAGMENTS + 1);
  expect(() => new UrDecoder().take(part(1, MAX_FRAGMENTS, MAX_MESSAGE + 1, wider))).toThrow("limit");
  expect(() => new UrDecoder().take("ur:".padEnd(MAX_PART, "x"))).toThrow("type");
  expect(() => new UrDecoder().take("ur:".padEnd(MAX_PART + 1, "x"))).toThrow("limit");
});

test.each([
  ["another type", "ur:crypto-seed/aeadaolazmjendeoti", "type"],
  ["no body", "ur:bytes", "not_ur"],
  ["a third step", "ur:bytes/1-2/aeadaolazmjendeoti/x", "not_ur"],
  ["no numbers", "ur:bytes/x/aeadaolazmjendeoti", "part"],
  ["a number zero", part(0, 1, 1, new Uint8Array(1)), "part"],
  ["numbers that the body contradicts", part(2, 2, 2, new Uint8Array(1), "1-2"), "part"],
  ["more fragments than the length needs", part(1, 3, 2, new Uint8Array(1)), "part"],
  ["no array", "ur:bytes/1-1/aeadaolazmjendeoti", "cbor"],
])("%s is refused", (_, text, problem) => {
  expect(() => new UrDecoder().take(text)).toThrow(problem);
});

test("the scheme is read in either case", () => {
  expect([isUr("UR:BYTES/X"), isUr("ur:"), isUr("openid4vp://")]).toEqual([true, true, false]);
});
