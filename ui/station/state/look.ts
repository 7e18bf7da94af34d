import type { Look } from "../../src/components/Verdict.svelte";
import type { State } from "../../src/components/Shape.svelte";
import type { Verdict } from "../api/contract";

/** How a verdict looks: what let something pass is never plainly accepted. */
export function lookOf(verdict: Verdict, attention: number): Look {
  if (verdict === "accepted") return attention > 0 ? "attention" : "accepted";
  // Whatever is not known to be a refusal is no acceptance either.
  return verdict === "rejected" ? "rejected" : "unsure";
}

/** The shape and colour that go with a look. */
export const STATE_OF = {
  accepted: "ok",
  attention: "warn",
  rejected: "no",
  unsure: "unsure",
} satisfies Record<Look, State>;
