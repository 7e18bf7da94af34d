import type { Connect, Plugin } from "vite";
import { Backend, TOKEN } from "./backend.ts";

/** With which policy the station has to serve the pages; the built ones are tried under it. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Answers the API in the development server and, under the real policy, for the built pages. */
export function mock(backend: Backend = new Backend()): Plugin {
  const answer: Connect.NextHandleFunction = (request, response, next) => {
    backend.handle(request, response).then((done) => (done ? undefined : next()), next);
  };
  return {
    name: "vouchsafe-mock",
    configureServer(server) {
      server.middlewares.use(answer);
      server.httpServer?.once("listening", () => server.config.logger.info(`\n  sign in with #${TOKEN}\n`));
    },
    configurePreviewServer(server) {
      server.middlewares.use((request, response, next) => {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        answer(request, response, next);
      });
    },
  };
}
