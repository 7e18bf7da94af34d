import { expect, test } from "vitest";
import { clock, countdown, counted, day, moment, span, value } from "../src/words/format";

test("lengths of time in their largest unit", () => {
  expect([0, 59, 60, 3599, 3600, 90_000].map((seconds) => span("en-GB", seconds))).toEqual([
    "0 seconds",
    "59 seconds",
    "1 minute",
    "59 minutes",
    "1 hour",
    "1 day",
  ]);
  expect(span("de-DE", 240)).toBe("4 Minuten");
  expect(span("en-GB", -5)).toBe("0 seconds");
});

test("counts and countdowns", () => {
  expect([counted("en-GB", 1, "day", "days"), counted("de-DE", 2000, "Tag", "Tage")]).toEqual(["1 day", "2.000 Tage"]);
  expect([countdown(300), countdown(59.2), countdown(-1)]).toEqual(["5:00", "1:00", "0:00"]);
});

test("moments name the day only where it is another", () => {
  const now = new Date(2026, 2, 2, 14, 5).getTime();
  expect(moment("en-GB", new Date(2026, 2, 2, 9, 7).toISOString(), now)).toBe("09:07");
  expect(moment("en-GB", new Date(2026, 2, 1, 9, 7).toISOString(), now)).toContain("1 Mar");
  expect(clock("de-DE", new Date(2026, 2, 2, 0, 7, 3).toISOString())).toBe("00:07:03");
  expect(day("de-DE", "2027-03-31T00:00:00Z")).toBe("31. März 2027");
});

test("values as people read them", () => {
  const read = (claim: unknown) => value("en-GB", claim, "Yes", "No");
  expect([read(true), read(false), read(null), read(123456), read(0.25)]).toEqual(["Yes", "No", "", "123456", "0.25"]);
  expect(read("1990-02-28")).toBe("28 February 1990");
  expect(read("1990-13-45")).toBe("1990-13-45");
  expect(read(["DE", "FR"])).toBe("DE, FR");
  expect(read({ locality: "Harbourton", over: { 18: true } })).toBe("Harbourton, Yes");
});
