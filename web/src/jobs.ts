// SPDX-License-Identifier: Apache-2.0
// Long work on the server, followed to its end: such as a person starts, and such as a page needs
// to show anything, which goes on while another page is looked at.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Job } from "./answers";
import { errorOf, get, post, remove, token, type ApiError } from "./api";

export interface Work<T> {
  job: Job | null;
  result: T | null;
  error: ApiError | null;
  isRunning: boolean;
  start: (options: Record<string, unknown>) => void;
  cancel: () => void;
}

const PAUSE_MS = 300;

/** One run of a job; it is over when it ended, failed or was dropped. */
interface Run {
  id: string | number | null;
  isOver: boolean;
}

function drop(run: Run): void {
  if (!run.isOver) {
    run.isOver = true;
    if (run.id !== null) {
      void remove(`/v1/jobs/${run.id}`).catch(() => undefined);
    }
  }
}

/** What is told of work that was cancelled, however little was known of it by then. */
function cancelled(job: Job | null, kind: string): Job {
  return { id: "", kind, ...job, state: "cancelled" };
}

/** Starts a job and asks after it until it ends; null where it was dropped or cancelled. */
async function follow<T>(run: Run, kind: string, options: Record<string, unknown>, tell: (job: Job) => void): Promise<T | null> {
  let state = await post<Job>("/v1/jobs", { kind, options });
  run.id = state.id;
  if (run.isOver) {
    await remove(`/v1/jobs/${state.id}`);
    return null;
  }
  tell(state);
  while (!run.isOver) {
    state = await get<Job>(`/v1/jobs/${run.id}`);
    if (run.isOver) {
      break;
    }
    tell(state);
    if (state.state === "failed") {
      throw new Error(state.error ?? "the work failed");
    }
    if (state.state === "done") {
      return get<T>(`/v1/jobs/${run.id}/result`);
    }
    if (state.state === "cancelled") {
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return null;
}

/** A job that a person starts. Leaving the page, or starting anew, cancels it. */
export function useJob<T>(kind: string): Work<T> {
  const [job, setJob] = useState<Job | null>(null);
  const [result, setResult] = useState<T | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [isRunning, setRunning] = useState(false);
  const current = useRef<Run>({ id: null, isOver: true });
  useEffect(() => () => drop(current.current), []);

  const run = useCallback(async (options: Record<string, unknown>) => {
    const mine: Run = { id: null, isOver: false };
    current.current = mine;
    setRunning(true);
    setError(null);
    setJob(null);
    try {
      const answer = await follow<T>(mine, kind, options, setJob);
      if (answer !== null && !mine.isOver) {
        setResult(answer);
      }
    } catch (problem) {
      if (!mine.isOver) {
        setError(errorOf(problem));
      }
    }
    if (current.current === mine) {
      mine.isOver = true;
      setRunning(false);
    }
  }, [kind]);

  const start = useCallback((options: Record<string, unknown>) => {
    giveWay();
    drop(current.current);
    void run(options);
  }, [run]);
  const cancel = useCallback(() => {
    drop(current.current);
    setRunning(false);
    setJob((before) => cancelled(before, kind));
  }, [kind]);
  return { job, result, error, isRunning, start, cancel };
}

/* ---- answers that pages need ---- */

interface Needed {
  run: Run;
  job: Job | null;
  result: unknown;
  error: ApiError | null;
  readers: Set<() => void>;
}

/** The same question gives the same bytes, so that what took long is not asked for twice. */
const needed = new Map<string, Needed>();
const NEEDED_MOST = 6;

/** Work that nobody looks at makes room for what somebody starts. */
function giveWay(): void {
  for (const [key, one] of needed) {
    if (one.readers.size === 0 && !one.run.isOver) {
      drop(one.run);
      needed.delete(key);
    }
  }
}

function begin(key: string, kind: string, options: Record<string, unknown>): Needed {
  giveWay();
  const one: Needed = { run: { id: null, isOver: false }, job: null, result: null, error: null, readers: needed.get(key)?.readers ?? new Set() };
  const told = () => one.readers.forEach((reader) => reader());
  needed.delete(key);
  needed.set(key, one);
  for (const [oldest, other] of needed) {
    if (needed.size > NEEDED_MOST && other.readers.size === 0 && other.run.isOver) {
      needed.delete(oldest);
    }
  }
  follow<unknown>(one.run, kind, options, (job) => { one.job = job; told(); })
    .then((answer) => { one.result = answer; }, (problem: unknown) => { one.error = errorOf(problem); })
    .finally(() => { one.run.isOver = true; told(); });
  return one;
}

/** A page that is closed, not left for another of the console, needs nothing any more. */
addEventListener("pagehide", () => {
  for (const { run } of needed.values()) {
    if (!run.isOver && run.id !== null) {
      void fetch(`/v1/jobs/${run.id}`, {
        method: "DELETE", keepalive: true, credentials: "omit", headers: { Authorization: `Bearer ${token()}` },
      }).catch(() => undefined);
    }
  }
});

export type NeededWork<T> = Omit<Work<T>, "start"> & { again: () => void };

/** What a job answers, which is started when a page first needs it. */
export function useJobAnswer<T>(kind: string, options: Record<string, string>): NeededWork<T> {
  const key = `${kind} ${JSON.stringify(options)}`;
  const [, draw] = useState(0);
  const drawAgain = useCallback(() => draw((before) => before + 1), []);
  useEffect(() => {
    const one = needed.get(key) ?? begin(key, kind, options);
    one.readers.add(drawAgain);
    drawAgain();
    return () => {
      one.readers.delete(drawAgain);
      needed.get(key)?.readers.delete(drawAgain);
    };
  }, [key, kind, drawAgain]);
  const one = needed.get(key);
  const cancel = () => {
    if (one !== undefined) {
      drop(one.run);
      one.job = cancelled(one.job, kind);
      drawAgain();
    }
  };
  const again = () => {
    begin(key, kind, options).readers.add(drawAgain);
    drawAgain();
  };
  return {
    job: one?.job ?? null, result: (one?.result ?? null) as T | null, error: one?.error ?? null,
    isRunning: one === undefined || !one.run.isOver, cancel, again,
  };
}
