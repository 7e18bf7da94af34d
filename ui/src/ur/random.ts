import { sha256 } from "./sha256";

const MASK = (1n << 64n) - 1n;
const RANGE = 2 ** 64;
const turned = (word: bigint, by: bigint) => ((word << by) | (word >> (64n - by))) & MASK;

/** xoshiro256** seeded with the SHA-256 of a seed (BCR-2024-001 section 4). */
export class Xoshiro {
  #state: [bigint, bigint, bigint, bigint];

  constructor(seed: Uint8Array) {
    const view = new DataView(sha256(seed).buffer);
    this.#state = [view.getBigUint64(0), view.getBigUint64(8), view.getBigUint64(16), view.getBigUint64(24)];
  }

  next(): bigint {
    const state = this.#state;
    const result = (turned((state[1] * 5n) & MASK, 7n) * 9n) & MASK;
    const shifted = (state[1] << 17n) & MASK;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = turned(state[3], 45n);
    return result;
  }

  /** At least 0 and under 1. */
  nextDouble(): number {
    return Number(this.next()) / RANGE;
  }

  /** From `low` to `high`, both included. */
  nextInt(low: number, high: number): number {
    return Math.floor(this.nextDouble() * (high - low + 1)) + low;
  }
}

/** Draws indexes by weight: Vose's alias method, in the order of BCR-2024-001. */
export class Sampler {
  readonly #odds: number[];
  readonly #aliases: number[];

  constructor(weights: readonly number[]) {
    const count = weights.length;
    const sum = weights.reduce((one, other) => one + other, 0);
    const scaled = weights.map((weight) => (weight * count) / sum);
    const small: number[] = [];
    const large: number[] = [];
    for (let at = count - 1; at >= 0; at--) ((scaled[at] ?? 0) < 1 ? small : large).push(at);
    this.#odds = new Array<number>(count).fill(1);
    this.#aliases = new Array<number>(count).fill(0);
    for (;;) {
      if (small.length === 0 || large.length === 0) break;
      const low = small.pop() ?? 0;
      const high = large.pop() ?? 0;
      const odds = scaled[low] ?? 0;
      this.#odds[low] = odds;
      this.#aliases[low] = high;
      const rest = (scaled[high] ?? 0) + odds - 1;
      scaled[high] = rest;
      (rest < 1 ? small : large).push(high);
    }
  }

  next(random: Xoshiro): number {
    const first = random.nextDouble();
    const second = random.nextDouble();
    const at = Math.floor(this.#odds.length * first);
    return second < (this.#odds[at] ?? 0) ? at : (this.#aliases[at] ?? 0);
  }
}

/** A shuffle by drawing without putting back. */
export function shuffled<T>(items: readonly T[], random: Xoshiro): T[] {
  const left = [...items];
  const result: T[] = [];
  while (left.length > 0) result.push(...left.splice(random.nextInt(0, left.length - 1), 1));
  return result;
}
