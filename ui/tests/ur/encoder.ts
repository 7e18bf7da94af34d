import { encodeBytewords } from "../../src/ur/bytewords";
import { crc32 } from "../../src/ur/crc32";
import { mixed } from "../../src/ur/mixing";

function head(kind: number, value: number): number[] {
  if (value < 24) return [(kind << 5) | value];
  if (value < 256) return [(kind << 5) | 24, value];
  if (value < 65536) return [(kind << 5) | 25, value >> 8, value & 255];
  return [(kind << 5) | 26, value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

/** A CBOR byte string. */
export function cborBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array([...head(2, bytes.length), ...bytes]);
}

/** The body of one part, in CBOR. */
export function cborPart(
  number: number,
  fragments: number,
  length: number,
  checksum: number,
  data: Uint8Array,
): Uint8Array {
  const numbers = [number, fragments, length, checksum].flatMap((value) => head(0, value));
  return new Uint8Array([...head(4, 5), ...numbers, ...cborBytes(data)]);
}

/** What a wallet shows: the parts of a message, by number from 1 on without an end. */
export class UrEncoder {
  readonly #message: Uint8Array;
  readonly #size: number;
  readonly count: number;

  constructor(bytes: Uint8Array, longest: number) {
    this.#message = cborBytes(bytes);
    this.count = Math.ceil(this.#message.length / longest);
    this.#size = Math.ceil(this.#message.length / this.count);
  }

  whole(): string {
    return `ur:bytes/${encodeBytewords(this.#message)}`;
  }

  cbor(number: number): Uint8Array {
    const checksum = crc32(this.#message);
    const sum = new Uint8Array(this.#size);
    for (const index of mixed(number, this.count, checksum)) {
      const fragment = this.#message.subarray(index * this.#size, (index + 1) * this.#size);
      fragment.forEach((byte, at) => (sum[at] = (sum[at] ?? 0) ^ byte));
    }
    return cborPart(number, this.count, this.#message.length, checksum, sum);
  }

  part(number: number): string {
    return `ur:bytes/${number}-${this.count}/${encodeBytewords(this.cbor(number))}`;
  }
}
