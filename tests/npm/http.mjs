// A server on this machine, for one role.

import { createServer } from "node:http";
import { setGlobalConfig } from "@openid4vc/oauth2";
import { tellError } from "./lines.mjs";

// The libraries refuse addresses without TLS unless they are told otherwise; all parties are on one machine here.
setGlobalConfig({ allowInsecureUrls: true });

// `answer` gets the method, the address, the header fields (as Headers) and the body as text; it gives back status, type and body.
export function serve(answer) {
  const server = createServer(async (incoming, outgoing) => {
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const request = {
      method: incoming.method,
      url: `${server.base}${incoming.url}`,
      path: incoming.url.split("?")[0],
      headers: new Headers(Object.entries(incoming.headers)),
      body: Buffer.concat(chunks).toString("utf8"),
    };
    let reply;
    try {
      reply = await answer(request);
    } catch (error) {
      // What goes wrong here is what the test wants to see.
      tellError(error);
      reply = json(error.errorResponse ? 400 : 500, error.errorResponse ?? { error: "server_error" });
    }
    outgoing.writeHead(reply.status, { "Content-Type": reply.type, "Cache-Control": "no-store", ...reply.headers });
    outgoing.end(reply.body);
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      server.base = `http://localhost:${server.address().port}`;
      resolve(server.base);
    });
  });
}

export function json(status, value, headers = {}) {
  return { status, type: "application/json", body: JSON.stringify(value), headers };
}

export function text(status, type, body) {
  return { status, type, body };
}
