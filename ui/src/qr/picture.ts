/** A QR code as a service sends it: one bit a module, 1 is dark, row by row without gaps, the first in the highest bit, in base64. */
export interface QrCode {
  size: number;
  dark: string;
}

/** The drawing of the dark modules, one unit each, runs of a row drawn as one. Empty if the bits do not fill the square. */
export function drawing({ size, dark }: QrCode): string {
  const bytes = Uint8Array.from(atob(dark), (character) => character.charCodeAt(0));
  if (bytes.length !== Math.ceil((size * size) / 8)) return "";
  const isDark = (at: number) => (((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1) === 1;
  const runs: string[] = [];
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const start = column;
      while (column < size && isDark(row * size + column)) column++;
      if (column > start) runs.push(`M${start} ${row}h${column - start}v1h-${column - start}z`);
    }
  }
  return runs.join("");
}
