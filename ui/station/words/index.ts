import { Reading, type Like } from "../../src/words/reading.svelte";
import type { ApiError } from "../api/error";
import { de } from "./de";
import { en, type Words } from "./en";

/** What stands on the pages, in the language of whoever reads. */
export const reading = new Reading<Like<Words>>({ en, de });

/** What happened, what was not changed, and what to do. */
export function told(error: ApiError): string {
  const { other, ...known } = reading.words.errors;
  const words: Partial<Record<string, string>> = known;
  return words[error.code] ?? other(error.code);
}
