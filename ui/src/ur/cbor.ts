import { UrError } from "./error";

const UNSIGNED = 0;
const BYTES = 2;
const ARRAY = 4;

/** Reads the little of CBOR (RFC 8949) that uniform resources need: numbers, byte strings and short arrays. */
export class CborReader {
  #at = 0;
  readonly #view: DataView;

  constructor(private readonly bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  unsigned(): number {
    return this.#head(UNSIGNED);
  }

  array(): number {
    return this.#head(ARRAY);
  }

  byteString(): Uint8Array {
    const length = this.#head(BYTES);
    if (length > this.bytes.length - this.#at) throw new UrError("cbor");
    this.#at += length;
    return this.bytes.subarray(this.#at - length, this.#at);
  }

  end(): void {
    if (this.#at !== this.bytes.length) throw new UrError("cbor");
  }

  #head(kind: number): number {
    const first = this.#take(1, (at) => this.#view.getUint8(at));
    if (first >> 5 !== kind) throw new UrError("cbor");
    const short = first & 0x1f;
    if (short < 24) return short;
    if (short === 24) return this.#take(1, (at) => this.#view.getUint8(at));
    if (short === 25) return this.#take(2, (at) => this.#view.getUint16(at));
    if (short === 26) return this.#take(4, (at) => this.#view.getUint32(at));
    throw new UrError("cbor");
  }

  #take(length: number, read: (at: number) => number): number {
    if (this.#at + length > this.bytes.length) throw new UrError("cbor");
    this.#at += length;
    return read(this.#at - length);
  }
}
