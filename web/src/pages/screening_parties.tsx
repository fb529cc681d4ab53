// SPDX-License-Identifier: Apache-2.0
// The workspace's own parties: who may be listed, what people found, and what decisions make of it.
import { useState } from "preact/hooks";
import { get, post, withQuery } from "../api";
import { useAsked, useLoaded } from "../loading";
import { AskedState, Counts, counted, Empty, Ready } from "../parts";
import { saveCsv } from "../save";
import { useShell } from "../shell";
import { useFirms } from "./party_choice";
import { ScoreBar } from "./screening_name";
import type { Disposition, Dispositions, Review } from "./screening_answers";

const REVIEWS: readonly (readonly [Review, string, string])[] = [
  ["confirmed", "Confirmed", "it is the listed party"],
  ["dismissed", "Dismissed", "it is somebody else"],
  ["open", "Open", "not yet found out"],
];

const LISTED: Record<Disposition["is_listed"], [string, string, string]> = {
  yes: ["is-bad", "▲", "Decisions count it as listed"],
  perhaps: ["is-warning", "◆", "Decisions ask, and permit nothing"],
  no: ["is-good", "●", "Decisions count nothing of it"],
};

interface Screened {
  audit?: number;
  parties: number;
  rows: { change: string }[];
}

function ReviewForm({ row, done }: { row: Disposition; done: (answer: Dispositions) => void }) {
  const [review, setReview] = useState<Review>(row.review);
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState("");
  const asked = useAsked<Dispositions>();
  const key = `${row.party}-${row.list}-${row.listed}`;
  const keep = () => asked.ask(async (signal) => {
    const answer = await post<Dispositions>("/v1/dispositions", {
      party: row.party, list: row.list, listed: row.listed, review, reason: reason.trim(), ...(until === "" ? {} : { until }),
    }, signal);
    done(answer);
    return answer;
  });
  return (
    <form class="review" onSubmit={(event) => { event.preventDefault(); keep(); }}>
      <fieldset class="choice">
        <legend>What did you find?</legend>
        {REVIEWS.map(([id, word, says]) => (
          <label key={id}>
            <input type="radio" name={`review-${key}`} checked={review === id} onChange={() => setReview(id)} /> {word}: {says}
          </label>
        ))}
      </fieldset>
      <div class="row">
        <div class="field is-wide">
          <label for={`reason-${key}`}>Reason, so that another can follow</label>
          <textarea id={`reason-${key}`} required rows={2} maxLength={2000} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
        </div>
        <div class="field">
          <label for={`until-${key}`}>Last day it holds</label>
          <input id={`until-${key}`} type="date" value={until} onInput={(event) => setUntil(event.currentTarget.value)} />
        </div>
      </div>
      <p class="quiet">
        Written down under the name that the server knows you by, and on record. It opens again after the last day, and whenever
        the party or the entry changes.
      </p>
      <p class="actions"><button type="submit" class="is-main">Write it down</button></p>
      <AskedState asked={asked} what="Writing it down" />
    </form>
  );
}

function Row({ row, done }: { row: Disposition; done: (answer: Dispositions) => void }) {
  const { link } = useShell();
  const [tone, sign, says] = LISTED[row.is_listed];
  const score = Number(row.score);
  return (
    <li>
      <details class="hit" open={false}>
        <summary>
          {row.by_identifier ? <span class="score"><strong>identifier</strong></span> : <ScoreBar score={score} />}
          <span class="hit-name">{row.party_name}</span>
          <span class="tag">{row.list}</span>
          <span class="quiet">as {row.name} · {row.review}</span>
          <span class={`standing ${tone}`}>{sign} {says}</span>
        </summary>
        <dl class="facts">
          <div><dt>Entry</dt><dd><code>{row.listed}</code> {row.name}</dd></div>
          <div><dt>Review</dt><dd>{row.review}{row.author === "" ? "" : ` by ${row.author}`}{row.until === "" ? "" : `, until ${row.until}`}</dd></div>
          {row.reason !== "" && <div><dt>Reason</dt><dd>{row.reason}</dd></div>}
          {row.from !== "" && <div><dt>Listed from</dt><dd>{row.from}</dd></div>}
        </dl>
        <p><a href={link("screening", { view: "name", name: row.party_name })}>How the names compare</a></p>
        <ReviewForm row={row} done={done} />
      </details>
    </li>
  );
}

