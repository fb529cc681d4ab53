// SPDX-License-Identifier: Apache-2.0
// Parts of pages: waiting, errors, work with its progress.
import type { ComponentChildren } from "preact";
import type { ApiError } from "./api";
import type { Work } from "./loading";

export function Failure({ error, again }: { error: ApiError; again?: () => void }) {
  return (
    <div class="failure" role="alert">
      <p>
        <strong>{error.status === 0 ? "No answer" : error.status === 403 ? "Not allowed" : "That did not work"}.</strong>{" "}
        {error.message}
      </p>
      {again !== undefined && (
        <button type="button" onClick={again}>Try again</button>
      )}
    </div>
  );
}

export function Waiting({ what }: { what: string }) {
  return (
    <p class="waiting" role="status">
      <span class="turning" aria-hidden="true" /> {what}
    </p>
  );
}

interface LoadedLike<T> {
  value: T | null;
  error: ApiError | null;
  isLoading: boolean;
  reload: () => void;
}

/** Shows what was loaded, or that it is awaited, or why it is not there. */
export function Ready<T>({ from, what, children }: {
  from: LoadedLike<T>;
  what: string;
  children: (value: T) => ComponentChildren;
}) {
  if (from.error !== null) {
    return <Failure error={from.error} again={from.reload} />;
  }
  if (from.value === null) {
    return <Waiting what={what} />;
  }
  return (
    <div class={from.isLoading ? "is-stale" : undefined} aria-busy={from.isLoading}>
      {children(from.value)}
    </div>
  );
}

export function WorkProgress<T>({ work, what }: { work: Work<T>; what: string }) {
  const progress = work.job?.progress;
  const isKnown = progress !== undefined && progress.total > 0;
  return (
    <div class="work" aria-live="polite">
      {work.isRunning && (
        <>
          <label>
            {progress?.text !== undefined && progress.text !== "" ? progress.text : what}{" "}
            {isKnown ? <progress max={progress.total} value={progress.done} /> : <progress />}
          </label>
          <button type="button" onClick={work.cancel}>Cancel</button>
        </>
      )}
      {!work.isRunning && work.job?.state === "cancelled" && <p>Cancelled; nothing was kept.</p>}
      {work.error !== null && <Failure error={work.error} />}
    </div>
  );
}

/** An identifier as words: "licence_required" is "licence required". */
export function words(id: string): string {
  return id.replaceAll("_", " ");
}

export function dollars(value: number): string {
  const size = Math.abs(value);
  const [divisor, unit] = size >= 1e9 ? [1e9, " bn"] : size >= 1e6 ? [1e6, " m"] : size >= 1e4 ? [1e3, " k"] : [1, ""];
  return `$${(value / divisor).toLocaleString("en", { maximumFractionDigits: divisor === 1 ? 0 : 1 })}${unit}`;
}
