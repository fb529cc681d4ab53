// SPDX-License-Identifier: Apache-2.0
// Hooks around the server: something loaded, and long work that is followed to its end.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { errorOf, get, post, remove, type ApiError } from "./api";
import type { Job } from "./answers";

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

export interface Work<T> {
  job: Job | null;
  result: T | null;
  error: ApiError | null;
  isRunning: boolean;
  start: (options: Record<string, unknown>) => void;
  cancel: () => void;
}

const PAUSE_MS = 300;

/** Starts a job and asks after it until it ends. Leaving the page, or starting anew, cancels it. */
export function useJob<T>(kind: string): Work<T> {
  const [job, setJob] = useState<Job | null>(null);
  const [result, setResult] = useState<T | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [isRunning, setRunning] = useState(false);
  const current = useRef<{ id: string | number | null; isOver: boolean }>({ id: null, isOver: true });

  const drop = useCallback(() => {
    const run = current.current;
    if (!run.isOver) {
      run.isOver = true;
      if (run.id !== null) {
        void remove(`/v1/jobs/${run.id}`).catch(() => undefined);
      }
    }
  }, []);
  useEffect(() => drop, [drop]);

  const follow = useCallback(async (options: Record<string, unknown>) => {
    const run: { id: string | number | null; isOver: boolean } = { id: null, isOver: false };
    current.current = run;
    setRunning(true);
    setError(null);
    setJob(null);
    try {
      let state = await post<Job>("/v1/jobs", { kind, options });
      run.id = state.id;
      if (run.isOver) {
        await remove(`/v1/jobs/${state.id}`);
        return;
      }
      while (!run.isOver) {
        state = await get<Job>(`/v1/jobs/${run.id}`);
        if (run.isOver) {
          return;
        }
        setJob(state);
        if (state.state === "failed") {
          throw new Error(state.error ?? "the work failed");
        }
        if (state.state === "cancelled") {
          break;
        }
        if (state.state === "done") {
          const answer = await get<T>(`/v1/jobs/${run.id}/result`);
          if (!run.isOver) {
            setResult(answer);
          }
          break;
        }
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    } catch (problem) {
      if (!run.isOver) {
        setError(errorOf(problem));
      }
    }
    if (current.current === run) {
      run.isOver = true;
      setRunning(false);
    }
  }, [kind]);

  const start = useCallback(
    (options: Record<string, unknown>) => {
      drop();
      void follow(options);
    },
    [drop, follow],
  );
  const cancel = useCallback(() => {
    drop();
    setRunning(false);
    setJob((before) => (before === null ? null : { ...before, state: "cancelled" }));
  }, [drop]);
  return { job, result, error, isRunning, start, cancel };
}
