import type { QrCode } from "../../src/qr/picture";
import type { Both } from "../../src/words/reading.svelte";

// What the station's API sends. Times are RFC 3339 in UTC.

export interface Station {
  name: Both;
  version: string;
  offline: boolean;
  evidence: { oldest: string | null; snapshot: boolean };
}

export interface Coded {
  code: string;
  words: Both;
}

export type Path = readonly (string | number | null)[];

export interface Ask {
  label: Both;
  path: Path;
  required: boolean;
}

export interface Check {
  id: string;
  name: Both;
  asks: readonly Ask[];
  trusts: readonly { issuer: string; types: readonly string[]; until: string | null }[];
  rules: readonly Coded[];
  keeps: { claims: boolean; days: number };
}

export type Verdict = "accepted" | "rejected" | "undetermined";

export interface Claim {
  label: Both;
  path: Path;
  state: "disclosed" | "withheld" | "not_issued" | "undisclosed" | "conflict";
  value: unknown;
}

export interface Reason extends Coded {
  advice: Both | null;
}

export interface Evidence {
  what: "status_list" | "registry" | "issuer_key" | "type_metadata";
  from: string;
  as_of: string;
}

export interface Outcome {
  verdict: Verdict;
  attention: readonly Coded[];
  reasons: readonly Reason[];
  claims: readonly Claim[];
  evidence: readonly Evidence[];
  decided_at: string;
  receipt: string;
}

export interface Session {
  id: string;
  check: string;
  state: "waiting" | "asked" | "decided" | "declined" | "ended";
  link: string;
  qr: readonly QrCode[];
  expires_at: string;
  outcome: Outcome | null;
}

export interface LogEntry {
  id: string;
  check: string;
  verdict: Verdict;
  reasons: readonly string[];
  attention: readonly string[];
  decided_at: string;
  evidence_as_of: string | null;
}

export interface LogPage {
  entries: readonly LogEntry[];
  next: string | null;
}
