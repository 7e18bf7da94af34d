import type { Check, Station } from "../station/api/contract";

export const station: Station = {
  name: { en: "Harbour Bikes", de: "Hafenräder" },
  version: "0.9.0",
  offline: true,
  evidence: { oldest: null, snapshot: true },
};

const fresh = {
  code: "status.max_age",
  words: {
    en: "what is known of the status is at most 15 min old",
    de: "was über den Widerruf bekannt ist, ist höchstens 15 Min. alt",
  },
};

export const checks: Check[] = [
  {
    id: "over-18",
    name: { en: "Bike rental, over 18", de: "Radverleih, über 18" },
    asks: [
      { label: { en: "Over 18", de: "Über 18" }, path: ["age_equal_or_over", "18"], required: true },
      { label: { en: "City", de: "Stadt" }, path: ["address", "locality"], required: true },
      { label: { en: "E-mail", de: "E-Mail" }, path: ["email"], required: false },
    ],
    trusts: [
      {
        issuer: "https://city.harbourton.example",
        types: ["https://city.harbourton.example/residence"],
        until: "2027-03-31T00:00:00Z",
      },
    ],
    rules: [
      fresh,
      {
        code: "status.on_unknown",
        words: {
          en: "if nothing is known, it can't be told whether the credential is valid",
          de: "ist nichts bekannt, lässt sich nicht sagen, ob der Nachweis gilt",
        },
      },
    ],
    keeps: { claims: false, days: 30 },
  },
  {
    id: "staff-door",
    name: { en: "Employee at the door", de: "Mitarbeitende an der Tür" },
    asks: [
      { label: { en: "Given name", de: "Vorname" }, path: ["given_name"], required: true },
      { label: { en: "Role", de: "Aufgabe" }, path: ["role"], required: true },
    ],
    trusts: [
      { issuer: "https://works.harbour.example", types: [], until: null },
      {
        issuer: "https://port-authority.example",
        types: ["https://port-authority.example/badge", "https://port-authority.example/pilot"],
        until: "2028-01-01T00:00:00Z",
      },
    ],
    rules: [
      {
        code: "status.max_age",
        words: {
          en: "what is known of the status is at most 1 day 12 h old",
          de: "was über den Widerruf bekannt ist, ist höchstens 1 Tag 12 Std. alt",
        },
      },
      {
        code: "status.on_stale",
        words: { en: "if it is older, what was known last counts", de: "ist es älter, zählt, was zuletzt bekannt war" },
      },
      {
        code: "clock_skew",
        words: { en: "clocks may differ by 5 min", de: "Uhren dürfen um 5 Min. auseinandergehen" },
      },
    ],
    keeps: { claims: true, days: 1 },
  },
  {
    id: "library",
    name: { en: "Library reader", de: "Lesende der Bücherei" },
    asks: [{ label: { en: "Reader number", de: "Lesenummer" }, path: ["reader", "number"], required: true }],
    trusts: [],
    rules: [fresh],
    keeps: { claims: false, days: 0 },
  },
];
