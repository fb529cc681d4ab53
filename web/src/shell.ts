// SPDX-License-Identifier: Apache-2.0
// What every page stands in: the workspace, the day, and the address that says both. The address
// is `#/page?as_of=...&more`, so that what is looked at can be kept as a bookmark.
import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import type { Workspace } from "./answers";

export interface Shell {
  workspace: Workspace;
  asOf: string;
  notice: string;
  query: URLSearchParams;
  /** Goes to a page, on the same day unless another is given. */
  go: (page: string, parameters?: Record<string, string>) => void;
  link: (page: string, parameters?: Record<string, string>) => string;
  partyName: (id: string) => string;
  itemName: (id: string) => string;
  programmeName: (id: string) => string;
}

export const ShellContext = createContext<Shell | null>(null);

export function useShell(): Shell {
  const shell = useContext(ShellContext);
  if (shell === null) {
    throw new Error("a page stands outside the shell");
  }
  return shell;
}

export interface Place {
  page: string;
  query: URLSearchParams;
}

function placeOf(hash: string): Place {
  const [page = "", query = ""] = hash.replace(/^#\/?/, "").split("?");
  return { page: page === "" ? "overview" : page, query: new URLSearchParams(query) };
}

export function usePlace(): Place {
  const [place, setPlace] = useState(() => placeOf(location.hash));
  useEffect(() => {
    const follow = () => setPlace(placeOf(location.hash));
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return place;
}

export function addressOf(page: string, parameters: Record<string, string>): string {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== ""));
  const text = query.toString();
  return text === "" ? `#/${page}` : `#/${page}?${text}`;
}

export function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}

const DAY_MS = 86_400_000;

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}
