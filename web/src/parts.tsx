// SPDX-License-Identifier: Apache-2.0
// Parts of pages: waiting, errors, work with its progress.
import type { ComponentChildren } from "preact";
import type { ApiError } from "./api";
import type { NeededWork, Work } from "./jobs";

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

/** What somebody who waits for a question may do. */
export function AskedState({ asked, what }: {
  asked: { error: ApiError | null; isWaiting: boolean; cancel: () => void };
  what: string;
}) {
  return (
    <div class="work" aria-live="polite">
      {asked.isWaiting && (
        <>
          <Waiting what={what} />
          <button type="button" onClick={asked.cancel}>Cancel</button>
        </>
      )}
      {asked.error !== null && <Failure error={asked.error} />}
    </div>
  );
}

/** Nothing is here yet, and what to do about that. */
export function Empty({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="empty">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** Views of one page, each with an address of its own. */
export function Views({ label, views, current, link }: {
  label: string;
  views: readonly (readonly [id: string, name: string])[];
  current: string;
  link: (view: string) => string;
}) {
  return (
    <nav class="views" aria-label={label}>
      <ul>
        {views.map(([id, name]) => (
          <li key={id}><a href={link(id)} aria-current={id === current ? "true" : undefined}>{name}</a></li>
        ))}
      </ul>
    </nav>
  );
}

/** Figures with what they count. */
export function Counts({ counts }: { counts: readonly (readonly [name: string, value: ComponentChildren])[] }) {
  return (
    <dl class="counts">
      {counts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
    </dl>
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

export function WorkProgress<T>({ work, what }: { work: Omit<Work<T>, "start">; what: string }) {
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

/** Shows what a job answers, or how far it is, or why it is not there. */
export function JobReady<T>({ work, what, children }: {
  work: NeededWork<T>;
  what: string;
  children: (value: T) => ComponentChildren;
}) {
  if (work.result !== null) {
    return <>{children(work.result)}</>;
  }
  return (
    <>
      <WorkProgress work={work} what={what} />
      {!work.isRunning && <button type="button" onClick={work.again}>Start again</button>}
    </>
  );
}

/** An identifier as words: "licence_required" is "licence required". */
export function words(id: string): string {
  return id.replaceAll("_", " ");
}

/** Words as the beginning of a sentence. */
export function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** "1 hit", "2 hits". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

export function dollars(value: number): string {
  const size = Math.abs(value);
  const [divisor, unit] = size >= 1e9 ? [1e9, " bn"] : size >= 1e6 ? [1e6, " m"] : size >= 1e4 ? [1e3, " k"] : [1, ""];
  return `$${(value / divisor).toLocaleString("en", { maximumFractionDigits: divisor === 1 ? 0 : 1 })}${unit}`;
}
