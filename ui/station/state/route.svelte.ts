/** Which page is open. */
export type Route =
  | { page: "checks" }
  | { page: "desk"; check: string | null }
  | { page: "scan"; check: string | null }
  | { page: "log" };

/** The route that the part of an address after `#` names; the checks where it names none. */
export function parseRoute(hash: string): Route {
  const [page, check] = hash.replace(/^#?\//, "").split("/");
  if (page === "log") return { page };
  if (page === "desk" || page === "scan") return { page, check: decoded(check) };
  return { page: "checks" };
}

function decoded(part: string | undefined): string | null {
  if (!part) return null;
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** The address of a route, from `#` on. */
export function address(page: Route["page"], check?: string): string {
  return check === undefined ? `#/${page}` : `#/${page}/${encodeURIComponent(check)}`;
}

/** The token in an address `…/#TOKEN`; null where a route stands there. */
export function tokenIn(hash: string): string | null {
  const rest = hash.replace(/^#/, "");
  return rest === "" || rest.startsWith("/") ? null : rest;
}

/** Follows the address. A token in it is taken out at once, before anything else is done. */
export class Address {
  #route = $state.raw<Route>({ page: "checks" });

  constructor(private readonly ontoken: (token: string) => void) {
    this.read();
  }

  get route(): Route {
    return this.#route;
  }

  read = (): void => {
    const token = tokenIn(location.hash);
    if (token !== null) {
      history.replaceState(null, "", `${location.pathname}${location.search}${address("checks")}`);
      this.ontoken(token);
    }
    this.#route = parseRoute(location.hash);
  };
}
