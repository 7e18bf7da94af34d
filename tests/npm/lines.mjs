// How a role talks with the test that started it: one line of JSON comes in, and lines of JSON go out.

import { createInterface } from "node:readline";

// The order on standard input. Whoever gave it is gone when that ends, and so does this program: a test that is killed leaves nobody behind.
export function order() {
  return new Promise((resolve) => {
    const lines = createInterface({ input: process.stdin });
    lines.once("line", (line) => resolve(JSON.parse(line)));
    lines.once("close", () => process.exit(0));
  });
}

export function tell(value) {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

// An error as a line, with what its library knows of it.
export function tellError(error) {
  const cause = error.cause ? ` (${error.cause.message ?? error.cause})` : "";
  const answer = error.response?.credentialErrorResponseResult?.data ?? error.errorResponse;
  tell({ event: "error", message: `${error.message}${cause}${answer ? ` ${JSON.stringify(answer)}` : ""}` });
}
