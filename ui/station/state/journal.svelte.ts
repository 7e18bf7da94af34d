import { client as real, type Client } from "../api/client";
import type { LogEntry } from "../api/contract";
import { asApiError, type ApiError } from "../api/error";
import { lookOf } from "./look";
import type { Look } from "../../src/components/Verdict.svelte";

const PAGE = 50;

/** The decisions in the log, the newest first, and which of them are shown. */
export class Journal {
  entries = $state.raw<readonly LogEntry[]>([]);
  error = $state.raw<ApiError | null>(null);
  phase = $state<"reading" | "read">("reading");
  look = $state<Look | "all">("all");
  check = $state("");
  #next = $state<string | null>(null);

  constructor(
    private readonly onerror: (error: ApiError) => void,
    private readonly client: Client = real,
  ) {}

  get shown(): readonly LogEntry[] {
    return this.entries.filter(
      (entry) =>
        (this.look === "all" || lookOf(entry.verdict, entry.attention.length) === this.look) &&
        (this.check === "" || entry.check === this.check),
    );
  }

  /** How many of a look were read so far. */
  count(look: Look): number {
    return this.entries.filter((entry) => lookOf(entry.verdict, entry.attention.length) === look).length;
  }

  get hasOlder(): boolean {
    return this.#next !== null;
  }

  /** Reads the newest again, or goes on with older ones. */
  async read(which: "newest" | "older"): Promise<void> {
    this.phase = "reading";
    this.error = null;
    try {
      const page = await this.client.log(which === "older" ? this.#next : null, PAGE);
      this.entries = which === "older" ? [...this.entries, ...page.entries] : page.entries;
      this.#next = page.next;
    } catch (caught) {
      this.error = asApiError(caught);
      this.onerror(this.error);
    }
    this.phase = "read";
  }
}
