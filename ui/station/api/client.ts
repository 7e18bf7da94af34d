import type { Check, LogPage, Outcome, Session, Station } from "./contract";
import { ApiError, UNREACHABLE, UNREADABLE } from "./error";

const ROOT = "/api/v1";

/** What was answered, and what the station's clock said. */
interface Answered<T> {
  value: T;
  at: number;
}

async function send(path: string, body?: unknown): Promise<Response> {
  const request: RequestInit = { credentials: "same-origin", cache: "no-store" };
  if (body !== undefined) {
    request.method = "POST";
    request.headers = { "Content-Type": "application/json" };
    request.body = JSON.stringify(body);
  }
  let response: Response;
  try {
    response = await fetch(ROOT + path, request);
  } catch {
    throw new ApiError(UNREACHABLE, "the station does not answer");
  }
  if (!response.ok) throw await refusal(response);
  return response;
}

async function refusal(response: Response): Promise<ApiError> {
  try {
    const { error } = (await response.json()) as { error: { code: string; message: string } };
    return new ApiError(error.code, error.message, response.status);
  } catch {
    return new ApiError(UNREADABLE, `status ${response.status}`, response.status);
  }
}

async function read<T>(path: string, body?: unknown): Promise<Answered<T>> {
  const response = await send(path, body);
  const stated = Date.parse(response.headers.get("Date") ?? "");
  try {
    return { value: (await response.json()) as T, at: Number.isNaN(stated) ? Date.now() : stated };
  } catch {
    throw new ApiError(UNREADABLE, "the answer is no JSON", response.status);
  }
}

const session = (id: string) => `/sessions/${encodeURIComponent(id)}`;

/** The station's API (openapi.json) as the pages use it. */
export const client = {
  signIn: async (token: string): Promise<void> => void (await send("/sign-in", { token })),
  station: async (): Promise<Station> => (await read<Station>("/station")).value,
  checks: async (): Promise<readonly Check[]> => (await read<{ checks: Check[] }>("/checks")).value.checks,
  /** Begins a session, and says by how many milliseconds the station's clock is ahead of this one. */
  begin: async (check: string): Promise<{ session: Session; ahead: number }> => {
    const { value, at } = await read<Session>("/sessions", { check, device: "other" });
    // A clock in a header has whole seconds: less than two is no difference.
    const ahead = at - Date.now();
    return { session: value, ahead: Math.abs(ahead) < 2000 ? 0 : ahead };
  },
  session: async (id: string): Promise<Session> => (await read<Session>(session(id))).value,
  events: (id: string): EventSource => new EventSource(`${ROOT}${session(id)}/events`),
  scan: async (check: string, session: string, answer: string): Promise<Outcome> =>
    (await read<Outcome>("/scans", { check, session, answer })).value,
  log: async (before: string | null, limit: number): Promise<LogPage> => {
    const query = new URLSearchParams({ limit: String(limit) });
    if (before !== null) query.set("before", before);
    return (await read<LogPage>(`/log?${query}`)).value;
  },
  /** Where the receipt of a decision is to be had. */
  receipt: (id: string): string => `${ROOT}/log/${encodeURIComponent(id)}/receipt`,
};
export type Client = typeof client;
