import { Sampler, Xoshiro, shuffled } from "./random";

/** How many fragments a part mixes: few more often than many. */
export function degree(fragments: number, random: Xoshiro): number {
  const weights = Array.from({ length: fragments }, (_, at) => 1 / (at + 1));
  return new Sampler(weights).next(random) + 1;
}

/** Which fragments the part of a number mixes (BCR-2024-001 section 4): one each at first, then as sender and receiver draw alike. */
export function mixed(number: number, fragments: number, checksum: number): number[] {
  if (number <= fragments) return [number - 1];
  const seed = new Uint8Array(8);
  const view = new DataView(seed.buffer);
  view.setUint32(0, number);
  view.setUint32(4, checksum);
  const random = new Xoshiro(seed);
  const count = degree(fragments, random);
  const all = Array.from({ length: fragments }, (_, at) => at);
  return shuffled(all, random).slice(0, count);
}
