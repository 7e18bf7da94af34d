import { Reading, type Like } from "../../src/words/reading.svelte";
import type { ApiError } from "../api/error";
import { de } from "./de";
import { en, type Words } from "./en";

/** What stands on the pages, in the language of whoever reads. */
export const reading = new Reading<Like<Words>>({ en, de });

/** What happened, what was not changed, and what to do. */
export function told(error: ApiError): string {
  const { other, answer, ...known } = reading.words.errors;
  const words: Partial<Record<string, string>> = known;
  // What is wrong with the messages of wallets has the codes of the standards that they keep to.
  const isAnswer = /^(?:openid4vp|jose)\./.test(error.code);
  return words[error.code] ?? (isAnswer ? answer : other)(error.code);
}
