import { vi } from "vitest";
import { checks, station } from "../../mock/checks";
import { outcome, type Kind } from "../../mock/outcomes";
import type { Client } from "../../station/api/client";
import type { Session } from "../../station/api/contract";

export const NOW = Date.parse("2026-03-02T14:02:11Z");

export function session(state: Session["state"] = "waiting", kind: Kind | null = null): Session {
  return {
    id: "s1",
    check: "over-18",
    state,
    link: "openid4vp://?client_id=x",
    qr: [{ size: 2, dark: "kA==" }],
    expires_at: new Date(NOW + 300_000).toISOString(),
    outcome: kind ? outcome(kind, NOW, "r1") : null,
  };
}

/** A stream that a test speaks through. */
export class FakeEvents extends EventTarget {
  closed = false;
  close(): void {
    this.closed = true;
  }
  say(session: Session): void {
    this.dispatchEvent(new MessageEvent("session", { data: JSON.stringify(session) }));
  }
  fail(): void {
    this.dispatchEvent(new Event("error"));
  }
}

/** A client whose every answer a test can change. */
export function fakeClient(): Client & { streams: FakeEvents[] } {
  const streams: FakeEvents[] = [];
  return {
    streams,
    signIn: vi.fn(() => Promise.resolve()),
    station: vi.fn(() => Promise.resolve(station)),
    checks: vi.fn(() => Promise.resolve(checks)),
    begin: vi.fn(() => Promise.resolve({ session: session(), ahead: 0 })),
    session: vi.fn(() => Promise.resolve(session())),
    events: () => {
      const events = new FakeEvents();
      streams.push(events);
      return events as unknown as EventSource;
    },
    scan: vi.fn(() => Promise.resolve(outcome("accepted", NOW, "r1"))),
    log: vi.fn(() => Promise.resolve({ entries: [], next: null })),
    receipt: (id) => `/api/v1/log/${id}/receipt`,
  };
}
