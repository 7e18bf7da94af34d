import { readCodes as real } from "../camera/reader";
import { Collector, type Piece, type Stray } from "./collector";

/** A text or picture that is dropped may be as long as this, in bytes. */
export const MAX_FILE = 16 * 1024 * 1024;

/** What is said of the last thing that was read. */
export type Remark = Stray | "no_code" | "no_file" | "too_large";

/** What was read of an answer so far, by whichever way it came. */
export class Gathering {
  done = $state(0);
  total = $state(0);
  remark = $state<Remark | null>(null);
  /** An answer is with the station. */
  deciding = $state(false);
  #collector = new Collector();

  constructor(
    private readonly onanswer: (text: string) => Promise<void>,
    private readonly readCodes: (picture: Blob) => Promise<string[]> = real,
  ) {}

  /** A code that the camera sees; it sees the same one many times. */
  code(text: string): void {
    if (this.deciding) return;
    this.#took(this.#collector.take(text));
  }

  /** Pasted text. */
  text(text: string): void {
    if (this.deciding || text.trim() === "") return;
    this.#took(this.#collector.takeAll(text));
  }

  /** A picture with codes, or a file of text. */
  async file(file: File): Promise<void> {
    if (file.size > MAX_FILE) {
      this.remark = "too_large";
      return;
    }
    try {
      if (!file.type.startsWith("image/")) {
        this.text(await file.text());
        return;
      }
      const codes = await this.readCodes(file);
      if (codes.length === 0) this.remark = "no_code";
      for (const code of codes) this.code(code);
    } catch {
      this.remark = "no_file";
    }
  }

  #took(piece: Piece): void {
    this.remark = piece.is === "stray" ? piece.why : null;
    if (piece.is === "answer") {
      this.done = this.total = Math.max(1, this.total);
      void this.#send(piece.text);
      return;
    }
    const { done, total } = this.#collector.progress;
    [this.done, this.total] = [done, total];
  }

  async #send(text: string): Promise<void> {
    this.deciding = true;
    await this.onanswer(text);
    this.deciding = false;
    [this.done, this.total] = [0, 0];
  }
}