const ORDER: Review[] = ["open", "confirmed", "dismissed"];

function Rows({ answer, done }: { answer: Dispositions; done: (answer: Dispositions) => void }) {
  const [shown, setShown] = useState<"" | Review>("");
  const count = (review: Review) => answer.dispositions.filter((one) => one.review === review).length;
  const rows = answer.dispositions
    .filter((one) => shown === "" || one.review === shown)
    .sort((a, b) => ORDER.indexOf(a.review) - ORDER.indexOf(b.review) || Number(b.score) - Number(a.score));
  return (
    <>
      <Counts counts={[["Open", count("open")], ["Confirmed", count("confirmed")], ["Dismissed", count("dismissed")]]} />
      <div class="field">
        <label for="review-shown">Show</label>
        <select id="review-shown" value={shown} onChange={(event) => setShown(event.currentTarget.value as "" | Review)}>
          <option value="">every review, open first</option>
          {ORDER.map((review) => <option key={review} value={review}>{review}</option>)}
        </select>
      </div>
      <ol class="hits">{rows.map((row) => <Row key={`${row.party} ${row.list} ${row.listed} ${row.review} ${row.reason}`} row={row} done={done} />)}</ol>
      <p class="actions">
        <button type="button" onClick={() => saveCsv("dispositions", {
          columns: ["party", "name", "list", "entry", "listed as", "score", "by identifier", "review", "reason", "author", "until", "listed in decisions"],
          rows: rows.map((one) => [one.party, one.party_name, one.list, one.listed, one.name, one.score, one.by_identifier ? "yes" : "no",
            one.review, one.reason, one.author, one.until, one.is_listed]),
        })}>Save CSV</button>
      </p>
    </>
  );
}

export function OwnParties() {
  const { asOf } = useShell();
  const path = withQuery("/v1/dispositions", { at: asOf });
  const loaded = useLoaded<Dispositions>(path);
  const [kept, setKept] = useState<{ path: string; answer: Dispositions } | null>(null);
  const screened = useAsked<Screened>();
  const parties = useFirms().length;
  const again = async (written: { audit?: number } = {}) => setKept({ path, answer: { ...await get<Dispositions>(path), ...written } });
  const show = (answer: Dispositions) => {
    setKept({ path, answer });
    if (answer.as_of !== asOf) {
      void again(answer.audit === undefined ? {} : { audit: answer.audit }).catch(() => undefined);
    }
  };
  const screen = () => screened.ask(async (signal) => {
    const answer = await post<Screened>("/v1/screen/parties", { at: asOf }, signal);
    await again();
    return answer;
  });
  return (
    <>
      <p>
        Every party of the workspace against every list; each hit waits for a review, and decisions ask until it has one.
      </p>
      <p class="actions">
        <button type="button" class="is-main" disabled={screened.isWaiting} onClick={screen}>Screen all {parties} parties</button>
      </p>
      <AskedState asked={screened} what={`Screening ${counted(parties, "party", "parties")}`} />
      {screened.value !== null && (
        <p role="status">
          Screened {counted(screened.value.parties, "party", "parties")}: {counted(screened.value.rows.length, "hit")} kept.
          {screened.value.audit !== undefined && ` Recorded as row ${screened.value.audit} of the audit chain.`}
        </p>
      )}
      {kept?.answer.audit !== undefined && kept.path === path && (
        <p class="standing is-good" role="status">● Written down, as row {kept.answer.audit} of the audit chain.</p>
      )}
      <Ready from={{ ...loaded, value: kept?.path === path ? kept.answer : loaded.value }} what="Reading the reviews">
        {(answer) => answer.dispositions.length === 0 ? (
          <Empty title="No party of this workspace has a hit on record">
            <p>Either nobody has screened them yet, or nothing was found. The audit chain says which.</p>
          </Empty>
        ) : <Rows answer={answer} done={show} />}
      </Ready>
    </>
  );
}
