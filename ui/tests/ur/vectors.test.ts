import { expect, test } from "vitest";
import { decodeBytewords, encodeBytewords } from "../../src/ur/bytewords";
import { crc32 } from "../../src/ur/crc32";
import { UrDecoder } from "../../src/ur/decoder";
import { degree, mixed } from "../../src/ur/mixing";
import { Sampler, Xoshiro, shuffled } from "../../src/ur/random";
import { sha256 } from "../../src/ur/sha256";
import vectors from "../vectors/ur/bc-ur.json";
import { UrEncoder } from "./encoder";

const text = (value: string) => new TextEncoder().encode(value);
const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const wolf = () => new Xoshiro(text("Wolf"));
const times = <T>(count: number, make: (at: number) => T) => Array.from({ length: count }, (_, at) => make(at));
const message = (length: number) => {
  const random = wolf();
  return new Uint8Array(times(length, () => random.nextInt(0, 255)));
};

test("checksums and digests", () => {
  expect(crc32(text("Hello, world!"))).toBe(0xebe6c6e6);
  expect(crc32(text("Wolf"))).toBe(0x598c84dc);
  expect(hex(sha256(text("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")))).toBe(
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
  );
});

test("bytewords", () => {
  expect(encodeBytewords(new Uint8Array([0, 1, 2, 128, 255]))).toBe("aeadaolazmjendeoti");
  expect([...decodeBytewords("aeadaolazmjendeoti")]).toEqual([0, 1, 2, 128, 255]);
  expect(() => decodeBytewords("aeadaolazojendeowf")).toThrow("checksum");
  expect(() => decodeBytewords("wolf")).toThrow("bytewords");
  expect(() => decodeBytewords("")).toThrow("bytewords");
});

test("random numbers", () => {
  const by = (seed: Uint8Array) => {
    const random = new Xoshiro(seed);
    return times(100, () => Number(random.next() % 100n));
  };
  expect(by(text("Wolf"))).toEqual(vectors.rng_string);
  expect(by(new Uint8Array([0x59, 0x8c, 0x84, 0xdc]))).toEqual(vectors.rng_checksum);
  const random = wolf();
  expect(times(100, () => random.nextInt(1, 10))).toEqual(vectors.rng_int_1_10);
});

test("samples, shuffles, degrees and fragments", () => {
  let random = wolf();
  const sampler = new Sampler([1, 2, 4, 8]);
  expect(times(500, () => sampler.next(random))).toEqual(vectors.sampler_1_2_4_8);
  random = wolf();
  expect(times(10, () => shuffled([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], random))).toEqual(vectors.shuffles);
  expect(times(200, (at) => degree(11, new Xoshiro(text(`Wolf-${at + 1}`))))).toEqual(vectors.degrees);
  const checksum = crc32(message(1024));
  const fragments = times(30, (at) => mixed(at + 1, 11, checksum).sort((one, other) => one - other));
  expect(fragments).toEqual(vectors.fragments);
});

test("one part", () => {
  const decoder = new UrDecoder();
  decoder.take(vectors.single_ur);
  expect(decoder.result).toEqual(message(50));
  expect(new UrEncoder(message(50), 1000).whole()).toBe(vectors.single_ur);
});

test("parts of a fountain", () => {
  const encoder = new UrEncoder(message(256), 30);
  expect(times(20, (at) => encoder.part(at + 1))).toEqual(vectors.parts_ur);
  const late = new UrDecoder();
  for (const part of vectors.parts_ur.slice(9)) late.take(part.toUpperCase());
  for (let number = 21; late.result === null && number < 60; number++) late.take(encoder.part(number));
  expect(late.result).toEqual(message(256));
});
