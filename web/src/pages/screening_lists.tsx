// SPDX-License-Identifier: Apache-2.0
// The lists in use: which release, how old, whether its bytes are still what they were.
import { withQuery } from "../api";
import { useLoaded } from "../loading";
import { counted, Empty, Ready } from "../parts";
import { saveCsv } from "../save";
import { useShell } from "../shell";
import type { ListStatus } from "./screening_answers";

/** From here on a list's age is pointed out. */
const OLD_DAYS = 30;

export function NoLists() {
  return (
    <Empty title="No lists of restricted parties are loaded">
      <p>Keep each list in a folder, and start the server with it:</p>
      <pre>entente list import lists us-csl consolidated.json{"\n"}entente list import lists un consolidated.xml{"\n"}entente serve WORKSPACE --lists lists</pre>
      <p class="quiet">
        Nothing is fetched from a network. The publishers of the U.S., UN and UK lists are named in docs/screening.md.
      </p>
    </Empty>
  );
}

function ageOf(list: ListStatus): string {
  return list.imported === "" ? "–" : list.days === 0 ? "today" : `${counted(list.days, "day")} ago`;
}

function Standing({ list }: { list: ListStatus }) {
  return list.problem !== "" ? <span class="standing is-bad">▲ {list.problem}</span>
    : list.days > OLD_DAYS ? <span class="standing is-warning">◆ Imported {counted(list.days, "day")} ago: is there a newer release?</span>
    : <span class="standing is-good">● Whole</span>;
}

const COLUMNS = ["List", "Released", "Imported", "Parties", "Names", "SHA-256", "Standing"];

function Lists({ lists }: { lists: ListStatus[] }) {
  return (
    <>
      <div class="scrolled" tabIndex={0} role="region" aria-label="Lists in use">
        <table class="data">
          <thead><tr>{COLUMNS.map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
          <tbody>
            {lists.map((list) => (
              <tr key={list.name + list.sha256}>
                <td>{list.title} <span class="quiet">{list.name}</span></td>
                <td class="date">{list.released || "the file does not say"}</td>
                <td class="date" title={list.imported}>{ageOf(list)}</td>
                <td class="number">{Number(list.parties).toLocaleString("en")}</td>
                <td class="number">{Number(list.names).toLocaleString("en")}</td>
                <td><code title={list.sha256}>{list.sha256.slice(0, 16)}…</code></td>
                <td><Standing list={list} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="actions">
        <button type="button" onClick={() => saveCsv("lists", {
          columns: ["name", "title", "format", "released", "imported", "source", "sha256", "parties", "names", "problem"],
          rows: lists.map((one) => [one.name, one.title, one.format, one.released, one.imported, one.source, one.sha256, one.parties, one.names, one.problem]),
        })}>Save CSV</button>
      </p>
      <p class="quiet">
        A list is replaced by <code>entente list import</code> or <code>entente list refresh</code>, which tell what the
        release added, changed and removed; a release that cannot be read whole leaves what was there.
      </p>
    </>
  );
}

export function KeptLists() {
  const { asOf } = useShell();
  const lists = useLoaded<{ lists: ListStatus[] }>(withQuery("/v1/lists", { at: asOf }));
  if (lists.error?.status === 409) {
    return <NoLists />;
  }
  return (
    <Ready from={lists} what="Reading the lists and holding them to their digests">
      {(answer) => (answer.lists.length === 0 ? <NoLists /> : <Lists lists={answer.lists} />)}
    </Ready>
  );
}
