/** What is wrong with a part of a uniform resource. */
export type UrProblem = "not_ur" | "type" | "bytewords" | "checksum" | "cbor" | "part" | "limit" | "other_message";

/** A part that cannot be used. Holds nothing of its text. */
export class UrError extends Error {
  constructor(readonly problem: UrProblem) {
    super(problem);
    this.name = "UrError";
  }
}
