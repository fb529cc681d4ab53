// SPDX-License-Identifier: Apache-2.0
// Keys that were given and refused, from the audit chain, with the reasons of refusals.
import { useState } from "preact/hooks";
import { withQuery } from "../api";
import { useLoaded } from "../loading";
import { Empty, Ready } from "../parts";
import { saveCsv } from "../save";
import { useShell } from "../shell";
import type { Release, Releases } from "./sharing_answers";

const LIMIT = 100;

const KINDS: Record<string, [string, string]> = {
  "key release": ["is-good", "● given"],
  "key refusal": ["is-bad", "▲ refused"],
  "key lease": ["is-warning", "◆ lent for a time"],
};

function reasonOf({ kind, asked }: Release): string {
  return asked.reason || (kind === "key refusal" ? "the row says no reason" : "the decision is open");
}

const COLUMNS = ["Row", "When", "Who", "Key", "Item", "Label", "Why"];

function Rows({ releases }: { releases: Release[] }) {
  const { itemName, partyName, link } = useShell();
  return (
    <div class="scrolled is-tall" tabIndex={0} role="region" aria-label="Key releases">
      <table class="data">
        <thead><tr>{COLUMNS.map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
        <tbody>
          {releases.map((one) => {
            const { number, time, who, kind, asked } = one;
            const [tone, word] = KINDS[kind] ?? ["", kind];
            return (
              <tr key={number}>
                <td class="number"><a href={link("audit", { row: String(number) })}>{number}</a></td>
                <td class="date">{time.replace("T", " ").replace(/\.\d+/, "")}</td>
                <td>{partyName(who)}</td>
                <td><span class={`standing ${tone}`}>{word}</span></td>
                <td>{asked.item === undefined || asked.item === "" ? "–" : itemName(asked.item)}</td>
                <td><code>{asked.label || "–"}</code></td>
                <td>{reasonOf(one)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

export function KeyReleases() {
  /** The last ones, unless one goes through them from the first. */
  const [after, setAfter] = useState<number | null>(null);
  const loaded = useLoaded<Releases>(withQuery("/v1/releases", {
    limit: String(LIMIT), ...(after === null ? { newest: "true" } : { after: String(after) }),
  }));
  if (loaded.error?.status === 409) {
    return (
      <Empty title="Nothing is recorded here">
        <p>Keys are given only on record. Start the server with <code>--audit FILE</code>.</p>
      </Empty>
    );
  }
  return (
    <Ready from={loaded} what="Reading key releases from the audit chain">
      {(answer) => {
        const rows = [...answer.releases].sort((a, b) => (after === null ? b.number - a.number : a.number - b.number));
        const { next } = answer;
        return rows.length === 0 && after === null ? (
          <Empty title="No key was asked for yet">
            <p>
              Seal a file here or by <code>entente seal</code>, and open it by <code>entente open</code> with a token of this server.
              Each key that is given, and each that is refused, then stands here with its reason.
            </p>
          </Empty>
        ) : (
          <>
            {rows.length === 0 ? <p>No later ones.</p> : <Rows releases={rows} />}
            <p class="actions">
              <button type="button" disabled={after === null} onClick={() => setAfter(null)}>Newest</button>
              <button type="button" disabled={after === 0} onClick={() => setAfter(0)}>From the first</button>
              <button type="button" disabled={after === null || next === null} onClick={() => setAfter(next)}>Later ones</button>
              <button type="button" onClick={loaded.reload}>Read again</button>
              <button type="button" onClick={() => saveCsv("key-releases", {
                columns: ["row", "time", "who", "kind", "item", "label", "key", "share", "why"],
                rows: rows.map((one) => [one.number, one.time, one.who, one.kind, one.asked.item ?? "",
                  one.asked.label ?? "", one.asked.kid ?? "", one.asked.share ?? "", reasonOf(one)]),
              })}>Save CSV</button>
            </p>
          </>
        );
      }}
    </Ready>
  );
}
