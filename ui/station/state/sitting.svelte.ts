import { client as real, type Client } from "../api/client";
import type { Outcome, Session } from "../api/contract";
import { asApiError, type ApiError } from "../api/error";

const TICK_MS = 250;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 10_000;

function isLast(session: Session): boolean {
  return session.state === "decided" || session.state === "declined" || session.state === "ended";
}

/** One request at the desk, from the code on the screen to the decision. */
export class Sitting {
  session = $state.raw<Session | null>(null);
  error = $state.raw<ApiError | null>(null);
  /** Whether news comes; it is asked for again while it does not. */
  connection = $state<"live" | "lost">("live");
  #now = $state(Date.now());
  #ahead = 0;
  #source: EventSource | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #tick: ReturnType<typeof setInterval> | undefined;
  #wait = FIRST_WAIT_MS;
  #turn = 0;

  constructor(
    private readonly onerror: (error: ApiError) => void,
    private readonly client: Client = real,
  ) {}

  /** Seconds until nobody can answer any more. */
  get left(): number {
    if (!this.session) return 0;
    return Math.max(0, (Date.parse(this.session.expires_at) - this.#now - this.#ahead) / 1000);
  }

  async begin(check: string): Promise<void> {
    this.close();
    const turn = this.#turn;
    this.session = null;
    this.error = null;
    try {
      const { session, ahead } = await this.client.begin(check);
      if (turn !== this.#turn) return;
      this.#ahead = ahead;
      this.#now = Date.now();
      this.#tick = setInterval(() => (this.#now = Date.now()), TICK_MS);
      this.#heard(session);
      if (!isLast(session)) this.#listen(session.id);
    } catch (caught) {
      if (turn === this.#turn) this.#failed(asApiError(caught));
    }
  }

  /** Brings an answer that was scanned. Its outcome is that of the session. */
  async answer(text: string): Promise<void> {
    const session = this.session;
    if (!session) return;
    const turn = this.#turn;
    this.error = null;
    try {
      const outcome: Outcome = await this.client.scan(session.check, session.id, text);
      if (turn === this.#turn) this.#heard({ ...session, state: "decided", outcome });
    } catch (caught) {
      if (turn === this.#turn) this.#failed(asApiError(caught));
    }
  }

  /** Listens no more. */
  close(): void {
    this.#turn++;
    this.#silence();
    clearInterval(this.#tick);
    this.connection = "live";
    this.#wait = FIRST_WAIT_MS;
  }

  #listen(id: string): void {
    const source = this.client.events(id);
    this.#source = source;
    source.addEventListener("session", (event: MessageEvent<string>) => {
      this.#wait = FIRST_WAIT_MS;
      this.connection = "live";
      this.#heard(JSON.parse(event.data) as Session);
    });
    source.addEventListener("error", () => {
      this.#silence();
      this.connection = "lost";
      this.#retry = setTimeout(() => void this.#again(id), this.#wait);
      this.#wait = Math.min(LONGEST_WAIT_MS, this.#wait * 2);
    });
  }

  /** A stream that could not be opened does not say why: the session itself is asked for. */
  async #again(id: string): Promise<void> {
    const turn = this.#turn;
    try {
      const session = await this.client.session(id);
      if (turn !== this.#turn) return;
      this.connection = "live";
      this.#heard(session);
      if (!isLast(session)) this.#listen(id);
    } catch (caught) {
      if (turn !== this.#turn) return;
      const error = asApiError(caught);
      if (error.status >= 400 && error.status < 500) {
        this.close();
        this.#failed(error);
        return;
      }
      this.#retry = setTimeout(() => void this.#again(id), this.#wait);
      this.#wait = Math.min(LONGEST_WAIT_MS, this.#wait * 2);
    }
  }

  #heard(session: Session): void {
    // What was decided stays so, whatever comes late.
    if (this.session && isLast(this.session)) return;
    this.session = session;
    if (!isLast(session)) return;
    this.#silence();
    clearInterval(this.#tick);
  }

  #failed(error: ApiError): void {
    this.error = error;
    this.onerror(error);
  }

  #silence(): void {
    clearTimeout(this.#retry);
    this.#source?.close();
    this.#source = null;
  }
}
