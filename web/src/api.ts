// SPDX-License-Identifier: Apache-2.0
// Asking the server. Requests go to the origin the page came from and nowhere else.
// The token stands in this tab's session storage only: it is gone when the tab is.

const TOKEN = "entente.token";

export class ApiError extends Error {
  /** The HTTP status; 0 where no answer came. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export function token(): string {
  return sessionStorage.getItem(TOKEN) ?? "";
}

export function setToken(value: string): void {
  sessionStorage.setItem(TOKEN, value.trim());
}

/** Takes the token out of the address, so that it stands in no bookmark and no history. */
export function takeTokenFromAddress(): void {
  const found = /^#token=([^&]+)/.exec(location.hash);
  if (found?.[1] !== undefined) {
    setToken(decodeURIComponent(found[1]));
    history.replaceState(null, "", `${location.pathname}#/overview`);
  }
}

const SAID: Record<number, string> = {
  0: "The server does not answer. Is `entente serve` still running?",
  401: "The server asks who you are: this tab has no token, or one that no longer holds.",
  403: "Your role may not do this.",
  404: "The server knows no such thing.",
  413: "That is more than the server reads at once.",
  429: "The server has too much to do; try again in a moment.",
  503: "The server has too much to do; try again in a moment.",
};

async function sayWhy(response: Response): Promise<string> {
  const known = SAID[response.status] ?? `The server answered with status ${response.status}.`;
  try {
    const body = (await response.json()) as { error?: unknown };
    return typeof body.error === "string" ? body.error : known;
  } catch {
    return known;
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

/** A body is JSON, or a file's own bytes. */
async function send(method: string, path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (token() !== "") {
    headers.Authorization = `Bearer ${token()}`;
  }
  const request: RequestInit = { method, headers, cache: "no-store", credentials: "omit" };
  if (signal !== undefined) {
    request.signal = signal;
  }
  if (body instanceof Blob) {
    headers["Content-Type"] = "application/octet-stream";
    headers.Accept = "*/*";
    request.body = body;
  } else if (body !== undefined) {
    headers["Content-Type"] = "application/json";
    request.body = JSON.stringify(body);
  }
  try {
    return await fetch(path, request);
  } catch (error) {
    if (isAbort(error)) {
      throw error;
    }
    throw new ApiError(0, SAID[0] ?? "");
  }
}

async function answered(method: string, path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  const response = await send(method, path, body, signal);
  if (!response.ok) {
    throw new ApiError(response.status, await sayWhy(response));
  }
  return response;
}

async function ask<T>(method: string, path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const text = await (await answered(method, path, body, signal)).text();
  return (text === "" ? {} : JSON.parse(text)) as T;
}

export function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return ask<T>("GET", path, undefined, signal);
}

export function post<T>(path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  return ask<T>("POST", path, body, signal);
}

/** A file's own bytes, answered in JSON. */
export function postFile<T>(path: string, file: Blob, signal?: AbortSignal): Promise<T> {
  return ask<T>("POST", path, file, signal);
}

/** A file's own bytes, answered by a file. */
export async function postForFile(path: string, file: Blob, signal?: AbortSignal): Promise<Blob> {
  return (await answered("POST", path, file, signal)).blob();
}

export function remove<T>(path: string): Promise<T> {
  return ask<T>("DELETE", path, undefined);
}

/** A path with those of the parameters that say something. */
export function withQuery(path: string, parameters: Record<string, string | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== "") {
      query.set(name, value);
    }
  }
  const text = query.toString();
  return text === "" ? path : `${path}?${text}`;
}

export function errorOf(error: unknown): ApiError {
  return error instanceof ApiError
    ? error
    : new ApiError(-1, error instanceof Error ? error.message : String(error));
}
