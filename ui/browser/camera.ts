import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { qr } from "../mock/qr.ts";
import type { QrCode } from "../src/qr/picture";
import { UrEncoder } from "../tests/ur/encoder";

const SIDE = 480;
const FRAMES = 24;

function luma({ size, dark }: QrCode): Buffer {
  const bits = Buffer.from(dark, "base64");
  const plane = Buffer.alloc(SIDE * SIDE, 255);
  const scale = Math.floor(SIDE / (size + 8));
  const margin = Math.floor((SIDE - scale * size) / 2);
  for (let y = 0; y < size * scale; y++) {
    for (let x = 0; x < size * scale; x++) {
      const at = Math.floor(y / scale) * size + Math.floor(x / scale);
      if (((bits[at >> 3] ?? 0) >> (7 - (at & 7))) & 1) plane[(y + margin) * SIDE + x + margin] = 0;
    }
  }
  return plane;
}

/** A film, for Chromium's pretended camera, of a wallet that shows an answer in the parts of a uniform resource. */
export async function film(answer: string): Promise<string> {
  const encoder = new UrEncoder(new TextEncoder().encode(answer), 180);
  const grey = Buffer.alloc((SIDE * SIDE) / 2, 128);
  const parts: Buffer[] = [Buffer.from(`YUV4MPEG2 W${SIDE} H${SIDE} F8:1 Ip A1:1 C420mpeg2\n`)];
  // Beginning late: only mixed parts and losses.
  for (let number = 3; number < 3 + FRAMES; number++) {
    parts.push(Buffer.from("FRAME\n"), luma(await qr(encoder.part(number).toUpperCase())), grey);
  }
  const path = join(await mkdtemp(join(tmpdir(), "vouchsafe-film-")), "answer.y4m");
  await writeFile(path, Buffer.concat(parts));
  return path;
}
