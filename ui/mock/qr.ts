import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { prepareZXingModule, writeBarcode } from "zxing-wasm/writer";
import type { QrCode } from "../src/qr/picture";

let ready: Promise<unknown> | undefined;

async function load(): Promise<unknown> {
  const file = await readFile(createRequire(import.meta.url).resolve("zxing-wasm/writer/zxing_writer.wasm"));
  const wasmBinary = new Uint8Array(file).buffer;
  return prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
}

/** A text as the station sends its QR code. */
export async function qr(text: string, level: "L" | "M" = "L"): Promise<QrCode> {
  await (ready ??= load());
  const { symbol } = await writeBarcode(text, { format: "QRCode", ecLevel: level });
  const { width: size, data } = symbol;
  const bytes = new Uint8Array(Math.ceil((size * size) / 8));
  data.forEach((value, at) => {
    if (value === 0) bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (0x80 >> (at & 7));
  });
  return { size, dark: Buffer.from(bytes).toString("base64") };
}
