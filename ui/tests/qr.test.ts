import { expect, test } from "vitest";
import { drawing } from "../src/qr/picture";

test("dark modules are drawn in runs", () => {
  // 1 0 0
  // 1 1 1
  // 0 0 1
  expect(drawing({ size: 3, dark: "nIA=" })).toBe("M0 0h1v1h-1zM0 1h3v1h-3zM2 2h1v1h-1z");
});

test("bits that do not fill the square draw nothing", () => {
  expect(drawing({ size: 3, dark: "nA==" })).toBe("");
});
