// SPDX-License-Identifier: Apache-2.0
// Hooks around the server: something loaded, and something asked by a person.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { errorOf, get, type ApiError } from "./api";

export interface Loaded<T> {
  value: T | null;
  error: ApiError | null;
  isLoading: boolean;
  reload: () => void;
}

/** The same question gives the same bytes, so that what took long is not asked for twice. */
const kept = new Map<string, unknown>();
const KEPT_MOST = 8;

function keep(path: string, answer: unknown): void {
  kept.delete(path);
  kept.set(path, answer);
  for (const oldest of kept.keys()) {
    if (kept.size > KEPT_MOST) {
      kept.delete(oldest);
    }
  }
}

/** Loads anew whenever `path` changes; the value before stays until the next is there. */
export function useLoaded<T>(path: string | null, isKept = false): Loaded<T> {
  const [value, setValue] = useState<T | null>(() => (isKept && path !== null ? ((kept.get(path) as T | undefined) ?? null) : null));
  const [error, setError] = useState<ApiError | null>(null);
  const [isLoading, setLoading] = useState(path !== null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (path === null) {
      return undefined;
    }
    const before = isKept ? (kept.get(path) as T | undefined) : undefined;
    if (before !== undefined) {
      setValue(before);
      setError(null);
      setLoading(false);
      return undefined;
    }
    const stop = new AbortController();
    setLoading(true);
    get<T>(path, stop.signal)
      .then((answer) => {
        if (isKept) {
          keep(path, answer);
        }
        setValue(answer);
        setError(null);
        setLoading(false);
      })
      .catch((problem: unknown) => {
        if (!stop.signal.aborted) {
          setError(errorOf(problem));
          setValue(null);
          setLoading(false);
        }
      });
    return () => stop.abort();
  }, [path, round, isKept]);
  const reload = useCallback(() => {
    kept.clear();
    setRound((before) => before + 1);
  }, []);
  return { value, error, isLoading, reload };
}

export interface Asked<T> {
  value: T | null;
  error: ApiError | null;
  isWaiting: boolean;
  ask: (question: (signal: AbortSignal) => Promise<T>) => void;
  cancel: () => void;
}

/** One question at a time, asked by a person: a later one, or leaving the page, ends it. */
export function useAsked<T>(): Asked<T> {
  const [state, setState] = useState<{ value: T | null; error: ApiError | null; isWaiting: boolean }>({
    value: null, error: null, isWaiting: false,
  });
  const current = useRef<AbortController | null>(null);
  const stop = useCallback(() => current.current?.abort(), []);
  useEffect(() => stop, [stop]);
  const ask = useCallback((question: (signal: AbortSignal) => Promise<T>) => {
    stop();
    const control = new AbortController();
    current.current = control;
    setState((before) => ({ ...before, error: null, isWaiting: true }));
    question(control.signal)
      .then((value) => !control.signal.aborted && setState({ value, error: null, isWaiting: false }))
      .catch((problem: unknown) => {
        if (!control.signal.aborted) {
          setState({ value: null, error: errorOf(problem), isWaiting: false });
        }
      });
  }, [stop]);
  const cancel = useCallback(() => {
    stop();
    setState((before) => ({ ...before, isWaiting: false }));
  }, [stop]);
  return { ...state, ask, cancel };
}
