import { client as real, type Client } from "../api/client";
import type { Check, Station } from "../api/contract";
import { NOT_SIGNED_IN, asApiError, type ApiError } from "../api/error";

/** Whether somebody is signed in, and what there is then: the station and its checks. */
export class House {
  phase = $state<"opening" | "signed_out" | "failed" | "open">("opening");
  error = $state.raw<ApiError | null>(null);
  station = $state.raw<Station | null>(null);
  checks = $state.raw<readonly Check[]>([]);
  #turn = 0;

  constructor(private readonly client: Client = real) {}

  /** Opens with the session that the browser has, or begins one by a token. */
  async open(token: string | null = null): Promise<void> {
    const turn = ++this.#turn;
    this.phase = "opening";
    this.error = null;
    try {
      if (token !== null) await this.client.signIn(token);
      const [station, checks] = await Promise.all([this.client.station(), this.client.checks()]);
      if (turn !== this.#turn) return;
      this.station = station;
      this.checks = checks;
      this.phase = "open";
    } catch (caught) {
      if (turn !== this.#turn) return;
      const error = asApiError(caught);
      const unknown = error.code === NOT_SIGNED_IN;
      this.phase = unknown ? "signed_out" : "failed";
      // Nothing was tried without a token: that nobody is signed in is no error then.
      this.error = unknown && token === null ? null : error;
    }
  }

  /** Takes note of an error: whose session has ended signs in again. */
  heard(error: ApiError): void {
    if (error.code !== NOT_SIGNED_IN) return;
    this.phase = "signed_out";
    this.error = null;
  }

  check(id: string | null): Check | null {
    return this.checks.find((check) => check.id === id) ?? null;
  }
}
