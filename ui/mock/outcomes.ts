import type { LogEntry, Outcome } from "../station/api/contract";

const MINUTE = 60_000;
const at = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;

export const KINDS = ["accepted", "attention", "rejected", "undetermined"] as const;
export type Kind = (typeof KINDS)[number];

const claims: Outcome["claims"] = [
  { label: { en: "Over 18", de: "Über 18" }, path: ["age_equal_or_over", "18"], state: "disclosed", value: true },
  { label: { en: "City", de: "Stadt" }, path: ["address", "locality"], state: "disclosed", value: "Harbourton" },
  { label: { en: "E-mail", de: "E-Mail" }, path: ["email"], state: "withheld", value: null },
];
const from = "https://city.harbourton.example/status/7";

/** An outcome of a kind, decided at a time. */
export function outcome(kind: Kind, now: number, receipt: string): Outcome {
  const decided = { decided_at: at(now), receipt };
  const evidence = (minutes: number): Outcome["evidence"] => [
    { what: "status_list", from, as_of: at(now - minutes * MINUTE) },
  ];
  if (kind === "accepted") {
    return { verdict: "accepted", attention: [], reasons: [], claims, evidence: evidence(4), ...decided };
  }
  if (kind === "attention") {
    const words = {
      en: "what is known of the status is older than the strict policy accepts",
      de: "was über den Widerruf bekannt ist, ist älter, als es sonst erlaubt ist",
    };
    return {
      verdict: "accepted",
      attention: [{ code: "loosened.older_status", words }],
      reasons: [],
      claims: claims.slice(0, 2),
      evidence: evidence(26 * 60),
      ...decided,
    };
  }
  if (kind === "rejected") {
    const revoked = {
      code: "status.invalid",
      words: { en: "the credential is revoked", de: "der Nachweis ist widerrufen" },
      advice: { en: "Ask the issuer why, and for a new one.", de: "Beim Aussteller nachfragen und einen neuen holen." },
    };
    const missing = {
      code: "claim.required_missing",
      words: { en: "a required claim is not shown: address.locality", de: "eine verlangte Angabe fehlt" },
      advice: { en: "Answer again and share what is asked for.", de: "Noch einmal antworten und das Gefragte teilen." },
    };
    return {
      verdict: "rejected",
      attention: [],
      reasons: [revoked, missing],
      claims: [],
      evidence: evidence(4),
      ...decided,
    };
  }
  const stale = {
    code: "status.stale",
    words: {
      en: "what is known of the status of the credential is too old",
      de: "was über den Widerruf bekannt ist, ist zu alt",
    },
    advice: {
      en: "Try again when this station or the wallet has a network.",
      de: "Noch einmal versuchen, sobald diese Station oder die Wallet Netz hat.",
    },
  };
  return { verdict: "undetermined", attention: [], reasons: [stale], claims: [], evidence: evidence(180), ...decided };
}

/** Decisions of the last days, the newest first. */
export function past(now: number): LogEntry[] {
  const checks = ["over-18", "over-18", "staff-door"];
  const extra = ["validity.expired", "sd_jwt.unreferenced_disclosure", "binding.too_old"];
  return Array.from({ length: 74 }, (_, index) => {
    const kind =
      index % 7 === 3 ? "rejected" : index % 11 === 5 ? "undetermined" : index % 9 === 4 ? "attention" : "accepted";
    const made = outcome(kind, now - (index * index + 2 * index) * 1.7 * MINUTE, `r${1000 - index}`);
    const codes = made.reasons.map((reason) => reason.code);
    return {
      id: made.receipt,
      check: checks[index % 3] ?? "over-18",
      verdict: made.verdict,
      reasons: index % 14 === 3 ? [extra[index % 3] ?? ""] : codes,
      attention: made.attention.map((one) => one.code),
      decided_at: made.decided_at,
      evidence_as_of: index % 13 === 6 ? null : (made.evidence[0]?.as_of ?? null),
    };
  });
}
