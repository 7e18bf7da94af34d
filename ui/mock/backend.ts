import type { IncomingMessage, ServerResponse } from "node:http";
import type { LogEntry, Session } from "../station/api/contract";
import { checks, station } from "./checks.ts";
import { KINDS, outcome, past, type Kind } from "./outcomes.ts";
import { qr } from "./qr.ts";

/** The token that signs in. */
export const TOKEN = "mock-token";
const COOKIE = "vouchsafe_station=mock";
const LIFETIME_MS = 300_000;
const STEP_MS = 4000;

/** What the next sessions do: go on by themselves, or stay in a state. */
export interface Script {
  state: "auto" | Session["state"];
  kind: Kind;
}

/** The station's API without a station: it keeps to the contract, and decides by script. */
export class Backend {
  script: Script = { state: "auto", kind: "accepted" };
  /** Nothing is in the log. */
  empty = false;
  #sessions = new Map<string, Session>();
  #listeners = new Map<string, Set<ServerResponse>>();
  #log: LogEntry[] = past(Date.now());
  #count = 0;

  /** Answers what is the API's; says whether it was. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const url = new URL(request.url ?? "/", "http://mock");
    if (!url.pathname.startsWith("/api/v1/")) return false;
    const path = url.pathname.slice("/api/v1/".length).split("/");
    const body = request.method === "POST" ? await read(request) : {};
    if (path[0] === "sign-in") {
      if (body["token"] !== TOKEN) return refuse(response, 401, "station.not_signed_in", "nobody is signed in");
      response.writeHead(204, { "Set-Cookie": `${COOKIE}; Path=/; HttpOnly; SameSite=Strict` }).end();
      return true;
    }
    if (!request.headers.cookie?.includes(COOKIE))
      return refuse(response, 401, "station.not_signed_in", "nobody is signed in");
    return this.#signedIn(request.method ?? "GET", path, url, body, response);
  }

  async #signedIn(
    method: string,
    path: string[],
    url: URL,
    body: Record<string, unknown>,
    response: ServerResponse,
  ): Promise<boolean> {
    const [first, id = "", last] = path;
    if (first === "station") return json(response, 200, station);
    if (first === "checks") return json(response, 200, { checks });
    if (first === "sessions" && method === "POST") return json(response, 201, await this.#begin(String(body["check"])));
    if (first === "scans") return this.#scan(body, response);
    if (first === "log" && last === "receipt") {
      response.setHeader("Content-Disposition", 'attachment; filename="receipt.json"');
      return json(response, 200, { receipt: id, mock: true });
    }
    if (first === "log") return this.#page(url, response);
    const session = first === "sessions" ? this.#sessions.get(id) : undefined;
    if (!session) return refuse(response, 404, "station.session_unknown", "there is no such request, or it has ended");
    return last === "events" ? this.#follow(session, response) : json(response, 200, session);
  }

  async #begin(check: string): Promise<Session> {
    const id = `s${++this.#count}`;
    const link = `openid4vp://?client_id=x509_hash%3AUvo3HtuIxuhC92rShpgqcT3YXwrqRxWEviRiA0OZszk&request_uri=https%3A%2F%2Fdoor.harbour-bikes.example%2Frequest%2F${id}`;
    const code = await qr(link);
    const expires_at = new Date(Date.now() + LIFETIME_MS).toISOString();
    const session: Session = { id, check, state: "waiting", link, qr: [code], expires_at, outcome: null };
    this.#sessions.set(id, session);
    const { state, kind } = this.script;
    if (state === "auto") {
      setTimeout(() => this.#move(id, "asked"), STEP_MS);
      const turn = KINDS[this.#count % KINDS.length] ?? kind;
      setTimeout(() => this.#move(id, "decided", turn), 2 * STEP_MS);
    } else if (state !== "waiting") {
      this.#move(id, state, kind);
    }
    return this.#sessions.get(id) ?? session;
  }

  #move(id: string, state: Session["state"], kind?: Kind): void {
    const before = this.#sessions.get(id);
    if (!before || before.outcome) return;
    const decided = state === "decided" && kind ? outcome(kind, Date.now(), `r${1000 + this.#count}`) : null;
    const session: Session = { ...before, state, outcome: decided };
    this.#sessions.set(id, session);
    if (decided) {
      const { verdict, reasons, attention, decided_at, receipt, evidence } = decided;
      const codes = { reasons: reasons.map(({ code }) => code), attention: attention.map(({ code }) => code) };
      const entry = {
        id: receipt,
        check: session.check,
        verdict,
        ...codes,
        decided_at,
        evidence_as_of: evidence[0]?.as_of ?? null,
      };
      this.#log.unshift(entry);
    }
    for (const listener of this.#listeners.get(id) ?? []) tell(listener, session);
  }

  #scan(body: Record<string, unknown>, response: ServerResponse): boolean {
    const session = this.#sessions.get(String(body["session"]));
    if (!session) return refuse(response, 404, "station.session_unknown", "there is no such request, or it has ended");
    if (!String(body["answer"]).includes("vp_token"))
      return refuse(response, 400, "station.no_answer", "this is no answer to a request");
    this.#move(session.id, "decided", this.script.kind);
    return json(response, 200, this.#sessions.get(session.id)?.outcome);
  }

  #page(url: URL, response: ServerResponse): boolean {
    const limit = Number(url.searchParams.get("limit") ?? 50);
    const before = url.searchParams.get("before");
    const start = before === null ? 0 : this.#log.findIndex((entry) => entry.id === before) + 1;
    const entries = this.empty ? [] : this.#log.slice(start, start + limit);
    const more = !this.empty && start + limit < this.#log.length;
    return json(response, 200, { entries, next: more ? entries.at(-1)?.id : null });
  }

  #follow(session: Session, response: ServerResponse): boolean {
    response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
    const listeners = this.#listeners.get(session.id) ?? new Set();
    this.#listeners.set(session.id, listeners.add(response));
    response.on("close", () => listeners.delete(response));
    tell(response, session);
    return true;
  }
}

function tell(response: ServerResponse, session: Session): void {
  response.write(`event: session\ndata: ${JSON.stringify(session)}\n\n`);
  if (session.state !== "waiting" && session.state !== "asked") response.end();
}

async function read(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text) as Record<string, unknown>;
}

function json(response: ServerResponse, status: number, value: unknown): boolean {
  response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" });
  response.end(JSON.stringify(value));
  return true;
}

function refuse(response: ServerResponse, status: number, code: string, message: string): boolean {
  return json(response, status, { error: { code, message, help: null } });
}
