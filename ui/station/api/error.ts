/** Codes of the page's own. */
export const UNREACHABLE = "page.unreachable";
export const UNREADABLE = "page.unreadable";
export const NOT_SIGNED_IN = "station.not_signed_in";

/** Why the station did not do what it was asked to. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 0,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

/** Any error as one that has a code. */
export function asApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError(UNREADABLE, String(error));
}
