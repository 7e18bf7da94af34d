import { crc32 } from "./crc32";
import { UrError } from "./error";

/** First and last letter of each of the 256 words, in order (BCR-2020-012). */
const LETTERS =
  "aeadaoaxaaahamatayasbkbdbnbtbabsbebybgbwbbbzcmchcscfcycwcecackct" +
  "cxclcpcndkdadsdidedtdrdndwdpdmdldyeheyeoeeecenemetesftfrfnfsfmfh" +
  "fzfpfwfxfyfefgflfdgagegrgsgtglgwgdgygmgughgohfhghdhkhthphhhlhyhe" +
  "hnhsidiaieihiyioisinimjejzjnjtjljojsjpjkjykpkoktkskkknkgkekikblb" +
  "lalylflslrlplnltloldlelulklgmnmymhmemomumwmdmtmsmknlnyndnsntnnne" +
  "nboyoeotoxonolospdptpkpypspmplpepfpaprqdqzrerprlrorhrdrkrfryrnrs" +
  "rtsesasrssskswstspsosgsbsfsntotktitttdtetytltbtstptatnuyuoutueur" +
  "vtvyvovlvevwvavdvswlwdwmwpwewywswtwnwzwfwkykynylyaytzszoztzczezm";
const CHECKSUM = 4;

const VALUES = new Map<string, number>();
for (let value = 0; value < 256; value++) VALUES.set(LETTERS.slice(value * 2, value * 2 + 2), value);

/** Bytes of the minimal style: two letters a byte, the last four bytes a checksum, which is verified and taken off. */
export function decodeBytewords(text: string): Uint8Array {
  if (text.length % 2 !== 0 || text.length < CHECKSUM * 2) throw new UrError("bytewords");
  const bytes = new Uint8Array(text.length / 2);
  for (let at = 0; at < bytes.length; at++) {
    const value = VALUES.get(text.slice(at * 2, at * 2 + 2));
    if (value === undefined) throw new UrError("bytewords");
    bytes[at] = value;
  }
  const body = bytes.subarray(0, bytes.length - CHECKSUM);
  const stated = new DataView(bytes.buffer).getUint32(body.length);
  if (crc32(body) !== stated) throw new UrError("checksum");
  return body;
}

/** The minimal style of bytes, checksum included. */
export function encodeBytewords(body: Uint8Array): string {
  const checksum = new Uint8Array(CHECKSUM);
  new DataView(checksum.buffer).setUint32(0, crc32(body));
  const letters = (byte: number) => LETTERS.slice(byte * 2, byte * 2 + 2);
  return [...body, ...checksum].map(letters).join("");
}
