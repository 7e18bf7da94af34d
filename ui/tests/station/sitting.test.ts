import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "../../station/api/error";
import { Sitting } from "../../station/state/sitting.svelte";
import { NOW, fakeClient, session } from "./fake";

beforeEach(() => void vi.useFakeTimers({ now: NOW }));
afterEach(() => void vi.useRealTimers());

async function begun() {
  const client = fakeClient();
  const heard = vi.fn();
  const sitting = new Sitting(heard, client);
  await sitting.begin("over-18");
  return { client, sitting, heard };
}

test("news of the stream is shown, and the stream ends with the decision", async () => {
  const { client, sitting } = await begun();
  expect(sitting.session?.state).toBe("waiting");
  client.streams[0]?.say(session("asked"));
  expect(sitting.session?.state).toBe("asked");
  client.streams[0]?.say(session("decided", "rejected"));
  expect(sitting.session?.outcome?.verdict).toBe("rejected");
  expect(client.streams[0]?.closed).toBe(true);
});

test("what was decided is not undone by what comes late", async () => {
  const { client, sitting } = await begun();
  client.streams[0]?.say(session("decided", "rejected"));
  client.streams[0]?.say(session("decided", "accepted"));
  expect(sitting.session?.outcome?.verdict).toBe("rejected");
});

test("a lost stream is opened again, after longer and longer, and says so meanwhile", async () => {
  const { client, sitting } = await begun();
  client.session = vi.fn(() => Promise.reject(new ApiError("page.unreachable", "")));
  client.streams[0]?.fail();
  expect(sitting.connection).toBe("lost");
  await vi.advanceTimersByTimeAsync(999);
  expect(client.session).toHaveBeenCalledTimes(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(client.session).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(2000);
  expect(client.session).toHaveBeenCalledTimes(2);
  client.session = vi.fn(() => Promise.resolve(session("asked")));
  await vi.advanceTimersByTimeAsync(4000);
  expect(sitting.connection).toBe("live");
  expect(sitting.session?.state).toBe("asked");
  expect(client.streams).toHaveLength(2);
});

test("a decision that was made while the stream was lost is not missed", async () => {
  const { client, sitting } = await begun();
  client.session = vi.fn(() => Promise.resolve(session("decided", "accepted")));
  client.streams[0]?.fail();
  await vi.advanceTimersByTimeAsync(1000);
  expect(sitting.session?.outcome?.verdict).toBe("accepted");
  expect(client.streams).toHaveLength(1);
});

test("a session that the station does not know any more is not asked for again", async () => {
  const { client, sitting, heard } = await begun();
  client.session = vi.fn(() => Promise.reject(new ApiError("station.session_unknown", "", 404)));
  client.streams[0]?.fail();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(client.session).toHaveBeenCalledTimes(1);
  expect(sitting.error?.code).toBe("station.session_unknown");
  expect(heard).toHaveBeenCalledOnce();
});

test("the time that is left goes by the station's clock", async () => {
  const client = fakeClient();
  client.begin = vi.fn(() => Promise.resolve({ session: session(), ahead: 60_000 }));
  const sitting = new Sitting(vi.fn(), client);
  await sitting.begin("over-18");
  expect(sitting.left).toBe(240);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(sitting.left).toBe(230);
  await vi.advanceTimersByTimeAsync(500_000);
  expect(sitting.left).toBe(0);
});

test("a scanned answer decides; one that is none leaves the session as it was", async () => {
  const { client, sitting } = await begun();
  client.scan = vi.fn(() => Promise.reject(new ApiError("station.no_answer", "", 400)));
  await sitting.answer("x");
  expect([sitting.session?.state, sitting.error?.code]).toEqual(["waiting", "station.no_answer"]);
  client.scan = fakeClient().scan;
  await sitting.answer("y");
  expect(client.scan).toHaveBeenCalledWith("over-18", "s1", "y");
  expect([sitting.session?.state, sitting.error]).toEqual(["decided", null]);
});

test("nothing is heard of a session after it was left", async () => {
  const { client, sitting } = await begun();
  sitting.close();
  client.streams[0]?.fail();
  expect(client.streams[0]?.closed).toBe(true);
  client.begin = vi.fn(() => Promise.resolve({ session: session("asked"), ahead: 0 }));
  const begins = sitting.begin("over-18");
  sitting.close();
  await begins;
  expect(sitting.session).toBeNull();
});
