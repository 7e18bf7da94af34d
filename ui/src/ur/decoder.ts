import { decodeBytewords } from "./bytewords";
import { CborReader } from "./cbor";
import { UrError } from "./error";
import { Fountain, type Part } from "./fountain";
import { MAX_PART } from "./limits";

const PREFIX = "ur:";
const TYPE = "bytes";
const SEQUENCE = /^([1-9][0-9]{0,9})-([1-9][0-9]{0,4})$/;

/** Whether a text says that it is a uniform resource. */
export function isUr(text: string): boolean {
  return text.slice(0, PREFIX.length).toLowerCase() === PREFIX;
}

/** Reads a uniform resource of the type `bytes` (BCR-2020-005), whole or in parts of a fountain (BCR-2024-001), as a camera finds them. */
export class UrDecoder {
  #fountain: Fountain | null = null;
  #result: Uint8Array | null = null;

  /** The bytes, once they are whole. */
  get result(): Uint8Array | null {
    return this.#result;
  }

  /** Parts that are known and parts that are needed. */
  get progress(): { done: number; total: number } {
    return { done: this.#fountain?.done ?? 0, total: this.#fountain?.total ?? 0 };
  }

  /** Takes one part. A part of another message than the first throws `other_message` and changes nothing. */
  take(text: string): void {
    if (this.#result) return;
    if (text.length > MAX_PART) throw new UrError("limit");
    const lower = text.trim().toLowerCase();
    if (!isUr(lower)) throw new UrError("not_ur");
    const [type, ...rest] = lower.slice(PREFIX.length).split("/");
    if (type !== TYPE) throw new UrError("type");
    const [first, second] = rest;
    if (first !== undefined && rest.length === 1) {
      this.#result = content(decodeBytewords(first));
    } else if (first !== undefined && second !== undefined && rest.length === 2) {
      this.#add(readPart(first, second));
    } else {
      throw new UrError("not_ur");
    }
  }

  #add(part: Part): void {
    const fountain = this.#fountain ?? new Fountain(part);
    fountain.add(part);
    this.#fountain = fountain;
    try {
      const message = fountain.message();
      if (message) this.#result = content(message);
    } catch (error) {
      // One wrong part spoils the sum: nothing of it can be kept.
      this.#fountain = null;
      throw error;
    }
  }
}

function readPart(sequence: string, body: string): Part {
  const [, number, fragments] = SEQUENCE.exec(sequence) ?? [];
  if (number === undefined || fragments === undefined) throw new UrError("part");
  const reader = new CborReader(decodeBytewords(body));
  if (reader.array() !== 5) throw new UrError("part");
  const part: Part = {
    number: reader.unsigned(),
    fragments: reader.unsigned(),
    length: reader.unsigned(),
    checksum: reader.unsigned(),
    data: reader.byteString(),
  };
  reader.end();
  if (part.number !== Number(number) || part.fragments !== Number(fragments)) throw new UrError("part");
  return part;
}

function content(message: Uint8Array): Uint8Array {
  const reader = new CborReader(message);
  const bytes = reader.byteString();
  reader.end();
  return bytes.slice();
}
