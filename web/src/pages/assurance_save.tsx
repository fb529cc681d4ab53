// SPDX-License-Identifier: Apache-2.0
// Answers kept in the workspace as an assessment of one of its parties.
import { useState } from "preact/hooks";
import { post } from "../api";
import { useAsked } from "../loading";
import { AskedState } from "../parts";
import { useShell } from "../shell";
import type { CatalogueWhole } from "./assurance_answers";
import { PartyChoice, useFirms } from "./party_choice";

interface Kept {
  assessment: string;
  party: string;
}

export function SaveInWorkspace({ catalogue, answers, count }: { catalogue: CatalogueWhole; answers: string; count: number }) {
  const { asOf, query, link } = useShell();
  const firms = useFirms();
  const [party, setParty] = useState(query.get("party") || (firms.find((one) => one.kind === "organisation") ?? firms[0])?.id || "");
  const [sought, setSought] = useState(catalogue.sought[0] ?? "");
  const [assessed, setAssessed] = useState(asOf);
  const [affirmed, setAffirmed] = useState(asOf);
  const asked = useAsked<Kept>();
  if (catalogue.sought.length === 0 || firms.length === 0) {
    return <p class="quiet">This workspace names no scheme that this catalogue is of, so that there is nowhere to keep them but a file.</p>;
  }
  const save = () => asked.ask(async (signal) => post<Kept>("/v1/assessments", {
    party, sought, assessed, answers, ...(affirmed === "" ? {} : { affirmed }),
  }, signal));
  return (
    <form class="panel" aria-label="Keep in the workspace" onSubmit={(event) => { event.preventDefault(); save(); }}>
      <h2>Keep them as an assessment of the workspace</h2>
      <div class="row">
        <PartyChoice value={party} choose={setParty} />
        <div class="field">
          <label for="sought">Sought</label>
          <select id="sought" value={sought} onChange={(event) => setSought(event.currentTarget.value)}>
            {catalogue.sought.map((one) => <option key={one} value={one}>{one}</option>)}
          </select>
        </div>
        <div class="field">
          <label for="assessed">Assessed on</label>
          <input id="assessed" type="date" required value={assessed} onInput={(event) => setAssessed(event.currentTarget.value)} />
        </div>
        <div class="field">
          <label for="affirmed">Affirmed on</label>
          <input id="affirmed" type="date" title="empty: not known" value={affirmed} onInput={(event) => setAffirmed(event.currentTarget.value)} />
        </div>
        <button type="submit" class="is-main" disabled={count === 0}>Keep {count} answers</button>
      </div>
      <p class="quiet">It takes the place of an assessment of this party of the same day. Decisions read what follows from it at once.</p>
      <AskedState asked={asked} what="Keeping" />
      {asked.value !== null && (
        <p class="standing is-good" role="status">● Kept as <code>{asked.value.assessment}</code>. <a href={link("assurance", { party: asked.value.party })}>See where it stands</a></p>
      )}
    </form>
  );
}
