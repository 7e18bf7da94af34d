import { UrDecoder, isUr } from "../../src/ur/decoder";
import { UrError } from "../../src/ur/error";

/** Why something that was read is no answer. */
export type Stray = "question" | "no_answer" | "damaged" | "other_wallet" | "not_text";

/** What came of a piece. */
export type Piece = { is: "answer"; text: string } | { is: "part" } | { is: "stray"; why: Stray };

// Five parts, as JOSE has it; the second is empty where the key is agreed on.
const ENCRYPTED = /^[\w-]+\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+$/;
const FORM = /^(?:[\w.-]+=[^&\s]*&)*(?:response|vp_token|error)=[^&\s]+(?:&[\w.-]+=[^&\s]*)*$/;
const LINK = /^[a-z][a-z0-9+.-]*:/i;

function looksLikeAnswer(text: string): boolean {
  return text.startsWith("{") || ENCRYPTED.test(text) || FORM.test(text);
}

/** Puts an answer together from what a camera reads or somebody pastes: whole, or in the parts of a uniform resource. */
export class Collector {
  #decoder = new UrDecoder();

  /** Parts that are known, and that are needed. */
  get progress(): { done: number; total: number } {
    return this.#decoder.progress;
  }

  /** Takes what one code says, or one piece of pasted text. */
  take(piece: string): Piece {
    const text = piece.trim();
    if (isUr(text)) return this.#part(text);
    if (looksLikeAnswer(text)) return { is: "answer", text };
    return { is: "stray", why: LINK.test(text) ? "question" : "no_answer" };
  }

  /** Takes all of a pasted text: an answer, or parts line by line. */
  takeAll(text: string): Piece {
    if (!isUr(text.trim())) return this.take(text);
    let last: Piece = { is: "stray", why: "no_answer" };
    for (const line of text.split(/\s+/).filter((line) => line !== "")) {
      last = this.take(line);
      if (last.is !== "part") return last;
    }
    return last;
  }

  #part(text: string): Piece {
    try {
      this.#decoder.take(text);
    } catch (error) {
      return { is: "stray", why: error instanceof UrError ? reason(error) : "damaged" };
    }
    const whole = this.#decoder.result;
    if (!whole) return { is: "part" };
    this.#decoder = new UrDecoder();
    try {
      const answer = new TextDecoder("utf-8", { fatal: true }).decode(whole).trim();
      return looksLikeAnswer(answer) ? { is: "answer", text: answer } : { is: "stray", why: "no_answer" };
    } catch {
      return { is: "stray", why: "not_text" };
    }
  }
}

function reason(error: UrError): Stray {
  if (error.problem === "other_message") return "other_wallet";
  return error.problem === "type" ? "no_answer" : "damaged";
}
