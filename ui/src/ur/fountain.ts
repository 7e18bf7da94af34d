import { crc32 } from "./crc32";
import { UrError } from "./error";
import { MAX_FRAGMENTS, MAX_MESSAGE } from "./limits";
import { mixed } from "./mixing";

/** One part of a message: the sum (exclusive or) of some of its fragments. */
export interface Part {
  number: number;
  fragments: number;
  length: number;
  checksum: number;
  data: Uint8Array;
}

interface Equation {
  /** The bit of each fragment that is in the sum. */
  mask: bigint;
  sum: Uint8Array;
}

/**
 * Puts a message together from parts in any order. Each part is an equation over the fragments; by elimination every part that says something
 * new brings the end one step nearer, so that progress is a count and memory is bounded by the length of the message.
 */
export class Fountain {
  readonly #first: Part;
  /** By its lowest fragment. */
  readonly #equations = new Map<number, Equation>();

  /** Takes the measure of the message from its first part; the part itself is still to be added. */
  constructor(first: Part) {
    const { fragments, length, data, number } = first;
    if (fragments > MAX_FRAGMENTS || length > MAX_MESSAGE) throw new UrError("limit");
    if (fragments < 1 || length < 1 || number < 1 || data.length < 1) throw new UrError("part");
    // As many fragments as the length needs, and no more.
    if (Math.ceil(length / data.length) !== fragments) throw new UrError("part");
    this.#first = { ...first, data: first.data.slice() };
  }

  get done(): number {
    return this.#equations.size;
  }

  get total(): number {
    return this.#first.fragments;
  }

  add(part: Part): void {
    const first = this.#first;
    const alike =
      part.fragments === first.fragments && part.length === first.length && part.checksum === first.checksum;
    if (!alike || part.data.length !== first.data.length || part.number < 1) throw new UrError("other_message");
    const indexes = mixed(part.number, part.fragments, part.checksum);
    const equation: Equation = { mask: 0n, sum: part.data.slice() };
    for (const index of indexes) equation.mask |= 1n << BigInt(index);
    for (let at = 0; at < part.fragments; at++) {
      if (!has(equation, at)) continue;
      const known = this.#equations.get(at);
      if (!known) {
        this.#equations.set(at, equation);
        return;
      }
      subtract(equation, known);
    }
  }

  /** The message once every fragment follows from the parts. */
  message(): Uint8Array | null {
    const { fragments, length, checksum, data } = this.#first;
    if (this.#equations.size < fragments) return null;
    const whole = new Uint8Array(fragments * data.length);
    for (let at = fragments - 1; at >= 0; at--) {
      const equation = this.#equations.get(at);
      if (!equation) return null;
      for (let later = at + 1; later < fragments; later++) {
        const known = this.#equations.get(later);
        if (known && has(equation, later)) subtract(equation, known);
      }
      whole.set(equation.sum, at * data.length);
    }
    const message = whole.subarray(0, length);
    if (crc32(message) !== checksum) throw new UrError("checksum");
    return message;
  }
}

function has(equation: Equation, index: number): boolean {
  return ((equation.mask >> BigInt(index)) & 1n) === 1n;
}

function subtract(from: Equation, known: Equation): void {
  from.mask ^= known.mask;
  for (let at = 0; at < from.sum.length; at++) from.sum[at] = (from.sum[at] ?? 0) ^ (known.sum[at] ?? 0);
}
